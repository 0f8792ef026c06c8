//! Addresses.

/// An address cleaned, with the commonest short forms written out, so that equal addresses are mostly equal texts.
///
/// ```
/// use tidewaiter_names::address;
/// assert_eq!(address("Rm. 5, 12/F., Example Bldg., Main Rd"), address("Room 5 12/F Example Building, Main Road"));
/// ```
#[must_use]
pub fn address(text: &str) -> String {
    let cleaned = crate::clean(text);
    let written_out = cleaned.split(' ').map(|word| match word {
        "rd" => "road",
        "st" | "str" => "street",
        "ave" | "av" => "avenue",
        "bldg" | "blg" | "bld" => "building",
        "rm" => "room",
        "flr" | "fl" | "floor" => "f",
        "dist" => "district",
        "ctr" | "centre" => "center",
        "prov" => "province",
        other => other,
    });
    written_out.collect::<Vec<_>>().join(" ")
}
