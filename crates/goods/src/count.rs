//! How many: `8x`, `x64`, `8-GPU`, `八卡`, `2台`, `10 pcs`.

use crate::index::Classes;
use crate::scan::{Scan, Span};
use crate::text::{Gap, Kind};

/// The counts that a text names, by what they count. `None` where it names none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Accelerators in a unit: `8-GPU`, `八卡`.
    pub gpus: Option<u64>,
    /// Machines: `2台`, `4 servers`.
    pub machines: Option<u64>,
    /// Items of whatever kind: `64 units`, `2套`.
    pub items: Option<u64>,
    /// Single pieces: `10 pcs`, `8张`.
    pub pieces: Option<u64>,
    /// A factor beside an accelerator's name: `8x H100`.
    pub accelerators: Option<u64>,
    /// A factor beside a system's name: `4x DGX H100`.
    pub systems: Option<u64>,
    /// A factor beside a board's name: `8x HGX H200`.
    pub boards: Option<u64>,
    /// Two different numbers for the same, or a number that may count either of two things.
    pub unclear: bool,
}

#[derive(Clone, Copy)]
enum Of {
    Gpus,
    Machines,
    Items,
    Pieces,
    Accelerators,
    Systems,
    Boards,
}

impl Counts {
    /// Reads the counts of a text.
    pub fn read(scan: &Scan<'_>, is_board: &dyn Fn(usize) -> bool) -> Self {
        let mut counts = Self::default();
        let reader = Reader { scan, is_board };
        let mut at = 0;
        while at < scan.spans.len() {
            let length = number(scan, at).map_or(1, |(number, length)| {
                counts.weigh(&reader, at, at + length, number);
                length
            });
            at += length;
        }
        counts
    }

    fn weigh(&mut self, reader: &Reader<'_>, start: usize, end: usize, number: u64) {
        let scan = reader.scan;
        let before = start.checked_sub(1).and_then(|n| scan.spans.get(n));
        let after = scan.spans.get(end);
        let times_after = after.is_some_and(|s| is_times(scan, s));
        let times_before = before.is_some_and(|s| is_times(scan, s)) && !first_gap_breaks(scan, start);
        if times_after && times_before {
            self.unclear = true;
        } else if times_after {
            // "8x H100", or at the end "H100 server 8x".
            let last = end + 1 == scan.spans.len();
            let behind = || start.checked_sub(1).filter(|_| last).and_then(|n| reader.backward(n));
            if let Some(of) = reader.forward(end + 1).or_else(behind) {
                self.put(of, number);
            }
        } else if times_before {
            let pcie_lanes = number == 16
                && after.and_then(|s| unit(scan, s)).is_none()
                && start.checked_sub(2).and_then(|n| scan.spans.get(n)).is_some_and(|s| s.is(Classes::PCIE));
            if !pcie_lanes && let Some(of) = start.checked_sub(2).and_then(|n| reader.backward(n)) {
                self.put(of, number);
            }
        } else if let Some((unit, of)) = after.and_then(|s| unit(scan, s).map(|of| (s, of))) {
            let plural = scan.spans.get(end + 1).is_some_and(|s| {
                scan.gap(s) == Gap::Space
                    && s.is(Classes::UNIT_MACHINE)
                    && scan.token(s.end - 1).is_some_and(|t| t.text.ends_with('s'))
            });
            if matches!(of, Of::Gpus) && plural && scan.gap(unit) == Gap::Space {
                self.unclear = true; // "2 GPU servers": two machines, or machines of two?
            } else {
                self.put(of, number);
            }
        } else if before.is_some_and(|s| s.is(Classes::QUANTITY)) {
            self.put(Of::Items, number);
        } else if (first_gap_breaks(scan, start) || before.is_some_and(|s| s.is(Classes::WITH)))
            && !(1990..=2040).contains(&number)
            && after.is_some_and(|s| scan.gap(s) == Gap::Space)
            && let Some(of) = reader.forward(end)
        {
            self.put(of, number); // "8 H100"
        }
    }

    fn put(&mut self, of: Of, number: u64) {
        let place = match of {
            Of::Gpus => &mut self.gpus,
            Of::Machines => &mut self.machines,
            Of::Items => &mut self.items,
            Of::Pieces => &mut self.pieces,
            Of::Accelerators => &mut self.accelerators,
            Of::Systems => &mut self.systems,
            Of::Boards => &mut self.boards,
        };
        if place.is_some_and(|old| old != number) {
            self.unclear = true;
        }
        *place = Some(number);
    }
}

fn first_gap_breaks(scan: &Scan<'_>, span: usize) -> bool {
    scan.spans.get(span).is_none_or(|s| scan.gap(s) == Gap::Break)
}

fn is_times(scan: &Scan<'_>, span: &Span<'_>) -> bool {
    span.end == span.start + 1 && !span.is_named() && scan.token(span.start).is_some_and(|t| t.is("x"))
}

/// May stand between a count and the name that it counts.
fn is_transparent(span: &Span<'_>) -> bool {
    let words = Classes::VARIANT
        .join(Classes::GPU)
        .join(Classes::CARD)
        .join(Classes::CHIP)
        .join(Classes::BOARD)
        .join(Classes::GROUP)
        .join(Classes::BRAND);
    span.memory.is_some() || (!span.is_named() && (span.is_maker() || span.is(words)))
}

/// Finds what a number beside a name counts.
struct Reader<'a> {
    scan: &'a Scan<'a>,
    /// Is the product of this index a board?
    is_board: &'a dyn Fn(usize) -> bool,
}

impl Reader<'_> {
    fn target(&self, span: &Span<'_>) -> Option<Of> {
        let entry = span.entry?;
        if let Some(product) = entry.products.first() {
            Some(if (self.is_board)(*product) { Of::Boards } else { Of::Systems })
        } else if entry.accelerators.is_empty() {
            None
        } else {
            Some(Of::Accelerators)
        }
    }

    /// What a factor before a span counts: "8x NVIDIA H100", "4x GPU servers", "8x GPU".
    fn forward(&self, from: usize) -> Option<Of> {
        let mut gpu = false;
        for span in self.scan.spans.get(from..)? {
            if let Some(of) = self.target(span) {
                return Some(of);
            }
            if span.is(Classes::SERVER) {
                return Some(Of::Systems);
            }
            if !is_transparent(span) {
                break;
            }
            gpu |= span.is(Classes::UNIT_GPU) && self.scan.token(span.start).is_some_and(|t| t.kind == Kind::Letters);
        }
        gpu.then_some(Of::Gpus)
    }

    /// What a factor after a span counts: "H100 80GB x 8", "H100 8-GPU server x 4".
    fn backward(&self, from: usize) -> Option<Of> {
        let mut server = false;
        for (n, span) in self.scan.spans.iter().enumerate().take(from + 1).rev() {
            if let Some(of) = self.target(span) {
                return Some(if server { Of::Systems } else { of });
            }
            server |= span.is(Classes::SERVER);
            let counted = self.scan.spans.get(n + 1).is_some_and(|s| s.is(Classes::UNIT_GPU));
            if !(is_transparent(span) || span.is(Classes::SERVER) || (counted && number(self.scan, n).is_some())) {
                break;
            }
        }
        None
    }
}

fn unit(scan: &Scan<'_>, span: &Span<'_>) -> Option<Of> {
    if scan.gap(span) == Gap::Break || span.is_named() {
        return None;
    }
    let slot = scan.token(span.end).is_some_and(|t| t.is("槽") || t.is("slot") || t.is("slots"));
    if slot {
        None
    } else if span.is(Classes::UNIT_GPU) {
        Some(Of::Gpus)
    } else if span.is(Classes::UNIT_MACHINE) {
        Some(Of::Machines)
    } else if span.is(Classes::UNIT_ITEM) {
        Some(Of::Items)
    } else if span.is(Classes::UNIT_PIECE) {
        Some(Of::Pieces)
    } else {
        None
    }
}

/// A number at a span: digits, Han numerals or an English word, by the dozen too; with the number of spans it takes.
pub fn number(scan: &Scan<'_>, at: usize) -> Option<(u64, usize)> {
    let dozen = |at: usize| scan.spans.get(at).and_then(|s| scan.token(s.start)).is_some_and(|t| t.is("dozen"));
    if dozen(at) {
        return Some((12, 1));
    }
    let (number, length) = single_number(scan, at)?;
    if dozen(at + length) { Some((number.checked_mul(12)?, length + 1)) } else { Some((number, length)) }
}

fn single_number(scan: &Scan<'_>, at: usize) -> Option<(u64, usize)> {
    let span = scan.spans.get(at)?;
    if span.entry.is_some_and(|e| !e.classes.is_empty()) || span.is_named() || span.memory.is_some() {
        return None;
    }
    let token = scan.token(span.start)?;
    match token.kind {
        Kind::Digits => {
            // The 5 of "SXM5" or "Gen5" counts nothing; the 8 of "x8" does.
            let part_of_word = token.gap == Gap::None
                && span
                    .start
                    .checked_sub(1)
                    .and_then(|n| scan.token(n))
                    .is_some_and(|t| t.kind == Kind::Letters && !t.is("x"));
            (!part_of_word).then(|| token.number()).flatten().filter(|n| (1..=10_000_000).contains(n)).map(|n| (n, 1))
        }
        Kind::Letters => {
            const WORDS: [(&str, u64); 14] = [
                ("single", 1),
                ("one", 1),
                ("two", 2),
                ("dual", 2),
                ("three", 3),
                ("four", 4),
                ("quad", 4),
                ("five", 5),
                ("six", 6),
                ("eight", 8),
                ("octa", 8),
                ("ten", 10),
                ("twelve", 12),
                ("sixteen", 16),
            ];
            WORDS.iter().find(|(word, _)| token.is(word)).map(|(_, n)| (*n, 1))
        }
        Kind::Han => han_number(scan, at),
    }
}

fn han_number(scan: &Scan<'_>, at: usize) -> Option<(u64, usize)> {
    let (mut total, mut digit, mut length) = (0_u64, None, 0);
    for span in scan.spans.get(at..)? {
        let Some(token) = scan.token(span.start).filter(|t| t.kind == Kind::Han && span.end == span.start + 1) else {
            break;
        };
        let scale = match token.text.as_str() {
            "单" | "一" => {
                digit = Some(1);
                0
            }
            "双" | "两" | "二" | "兩" | "雙" => {
                digit = Some(2);
                0
            }
            "三" => {
                digit = Some(3);
                0
            }
            "四" => {
                digit = Some(4);
                0
            }
            "五" => {
                digit = Some(5);
                0
            }
            "六" => {
                digit = Some(6);
                0
            }
            "七" => {
                digit = Some(7);
                0
            }
            "八" => {
                digit = Some(8);
                0
            }
            "九" => {
                digit = Some(9);
                0
            }
            "十" => 10,
            "百" => 100,
            "千" => 1000,
            _ => break,
        };
        if scale > 0 {
            total += digit.take().unwrap_or(1) * scale;
        }
        length += 1;
        if length > 8 {
            return None;
        }
    }
    let total = total + digit.unwrap_or(0);
    (length > 0 && total > 0).then_some((total, length))
}
