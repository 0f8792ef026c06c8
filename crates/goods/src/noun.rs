//! Is the accelerator itself sold, or something that goes with it?
//!
//! "H100 heatsink" and "cable for H100" name a chip and sell none. A controlled chip must never be taken for its
//! accessory, so only plain cases are; where both are named and it is not plain, the answer is that it is unclear.

use crate::count;
use crate::index::Classes;
use crate::scan::{Scan, Span};
use crate::text::{Gap, Kind};

/// What is sold, where the text names accelerators or products.
#[derive(Debug, PartialEq, Eq)]
pub enum Sold {
    /// What it names.
    Named,
    /// Something that holds no accelerator; why.
    Other(String),
    /// Not clear; why.
    Unclear(String),
}

/// What is sold beside accelerators.
pub(crate) const NOUNS: Classes = Classes::ACCESSORY
    .join(Classes::ACCESSORY_WEAK)
    .join(Classes::CONTAINER)
    .join(Classes::NETWORK)
    .join(Classes::COMPONENT)
    .join(Classes::OTHER);
const PLAIN: Classes = Classes::ACCESSORY.join(Classes::NETWORK);
const HOLDERS: Classes = Classes::GPU.join(Classes::SERVER).join(Classes::GROUP).join(Classes::CARD);

/// What is sold by a text that names accelerators or products (at `mentions`, indices of spans).
pub fn sold(scan: &Scan<'_>, mentions: &[usize]) -> Sold {
    let nouns = nouns(scan);
    if mentions.iter().all(|m| is_for(scan, *m)) {
        // A part of a computer, or a tray, "for 8x H100" may be what carries them.
        let plain = |n: &usize| scan.spans.get(*n).is_some_and(|s| !s.is(Classes::COMPONENT.join(Classes::CONTAINER)));
        return match head_of_for(scan, &nouns).filter(plain) {
            Some(noun) => Sold::Other(format!(
                "\"{}\" is the item; the accelerator's name says what it is for",
                words(scan, noun)
            )),
            None => Sold::Unclear("the text says what it is for, not what it is".to_owned()),
        };
    }
    let Some(first) = mentions.first().copied() else { return Sold::Named };
    let segments = segments(scan);
    let segment = |n: usize| segments.get(n).copied().unwrap_or_default();
    let system = scan.has(Classes::SERVER) || mentions.iter().any(|m| scan.spans.get(*m).is_some_and(Span::is_product));
    let described =
        scan.spans.iter().any(|s| s.memory.is_some() || (!s.is_named() && s.is(HOLDERS.join(Classes::VARIANT))));
    // "8x H100 heatsink": eight of which?
    let before = first.checked_sub(1).and_then(|n| scan.spans.get(n)).and_then(|s| scan.token(s.start));
    let counted = before.is_some_and(|t| t.is("x") || (t.kind == Kind::Digits && t.gap != Gap::None));
    let described = described || counted;
    for noun in nouns {
        let Some(span) = scan.spans.get(noun) else { continue };
        let adjacent = noun == first + 1 && scan.gap(span) != Gap::Break;
        let closes =
            scan.spans.iter().enumerate().skip(noun + 1).all(|(n, s)| segment(n) != segment(noun) || s.is(NOUNS));
        if mentions.len() == 1 && adjacent && closes && span.is(PLAIN) && !described {
            return Sold::Other(format!("\"{}\" is the item", words(scan, noun)));
        }
        let same = mentions.iter().any(|m| segment(*m) == segment(noun));
        let before = noun < first;
        let part_of_system = system && span.is(Classes::NETWORK.join(Classes::COMPONENT));
        let counted = !before
            && span.is(Classes::NETWORK.join(Classes::COMPONENT))
            && noun
                .checked_sub(1)
                .and_then(|n| scan.spans.get(n))
                .and_then(|s| scan.token(s.start))
                .is_some_and(|t| t.kind == Kind::Digits || t.is("x"));
        // "24G, three fans" and "turbo fan" tell a card's shape; a "4-way bridge" at the text's end is what is sold.
        let shaped = noun.checked_sub(1).is_some_and(|n| {
            scan.spans.get(n).is_some_and(|s| s.is(Classes::CARD)) || count::number(scan, n).is_some()
        });
        let head = span.is(Classes::ACCESSORY_WEAK) && noun + 1 == scan.spans.len() && !shaped;
        let shape = span.is(Classes::ACCESSORY_WEAK.join(Classes::CONTAINER)) && !span.is(PLAIN) && described && !head;
        if !part_of_system && !counted && !shape && (same || before) {
            return Sold::Unclear(format!("it names an accelerator and \"{}\"", words(scan, noun)));
        }
    }
    Sold::Named
}

/// Why a text that names no accelerator is plainly of something else; `None` where it is not plain.
pub fn plainly_other(scan: &Scan<'_>) -> Option<String> {
    if scan.has(Classes::WITHOUT.join(Classes::BAREBONE)) {
        return None;
    }
    let nouns = nouns(scan);
    let holders: Vec<usize> =
        scan.spans.iter().enumerate().filter(|(_, s)| s.is(HOLDERS) && !s.is(NOUNS)).map(|(n, _)| n).collect();
    let said = |noun: usize| format!("\"{}\" holds no accelerator", words(scan, noun));
    let Some(last_holder) = holders.last().copied() else {
        return nouns.first().map(|n| said(*n));
    };
    if let Some(noun) = scan.spans.iter().position(|s| s.is(Classes::FOR)).and_then(|_| head_of_for(scan, &nouns)) {
        return scan.spans.get(noun).is_some_and(|s| s.is(PLAIN)).then(|| said(noun));
    }
    // "GPU power cable": the noun ends the phrase that the word GPU begins.
    let segments = segments(scan);
    let noun = *nouns.last()?;
    let one_phrase = segments.get(noun) == segments.get(last_holder) && segments.last() == segments.get(noun);
    let closes =
        last_holder < noun && scan.spans.get(noun).is_some_and(|s| s.is(PLAIN)) && noun + 1 == scan.spans.len();
    (one_phrase && closes && !scan.has(Classes::SERVER)).then(|| said(noun))
}

/// Nouns of things that hold no accelerator, without those that come along with one.
fn nouns(scan: &Scan<'_>) -> Vec<usize> {
    let mut holder = false;
    let mut included = false;
    let mut out = Vec::new();
    for (n, span) in scan.spans.iter().enumerate() {
        let plus = scan.token(span.start).is_some_and(|t| t.mark == '+');
        included |= holder && (plus || span.is(Classes::WITH));
        if !span.is_named() && span.is(NOUNS) {
            if !included {
                out.push(n);
            }
        } else {
            holder |= span.is_named() || span.is(HOLDERS);
        }
    }
    out
}

/// Does a word such as "for" stand right before a name, with no comma between? In "heatsink for GPU and 8x H100" it
/// does not: what is joined by "and" is another item, unless names alone are joined ("cable for A100 and H100").
pub fn is_for(scan: &Scan<'_>, mention: usize) -> bool {
    let articles = ["the", "a", "an", "all", "both"];
    let joints = ["and", "or", "和", "或", "及", "与"];
    let describes = |s: &Span<'_>| s.is_named() || s.memory.is_some() || s.is(Classes::VARIANT);
    let mut follows = scan.spans.get(mention);
    let mut counted = false;
    for (n, span) in scan.spans.iter().enumerate().take(mention).rev() {
        if follows.is_some_and(|f| scan.gap(f) == Gap::Break) {
            return false;
        }
        follows = Some(span);
        let Some(token) = scan.token(span.start) else { return false };
        if joints.iter().any(|w| token.is(w)) {
            let before = n.checked_sub(1).and_then(|m| scan.spans.get(m));
            if counted || !before.is_some_and(describes) {
                return false;
            }
            continue;
        }
        if span.is(Classes::FOR) {
            return true;
        }
        let number = !span.is_named() && (token.kind == Kind::Digits || token.is("x")) && span.memory.is_none();
        counted |= number;
        let words = Classes::UNIT_GPU.join(Classes::BRAND);
        let article = articles.iter().any(|w| token.is(w));
        if !(describes(span) || span.is_maker() || number || article || span.is(words)) {
            return false;
        }
    }
    false
}

/// The noun that a "for" qualifies: the last before it, or in "用于 H100 的散热器" the text's last word.
fn head_of_for(scan: &Scan<'_>, nouns: &[usize]) -> Option<usize> {
    let at = scan.spans.iter().position(|s| s.is(Classes::FOR))?;
    let holder = |range: std::ops::Range<usize>| {
        scan.spans.iter().enumerate().any(|(n, s)| range.contains(&n) && !s.is_named() && s.is(HOLDERS) && !s.is(NOUNS))
    };
    if let Some(noun) = nouns.iter().copied().rfind(|n| *n < at) {
        return (!holder(noun + 1..at)).then_some(noun);
    }
    let last = scan.spans.len().checked_sub(1)?;
    let noun = nouns.iter().copied().find(|n| *n == last)?;
    (!holder(0..at) && !scan.has(Classes::SERVER.join(Classes::GROUP))).then_some(noun)
}

fn segments(scan: &Scan<'_>) -> Vec<usize> {
    let mut segment = 0;
    scan.spans
        .iter()
        .map(|span| {
            if scan.gap(span) == Gap::Break {
                segment += 1;
            }
            segment
        })
        .collect()
}

fn words(scan: &Scan<'_>, span: usize) -> String {
    scan.spans.get(span).map(|s| scan.text(s).to_lowercase()).unwrap_or_default()
}
