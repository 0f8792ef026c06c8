//! Sites and legs as FollowTheMoney entities, one a line, for Aleph, OpenAleph and the tools around them.
//!
//! FollowTheMoney has no consignment: its nearest schema is `EconomicActivity`, a customs declaration with sender, receiver
//! and goods. What it has no property for (units, bounds) stands in `summary`, in words.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use tidewaiter_model::trace::{Leg, Site, TraceAnswer};

use super::words;
use crate::text::one_line;

/// The entities as JSON Lines: every site a `LegalEntity`, every leg an `EconomicActivity`. Ids of sites are
/// hashes of name and country, so that two answers name a site alike; those of legs are hashes of ends, days and question, so
/// that the bounds of two questions are not taken for one.
#[must_use]
pub fn ftm(answer: &TraceAnswer) -> String {
    // A spelling that was joined on an inference alone is a weak alias: it must not match other data.
    let inferred = answer.joins.iter().filter(|join| !join.asserted);
    let weak: BTreeSet<&str> = inferred.flat_map(|join| [join.one.as_str(), join.other.as_str()]).collect();
    let mut out = String::new();
    for site in &answer.sites {
        line(&mut out, &entity(site, &weak));
    }
    for (leg, from, to) in words::legs(answer) {
        line(&mut out, &activity(answer, leg, from, to));
    }
    out
}

fn line(out: &mut String, value: &Value) {
    out.push_str(&value.to_string());
    out.push('\n');
}

fn entity(site: &Site, weak: &BTreeSet<&str>) -> Value {
    let (strong, only): (Vec<&String>, Vec<&String>) = site.also.iter().partition(|also| !weak.contains(also.as_str()));
    let told = |names: &[&String]| names.iter().map(|name| one_line(name)).collect::<Vec<_>>();
    let properties = properties([
        ("name", vec![words::name(site)]),
        ("country", code(site)),
        ("alias", told(&strong)),
        ("weakAlias", told(&only)),
    ]);
    json!({ "id": id(site), "schema": "LegalEntity", "properties": properties })
}

fn activity(answer: &TraceAnswer, leg: &Leg, from: &Site, to: &Site) -> Value {
    let item = words::item(&answer.question);
    let summary = format!(
        "{} x {item}; {} ({}){}",
        leg.units,
        words::carried(leg.at_least, leg.at_most),
        words::ends(&answer.question),
        if leg.inferred { "; rests on an inferred join" } else { "" }
    );
    let properties = properties([
        ("sender", vec![id(from)]),
        ("receiver", vec![id(to)]),
        ("departureCountry", code(from)),
        ("destinationCountry", code(to)),
        ("goodsDescription", vec![item]),
        ("startDate", vec![leg.first.to_string()]),
        ("endDate", vec![leg.last.to_string()]),
        ("recordId", leg.records.iter().map(|record| one_line(record)).collect()),
        ("summary", vec![summary]),
    ]);
    let days = format!("{}..{}", leg.first, leg.last);
    let key = [id(from), id(to), days, words::title(&answer.question)].join("\u{1f}");
    json!({ "id": hashed(&key), "schema": "EconomicActivity", "properties": properties })
}

/// Only what has values.
fn properties<const N: usize>(all: [(&str, Vec<String>); N]) -> Map<String, Value> {
    all.into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(key, values)| (key.to_owned(), json!(values)))
        .collect()
}

/// FollowTheMoney writes country codes in small letters.
fn code(site: &Site) -> Vec<String> {
    site.country.iter().map(|country| country.code().to_ascii_lowercase()).collect()
}

fn id(site: &Site) -> String {
    hashed(&[site.name.as_str(), words::country(site)].join("\u{1f}"))
}

fn hashed(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("tidewaiter-{hex}")
}
