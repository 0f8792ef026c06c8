//! How many accelerators in one unit, how many units, and in what form.

use tidewaiter_model::Form;

use crate::catalogue::{Catalogue, Product};
use crate::combine;
use crate::count::Counts;
use crate::index::Classes;
use crate::reading::Reading;
use crate::scan::Scan;

/// Fills in how many and in what form.
pub fn quantity(catalogue: &Catalogue, scan: &Scan<'_>, products: &[&Product], reading: &mut Reading) {
    let counts = Counts::read(scan, &|n| catalogue.products.get(n).is_some_and(|p| p.form == Form::Board));
    let server = scan.has(Classes::SERVER) || counts.machines.is_some();
    let group = scan.has(Classes::GROUP);
    let product = products.iter().max_by_key(|p| p.form);
    reading.form = if let Some(product) = product.filter(|p| p.form == Form::System || !server) {
        product.form
    } else if server {
        Form::System
    } else if group {
        Form::Board
    } else if scan.has(Classes::IC) {
        Form::Ic
    } else {
        match combine::form(catalogue, &reading.set) {
            Form::Other if scan.has(Classes::SXM.join(Classes::OAM)) => Form::Board,
            Form::Other if scan.has(Classes::CARD.join(Classes::PCIE)) => Form::Card,
            Form::Other if scan.has(Classes::BOARD) => Form::Board,
            form => form,
        }
    };
    let outcome = match product {
        Some(product) if product.form == Form::Board && !server => board(&counts, product),
        Some(product) => machine(&counts, &product.per_unit),
        None if server || group => machine(&counts, &[]),
        None => loose(&counts),
    };
    (reading.per_unit, reading.units) = (outcome.per_unit, outcome.units);
    reading.why.extend(outcome.why);
    if counts.unclear {
        reading.per_unit = None;
    }
    if reading.per_unit.is_none() {
        reading.ask.push("How many accelerators are in one unit?".to_owned());
    }
}

/// More accelerators than any one board or server of the trade carries (DGX-2 and some PCIe chassis: 16).
const LARGEST_BOARD: u64 = 16;

struct Outcome {
    per_unit: Option<u64>,
    units: u64,
    why: Option<String>,
}

fn outcome(per_unit: Option<u64>, units: u64, why: impl Into<String>) -> Outcome {
    let why = why.into();
    Outcome { per_unit, units, why: (!why.is_empty()).then_some(why) }
}

fn single(options: &[u64]) -> Option<u64> {
    if let [one] = options { Some(*one) } else { None }
}

/// A board of several, such as HGX: "8x HGX H200" is how one board of eight is written.
fn board(counts: &Counts, product: &Product) -> Outcome {
    let options = &product.per_unit;
    let factor = counts.boards.or(counts.systems).or(counts.accelerators);
    let boards = counts.machines.or(counts.items).or(counts.pieces);
    match (counts.gpus, boards, factor) {
        (Some(gpus), boards, factor) => {
            let units = boards.or(factor).unwrap_or(1);
            outcome(Some(gpus), units, format!("{units} board(s) of {gpus} accelerators, as the text says"))
        }
        (None, Some(boards), factor) => {
            let per = factor.filter(|f| options.contains(f)).or_else(|| single(options));
            outcome(per, boards, "")
        }
        (None, None, Some(factor)) if options.contains(&factor) => outcome(
            Some(factor),
            1,
            format!(
                "\"{factor}x\" before a board that comes with {factor} accelerators is read as one such board, not as {factor} boards"
            ),
        ),
        (None, None, Some(factor)) if options.iter().all(|o| factor < *o) => outcome(single(options), factor, ""),
        (None, None, Some(factor)) => outcome(None, factor, format!("\"{factor}x\" may count boards or accelerators")),
        (None, None, None) => outcome(single(options), 1, ""),
    }
}

/// A computer, or a board of unnamed kind.
fn machine(counts: &Counts, options: &[u64]) -> Outcome {
    let named = counts.machines.or(counts.items).or(counts.systems);
    let factor = counts.gpus.or(counts.accelerators);
    // "8x HGX H200 server": the board's factor counts what is inside; "128x HGX H100 8-GPU server": it counts servers.
    let (inside, units) = match (factor, counts.boards) {
        (Some(inside), boards) => (Some(inside), named.or(boards)),
        (None, Some(boards)) if named.is_some() || options.contains(&boards) => (Some(boards), named),
        (None, boards) => (None, named.or(boards)),
    };
    let units = units.or(counts.pieces);
    let unsaid = units.is_none();
    let units = units.unwrap_or(1);
    match (inside, options) {
        // "1024 GPUs, 128 nodes" is a sum, "8 GPUs, 128 nodes" is not.
        (Some(inside), []) if inside > LARGEST_BOARD && units > 1 => {
            let per = inside.checked_rem(units).filter(|r| *r == 0).and_then(|_| inside.checked_div(units));
            outcome(per, units, format!("{inside} accelerators in all"))
        }
        (Some(inside), []) if inside > LARGEST_BOARD && unsaid && counts.gpus.is_none() => {
            outcome(None, 1, format!("\"{inside}x\" may count accelerators or computers"))
        }
        (Some(inside), options) if options.is_empty() || options.contains(&inside) => {
            let one = unsaid && counts.gpus.is_none();
            outcome(
                Some(inside),
                units,
                if one { format!("\"{inside}x\" is read as one computer of {inside}") } else { String::new() },
            )
        }
        (Some(inside), options) => {
            match single(options).and_then(|o| (Some(inside) == o.checked_mul(units)).then_some(o)) {
                Some(option) => outcome(Some(option), units, format!("{inside} accelerators in all")),
                None => outcome(None, units, format!("{inside} accelerators are not what one unit holds")),
            }
        }
        (None, options) => outcome(single(options), units, ""),
    }
}

/// Accelerators by themselves.
fn loose(counts: &Counts) -> Outcome {
    let factor = counts.accelerators.or(counts.pieces);
    if counts.accelerators.zip(counts.pieces).is_some_and(|(a, b)| a != b) {
        return outcome(None, 1, "two different numbers of the same");
    }
    match (counts.gpus, factor.or(counts.items)) {
        (Some(gpus), None) => outcome(Some(gpus), 1, format!("{gpus} accelerators")),
        (Some(gpus), Some(units)) => outcome(Some(gpus), units, format!("{units} unit(s) of {gpus} accelerators")),
        (None, Some(units)) => outcome(Some(1), units, ""),
        (None, None) => outcome(Some(1), 1, ""),
    }
}
