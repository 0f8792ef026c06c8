//! Which cell of a row is which column.

use std::marker::PhantomData;

use tidewaiter_model::{Fault, Position, Role};

use crate::cell::{Row, index_of_letters, letters};
use crate::column::{Column, Columns, PartyField, key};
use crate::value::{CURRENCY_CODES, quoted};

/// How many of the first rows are looked at for the headers.
pub(crate) const HEADER_ROWS: usize = 20;

/// Where each column stands.
#[derive(Clone, Debug)]
pub(crate) struct Layout<C> {
    /// The row that holds the headers, from 1.
    pub header_row: u64,
    /// By [`Columns::slot`]: the cell's index and the header's words.
    pub slots: Vec<Option<(usize, String)>>,
    /// How many cells the header row has.
    pub width: usize,
    /// The currency that the header of the price names: `Unit price (USD)`.
    pub price_currency: Option<&'static str>,
    /// What the officer should know about how the headers were read.
    pub notes: Vec<Fault>,
    columns: PhantomData<C>,
}

impl<C: Columns> Layout<C> {
    /// A layout in which no column stands yet.
    fn new(header_row: u64, width: usize) -> Self {
        Self {
            header_row,
            slots: vec![None; C::COUNT],
            width,
            price_currency: None,
            notes: Vec::new(),
            columns: PhantomData,
        }
    }

    /// The layout of a file that has no headers of its own: every column by its own name.
    pub(crate) fn of_names() -> Self {
        let slots = C::every().map(|column| Some((column.slot(), column.name().replace([' ', '-'], "_")))).collect();
        Self { slots, ..Self::new(0, C::COUNT) }
    }

    pub(crate) fn has(&self, column: C) -> bool {
        self.slots.get(column.slot()).is_some_and(Option::is_some)
    }

    /// The header's words for a column, or our own name for it.
    pub(crate) fn header(&self, column: C) -> String {
        match self.slots.get(column.slot()) {
            Some(Some((_, header))) => header.clone(),
            _ => column.name(),
        }
    }

    /// The columns found, each with its header and the cell's index.
    pub(crate) fn found(&self) -> Vec<(C, &str, usize)> {
        C::every()
            .filter_map(|column| {
                let (index, header) = self.slots.get(column.slot())?.as_ref()?;
                Some((column, header.as_str(), *index))
            })
            .collect()
    }
}

/// How many columns a row of headers would give.
pub(crate) fn score<C: Columns>(row: &Row, map: &[(String, String)]) -> usize {
    let mut seen = vec![false; C::COUNT];
    let mut mapped = 0_usize;
    for cell in &row.cells {
        let header = cell.as_header();
        if header.is_empty() {
            continue;
        }
        if !map.is_empty() && map.iter().any(|(_, wanted)| key(wanted) == key(header) && !key(header).is_empty()) {
            mapped = mapped.saturating_add(1);
        } else if let Some(slot) = C::recognise(header).and_then(|(column, _)| seen.get_mut(column.slot())) {
            *slot = true;
        }
    }
    seen.iter().filter(|slot| **slot).count().saturating_add(mapped)
}

/// The row of headers among the first rows: the one that gives most columns, the first of equals.
pub(crate) fn find_header<'a, C: Columns>(rows: &'a [Row], map: &[(String, String)]) -> Option<&'a Row> {
    let mut best: Option<(&Row, usize)> = None;
    for row in rows.iter().take(HEADER_ROWS) {
        let points = score::<C>(row, map);
        if points > 0 && best.is_none_or(|(_, most)| points > most) {
            best = Some((row, points));
        }
    }
    // With a --map the officer says that there are headers; what is wrong with it is told from the first row.
    best.map(|(row, _)| row).or_else(|| rows.first().filter(|_| !map.is_empty()))
}

/// Read the row of headers.
///
/// # Errors
/// A column that `--map` names and nobody knows, a header it names and the file has not, two headers for one column,
/// or no column for what is sold or where it goes.
pub(crate) fn read_header<C: Columns>(
    row: &Row,
    map: &[(String, String)],
    place: &Position,
) -> Result<Layout<C>, Vec<Fault>> {
    let place = place.clone().at_row(row.number);
    let headers: Vec<&str> = row.cells.iter().map(crate::cell::Cell::as_header).collect();
    let mut faults = Vec::new();
    let width = headers.iter().rposition(|header| !header.is_empty()).map_or(0, |last| last.saturating_add(1));
    let mut layout: Layout<C> = Layout::new(row.number, width);
    let mut used = vec![false; headers.len()];
    for (column, header) in map {
        match mapped(column, header, &headers, &place) {
            Ok((column, index)) => claim(&mut layout, &mut used, column, index, &headers),
            Err(fault) => faults.push(*fault),
        }
    }
    recognised(&mut layout, &mut used, &headers, &place, &mut faults);
    price_with_currency(&mut layout, &mut used, &headers);
    C::together(&mut layout, &mut used, &headers, &place);
    if faults.is_empty() {
        faults = C::missing(&layout, &headers, &place);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let ignored: Vec<String> = headers
        .iter()
        .zip(&used)
        .filter(|(header, used)| !header.is_empty() && !**used)
        .map(|(header, _)| quoted(header))
        .collect();
    if !ignored.is_empty() {
        layout.notes.push(Fault::new(
            "column-not-read",
            place.clone(),
            format!("no column of {} is known by {}", C::OF, ignored.join(", ")),
            format!("nothing to do if they say nothing about {}; otherwise --map column=header", C::THE),
        ));
    }
    Ok(layout)
}

pub(crate) fn claim<C: Columns>(layout: &mut Layout<C>, used: &mut [bool], column: C, index: usize, headers: &[&str]) {
    if let Some(slot) = layout.slots.get_mut(column.slot()) {
        *slot = headers.get(index).map(|header| {
            let header = if header.is_empty() { letters(index) } else { (*header).to_owned() };
            (index, header)
        });
    }
    if let Some(used) = used.get_mut(index) {
        *used = true;
    }
}

/// One `--map column=header`: the header by its words, or by its letter where no header has these words.
fn mapped<C: Columns>(
    column: &str,
    header: &str,
    headers: &[&str],
    place: &Position,
) -> Result<(C, usize), Box<Fault>> {
    let Some((known, _)) = C::recognise(column) else {
        return Err(Box::new(unknown_column::<C>(column, place)));
    };
    let wanted = key(header);
    let matching: Vec<usize> = (0..)
        .zip(headers)
        .filter(|(_, have)| if wanted.is_empty() { have.trim() == header.trim() } else { key(have) == wanted })
        .map(|(index, _)| index)
        .collect();
    match matching.as_slice() {
        [one] => Ok((known, *one)),
        [] => index_of_letters(header.trim())
            .filter(|index| *index < headers.len())
            .map(|index| (known, index))
            .ok_or_else(|| {
                Box::new(Fault::new(
                    "map-unknown-header",
                    place.clone(),
                    format!("--map {column}={header}: no header is {}", quoted(header)),
                    format!("the headers are: {}", listed(headers)),
                ))
            }),
        several => Err(Box::new(Fault::new(
            "two-headers",
            place.clone(),
            format!(
                "--map {column}={header}: {} columns have this header ({})",
                several.len(),
                several.iter().map(|index| letters(*index)).collect::<Vec<_>>().join(", ")
            ),
            format!(
                "name the column by its letter: --map {}",
                argument(known, &several.first().map(|index| letters(*index)).unwrap_or_default())
            ),
        ))),
    }
}

/// `--map` names no column of ours.
pub(crate) fn unknown_column<C: Columns>(column: &str, place: &Position) -> Fault {
    Fault::new(
        "map-unknown-column",
        place.clone(),
        format!("--map names {}, which is no column of {}", quoted(column), C::OF),
        format!("use one of: {}", C::every().map(C::name).collect::<Vec<_>>().join(", ")),
    )
}

/// `column=header`, quoted where a shell would part it.
fn argument<C: Columns>(column: C, header: &str) -> String {
    let text = format!("{}={header}", column.name());
    if text.contains(|c: char| !(c.is_alphanumeric() || "=-_.".contains(c))) { format!("\"{text}\"") } else { text }
}

/// All headers that are known by themselves. For each column the best synonym counts; two equally good are asked about.
fn recognised<C: Columns>(
    layout: &mut Layout<C>,
    used: &mut [bool],
    headers: &[&str],
    place: &Position,
    faults: &mut Vec<Fault>,
) {
    let mut candidates: Vec<Vec<(u8, usize)>> = vec![Vec::new(); C::COUNT];
    for (index, header) in headers.iter().enumerate() {
        if used.get(index) == Some(&true) {
            continue;
        }
        if let Some((column, rank)) = C::recognise(header)
            && let Some(slot) = candidates.get_mut(column.slot())
        {
            slot.push((rank, index));
        }
    }
    for (column, mut found) in C::every().zip(candidates) {
        if layout.has(column) {
            continue;
        }
        found.sort_unstable();
        match found.as_slice() {
            [] => {}
            [(best, first), (second, _), ..] if best == second => {
                let same: Vec<usize> = found.iter().filter(|(rank, _)| rank == best).map(|(_, index)| *index).collect();
                faults.push(two_headers(column, &same, headers, place));
                claim(layout, used, column, *first, headers);
            }
            [(_, index), ..] => claim(layout, used, column, *index, headers),
        }
    }
}

fn two_headers<C: Columns>(column: C, indices: &[usize], headers: &[&str], place: &Position) -> Fault {
    let names: Vec<String> = indices
        .iter()
        .map(|index| format!("{} ({})", quoted(headers.get(*index).copied().unwrap_or_default()), letters(*index)))
        .collect();
    let first = indices.first().copied().unwrap_or_default();
    let header = headers.get(first).copied().unwrap_or_default();
    let same_words =
        indices.iter().filter(|index| headers.get(**index).is_some_and(|h| key(h) == key(header))).count() > 1;
    let by = if same_words { letters(first) } else { header.to_owned() };
    Fault::new(
        "two-headers",
        place.clone(),
        format!("{} may each be the column {}", names.join(" and "), column.name()),
        format!("say which is meant: --map {}", argument(column, &by)),
    )
}

/// `Unit price (USD)`, `单价（人民币）`: the price, and its currency.
fn price_with_currency<C: Columns>(layout: &mut Layout<C>, used: &mut [bool], headers: &[&str]) {
    if let Some(Some((_, header))) = layout.slots.get(C::PRICE.slot()) {
        layout.price_currency = currency_in(header);
        return;
    }
    for (index, header) in headers.iter().enumerate() {
        if used.get(index) == Some(&true) {
            continue;
        }
        let plain = key(header);
        for code in CURRENCY_CODES.split(' ') {
            let code_key = code.to_lowercase();
            let rest = plain.strip_suffix(code_key.as_str()).or_else(|| plain.strip_prefix(code_key.as_str()));
            if rest.and_then(C::recognise).is_some_and(|(column, _)| column == C::PRICE) {
                claim(layout, used, C::PRICE, index, headers);
                layout.price_currency = Some(code);
                return;
            }
        }
    }
}

fn currency_in(header: &str) -> Option<&'static str> {
    header
        .split(|c: char| c.is_whitespace() || "()[]（）/,:-_".contains(c))
        .filter(|word| !word.is_empty())
        .find_map(|word| crate::value::currency(word).ok())
}

/// `Item` is the goods where nothing else is, and else the line (as SAP has it).
pub(crate) fn item(layout: &mut Layout<Column>, used: &mut [bool], headers: &[&str]) {
    for (index, header) in headers.iter().enumerate() {
        if used.get(index) == Some(&true) || !matches!(key(header).as_str(), "item" | "items" | "itemno" | "项目") {
            continue;
        }
        let goods = layout.has(Column::Description) || layout.has(Column::PartNumber);
        if !goods && key(header) != "itemno" {
            claim(layout, used, Column::Description, index, headers);
        } else if goods && !layout.has(Column::Line) {
            claim(layout, used, Column::Line, index, headers);
        }
    }
}

/// `End user | Address | Country`: a bare word right after a party's columns speaks of that party.
pub(crate) fn beside_a_party(layout: &mut Layout<Column>, used: &mut [bool], headers: &[&str], place: &Position) {
    let mut role: Option<Role> = None;
    for (index, header) in headers.iter().enumerate() {
        if used.get(index) == Some(&true) {
            role = layout.found().iter().find(|(_, _, at)| *at == index).and_then(|(column, _, _)| match column {
                Column::Party(role, _) => Some(*role),
                _ => None,
            });
            continue;
        }
        let field = role.and_then(|role| {
            let known = Column::named(&format!("{} {header}", role.words()))?;
            matches!(known, Column::Party(of, field) if of == role && field != PartyField::Name).then_some(known)
        });
        match field {
            Some(column) if !layout.has(column) && !key(header).is_empty() => {
                claim(layout, used, column, index, headers);
                layout.notes.push(Fault::new(
                    "header-by-neighbour",
                    place.clone().in_column(*header),
                    format!("{} ({}) is read as {column}, since it stands beside it", quoted(header), letters(index)),
                    format!("if it is not, name the header {}", quoted(&column.name())),
                ));
            }
            _ => role = None,
        }
    }
}

pub(crate) fn listed(headers: &[&str]) -> String {
    const MOST: usize = 40;
    let mut names: Vec<String> =
        headers.iter().filter(|header| !header.is_empty()).take(MOST).map(|header| quoted(header)).collect();
    if headers.len() > MOST {
        names.push("…".to_owned());
    }
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Without what is sold and where it goes nothing can be answered.
pub(crate) fn missing(layout: &Layout<Column>, headers: &[&str], place: &Position) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut need = |what: &str, column: &str| {
        faults.push(Fault::new(
            "missing-column",
            place.clone(),
            format!("no column says {what}; the headers are {}", listed(headers)),
            format!("name one `{column}`, or say which it is: --map \"{column}=its header\""),
        ));
    };
    if !layout.has(Column::Description) && !layout.has(Column::PartNumber) {
        need("what is sold (description or part number)", "description");
    }
    let destination = layout.has(Column::ShipTo)
        || [Role::UltimateConsignee, Role::IntermediateConsignee, Role::EndUser].into_iter().any(|role| {
            layout.has(Column::Party(role, PartyField::Country)) || layout.has(Column::Party(role, PartyField::Address))
        });
    if !destination {
        need("where it goes (ship-to, or a consignee's or end user's country)", "ship-to");
    }
    faults
}
