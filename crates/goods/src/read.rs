//! An order line's words to a good.

use tidewaiter_model::{Decimal, Form, Good, Resolution};

use crate::catalogue::{Catalogue, Gpus, Product};
use crate::combine::{self, Candidates};
use crate::empty;
use crate::index::Classes;
use crate::memory;
use crate::noun::{self, Sold};
use crate::part_number::{self, Structure};
use crate::quantity::quantity;
use crate::reading::{Reading, merge};
use crate::scan::{Scan, Span};
use crate::text::{Kind, LONGEST};

/// Reads a description and a part number together.
pub fn read(catalogue: &Catalogue, description: &str, part_number: &str) -> Good {
    let (description, found) = take_part_number(catalogue, description);
    let number = read_part_number(catalogue, part_number);
    let inside = found.map(|text| read_part_number(catalogue, &text)).unwrap_or_else(Reading::silent);
    let text = read_text(catalogue, &description);
    merge(catalogue, merge(catalogue, text, inside), number).good(catalogue)
}

/// A part number of known structure or family that stands inside a description, and the description without it.
fn take_part_number(catalogue: &Catalogue, description: &str) -> (String, Option<String>) {
    let separator =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '/' | ':' | '，' | '；');
    let found = description.split(separator).map(|word| (word, part_number::clean(word))).find(|(_, clean)| {
        part_number::is_structured(clean)
            || part_number::read(catalogue, clean).is_some()
            || memory::part_number(catalogue, clean).is_some()
    });
    match found {
        Some((word, clean)) => (description.replacen(word, ",", 1), Some(clean)),
        None => (description.to_owned(), None),
    }
}

fn read_part_number(catalogue: &Catalogue, text: &str) -> Reading {
    if text.trim().is_empty() {
        return Reading::silent();
    }
    let clean = part_number::clean(text);
    if let Some(reading) = memory::part_number(catalogue, &clean) {
        return reading;
    }
    match part_number::read(catalogue, text) {
        Some(Structure::Known(family)) => {
            let why = format!("part number {clean}: family {} is {} ({})", family.prefix, family.what, family.source);
            let Some(holds) = &family.holds else { return Reading::not_accelerator(why) };
            let mut reading = Reading::unresolved(why, "");
            reading.resolution = Resolution::Accelerator;
            reading.set = holds.iter().copied().collect();
            reading.per_unit = family.per_unit;
            reading.form = family.form;
            reading.z_family.clone_from(&family.z_family);
            reading
        }
        Some(Structure::Family(rows)) => {
            let mut reading = Reading::unresolved(
                format!("part number {clean}: its family is known, its product code is not"),
                "Which product is this part number? The maker's name for it, or its spec sheet, would settle it.",
            );
            reading.form = match rows.split_first() {
                Some((first, rest)) if rest.iter().all(|f| f.form == first.form) => first.form,
                _ => Form::Other,
            };
            reading.set = rows.iter().filter_map(|f| f.holds.as_ref()).flatten().copied().collect();
            reading
        }
        None => {
            let reading = read_text(catalogue, text);
            // A part number that merely looks like nothing, or like a noun, says nothing.
            if reading.set.is_empty() && reading.stacks.is_empty() { Reading::silent() } else { reading }
        }
    }
}

fn read_text(catalogue: &Catalogue, text: &str) -> Reading {
    if text.chars().nth(LONGEST).is_some() {
        return Reading::unresolved(
            format!("the text is longer than {LONGEST} characters, too long for one item"),
            "Put each item on its own line, described in a few words.",
        );
    }
    let scan = Scan::new(&catalogue.index, text);
    let mentions: Vec<usize> = (0..scan.spans.len()).filter(|n| is_mention(&scan, *n)).collect();
    // A number that is also a card's ("heatsink, 8 x 4090") leaves it open what is sold.
    let bare = scan.spans.iter().filter(|s| s.is_named()).count() > mentions.len();
    if mentions.is_empty() {
        if let Some(reading) = memory::read(catalogue, &scan).filter(|_| !bare) {
            return reading;
        }
        return match noun::plainly_other(&scan).or_else(|| empty::plainly_empty(&scan)).filter(|_| !bare) {
            Some(why) => Reading::not_accelerator(why),
            None => nothing_named(&scan),
        };
    }
    // "HBM3E stack for H200" sells the stack.
    if mentions.iter().all(|m| noun::is_for(&scan, *m))
        && let Some(reading) = memory::read(catalogue, &scan).filter(|r| r.resolution == Resolution::Memory)
    {
        return reading;
    }
    let said =
        mentions.iter().filter_map(|m| scan.spans.get(*m)).map(|s| scan.text(s)).collect::<Vec<_>>().join("\" and \"");
    let doubtful = mentions.iter().filter_map(|m| scan.spans.get(*m)).find(|s| is_doubtful(&scan, s));
    let mut reading = match candidates(catalogue, &scan, &mentions) {
        Ok(reading) => reading,
        Err(reading) => return *reading,
    };
    reading.why.insert(0, format!("\"{said}\" names {}", combine::name(&combine::chips(catalogue, &reading.set))));
    let unsettled = |mut reading: Reading, why: String, ask: &str| {
        reading.resolution = Resolution::Unresolved;
        reading.why.push(why);
        reading.ask.insert(0, ask.to_owned());
        reading
    };
    match noun::sold(&scan, &mentions) {
        Sold::Named => {}
        Sold::Other(why) if bare => {
            return unsettled(reading, why, "Is an accelerator sold besides, or only the part named beside it?");
        }
        Sold::Other(why) => return Reading::not_accelerator(why),
        Sold::Unclear(why) => {
            reading.perhaps_none = true;
            return unsettled(reading, why, "Is the accelerator itself sold, or only the part named beside it?");
        }
    }
    if let Some(span) = doubtful {
        reading.perhaps_none = true;
        let why = format!("\"{}\" is written unlike the catalogue's name", scan.text(span));
        return unsettled(reading, why, "Which accelerator is meant, by its maker's full name?");
    }
    if scan.has(Classes::ALTERNATIVE) {
        let why = "another than the one named may be delivered".to_owned();
        return unsettled(reading, why, "Which accelerator is delivered, by its maker's full name?");
    }
    if scan.has(Classes::WITHOUT.join(Classes::BAREBONE)) {
        return unsettled(
            reading,
            "it may be sold without accelerators".to_owned(),
            "Are accelerators installed in it or shipped with it, and how many?",
        );
    }
    if scan.has(Classes::LAPTOP) && !scan.has(Classes::SERVER) {
        return unsettled(
            reading,
            "a portable computer's chip differs from the card of that name".to_owned(),
            "Which chip is in the portable computer, by its maker's full name?",
        );
    }
    reading
}

fn nothing_named(scan: &Scan<'_>) -> Reading {
    let holder =
        scan.has(Classes::GPU.join(Classes::SERVER).join(Classes::GROUP).join(Classes::CHIP).join(Classes::BAREBONE));
    if holder {
        return Reading {
            silent: true,
            ..Reading::unresolved(
                "it speaks of accelerators or a computer, but names none",
                "Which accelerators (maker and model) does it contain, and how many? A computer without any: say so.",
            )
        };
    }
    Reading::silent()
}

/// Is a span a name that is meant as one?
fn is_mention(scan: &Scan<'_>, at: usize) -> bool {
    let Some(span) = scan.spans.get(at).filter(|s| s.is_named()) else { return false };
    // "4090" alone is a name only where the text speaks of cards or memory beside it.
    let bare = span.end == span.start + 1 && scan.token(span.start).is_some_and(|t| t.kind == Kind::Digits);
    !bare || has_context(scan) || (span.start == 0 && span.end == scan.tokens.len())
}

fn has_context(scan: &Scan<'_>) -> bool {
    let words = Classes::GPU
        .join(Classes::CARD)
        .join(Classes::SERVER)
        .join(Classes::GROUP)
        .join(Classes::VARIANT)
        .join(Classes::UNIT_GPU);
    scan.spans.iter().any(|s| s.memory.is_some() || s.is_maker() || s.is_product() || (!s.is_named() && s.is(words)))
}

/// Is a name too short, or too oddly written, to be certain in this text?
fn is_doubtful(scan: &Scan<'_>, span: &Span<'_>) -> bool {
    let tokens: Vec<_> = scan.tokens.iter().take(span.end).skip(span.start).collect();
    let short = span.is_accelerator()
        && matches!(tokens.as_slice(), [letter, number, ..] if letter.is_letter() && number.text.len() <= 2);
    if !span.doubtful && !short {
        return false;
    }
    let loose_only = span.doubtful && tokens.get(1).is_some_and(|t| t.gap == crate::text::Gap::Space);
    if span.doubtful && !loose_only {
        return true;
    }
    let words_of_memory = Classes::MEMORY.join(Classes::MEMORY_STACK).join(Classes::MEMORY_OTHER);
    let known = |e: &crate::index::Entry| !e.memory.is_empty() || !e.classes.is_only(words_of_memory);
    let stranger = scan.spans.iter().any(|s| {
        !s.entry.is_some_and(known)
            && s.memory.is_none()
            && scan.token(s.start).is_some_and(|t| match t.kind {
                Kind::Letters => t.text.chars().count() > 1,
                Kind::Han => true,
                Kind::Digits => false,
            })
    });
    !has_context(scan) && (stranger || loose_only)
}

/// The accelerators that all names of a text allow, their number and form.
fn candidates(catalogue: &Catalogue, scan: &Scan<'_>, mentions: &[usize]) -> Result<Reading, Box<Reading>> {
    let spans: Vec<&Span<'_>> = mentions.iter().filter_map(|m| scan.spans.get(*m)).collect();
    let mut named: Option<Candidates> = None;
    let mut all = Candidates::new();
    for entry in spans.iter().filter_map(|s| s.entry).filter(|e| !e.accelerators.is_empty()) {
        let set: Candidates = entry.accelerators.iter().copied().collect();
        all.extend(&set);
        named = Some(named.map_or(set.clone(), |n| n.intersection(&set).copied().collect()));
    }
    let mut products: Vec<&Product> = Vec::new();
    for product in spans.iter().filter_map(|s| s.entry).flat_map(|e| &e.products) {
        products.extend(catalogue.products.get(*product));
    }
    if named.as_ref().is_some_and(Candidates::is_empty) {
        let mut out = Reading::unresolved(
            format!(
                "it names several accelerators: {}",
                spans.iter().map(|s| scan.text(s)).collect::<Vec<_>>().join(", ")
            ),
            "Put each accelerator on its own line, with its quantity.",
        );
        out.set = narrow(catalogue, scan, &all).0;
        return Err(Box::new(out));
    }
    let mut notes = Vec::new();
    let mut set = named.clone();
    for product in products.iter().filter(|p| !p.holds.is_empty()) {
        let holds: Candidates = product.holds.iter().copied().collect();
        let both: Candidates = set.as_ref().map_or(holds.clone(), |s| s.intersection(&holds).copied().collect());
        if both.is_empty() {
            if product.gpus == Gpus::Fixed {
                let mut out = Reading::unresolved(
                    format!("{} does not hold what else the text names", product.name),
                    "Put each product on its own line, with its quantity.",
                );
                out.set = all.iter().chain(&holds).chain(set.iter().flatten()).copied().collect();
                return Err(Box::new(out));
            }
            notes.push(format!("the catalogue does not list it for {}", product.name));
        } else {
            set = Some(both);
        }
    }
    let empty = set.is_none();
    let (set, mut more) = narrow(catalogue, scan, &set.unwrap_or_default());
    notes.append(&mut more);
    let mut reading = Reading::unresolved("", "");
    (reading.why, reading.ask) = (notes, Vec::new());
    reading.set = set;
    reading.resolution = Resolution::Accelerator;
    reading.z_family = products.iter().map(|p| p.z_family.as_str()).max().unwrap_or_default().to_owned();
    reading.why.extend(products.iter().map(|p| format!("{} ({})", p.name, p.source)));
    quantity(catalogue, scan, &products, &mut reading);
    let open = named.is_none() && products.iter().all(|p| matches!(p.gpus, Gpus::Open | Gpus::Optional));
    if empty || open {
        reading.resolution = Resolution::Unresolved;
        let which = products.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
        reading.ask.insert(0, format!("Which accelerators are in {}, and how many?", combine::or(&which)));
    } else if reading.set.len() > 1 {
        let names = combine::name(&combine::chips(catalogue, &reading.set));
        reading.ask.push(format!("Which of these is it: {names}?"));
    }
    Ok(reading)
}

/// The memory sizes said of the accelerator: those near its name, else any that is not a computer's own memory.
fn memory_sizes(scan: &Scan<'_>) -> Vec<Decimal> {
    let part = |n: usize| scan.spans.get(n).is_some_and(|s| s.is(Classes::COMPONENT.join(Classes::NETWORK)));
    let all = scan.spans.iter().enumerate().filter(|(n, _)| !part(n + 1) && !n.checked_sub(1).is_some_and(part));
    let all: Vec<(usize, Decimal)> = all.filter_map(|(n, s)| Some((n, s.memory?))).collect();
    let near = |at: usize| {
        let before: Vec<_> =
            scan.spans.iter().take(at).rev().take(5).take_while(|s| !s.is(Classes::COMPONENT)).collect();
        before.iter().any(|s| s.is_named())
    };
    let close: Vec<Decimal> = all.iter().filter(|(n, _)| near(*n)).map(|(_, size)| *size).collect();
    if close.is_empty() { all.into_iter().map(|(_, size)| size).collect() } else { close }
}

/// Leaves those that the text's form, edition and memory size allow; and what it says that none allows.
fn narrow(catalogue: &Catalogue, scan: &Scan<'_>, set: &Candidates) -> (Candidates, Vec<String>) {
    let chip = |n: &usize| catalogue.chips.get(*n);
    let mut notes = Vec::new();
    let mut set = set.clone();
    let sizes = memory_sizes(scan);
    let exactly: Candidates =
        set.iter().filter(|n| chip(n).is_some_and(|c| c.sizes.iter().any(|s| sizes.contains(s)))).copied().collect();
    let listed: Candidates = set.iter().filter(|n| chip(n).is_some_and(|c| !c.by_memory)).copied().collect();
    let open: Candidates = listed.iter().filter(|n| chip(n).is_some_and(|c| c.sizes.is_empty())).copied().collect();
    if !exactly.is_empty() {
        set = exactly.union(&open).copied().collect();
    } else if !listed.is_empty() {
        set = listed;
        if let Some(size) = sizes.first().filter(|_| open.is_empty()) {
            notes.push(format!(
                "{size} GB is not a memory size that its maker sells: perhaps modified memory; the chip is read as named"
            ));
        }
    }
    let mut said = Classes::default();
    for span in scan.spans.iter().filter(|s| !s.is_named()) {
        let word = span.entry.map_or_else(Classes::default, |e| e.classes.common(Classes::VARIANT));
        said = said.join(word);
        let fits: Candidates = set.iter().filter(|n| chip(n).is_some_and(|c| c.variants.any(word))).copied().collect();
        if !fits.is_empty() {
            set = fits;
        }
    }
    // "H100 PCIe" is the card of that name, not the NVL, though that is a PCIe card too.
    let plain: Candidates = set
        .iter()
        .filter(|n| chip(n).is_some_and(|c| !c.variants.is_empty() && c.variants.common(said) == c.variants))
        .copied()
        .collect();
    if !plain.is_empty() {
        set = plain;
    }
    (set, notes)
}
