//! Places for the flow drawing: sites in columns from origins to destinations, bands between them.
//!
//! A band that skips a column gets a passage there, so that no band runs behind a box; what goes back to an earlier
//! column is kept apart. Lengths are in pixels, as `f64`: they are for a picture only.

use std::collections::{BTreeMap, BTreeSet};

use tidewaiter_model::Date;
use tidewaiter_model::trace::TraceAnswer;

use super::words;
use crate::svg::wrapped;

/// Sites drawn by themselves; the others of a column are taken together.
const MOST: usize = 24;
/// Columns between origins and destinations at most.
const COLUMNS: usize = 5;
/// Height of the fullest column's bands together.
const FULL: f64 = 380.0;
/// Bands drawn, each with its numbers; more is no drawing that a person reads.
const BANDS: usize = 60;

pub(super) const BOX: f64 = 190.0;
pub(super) const GAP: f64 = 168.0;
pub(super) const LINE: f64 = 15.0;
const PAD: f64 = 8.0;
const BETWEEN: f64 = 16.0;
const NUMBER: f64 = 14.0;
/// Columns of bold text in a box, in the widest of the common fonts.
const IN_BOX: usize = 22;
const NAME_LINES: usize = 3;

/// A box, or a passage through a column (no lines).
#[derive(Default)]
pub(super) struct Stop {
    pub role: String,
    pub lines: Vec<String>,
    pub column: usize,
    pub top: f64,
    pub high: f64,
    /// Where bands end and begin, from the top: piece by piece.
    ins: Vec<usize>,
    outs: Vec<usize>,
}

impl Stop {
    pub(super) fn is_passage(&self) -> bool {
        self.lines.is_empty()
    }

    fn middle(&self) -> f64 {
        self.top + self.high / 2.0
    }
}

/// All legs between two boxes.
#[derive(Clone, Default)]
pub(super) struct Band {
    pub from: usize,
    pub to: usize,
    pub units: u64,
    pub at_most: u64,
    pub at_least: u64,
    pub inferred: bool,
}

/// A band between two neighbouring columns; its ends are the middles of the band there.
pub(super) struct Piece {
    pub band: usize,
    pub from: usize,
    pub to: usize,
    pub start: f64,
    pub end: f64,
}

/// The drawing without its ink.
#[derive(Default)]
pub(super) struct Layout {
    pub stops: Vec<Stop>,
    pub bands: Vec<Band>,
    pub pieces: Vec<Piece>,
    /// Bands to the same or an earlier column.
    pub back: Vec<usize>,
    pub columns: usize,
    pub high: f64,
    /// Pixels a chip.
    pub scale: f64,
    /// Chips that went between sites which are drawn as one box.
    pub within: u64,
    /// Bands beyond those drawn, with their chips.
    pub more: (usize, u64),
}

/// Chips that went through a site.
#[derive(Clone, Copy, Default)]
struct Through {
    at_most: u64,
    ins: u64,
    outs: u64,
}

impl Through {
    fn add(&mut self, other: Self) {
        self.at_most = self.at_most.saturating_add(other.at_most);
        self.ins = self.ins.saturating_add(other.ins);
        self.outs = self.outs.saturating_add(other.outs);
    }
}

/// A count as a length; what is more than 4 thousand million is drawn as that.
pub(super) fn count(units: u64) -> f64 {
    f64::from(u32::try_from(units).unwrap_or(u32::MAX))
}

impl Layout {
    pub(super) fn of(answer: &TraceAnswer) -> Self {
        let columns = columns(answer);
        let last = columns.iter().copied().max().unwrap_or(0);
        let mut layout = Self { columns: last.saturating_add(1), ..Self::default() };
        let stop_of = layout.boxes(answer, &columns);
        layout.gather(answer, &stop_of);
        layout.scale();
        layout.cut_into_pieces();
        for stop in 0..layout.stops.len() {
            layout.measure(stop);
        }
        layout.order();
        layout.place();
        layout.fasten();
        layout
    }

    pub(super) fn left(column: usize) -> f64 {
        count(u64::try_from(column).unwrap_or(0)) * (BOX + GAP)
    }

    pub(super) fn thick(&self, units: u64) -> f64 {
        if units == 0 { 0.0 } else { (count(units) * self.scale).max(1.2) }
    }

    /// One box a site for those with the most chips, one for all others of a column and role. Gives each site its box.
    fn boxes(&mut self, answer: &TraceAnswer, columns: &[usize]) -> Vec<usize> {
        let mut through = vec![Through::default(); answer.sites.len()];
        for (leg, _, _) in words::legs(answer) {
            for (at, ins, outs) in [(leg.from, 0, leg.units), (leg.to, leg.units, 0)] {
                if let Some(site) = through.get_mut(at) {
                    site.add(Through { at_most: leg.at_most, ins, outs });
                }
            }
        }
        let through = |at: &usize| through.get(*at).copied().unwrap_or_default();
        let moved = |at: &usize| (through(at).at_most, through(at).ins.saturating_add(through(at).outs));
        let mut drawn: Vec<usize> = (0..answer.sites.len()).filter(|at| moved(at).1 > 0).collect();
        drawn.sort_by_key(|at| (std::cmp::Reverse(moved(at)), *at));
        let rest = if drawn.len() > MOST { drawn.split_off(MOST) } else { Vec::new() };
        let mut stop_of = vec![usize::MAX; answer.sites.len()];
        let mut groups: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for at in rest {
            let role = answer.sites.get(at).map_or("", |site| site.role.as_str());
            groups.entry((columns.get(at).copied().unwrap_or(0), role)).or_default().push(at);
        }
        for sites in drawn.into_iter().map(|at| vec![at]).chain(groups.into_values()) {
            let Some((first, site)) = sites.first().and_then(|at| Some((*at, answer.sites.get(*at)?))) else {
                continue;
            };
            for at in &sites {
                if let Some(stop) = stop_of.get_mut(*at) {
                    *stop = self.stops.len();
                }
            }
            let mut chips = Through::default();
            sites.iter().for_each(|at| chips.add(through(at)));
            self.stops.push(Stop {
                role: site.role.clone(),
                lines: label(answer, &sites, chips),
                column: columns.get(first).copied().unwrap_or(0),
                ..Stop::default()
            });
        }
        stop_of
    }

    /// Legs between the same two boxes as one band.
    fn gather(&mut self, answer: &TraceAnswer, stop_of: &[usize]) {
        let mut bands: BTreeMap<(usize, usize), Band> = BTreeMap::new();
        for (leg, _, _) in words::legs(answer).filter(|(leg, _, _)| leg.units > 0) {
            let (Some(&from), Some(&to)) = (stop_of.get(leg.from), stop_of.get(leg.to)) else { continue };
            if from == to {
                self.within = self.within.saturating_add(leg.units);
                continue;
            }
            let band = bands.entry((from, to)).or_insert_with(|| Band { from, to, inferred: true, ..Band::default() });
            band.units = band.units.saturating_add(leg.units);
            band.at_most = band.at_most.saturating_add(leg.at_most);
            band.at_least = band.at_least.saturating_add(leg.at_least);
            band.inferred &= leg.inferred;
        }
        self.bands = bands.into_values().collect();
        self.bands.sort_by_key(|band| std::cmp::Reverse((band.at_most, band.units)));
        let more = self.bands.split_off(self.bands.len().min(BANDS));
        self.more = (more.len(), more.iter().fold(0, |sum: u64, band| sum.saturating_add(band.units)));
    }

    fn column(&self, stop: usize) -> usize {
        self.stops.get(stop).map_or(0, |stop| stop.column)
    }

    fn scale(&mut self) {
        let mut full: BTreeMap<usize, u64> = BTreeMap::new();
        for band in &self.bands {
            for gap in self.column(band.from)..self.column(band.to) {
                let sum = full.entry(gap).or_default();
                *sum = sum.saturating_add(band.units);
            }
        }
        let fullest = full.into_values().max().unwrap_or(0).max(1);
        self.scale = FULL / count(fullest);
    }

    fn cut_into_pieces(&mut self) {
        for at in 0..self.bands.len() {
            let Some(band) = self.bands.get(at).cloned() else { continue };
            let (start, end) = (self.column(band.from), self.column(band.to));
            if end <= start {
                self.back.push(at);
                continue;
            }
            let mut from = band.from;
            for column in start.saturating_add(1)..=end {
                let to = if column == end {
                    band.to
                } else {
                    self.stops.push(Stop { column, ..Stop::default() });
                    self.stops.len().saturating_sub(1)
                };
                let piece = self.pieces.len();
                self.pieces.push(Piece { band: at, from, to, start: 0.0, end: 0.0 });
                if let Some(stop) = self.stops.get_mut(from) {
                    stop.outs.push(piece);
                }
                if let Some(stop) = self.stops.get_mut(to) {
                    stop.ins.push(piece);
                }
                from = to;
            }
        }
    }

    /// What a piece takes of a box's side. Numbers stand where a band begins.
    fn slot(&self, piece: usize, begins: bool) -> f64 {
        let Some(band) = self.pieces.get(piece).and_then(|piece| self.bands.get(piece.band)) else { return 0.0 };
        let thick = self.thick(band.units) + 2.0;
        let is_first = self.pieces.get(piece).is_some_and(|piece| piece.from == band.from);
        if begins && is_first { thick.max(NUMBER) } else { thick }
    }

    fn side(&self, pieces: &[usize], begins: bool) -> f64 {
        pieces.iter().map(|piece| self.slot(*piece, begins)).sum()
    }

    fn measure(&mut self, at: usize) {
        let Some(stop) = self.stops.get(at) else { return };
        let text = if stop.is_passage() {
            0.0
        } else {
            count(u64::try_from(stop.lines.len()).unwrap_or(0)) * LINE + 2.0 * PAD
        };
        let high = text.max(self.side(&stop.ins, false)).max(self.side(&stop.outs, true));
        if let Some(stop) = self.stops.get_mut(at) {
            stop.high = high;
        }
    }

    fn in_columns(&self) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new(); self.columns];
        for (at, stop) in self.stops.iter().enumerate() {
            if let Some(column) = all.get_mut(stop.column) {
                column.push(at);
            }
        }
        all
    }

    /// The mean place of a stop's neighbours, weighed by chips.
    fn pull(&self, at: usize, places: &[f64]) -> Option<f64> {
        let stop = self.stops.get(at)?;
        let (mut sum, mut weight) = (0.0, 0.0);
        for piece in stop.ins.iter().chain(&stop.outs).filter_map(|piece| self.pieces.get(*piece)) {
            let other = if piece.to == at { piece.from } else { piece.to };
            let chips = self.bands.get(piece.band).map_or(1.0, |band| count(band.units).max(1.0));
            sum += places.get(other).copied().unwrap_or(0.0) * chips;
            weight += chips;
        }
        (weight > 0.0).then(|| sum / weight)
    }

    /// Fewer crossings: each column again and again in the order of what it is joined to (barycentre, Sugiyama 1981).
    fn order(&mut self) {
        let mut columns = self.in_columns();
        let mut places = vec![0.0; self.stops.len()];
        let number = |column: &[usize], places: &mut Vec<f64>| {
            let all = count(u64::try_from(column.len()).unwrap_or(0)).max(1.0);
            for (rank, at) in column.iter().enumerate() {
                if let Some(place) = places.get_mut(*at) {
                    *place = (count(u64::try_from(rank).unwrap_or(0)) + 0.5) / all;
                }
            }
        };
        for column in &columns {
            number(column, &mut places);
        }
        for _ in 0..12 {
            for column in &mut columns {
                let wish = |at: &usize| self.pull(*at, &places).unwrap_or(places.get(*at).copied().unwrap_or(0.0));
                let mut wishes: Vec<(f64, usize)> = column.iter().map(|at| (wish(at), *at)).collect();
                wishes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                *column = wishes.into_iter().map(|(_, at)| at).collect();
                number(column, &mut places);
            }
        }
        // Tops begin as ranks; `place` spreads them.
        for (stop, place) in self.stops.iter_mut().zip(places) {
            stop.top = place;
        }
    }

    /// Columns are stacked, then drawn towards their neighbours without overlapping.
    fn place(&mut self) {
        let mut columns = self.in_columns();
        for column in &mut columns {
            column.sort_by(|a, b| self.top(*a).total_cmp(&self.top(*b)));
        }
        let heights: Vec<f64> = columns.iter().map(|column| self.stacked(column)).collect();
        self.high = heights.iter().copied().fold(0.0, f64::max);
        for (column, high) in columns.iter().zip(heights) {
            let mut y = (self.high - high) / 2.0;
            for at in column {
                y = self.put(*at, y) + BETWEEN;
            }
        }
        for _ in 0..8 {
            for column in &columns {
                let middles: Vec<f64> = self.stops.iter().map(Stop::middle).collect();
                let mut floor = 0.0;
                for at in column {
                    let high = self.stops.get(*at).map_or(0.0, |stop| stop.high);
                    let wish = self.pull(*at, &middles).map_or(floor, |middle| middle - high / 2.0);
                    floor = self.put(*at, wish.max(floor)) + BETWEEN;
                }
                let mut ceiling = self.high;
                for at in column.iter().rev() {
                    let high = self.stops.get(*at).map_or(0.0, |stop| stop.high);
                    if self.top(*at) + high > ceiling {
                        self.put(*at, ceiling - high);
                    }
                    ceiling = self.top(*at) - BETWEEN;
                }
            }
        }
    }

    fn top(&self, at: usize) -> f64 {
        self.stops.get(at).map_or(0.0, |stop| stop.top)
    }

    /// Put a stop there; where it ends.
    fn put(&mut self, at: usize, top: f64) -> f64 {
        self.stops.get_mut(at).map_or(top, |stop| {
            stop.top = top;
            top + stop.high
        })
    }

    fn stacked(&self, column: &[usize]) -> f64 {
        let gaps = count(u64::try_from(column.len().saturating_sub(1)).unwrap_or(0)) * BETWEEN;
        column.iter().filter_map(|at| self.stops.get(*at)).map(|stop| stop.high).sum::<f64>() + gaps
    }

    /// Each band's ends on the sides of its boxes, in the order of where they come from and go to.
    fn fasten(&mut self) {
        for at in 0..self.stops.len() {
            for begins in [false, true] {
                let Some(stop) = self.stops.get(at) else { continue };
                let (top, high) = (stop.top, stop.high);
                let mut pieces = if begins { stop.outs.clone() } else { stop.ins.clone() };
                let other = |piece: &usize| {
                    let piece = self.pieces.get(*piece);
                    piece.and_then(|p| self.stops.get(if begins { p.to } else { p.from })).map_or(0.0, Stop::middle)
                };
                pieces.sort_by(|a, b| other(a).total_cmp(&other(b)).then(a.cmp(b)));
                let mut y = top + (high - self.side(&pieces, begins)) / 2.0;
                for piece in pieces {
                    let slot = self.slot(piece, begins);
                    if let Some(piece) = self.pieces.get_mut(piece) {
                        *(if begins { &mut piece.start } else { &mut piece.end }) = y + slot / 2.0;
                    }
                    y += slot;
                }
            }
        }
    }
}

/// The column of every site: origins first, destinations last, the others as many steps after an origin as the shortest
/// way has, or later where others of the same step send to them; who only sends to them stands one before.
fn columns(answer: &TraceAnswer) -> Vec<usize> {
    let role = |at: usize| answer.sites.get(at).map_or("", |site| site.role.as_str());
    let mut column: Vec<Option<usize>> =
        (0..answer.sites.len()).map(|at| (role(at) == "origin").then_some(0)).collect();
    let known = |column: &[Option<usize>], at: usize| column.get(at).copied().flatten();
    let legs: Vec<(usize, usize)> =
        words::legs(answer).filter(|(leg, _, _)| leg.units > 0).map(|(leg, _, _)| (leg.from, leg.to)).collect();
    let carrying: BTreeSet<(usize, usize)> =
        words::legs(answer).filter(|(leg, _, _)| leg.at_most > 0).map(|(leg, _, _)| (leg.from, leg.to)).collect();
    for step in 0..COLUMNS {
        let next: Vec<usize> = carrying
            .iter()
            .filter(|(from, to)| {
                known(&column, *from) == Some(step) && known(&column, *to).is_none() && role(*to) != "destination"
            })
            .map(|(_, to)| *to)
            .collect();
        for at in next {
            if let Some(place) = column.get_mut(at) {
                *place = Some(step.saturating_add(1));
            }
        }
    }
    longest(answer, &mut column);
    let has_reached = column.iter().flatten().copied().max().unwrap_or(0);
    for _ in 0..COLUMNS {
        for (from, to) in &legs {
            if known(&column, *from).is_none() && role(*from) != "destination" {
                let before = match known(&column, *to) {
                    Some(column) => column.saturating_sub(1),
                    None if role(*to) == "destination" => has_reached,
                    None => continue,
                };
                if let Some(place) = column.get_mut(*from) {
                    *place = Some(before);
                }
            }
        }
    }
    let others = column.iter().flatten().copied().max().unwrap_or(0).saturating_add(1);
    column
        .into_iter()
        .enumerate()
        .map(|(at, column)| if role(at) == "destination" { others } else { column.unwrap_or(1).min(others) })
        .collect()
}

/// Push sites to later columns, so that what goes on within a step of the shortest ways goes forward. Of two sites in one
/// step the one to which goods went first comes first, so that no circle can push for ever.
fn longest(answer: &TraceAnswer, column: &mut [Option<usize>]) {
    let between = |at: usize| answer.sites.get(at).is_some_and(|site| site.role == "between");
    let mut came: BTreeMap<usize, Date> = BTreeMap::new();
    let mut senders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (leg, _, _) in words::legs(answer).filter(|(leg, _, _)| leg.at_most > 0 && between(leg.to)) {
        let first = came.entry(leg.to).or_insert(leg.first);
        *first = leg.first.min(*first);
        if between(leg.from) {
            senders.entry(leg.to).or_default().push(leg.from);
        }
    }
    let rank = |column: &[Option<usize>], at: usize| Some((column.get(at).copied()??, *came.get(&at)?, at));
    let steps = column.to_vec();
    let mut order: Vec<_> = came.keys().filter_map(|at| rank(&steps, *at)).collect();
    order.sort_unstable();
    for (step, day, at) in order {
        let before = senders.get(&at).into_iter().flatten();
        let before = before.filter(|from| rank(&steps, **from).is_some_and(|rank| rank < (step, day, at)));
        let after = before.filter_map(|from| column.get(*from).copied()?).max().map_or(0, |column| column + 1);
        if let Some(place) = column.get_mut(at) {
            *place = Some(step.max(after).min(COLUMNS));
        }
    }
}

/// What stands in a box; never empty.
fn label(answer: &TraceAnswer, sites: &[usize], chips: Through) -> Vec<String> {
    let all: Vec<_> = sites.iter().filter_map(|at| answer.sites.get(*at)).collect();
    let (mut lines, place) = match all.as_slice() {
        [site] => (wrapped(&words::name(site), IN_BOX), words::country(site).to_owned()),
        many => {
            let countries: BTreeSet<&str> = many.iter().map(|site| words::country(site)).collect();
            let named: Vec<&str> = countries.iter().copied().take(4).collect();
            let more = if countries.len() > named.len() { ", …" } else { "" };
            (vec![format!("{} other sites", many.len())], format!("{}{more}", named.join(", ")))
        }
    };
    if lines.len() > NAME_LINES {
        lines.truncate(NAME_LINES);
        if let Some(line) = lines.last_mut() {
            line.push('…');
        }
    }
    let role = all.first().map_or("", |site| site.role.as_str());
    lines.push(if role == "between" { place } else { format!("{place}, {role}") });
    let (ins, outs) = (words::grouped(chips.ins), words::grouped(chips.outs));
    let moved = match (chips.ins, chips.outs) {
        (0, _) => format!("out {outs}"),
        (_, 0) => format!("in {ins}"),
        _ => format!("in {ins}, out {outs}"),
    };
    lines.extend(wrapped(&moved, IN_BOX + 2));
    lines
}
