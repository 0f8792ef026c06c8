//! What several outputs say alike.

use tidewaiter_model::trace::{Amount, Leg, Question, Route, Site, TraceAnswer};

use crate::text::one_line;

/// What is not known.
pub(super) const UNKNOWN: &str = "unknown";

/// Digits in groups of three: `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    grouped_digits(&number.to_string())
}

fn grouped_digits(digits: &str) -> String {
    let length = digits.chars().count();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && length.saturating_sub(at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A decimal with its digits before the point in groups; what is no number stays as it is.
pub(super) fn grouped_decimal(text: &str) -> String {
    let text = one_line(text);
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    if !whole.is_empty() && whole.chars().all(|c| c.is_ascii_digit()) {
        format!("{}{rest}", grouped_digits(whole))
    } else {
        text
    }
}

/// `900,000 USD`, or `unknown`.
pub(super) fn value(amount: &Amount) -> String {
    match (amount.value.as_str(), amount.currency.as_str()) {
        ("" | UNKNOWN, _) => UNKNOWN.to_owned(),
        (value, "" | UNKNOWN) => format!("{} of unknown currency", grouped_decimal(value)),
        (value, currency) => format!("{} {}", grouped_decimal(value), one_line(currency)),
    }
}

/// Total processing performance, or `unknown`.
pub(super) fn tpp(amount: &Amount) -> String {
    if amount.tpp.is_empty() { UNKNOWN.to_owned() } else { grouped_decimal(&amount.tpp) }
}

/// `30 to 90`, or `30` where both are one.
pub(super) fn span(least: u64, most: u64) -> String {
    if least == most { grouped(least) } else { format!("{} to {}", grouped(least), grouped(most)) }
}

/// What a leg or route carries from the origins in the two assignments that reach the bounds. These are no bounds of
/// their own: where fewer arrive, more may go elsewhere.
pub(super) fn carried(least: u64, most: u64) -> String {
    format!("from the origins {} where the fewest arrive, {} where the most do", grouped(least), grouped(most))
}

/// The same two numbers in short: `30 or 90`. No `to`, as they bound nothing and the first may be the greater.
pub(super) fn either(least: u64, most: u64) -> String {
    if least == most { grouped(least) } else { format!("{} or {}", grouped(least), grouped(most)) }
}

/// `US to CN`.
pub(super) fn ends(question: &Question) -> String {
    let named = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| one_line(name)).collect();
        if names.is_empty() { "anywhere".to_owned() } else { names.join(", ") }
    };
    format!("{} to {}", named(&question.from), named(&question.to))
}

/// Which item: `any item` where all count.
pub(super) fn item(question: &Question) -> String {
    let item = one_line(&question.item);
    if item.is_empty() || item == "any" { "any item".to_owned() } else { item }
}

/// Which arrivals count.
pub(super) fn window(question: &Question) -> String {
    let known = |day: &str| !matches!(day, "" | UNKNOWN);
    match (known(&question.since), known(&question.until)) {
        (true, true) => format!("arrivals from {} to {}", one_line(&question.since), one_line(&question.until)),
        (true, false) => format!("arrivals from {} on", one_line(&question.since)),
        (false, true) => format!("arrivals up to {}", one_line(&question.until)),
        (false, false) => "arrivals of all days".to_owned(),
    }
}

/// `US to CN: H200, arrivals of all days`.
pub(super) fn title(question: &Question) -> String {
    format!("{}: {}, {}", ends(question), item(question), window(question))
}

/// `At least 30, at most 90 chips`; in these words also where both are one, since that is what the records allow.
pub(super) fn interval(answer: &TraceAnswer) -> String {
    let (least, most) = (answer.at_least.amount.units, answer.at_most.amount.units);
    let chips = if most == 1 { "chip" } else { "chips" };
    format!("At least {}, at most {} {chips}", grouped(least), grouped(most))
}

/// What the interval means, in one sentence each.
pub(super) fn meaning(answer: &TraceAnswer) -> Vec<String> {
    let mut out = vec![
        "No assignment of chips to consignments that keeps to dates, quantities and stock gives less or more."
            .to_owned(),
    ];
    if answer.at_most.amount.units == 0 {
        out.push(
            "No record shows a way from there to there in time. What is in no record may have gone all the same."
                .to_owned(),
        );
    }
    if answer.outer {
        out.push(
            "Records name months or ranges of days: this is an outer interval, the true one may lie inside it."
                .to_owned(),
        );
    }
    let (least, most) = (&answer.at_least, &answer.at_most);
    if most.whatever_is_missing != most.amount.units {
        out.push(format!(
            "If all inflow that no record shows came from the origins too: at most {}.",
            grouped(most.whatever_is_missing)
        ));
    }
    if least.whatever_is_missing != least.amount.units {
        out.push(format!(
            "By direct consignments and serial numbers alone, whatever records are missing: at least {}.",
            grouped(least.whatever_is_missing)
        ));
    }
    if most.allowing_unrecorded != most.amount.units || least.allowing_unrecorded != least.amount.units {
        out.push(format!(
            "With the unrecorded stock allowed at every site: {}.",
            span(least.allowing_unrecorded, most.allowing_unrecorded)
        ));
    }
    if let Some((least, most)) = answer.asserted_only {
        out.push(format!("Without the joins that are only inferred: {}.", span(least, most)));
    }
    if answer.by_serial > 0 {
        out.push(format!("{} of them traced by serial number all the way.", grouped(answer.by_serial)));
    }
    if answer.witnessed_again > 0 {
        out.push(format!(
            "{} seen in several documents and counted once.",
            if answer.witnessed_again == 1 {
                "1 movement was".to_owned()
            } else {
                format!("{} movements were", grouped(answer.witnessed_again))
            }
        ));
    }
    out
}

/// `FIFO 60, LIFO 90, pro rata 56.25`; nothing where none is known.
pub(super) fn points(answer: &TraceAnswer) -> Option<String> {
    let points = &answer.points;
    let all =
        [("first in, first out", points.fifo), ("last in, first out", points.lifo), ("pro rata", points.pro_rata)];
    if all.iter().all(|(_, value)| value.is_none()) {
        return None;
    }
    let said = all.map(|(name, value)| {
        let value =
            value.map_or_else(|| UNKNOWN.to_owned(), |v| grouped_decimal(&v.round_dp(2).normalize().to_string()));
        format!("{name} {value}")
    });
    Some(said.join("; "))
}

/// A site's name with its country.
pub(super) fn place(site: &Site) -> String {
    format!("{} ({})", name(site), country(site))
}

/// A site's name; never empty.
pub(super) fn name(site: &Site) -> String {
    let name = one_line(&site.name);
    if name.is_empty() { "name unknown".to_owned() } else { name }
}

/// A site's country code, or `unknown`.
pub(super) fn country(site: &Site) -> &str {
    site.country.as_ref().map_or(UNKNOWN, |country| country.code())
}

/// The sites of a route, in order.
pub(super) fn stops<'a>(answer: &'a TraceAnswer, route: &Route) -> Vec<&'a Site> {
    route.sites.iter().filter_map(|at| answer.sites.get(*at)).collect()
}

/// The legs whose sites are both known, with them.
pub(super) fn legs(answer: &TraceAnswer) -> impl Iterator<Item = (&Leg, &Site, &Site)> {
    answer.legs.iter().filter_map(|leg| Some((leg, answer.sites.get(leg.from)?, answer.sites.get(leg.to)?)))
}

/// What stands under every drawing.
pub(super) fn caution(answer: &TraceAnswer) -> String {
    let ground = &answer.ground;
    format!(
        "What the records allow, not what happened. A route says that goods can have taken it; it accuses nobody, and an \
         empty result clears nobody. Law of {}, rules {}, snapshot {}, {}.",
        ground.as_of, ground.rules, ground.snapshot, ground.engine
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_threes() {
        let said: Vec<String> = [0, 7, 999, 1000, 123_456, 1_234_567].map(grouped).to_vec();
        assert_eq!(said, ["0", "7", "999", "1,000", "123,456", "1,234,567"]);
        assert_eq!(grouped_decimal("1234567.50"), "1,234,567.50");
        assert_eq!(grouped_decimal("unknown"), "unknown");
        assert_eq!(grouped_decimal("-12345"), "-12345");
    }
}
