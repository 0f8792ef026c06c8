//! Several accelerators as one: bounds that are true of each.

use std::collections::BTreeSet;
use std::sync::Arc;

use tidewaiter_model::{Accelerator, Form, Truth};

use crate::catalogue::{Catalogue, Chip};

/// A set of accelerators, by index.
pub type Candidates = BTreeSet<usize>;

/// The accelerators of a set, ordered by id.
pub fn chips<'a>(catalogue: &'a Catalogue, set: &Candidates) -> Vec<&'a Chip> {
    let mut chips: Vec<_> = set.iter().filter_map(|n| catalogue.chips.get(*n)).collect();
    chips.sort_by(|a, b| a.accelerator.id.cmp(&b.accelerator.id));
    chips
}

/// Their ids.
pub fn ids(catalogue: &Catalogue, set: &Candidates) -> Vec<String> {
    chips(catalogue, set).iter().map(|c| c.accelerator.id.clone()).collect()
}

/// The one accelerator, or the hull of all; `None` for an empty set.
pub fn hull(catalogue: &Catalogue, set: &Candidates) -> Option<Arc<Accelerator>> {
    let all = chips(catalogue, set);
    let (first, rest) = all.split_first()?;
    if rest.is_empty() {
        return Some(Arc::clone(&first.accelerator));
    }
    let mut hull = Accelerator::clone(&first.accelerator);
    for other in rest.iter().map(|c| &c.accelerator) {
        hull.id = format!("{}|{}", hull.id, other.id);
        if hull.maker != other.maker {
            hull.maker = format!("{} or {}", hull.maker, other.maker);
        }
        if hull.designer_country != other.designer_country {
            hull.designer_country = None;
        }
        hull.tpp = hull.tpp.hull(&other.tpp);
        hull.die_area_mm2 = hull.die_area_mm2.hull(&other.die_area_mm2);
        hull.dram_bandwidth_gbs = hull.dram_bandwidth_gbs.hull(&other.dram_bandwidth_gbs);
        hull.io_bandwidth_gbs = hull.io_bandwidth_gbs.hull(&other.io_bandwidth_gbs);
        hull.dram_capacity_gb = hull.dram_capacity_gb.hull(&other.dram_capacity_gb);
        hull.fabrication = hull.fabrication.hull(&other.fabrication);
        if hull.datacenter != other.datacenter {
            hull.datacenter = Truth::Unknown;
            hull.datacenter_source = "the candidates differ in whether they are marketed for data centres".to_owned();
        }
    }
    hull.name = name(&all);
    Some(Arc::new(hull))
}

/// `NVIDIA H100 (NVL 94GB, PCIe 80GB or SXM5 80GB)`.
pub fn name(all: &[&Chip]) -> String {
    let words: Vec<Vec<&str>> = all.iter().map(|c| c.accelerator.name.split_whitespace().collect()).collect();
    let Some((first, rest)) = words.split_first() else { return String::new() };
    if rest.is_empty() {
        return first.join(" ");
    }
    let common = first.iter().enumerate().take_while(|(n, word)| rest.iter().all(|w| w.get(*n) == Some(word))).count();
    let tails: Vec<String> =
        words.iter().map(|w| w.iter().skip(common).copied().collect::<Vec<_>>().join(" ")).collect();
    let head: Vec<&str> = first.iter().take(common).copied().collect();
    if head.is_empty() {
        return or(&tails);
    }
    let tails: Vec<String> = tails.into_iter().map(|t| if t.is_empty() { "plain".to_owned() } else { t }).collect();
    format!("{} ({})", head.join(" "), or(&tails))
}

/// `a`, `a or b`, `a, b or c`.
pub fn or(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// The form that all come in; `Other` where they differ.
pub fn form(catalogue: &Catalogue, set: &Candidates) -> Form {
    let mut forms = set.iter().filter_map(|n| catalogue.chips.get(*n)).map(|c| c.form);
    match forms.next() {
        Some(first) if forms.all(|f| f == first) => first,
        _ => Form::Other,
    }
}
