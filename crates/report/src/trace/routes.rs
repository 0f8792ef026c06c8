//! The routes as a table for a spreadsheet.

use tidewaiter_model::trace::TraceAnswer;

use super::words;

const COLUMNS: [&str; 12] = [
    "rank",
    "from",
    "from_country",
    "via",
    "to",
    "to_country",
    "at_least",
    "at_most",
    "departs",
    "arrives",
    "asserted",
    "rests_on",
];

/// One route a row, CSV (RFC 4180) in UTF-8.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises against CSV
/// injection.
///
/// # Errors
/// Those of the writer; into memory there are none.
pub fn routes(answer: &TraceAnswer) -> Result<String, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for (at, route) in answer.routes.iter().enumerate() {
        let stops = words::stops(answer, route);
        let (first, last) = (stops.first(), stops.last());
        let between = stops.iter().skip(1).take(stops.len().saturating_sub(2));
        let via: Vec<String> = between.map(|site| words::place(site)).collect();
        let named = |site: Option<&&_>| site.map_or_else(String::new, |site| words::name(site));
        let placed = |site: Option<&&_>| site.map_or_else(String::new, |site| words::country(site).to_owned());
        let row = [
            at.saturating_add(1).to_string(),
            named(first),
            placed(first),
            via.join(" > "),
            named(last),
            placed(last),
            route.at_least.to_string(),
            route.at_most.to_string(),
            route.departs.to_string(),
            route.arrives.to_string(),
            if route.asserted { "yes" } else { "no" }.to_owned(),
            route.steps.iter().map(|step| crate::text::one_line(step)).collect::<Vec<_>>().join("; "),
        ];
        out.write_record(row.map(harmless))?;
    }
    let bytes = out.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell }
}
