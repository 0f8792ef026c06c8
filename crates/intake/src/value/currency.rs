//! Currencies by code, sign and name.

use super::{Unread, plain, quoted};

/// Active codes of ISO 4217.
pub(crate) const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// What a sign in a cell says of the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// This one, by its code.
    Code(&'static str),
    /// `$`: one of the dollars.
    Dollar,
    /// `¥` or `元`: yuan, yen or another.
    Yen,
}

/// Signs and names beside the codes, in lower case without blanks and full stops.
const NAMES: [(&str, &str); 46] = [
    ("us$", "USD"),
    ("usd$", "USD"),
    ("$us", "USD"),
    ("usdollar", "USD"),
    ("usdollars", "USD"),
    ("美元", "USD"),
    ("美金", "USD"),
    ("€", "EUR"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("欧元", "EUR"),
    ("歐元", "EUR"),
    ("£", "GBP"),
    ("英镑", "GBP"),
    ("英鎊", "GBP"),
    ("rmb", "CNY"),
    ("cn¥", "CNY"),
    ("rmb¥", "CNY"),
    ("cnh", "CNY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("人民币", "CNY"),
    ("人民幣", "CNY"),
    ("jp¥", "JPY"),
    ("yen", "JPY"),
    ("円", "JPY"),
    ("日元", "JPY"),
    ("日圆", "JPY"),
    ("日圓", "JPY"),
    ("hk$", "HKD"),
    ("港币", "HKD"),
    ("港幣", "HKD"),
    ("港元", "HKD"),
    ("nt$", "TWD"),
    ("ntd", "TWD"),
    ("新台币", "TWD"),
    ("新台幣", "TWD"),
    ("台币", "TWD"),
    ("台幣", "TWD"),
    ("s$", "SGD"),
    ("新加坡元", "SGD"),
    ("a$", "AUD"),
    ("c$", "CAD"),
    ("rm", "MYR"),
    ("₩", "KRW"),
    ("₹", "INR"),
];

/// What a sign, code or name says.
pub(crate) fn sign(text: &str) -> Option<Sign> {
    let mut key = text.to_lowercase();
    key.retain(|c| !c.is_whitespace() && c != '.');
    match key.as_str() {
        "$" => return Some(Sign::Dollar),
        "¥" | "元" => return Some(Sign::Yen),
        _ => {}
    }
    let code = |code: &str| CODES.split(' ').find(|known| known.eq_ignore_ascii_case(code)).map(Sign::Code);
    code(&key).or_else(|| NAMES.iter().find(|(name, _)| *name == key).map(|(_, code)| Sign::Code(code)))
}

/// Read a cell of the currency column.
pub(crate) fn currency(text: &str) -> Result<&'static str, Unread> {
    match sign(&plain(text)) {
        Some(Sign::Code(code)) => Ok(code),
        Some(Sign::Dollar | Sign::Yen) => Err(Unread::new(
            "ambiguous-currency",
            format!("{} is the sign of several currencies", quoted(text)),
            "write the three-letter code, such as USD or CNY",
        )),
        None => Err(Unread::new(
            "unknown-currency",
            format!("{} is no currency", quoted(text)),
            "write the three-letter code, such as USD or CNY",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_signs_and_names() {
        for (text, code) in [
            ("USD", "USD"),
            ("usd", "USD"),
            ("US$", "USD"),
            ("U.S. dollars", "USD"),
            ("ＲＭＢ", "CNY"),
            ("人民币", "CNY"),
            ("HK$", "HKD"),
            ("€", "EUR"),
        ] {
            assert_eq!(currency(text), Ok(code), "{text}");
        }
        assert_eq!(currency("$").unwrap_err().code, "ambiguous-currency");
        assert_eq!(currency("￥").unwrap_err().code, "ambiguous-currency");
        assert_eq!(currency("XYZ").unwrap_err().code, "unknown-currency");
    }
}
