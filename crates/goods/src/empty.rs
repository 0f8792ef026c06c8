//! Is a computer or a rack plainly without accelerators?
//!
//! "2U rack server, no GPU" says so. A text that names an accelerator, a product, their maker or an unknown model, or that
//! speaks of accelerators in any other way, is never read so: it is asked about.

use crate::index::Classes;
use crate::scan::{Scan, Span};
use crate::text::{Gap, Kind, Token};

/// Words that may be about an accelerator.
const OF_ACCELERATORS: Classes = Classes::VARIANT
    .join(Classes::GPU)
    .join(Classes::GROUP)
    .join(Classes::BOARD)
    .join(Classes::CARD)
    .join(Classes::IC)
    .join(Classes::CHIP)
    .join(Classes::UNIT_GPU)
    .join(Classes::LAPTOP)
    .join(Classes::FOR)
    .join(Classes::ALTERNATIVE)
    .join(Classes::MEMORY_STACK)
    .join(Classes::MEMORY_OTHER);
/// Words that may stand beside an empty rack or chassis without making it more than that.
const PLAIN: Classes = Classes::ACCESSORY
    .join(Classes::ACCESSORY_WEAK)
    .join(Classes::WITH)
    .join(Classes::WITHOUT)
    .join(Classes::BRAND)
    .join(Classes::UNIT_PIECE)
    .join(Classes::UNIT_ITEM)
    .join(Classes::QUANTITY);
/// What may be glued to a number without making a model of it: rack units, counts, power, size.
const UNITS: [&str; 8] = ["u", "x", "w", "kw", "v", "mm", "tb", "ghz"];

/// Why a computer or rack named by its kind alone holds no accelerator: the text denies it, or it is a bare chassis, or a
/// rack sold with what carries power. `None` where that is not plain.
pub fn plainly_empty(scan: &Scan<'_>) -> Option<String> {
    // Sockets are the processors' here.
    let socket = |s: &Span<'_>| scan.token(s.start).is_some_and(|t| t.is("socket"));
    let speaks = |s: &Span<'_>| s.is_named() || s.is_maker() || (s.is(OF_ACCELERATORS) && !socket(s));
    if scan.spans.iter().any(speaks) || has_loose_memory(scan) || has_model(scan) {
        return None;
    }
    if let Some(denial) = denial(scan) {
        return scan.has(Classes::SERVER.join(Classes::BAREBONE)).then(|| format!("it says \"{denial}\""));
    }
    // Without a denial every word must be known, so that no system's name hides among them.
    let plain = |kind: Classes| {
        scan.spans.iter().all(|s| s.is(kind.join(PLAIN)) || s.entry.is_none() && is_number_or_height(scan, s))
    };
    let barebone = scan.has(Classes::BAREBONE) && scan.has(Classes::SERVER);
    if barebone && plain(Classes::SERVER.join(Classes::BAREBONE)) {
        return Some("a chassis without processors, memory and cards, by the words of the trade".to_owned());
    }
    let racked = scan.has(Classes::RACK) && scan.has(Classes::ACCESSORY);
    (racked && plain(Classes::RACK)).then(|| "a rack and its fittings, and nothing else".to_owned())
}

/// The words by which the text says that no accelerator is inside. "No GPU fan" says nothing about the GPU.
fn denial(scan: &Scan<'_>) -> Option<String> {
    let (at, span) = scan.spans.iter().enumerate().find(|(_, s)| s.is(Classes::WITHOUT))?;
    let ends = scan.spans.get(at + 1).is_none_or(|next| {
        let joint = scan.token(next.start).is_some_and(|t| ["and", "or", "no"].iter().any(|word| t.is(word)));
        scan.gap(next) == Gap::Break || joint || next.is(Classes::COMPONENT)
    });
    ends.then(|| scan.text(span).to_lowercase())
}

/// A memory size that is not the computer's own: of what, then?
fn has_loose_memory(scan: &Scan<'_>) -> bool {
    let own = |n: usize| scan.spans.get(n).is_some_and(|s| s.is(Classes::COMPONENT.join(Classes::MEMORY)));
    scan.spans.iter().enumerate().any(|(n, s)| s.memory.is_some() && !own(n + 1) && !n.checked_sub(1).is_some_and(own))
}

/// Does an unknown span look like a model (`LX900`, `R760xa`, `七号`)? A model that no table knows may hold anything.
fn has_model(scan: &Scan<'_>) -> bool {
    let close = |token: &Token| matches!(token.gap, Gap::None | Gap::Hyphen);
    scan.spans.iter().filter(|s| s.entry.is_none() && s.memory.is_none()).any(|span| {
        let Some(token) = scan.token(span.start) else { return false };
        let before = span.start.checked_sub(1).and_then(|at| scan.token(at)).filter(|_| close(token));
        let after = scan.token(span.end).filter(|next| close(next));
        match token.kind {
            Kind::Han => true,
            Kind::Letters if is_unit(scan, span) => false,
            // A single letter or a word beside a number.
            Kind::Letters => before.into_iter().chain(after).any(|t| t.kind == Kind::Digits),
            Kind::Digits => {
                before.is_some_and(|t| t.kind != Kind::Digits)
                    || after.is_some_and(|t| t.kind != Kind::Digits && !UNITS.iter().any(|unit| t.is(unit)))
            }
        }
    })
}

/// Is it the unit right behind a number, with nothing glued to it?
fn is_unit(scan: &Scan<'_>, span: &Span<'_>) -> bool {
    let known = scan.token(span.start).is_some_and(|t| t.gap == Gap::None && UNITS.iter().any(|unit| t.is(unit)));
    let behind_number = span.start.checked_sub(1).and_then(|at| scan.token(at)).is_some_and(|t| t.kind == Kind::Digits);
    let apart = |next: &Token| next.kind == Kind::Han || !matches!(next.gap, Gap::None | Gap::Hyphen);
    known && behind_number && scan.token(span.end).is_none_or(apart)
}

/// A number, or the `U` behind one.
fn is_number_or_height(scan: &Scan<'_>, span: &Span<'_>) -> bool {
    scan.token(span.start).is_some_and(|t| t.kind == Kind::Digits) || is_unit(scan, span)
}
