//! Stacks of high-bandwidth memory sold by themselves.
//!
//! "HBM3E 12H 36GB stack" is memory (3A090.c); "H100 80GB HBM3" is an accelerator that holds some. So a text is read as
//! memory only where it names no accelerator, board or server, and speaks of a stack: by a memory maker, by a word such
//! as stack or 颗粒, by a height such as 12-Hi, or because it says nothing else at all. A model that the catalogue does
//! not know may be an accelerator: what speaks of one is not read as memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use tidewaiter_model::{Decimal, Figure, Form, MemoryStack, Resolution};

use crate::catalogue::{Catalogue, Stack};
use crate::combine;
use crate::count;
use crate::index::Classes;
use crate::noun::NOUNS;
use crate::reading::Reading;
use crate::scan::{Scan, Span};
use crate::text::{Gap, Kind};

/// More than any stack holds, in GB: what names a greater size speaks of several, or of something else.
const LARGEST_STACK: u32 = 64;

/// What says how many dies high a stack is, behind the number.
const HIGH: [&str; 7] = ["h", "hi", "high", "layer", "layers", "层", "層"];

/// Bandwidth by area.
pub fn density(bandwidth: &Figure, area: &Figure) -> Figure {
    let value = bandwidth.value.over(&area.value);
    if value.is_unknown() {
        return Figure::unknown();
    }
    let source = format!("bandwidth ({}) by area ({})", bandwidth.source, area.source);
    Figure { value, origin: bandwidth.origin.max(area.origin), source }
}

fn of<'a>(catalogue: &'a Catalogue, set: &BTreeSet<usize>) -> Vec<&'a MemoryStack> {
    let mut all: Vec<_> = set.iter().filter_map(|n| catalogue.stacks.get(*n)).map(|s| s.memory.as_ref()).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// Their ids.
pub fn ids(catalogue: &Catalogue, set: &BTreeSet<usize>) -> Vec<String> {
    of(catalogue, set).iter().map(|s| s.id.clone()).collect()
}

/// Their names: `a, b or c`.
pub fn name(catalogue: &Catalogue, set: &BTreeSet<usize>) -> String {
    combine::or(&of(catalogue, set).iter().map(|s| s.name.clone()).collect::<Vec<_>>())
}

/// The one stack, or bounds that are true of each; `None` for an empty set.
pub fn hull(catalogue: &Catalogue, set: &BTreeSet<usize>) -> Option<Arc<MemoryStack>> {
    let all = of(catalogue, set);
    let (first, rest) = all.split_first()?;
    let mut hull = MemoryStack::clone(first);
    for other in rest {
        hull.id = format!("{}|{}", hull.id, other.id);
        if hull.maker != other.maker {
            hull.maker = String::new();
        }
        if hull.designer_country != other.designer_country {
            hull.designer_country = None;
        }
        hull.bandwidth_gbs = hull.bandwidth_gbs.hull(&other.bandwidth_gbs);
        hull.area_mm2 = hull.area_mm2.hull(&other.area_mm2);
        hull.density = hull.density.hull(&other.density);
    }
    hull.name = name(catalogue, set);
    Some(Arc::new(hull))
}

/// A memory maker's part number; `None` where it is none that the catalogue knows.
pub fn part_number(catalogue: &Catalogue, clean: &str) -> Option<Reading> {
    let plain: String = clean.chars().filter(char::is_ascii_alphanumeric).collect();
    // A prefix is short, so that what follows must look like the rest of a number.
    if plain.len() < 10 || !plain.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let fits = |s: &Stack| s.prefixes.iter().any(|p| plain.starts_with(p));
    let stacks: BTreeSet<usize> =
        catalogue.stacks.iter().enumerate().filter(|(_, s)| fits(s)).map(|(n, _)| n).collect();
    (!stacks.is_empty()).then(|| {
        let why = format!("part number {clean} begins as those of {} do", name(catalogue, &stacks));
        reading(stacks, why)
    })
}

fn reading(stacks: BTreeSet<usize>, why: String) -> Reading {
    let mut reading = Reading::unresolved(why, "");
    reading.resolution = Resolution::Memory;
    reading.stacks = stacks;
    reading.per_unit = Some(1);
    reading.form = Form::Ic;
    reading
}

/// Reads a text that names no accelerator as memory; `None` where it speaks of none, or does not plainly sell it.
pub fn read(catalogue: &Catalogue, scan: &Scan<'_>) -> Option<Reading> {
    let named = |s: &&Span<'_>| s.entry.is_some_and(|e| !e.memory.is_empty());
    let first = scan.spans.iter().position(|s| named(&s))?;
    // "HBM3E stack for a GPU" sells the stack.
    let end = scan.spans.iter().skip(first).position(|s| s.is(Classes::FOR)).map_or(scan.spans.len(), |n| first + n);
    let sold: Vec<&Span<'_>> = scan.spans.iter().take(end).collect();
    let mentions: Vec<&Span<'_>> = sold.iter().copied().filter(|s| named(s)).collect();
    let said = mentions.iter().map(|s| scan.text(s)).collect::<Vec<_>>().join("\" and \"");
    let others = |classes: Classes| sold.iter().any(|s| !named(s) && s.is(classes) && !s.is(WORDS));
    if others(HOLDERS.join(NOUNS)) || scan.spans.iter().take(first).any(|s| s.is(Classes::FOR)) {
        return None;
    }
    if others(Classes::MEMORY_OTHER) {
        let why = format!("\"{said}\" is memory, and the text speaks of something that goes with it");
        return Some(Reading::unresolved(why, "Is a stack of high-bandwidth memory sold, or only what goes with it?"));
    }
    let large = |s: &&Span<'_>| s.memory.is_some_and(|size| size > Decimal::from(LARGEST_STACK));
    if sold.iter().any(large) {
        let why = format!("\"{said}\" is memory, of a size that no stack has");
        return Some(Reading::unresolved(
            why,
            "Are stacks of memory sold by themselves, and how many, or what holds them?",
        ));
    }
    let makers: BTreeSet<usize> = sold.iter().filter_map(|s| s.entry?.maker).collect();
    let makes_memory = |maker: &usize| {
        catalogue.stacks.iter().any(|s| s.maker == Some(*maker))
            || !catalogue.chips.iter().any(|c| catalogue.makers.get(*maker).is_some_and(|m| m.0 == c.accelerator.maker))
    };
    if !makers.iter().all(makes_memory) {
        return None;
    }
    let high = |n: usize| scan.spans.get(n).is_some_and(|s| is_word(scan, s, &HIGH));
    let tall = (0..end).any(|n| count::number(scan, n).is_some() && high(n + 1));
    let stack = tall || sold.iter().any(|s| s.is(Classes::MEMORY_STACK));
    // Words that are not known may name an accelerator that the catalogue lacks, one with a number above all.
    let speaks = match strangers(scan, end) {
        Strangers::None => true,
        Strangers::Words => stack || !makers.is_empty(),
        Strangers::Model => !makers.is_empty(),
    };
    if !speaks {
        return None;
    }
    let stacks = candidates(catalogue, &mentions, &makers);
    let why = format!("\"{said}\" sold by itself is {}", name(catalogue, &stacks));
    let mut out = reading(stacks, why);
    // "for 8x H100" counts no stacks.
    let counted_to = if scan.spans.iter().any(Span::is_named) { end } else { scan.spans.len() };
    match units(scan, counted_to) {
        Ok(units) => out.units = units,
        Err(()) => {
            out.per_unit = None;
            out.ask.push("How many stacks are sold?".to_owned());
        }
    }
    Some(out)
}

/// Words that the catalogue does not know.
enum Strangers {
    None,
    /// Some word.
    Words,
    /// A word and a number together, as in the name of a model.
    Model,
}

fn strangers(scan: &Scan<'_>, end: usize) -> Strangers {
    const UNITS: [&str; 11] = ["gbps", "gbit", "gb", "tb", "s", "ps", "mt", "gt", "mhz", "ghz", "mm"];
    let unknown = |n: usize| scan.spans.get(n).filter(|s| s.entry.is_none() && s.memory.is_none());
    let mut found = Strangers::None;
    for at in 0..end {
        let Some(span) = unknown(at).filter(|s| !is_word(scan, s, &HIGH) && !is_word(scan, s, &UNITS)) else {
            continue;
        };
        let Some(token) = scan.token(span.start) else { continue };
        if token.kind == Kind::Digits || token.is("x") || count::number(scan, at).is_some() {
            continue;
        }
        let number = unknown(at + 1).filter(|s| scan.gap(s) < Gap::Space).and_then(|s| scan.token(s.start));
        if number.is_some_and(|t| t.kind == Kind::Digits) {
            return Strangers::Model;
        }
        if !token.is_letter() {
            found = Strangers::Words;
        }
    }
    found
}

/// What the names allow, of the makers named.
fn candidates(catalogue: &Catalogue, mentions: &[&Span<'_>], makers: &BTreeSet<usize>) -> BTreeSet<usize> {
    let sets = mentions.iter().filter_map(|s| s.entry).map(|e| e.memory.iter().copied().collect::<BTreeSet<usize>>());
    let both = sets.clone().reduce(|a, b| a.intersection(&b).copied().collect()).unwrap_or_default();
    // "HBM3 / HBM3E": one or the other.
    let all = if both.is_empty() { sets.flatten().collect() } else { both };
    let of = |wanted: &dyn Fn(&Stack) -> bool| -> BTreeSet<usize> {
        all.iter().copied().filter(|n| catalogue.stacks.get(*n).is_some_and(wanted)).collect()
    };
    let makers_own = of(&|s| s.maker.is_some_and(|m| makers.contains(&m)));
    let of_any = of(&|s| s.maker.is_none());
    if !makers_own.is_empty() {
        makers_own
    } else if !of_any.is_empty() {
        of_any
    } else {
        // A brand that is one maker's names it.
        all
    }
}

/// How many stacks the text names, 1 where it names none; an error where it names two numbers.
fn units(scan: &Scan<'_>, end: usize) -> Result<u64, ()> {
    const COUNTED: [&str; 4] = ["stacks", "cubes", "chips", "x"];
    let mut found = BTreeSet::new();
    for at in 0..end {
        let Some((number, length)) = count::number(scan, at) else { continue };
        let after = scan.spans.get(at + length).filter(|s| scan.gap(s) != Gap::Break);
        let before = at.checked_sub(1).and_then(|n| scan.spans.get(n));
        let unit = Classes::UNIT_PIECE.join(Classes::UNIT_ITEM);
        let follows = after.is_some_and(|s| s.is(unit) || is_word(scan, s, &COUNTED));
        let leads = before.is_some_and(|s| s.is(Classes::QUANTITY) || is_word(scan, s, &["x"]));
        if follows || leads {
            found.insert(number);
        }
    }
    match found.len() {
        0 => Ok(1),
        1 => found.first().copied().ok_or(()),
        _ => Err(()),
    }
}

fn is_word(scan: &Scan<'_>, span: &Span<'_>, words: &[&str]) -> bool {
    span.end == span.start + 1 && scan.token(span.start).is_some_and(|t| words.iter().any(|w| t.is(w)))
}

/// What holds accelerators: with these the memory may be what is built in. A module may be of memory.
const HOLDERS: Classes = Classes::GPU
    .join(Classes::SERVER)
    .join(Classes::GROUP)
    .join(Classes::CARD)
    .join(Classes::LAPTOP)
    .join(Classes::BAREBONE)
    .join(Classes::WITHOUT)
    .join(Classes::WITH)
    .join(Classes::VARIANT)
    .join(Classes::UNIT_GPU);
/// What speaks of memory.
const WORDS: Classes = Classes::MEMORY.join(Classes::MEMORY_STACK);
