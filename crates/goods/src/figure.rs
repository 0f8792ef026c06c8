//! Cells of the accelerator tables: a value and the key of its source, `15840@nvp`, `<=2399@nvc`, `4000..4512@est`.

use std::collections::BTreeMap;
use std::str::FromStr;

use tidewaiter_model::{Decimal, Figure, Origin, Range, Truth};

/// Sources by key: whose figure, and the words for it.
pub type Sources = BTreeMap<String, (Origin, String)>;

/// Reads a figure; an empty cell is unknown.
pub fn figure(cell: &str, sources: &Sources) -> Result<Figure, String> {
    if cell.is_empty() {
        return Ok(Figure::unknown());
    }
    let (value, origin, source) = sourced(cell, sources)?;
    Ok(Figure { value: range(value)?, origin, source })
}

/// Reads `yes@key`, `no@key` or `unknown@key`.
pub fn truth(cell: &str, sources: &Sources) -> Result<(Truth, String), String> {
    let (value, _, source) = sourced(cell, sources)?;
    let truth = match value {
        "yes" => Truth::Yes,
        "no" => Truth::No,
        "unknown" => Truth::Unknown,
        other => return Err(format!("{other:?} is not yes, no or unknown")),
    };
    Ok((truth, source))
}

fn sourced<'a>(cell: &'a str, sources: &Sources) -> Result<(&'a str, Origin, String), String> {
    let (value, key) = cell
        .split_once('@')
        .ok_or_else(|| format!("{cell:?} has no source; write value@key, the key from sources.csv"))?;
    let (origin, text) = sources.get(key).ok_or_else(|| format!("source {key:?} is not in sources.csv"))?;
    Ok((value, *origin, text.clone()))
}

fn range(text: &str) -> Result<Range, String> {
    if let Some(bound) = text.strip_prefix("<=") {
        return Ok(Range::from_bounds(None, Some(number(bound)?)));
    }
    if let Some(bound) = text.strip_prefix(">=") {
        return Ok(Range::from_bounds(Some(number(bound)?), None));
    }
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (number(low)?, number(high)?);
        if low >= high {
            return Err(format!("{text:?}: the lower bound comes first"));
        }
        return Ok(Range::between(low, high));
    }
    let mut range: Option<Range> = None;
    for value in text.split('|') {
        let value = Range::exactly(number(value)?);
        range = Some(range.map_or(value, |r| r.hull(&value)));
    }
    Ok(range.unwrap_or(Range::UNKNOWN))
}

/// The single sizes that a capacity cell lists (`64|94|96`), for telling variants apart by the size that a text names.
pub fn sizes(cell: &str) -> Vec<Decimal> {
    let value = cell.split_once('@').map_or(cell, |(value, _)| value);
    value.split('|').filter_map(|part| Decimal::from_str(part).ok()).collect()
}

fn number(text: &str) -> Result<Decimal, String> {
    let value = Decimal::from_str(text).map_err(|_| format!("{text:?} is not a number"))?;
    if value <= Decimal::ZERO {
        return Err(format!("{text:?} is not above zero; leave the cell empty where the figure is unknown"));
    }
    Ok(value)
}
