//! The flow from origins to destinations: boxes for sites, bands as thick as the chips that went.
//!
//! A band is drawn three times, one on the other: what was recorded, what of it is from the origins at most, and at least.
//! Their darkness tells them apart in grey and on paper; a dashed edge rests on a join that is only inferred.

use tidewaiter_model::trace::TraceAnswer;

use super::layout::{BOX, Band, GAP, LINE, Layout, Piece, Stop};
use super::words;
use crate::svg::{escaped, file, wrapped, written};

pub(super) const RECORDED: &str = "#e4e4e0";
pub(super) const MOST: &str = "#8fb3d4";
pub(super) const LEAST: &str = "#17426b";

const MARGIN: i32 = 24;
/// Below the boxes, one lane a band that goes back.
const LANE: f64 = 30.0;
const WIDTH_MIN: i32 = 860;
/// Bands back that are drawn; more is no drawing that a person reads.
const BACK: usize = 8;

/// The drawing.
#[must_use]
pub fn sankey(answer: &TraceAnswer) -> String {
    with_width(answer).0
}

/// The drawing and its width in pixels.
pub(super) fn with_width(answer: &TraceAnswer) -> (String, i32) {
    let layout = Layout::of(answer);
    let beside = if layout.back.is_empty() { 0.0 } else { GAP * 0.2 };
    let drawn = Layout::left(layout.columns.saturating_sub(1)) + BOX + beside;
    let width = whole(drawn).saturating_add(2 * MARGIN).max(WIDTH_MIN);
    let (head, top) = head(answer, width);
    let mut out = head;
    let shift = Shift { x: f64::from(MARGIN), y: f64::from(top) };
    let mut below = shift.y + layout.high;
    if layout.pieces.is_empty() && layout.back.is_empty() {
        out.push_str(&written(MARGIN, top + 20, 13, "normal", "#111", "No consignment of the item leads there."));
        below += 40.0;
    }
    for at in 0..layout.bands.len() {
        out.push_str(&band(&layout, at, &shift));
    }
    let mut over = String::new();
    for (lane, at) in layout.back.iter().take(BACK).enumerate() {
        below += LANE;
        let lane = shift.y + layout.high + LANE * f64::from(u32::try_from(lane).unwrap_or(0)) + 20.0;
        let (band, text) = back(&layout, *at, lane, &shift);
        out.push_str(&band);
        over.push_str(&text);
    }
    for stop in layout.stops.iter().filter(|stop| !stop.is_passage()) {
        out.push_str(&boxed(stop, &shift));
    }
    for piece in &layout.pieces {
        over.push_str(&number(&layout, piece, &shift));
    }
    out.push_str(&over);
    let (foot, height) = foot(answer, &layout, whole(below) + 26, width);
    out.push_str(&foot);
    (file(width, height, &format!("Flow: {}", words::title(&answer.question)), &out), width)
}

struct Shift {
    x: f64,
    y: f64,
}

/// Three numbers with their tints, the greatest first: so that none hides another.
pub(super) fn nested(units: u64, at_most: u64, at_least: u64) -> [(u64, &'static str); 3] {
    if at_least > at_most {
        [(units, RECORDED), (at_least, LEAST), (at_most, MOST)]
    } else {
        [(units, RECORDED), (at_most, MOST), (at_least, LEAST)]
    }
}

/// A length in whole pixels, rounded up.
pub(super) fn whole(length: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "between the ends of the clamp")]
    let pixels = length.ceil().clamp(0.0, 1e6) as i32;
    pixels
}

/// Characters of 13 px on a line as wide as the drawing.
pub(super) fn columns_of(width: i32) -> usize {
    usize::try_from((width - 2 * MARGIN) * 2 / 13).unwrap_or(80).max(60)
}

/// Title, interval and legend; where the drawing may begin.
fn head(answer: &TraceAnswer, width: i32) -> (String, i32) {
    let (mut out, mut y) = title(answer, width);
    out.push_str(&tints(answer, y));
    y += 12;
    out.push_str(&written(
        MARGIN,
        y + 6,
        12,
        "normal",
        "#333",
        "Numbers: chips from the origins where the fewest or where the most arrive, of chips recorded.",
    ));
    (out, y + 26)
}

/// What tints and dashes mean, on one line; both drawings have it.
pub(super) fn tints(answer: &TraceAnswer, y: i32) -> String {
    let mut out = String::new();
    let mut x = MARGIN;
    for (fill, says) in [
        (RECORDED, "chips recorded"),
        (MOST, "from the origins where the most arrive"),
        (LEAST, "where the fewest arrive"),
    ] {
        out.push_str(&format!(
            "<rect x=\"{x}\" y=\"{}\" width=\"26\" height=\"12\" fill=\"{fill}\" stroke=\"#666\" stroke-width=\"0.7\"/>\n",
            y - 11
        ));
        out.push_str(&written(x + 32, y, 12, "normal", "#333", says));
        x += 50 + 7 * i32::try_from(says.len()).unwrap_or(20);
    }
    if words::legs(answer).any(|(leg, _, _)| leg.inferred) {
        out.push_str(&format!(
            "<path d=\"M{x} {}h26\" stroke=\"#333\" stroke-width=\"1.6\" stroke-dasharray=\"5 3\"/>\n",
            y - 5
        ));
        out.push_str(&written(x + 32, y, 12, "normal", "#333", "inferred join"));
    }
    out
}

/// Title and interval, as over the map.
pub(super) fn title(answer: &TraceAnswer, width: i32) -> (String, i32) {
    let columns = columns_of(width);
    let mut out = String::new();
    let mut y = 34;
    for line in wrapped(&words::interval(answer), columns * 7 / 13) {
        out.push_str(&written(MARGIN, y, 20, "bold", "#111", &line));
        y += 24;
    }
    for line in wrapped(&words::title(&answer.question), columns) {
        out.push_str(&written(MARGIN, y, 13, "normal", "#333", &line));
        y += 17;
    }
    (out, y + 10)
}

/// A band from its first box to its last: three shapes with one middle.
fn band(layout: &Layout, at: usize, shift: &Shift) -> String {
    let Some(band) = layout.bands.get(at) else { return String::new() };
    let pieces: Vec<&Piece> = layout.pieces.iter().filter(|piece| piece.band == at).collect();
    if pieces.is_empty() {
        return String::new();
    }
    let dashes = if band.inferred { " stroke-dasharray=\"5 3\"" } else { "" };
    let (edge, wide) = if band.inferred { ("#333", "1.2") } else { ("#9a9a94", "0.7") };
    let mut out = format!("<g><title>{}</title>\n", escaped(&told(layout, band)));
    for (units, fill) in nested(band.units, band.at_most, band.at_least) {
        if units > 0 {
            let [upper, lower] = edges(layout, &pieces, layout.thick(units) / 2.0, shift);
            out.push_str(&format!("<path d=\"M{upper}L{lower}z\" fill=\"{fill}\"/>\n"));
        }
    }
    let [upper, lower] = edges(layout, &pieces, layout.thick(band.units) / 2.0, shift);
    // The dashes of two edges this near would run into each other.
    let is_thin = layout.thick(band.units) < 3.0;
    let outline = if is_thin { upper } else { format!("{upper}M{lower}") };
    out.push_str(&format!(
        "<path d=\"M{outline}\" fill=\"none\" stroke=\"{edge}\" stroke-width=\"{wide}\"{dashes}/>\n</g>\n"
    ));
    out
}

/// The upper edge of a band from left to right, and the lower from right to left; each begins with its first point.
fn edges(layout: &Layout, pieces: &[&Piece], half: f64, shift: &Shift) -> [String; 2] {
    let column = |at: usize| layout.stops.get(at).map_or(0, |stop| stop.column);
    // From the right side of one column to the left side of the next, and straight on through a passage.
    let ends = |piece: &Piece| {
        let start = shift.x + Layout::left(column(piece.from)) + BOX;
        (start, shift.x + Layout::left(column(piece.to)), shift.y + piece.start, shift.y + piece.end)
    };
    let (mut upper, mut lower) = (String::new(), String::new());
    for (at, piece) in pieces.iter().enumerate() {
        let (start, end, y0, y1) = ends(piece);
        let (half_way, y0, y1) = (f64::midpoint(start, end), y0 - half, y1 - half);
        let lead = if at == 0 { "" } else { "L" };
        upper.push_str(&format!(
            "{lead}{start:.1} {y0:.1}C{half_way:.1} {y0:.1} {half_way:.1} {y1:.1} {end:.1} {y1:.1}"
        ));
    }
    for (at, piece) in pieces.iter().rev().enumerate() {
        let (start, end, y0, y1) = ends(piece);
        let (half_way, y0, y1) = (f64::midpoint(start, end), y0 + half, y1 + half);
        let lead = if at == 0 { "" } else { "L" };
        lower.push_str(&format!(
            "{lead}{end:.1} {y1:.1}C{half_way:.1} {y1:.1} {half_way:.1} {y0:.1} {start:.1} {y0:.1}"
        ));
    }
    [upper, lower]
}

/// What a pointer reads on a band.
fn told(layout: &Layout, band: &Band) -> String {
    let name = |at: usize| layout.stops.get(at).and_then(|stop| stop.lines.first()).cloned().unwrap_or_default();
    format!(
        "{} to {}: {} recorded, of these {}{}",
        name(band.from),
        name(band.to),
        words::grouped(band.units),
        words::carried(band.at_least, band.at_most),
        if band.inferred { "; rests on an inferred join" } else { "" }
    )
}

/// A band's numbers, where it begins.
fn number(layout: &Layout, piece: &Piece, shift: &Shift) -> String {
    let Some(band) = layout.bands.get(piece.band).filter(|band| band.from == piece.from) else {
        return String::new();
    };
    let Some(from) = layout.stops.get(piece.from) else { return String::new() };
    let x = shift.x + Layout::left(from.column) + BOX + 6.0;
    // On a broad core the words are white, as the core is nearly black.
    let (ink, halo) = if layout.thick(band.at_least) > 16.0 && band.at_most >= band.at_least {
        ("#fff", LEAST)
    } else {
        ("#111", "#fff")
    };
    twice(x, shift.y + piece.start + 4.0, 11, &numbers(band), ink, halo)
}

/// `30 or 90 of 100`; without the last where it would reach the next box.
fn numbers(band: &Band) -> String {
    let from_origins = words::either(band.at_least, band.at_most);
    let all = format!("{from_origins} of {}", words::grouped(band.units));
    if all.chars().count() <= 25 { all } else { from_origins }
}

/// Text that reads on any ground: written twice, as not every viewer knows `paint-order`.
pub(super) fn haloed(x: f64, y: f64, size: i32, text: &str) -> String {
    twice(x, y, size, text, "#111", "#fff")
}

fn twice(x: f64, y: f64, size: i32, text: &str, ink: &str, halo: &str) -> String {
    let weight = if size > 12 { "bold" } else { "normal" };
    let place = format!("x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" font-weight=\"{weight}\"");
    let text = escaped(text);
    format!(
        "<text {place} fill=\"{halo}\" fill-opacity=\"0.9\" stroke=\"{halo}\" stroke-opacity=\"0.9\" stroke-width=\"3.5\" \
         stroke-linejoin=\"round\" aria-hidden=\"true\">{text}</text>\n<text {place} fill=\"{ink}\">{text}</text>\n"
    )
}

/// A band to the same or an earlier column, below all boxes, and its numbers.
fn back(layout: &Layout, at: usize, lane: f64, shift: &Shift) -> (String, String) {
    let Some(band) = layout.bands.get(at) else { return Default::default() };
    let (Some(from), Some(to)) = (layout.stops.get(band.from), layout.stops.get(band.to)) else {
        return Default::default();
    };
    let start = shift.x + Layout::left(from.column) + BOX;
    let end = shift.x + Layout::left(to.column);
    let (y0, y1) = (shift.y + from.top + from.high - 5.0, shift.y + to.top + to.high - 5.0);
    let (out_at, in_at) = (start + GAP * 0.2, (end - GAP * 0.2).max(6.0));
    let path = format!(
        "M{start:.1} {y0:.1}C{out_at:.1} {y0:.1} {out_at:.1} {y0:.1} {out_at:.1} {:.1}V{:.1}Q{out_at:.1} {lane:.1} {:.1} {lane:.1}\
         H{:.1}Q{in_at:.1} {lane:.1} {in_at:.1} {:.1}V{:.1}Q{in_at:.1} {y1:.1} {end:.1} {y1:.1}",
        y0 + 12.0,
        lane - 10.0,
        out_at - 10.0,
        in_at + 10.0,
        lane - 10.0,
        y1 + 10.0,
    );
    let dashes = if band.inferred { " stroke-dasharray=\"5 3\"" } else { "" };
    let line = |units: u64, colour: &str, dashes: &str| {
        if units == 0 {
            return String::new();
        }
        let thick = layout.thick(units).min(5.0);
        format!("<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{thick:.1}\"{dashes}/>\n")
    };
    let mut out = format!("<g><title>{}</title>\n", escaped(&told(layout, band)));
    out.push_str(&line(band.units.max(1), "#b9b9b3", dashes));
    for (units, colour) in nested(band.units, band.at_most, band.at_least).into_iter().skip(1) {
        out.push_str(&line(units, colour, ""));
    }
    out.push_str("</g>\n");
    let text = haloed(f64::midpoint(out_at, in_at) - 40.0, lane - 7.0, 11, &format!("back: {}", numbers(band)));
    (out, text)
}

fn boxed(stop: &Stop, shift: &Shift) -> String {
    let (x, y) = (shift.x + Layout::left(stop.column), shift.y + stop.top);
    let (fill, thick) = match stop.role.as_str() {
        "origin" | "destination" => ("#fff", "2.4"),
        _ => ("#fff", "1"),
    };
    let mut out = format!(
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{BOX:.1}\" height=\"{:.1}\" rx=\"2\" fill=\"{fill}\" stroke=\"#111\" \
         stroke-width=\"{thick}\"/>\n",
        stop.high
    );
    let lines = f64::from(u32::try_from(stop.lines.len()).unwrap_or(0));
    let mut at = y + (stop.high - lines * LINE) / 2.0 + 11.5;
    let names = stop.lines.len().saturating_sub(2);
    for (row, line) in stop.lines.iter().enumerate() {
        let (weight, colour) = if row < names { ("bold", "#111") } else { ("normal", "#333") };
        out.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{at:.1}\" font-size=\"12\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>\n",
            x + 8.0,
            escaped(line)
        ));
        at += LINE;
    }
    out
}

fn foot(answer: &TraceAnswer, layout: &Layout, y: i32, width: i32) -> (String, i32) {
    let mut says = Vec::new();
    if layout.within > 0 {
        says.push(format!("{} chips between sites that share a box are not drawn.", words::grouped(layout.within)));
    }
    let back = layout.back.iter().skip(BACK).filter_map(|at| layout.bands.get(*at));
    let (bands, chips) =
        back.fold(layout.more, |(bands, chips), band| (bands.saturating_add(1), chips.saturating_add(band.units)));
    if bands > 0 {
        says.push(format!("{} chips on {bands} smaller bands are not drawn.", words::grouped(chips)));
    }
    if answer.outer {
        says.push("Records name months or ranges of days: an outer interval.".to_owned());
    }
    says.push(words::caution(answer));
    lines(&says, y, width)
}

/// Small print below a drawing; where it ends.
pub(super) fn lines(says: &[String], mut y: i32, width: i32) -> (String, i32) {
    let mut out = String::new();
    for line in says.iter().flat_map(|text| wrapped(text, columns_of(width))) {
        out.push_str(&written(MARGIN, y, 12, "normal", "#444", &line));
        y += 16;
    }
    (out, y + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thinner_lies_on_the_thicker() {
        assert_eq!(nested(100, 90, 30), [(100, RECORDED), (90, MOST), (30, LEAST)]);
        assert_eq!(nested(100, 60, 90), [(100, RECORDED), (90, LEAST), (60, MOST)]);
    }
}
