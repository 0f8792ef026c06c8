//! The flow on a map, with its time axis below: arcs from country to country, each with its number, its bars in months.

use std::collections::BTreeMap;

use tidewaiter_model::Country;
use tidewaiter_model::trace::TraceAnswer;

use super::arcs::{Arc, Arcs};
use super::borders::{self, OUTLINES, Point};
use super::layout::count;
use super::lifeline::{badge, strip};
use super::sankey::{haloed, lines, nested, tints, title, whole};
use super::words;
use crate::svg::{escaped, file, written};

const WIDTH: i32 = 960;
const MARGIN: f64 = 24.0;
const FRAME: f64 = 912.0;
const HIGHEST: f64 = 500.0;
const LOWEST: f64 = 340.0;
/// Degrees around the countries, and of the narrowest map.
const AROUND: f64 = 16.0;
const NARROWEST: f64 = 80.0;
const THICKEST: f64 = 11.0;

/// The drawing.
#[must_use]
pub fn map(answer: &TraceAnswer) -> String {
    let arcs = Arcs::of(answer);
    let places = places(answer);
    let view = View::around(places.keys().filter_map(|country| borders::centre(*country)));
    let (mut out, top) = title(answer, WIDTH);
    out.push_str(&tints(answer, top));
    out.push_str(&legend(top + 20));
    let top = f64::from(top) + 34.0;
    out.push_str(&format!(
        "<svg x=\"{MARGIN}\" y=\"{top:.1}\" width=\"{FRAME}\" height=\"{:.1}\" viewBox=\"0 0 {FRAME} {:.1}\">\n",
        view.high, view.high
    ));
    out.push_str(&land(&view, &places));
    let mut taken = Taken::default();
    out.push_str(&dots(&view, &places, &mut taken));
    let fullest = count(arcs.drawn.iter().map(|arc| arc.chips.units).max().unwrap_or(1).max(1));
    let curves: Vec<Option<Curve>> = arcs.drawn.iter().map(|arc| Curve::of(arc, &view)).collect();
    // The greatest is drawn first and lies lowest.
    for (arc, curve) in arcs.drawn.iter().zip(&curves) {
        out.push_str(&curve.as_ref().map_or_else(String::new, |curve| drawn(arc, curve, fullest)));
    }
    let mut over = String::new();
    for (at, curve) in curves.iter().enumerate() {
        let Some(curve) = curve else { continue };
        let (x, y) = taken.badge(curve);
        over.push_str(&badge(x, y, at.saturating_add(1)));
    }
    for (country, role) in &places {
        over.push_str(&named(*country, role, &view, &mut taken));
    }
    out.push_str(&over);
    out.push_str("</svg>\n");
    out.push_str(&format!(
        "<rect x=\"{MARGIN}\" y=\"{top:.1}\" width=\"{FRAME}\" height=\"{:.1}\" fill=\"none\" stroke=\"#777\" stroke-width=\"1\"/>\n",
        view.high
    ));
    let (rows, below) = strip(answer, &arcs, top + view.high + 14.0, f64::from(WIDTH));
    out.push_str(&rows);
    let (foot, height) = lines(&foot(answer, &arcs), whole(below) + 18, WIDTH);
    out.push_str(&foot);
    file(WIDTH, height, &format!("Map: {}", words::title(&answer.question)), &out)
}

/// The countries of all sites that anything went from or to, with the weightiest role.
fn places(answer: &TraceAnswer) -> BTreeMap<Country, String> {
    let rank = |role: &str| ["origin", "destination", "between"].iter().position(|known| *known == role).unwrap_or(3);
    let mut places: BTreeMap<Country, String> = BTreeMap::new();
    let moved = words::legs(answer).filter(|(leg, _, _)| leg.units > 0).flat_map(|(_, from, to)| [from, to]);
    for (country, site) in moved.filter_map(|site| Some((site.country?, site))) {
        let role = places.entry(country).or_insert_with(|| site.role.clone());
        if rank(&site.role) < rank(role) {
            role.clone_from(&site.role);
        }
    }
    places
}

/// The part of the world that is drawn.
struct View {
    /// Longitude of the left edge.
    west: f64,
    /// Projected height of the upper edge.
    north: f64,
    /// Pixels a degree.
    scale: f64,
    high: f64,
}

impl View {
    /// All of these points, opened where the gap between them is widest.
    fn around(points: impl Iterator<Item = Point>) -> Self {
        let points: Vec<Point> = points.collect();
        let mut east: Vec<f64> = points.iter().map(|(x, _)| x.rem_euclid(360.0)).collect();
        east.sort_by(f64::total_cmp);
        let (Some(first), Some(last)) = (east.first().copied(), east.last().copied()) else {
            return Self::of(-168.0, 360.0, borders::height(80.0), borders::height(-56.0));
        };
        let mut gap = (first + 360.0 - last, first);
        for (a, b) in east.iter().zip(east.iter().skip(1)) {
            // Equal gaps open where the map is opened usually, in the Pacific: further west.
            if b - a > gap.0 {
                gap = (b - a, *b);
            }
        }
        let (gap, begins) = gap;
        let around = if gap >= 360.0 { 0.0 } else { 360.0 - gap };
        let wide = (around + 2.0 * AROUND).clamp(NARROWEST, 360.0);
        let west = begins - (wide - around) / 2.0;
        let heights = || points.iter().map(|(_, y)| borders::height(*y));
        let (low, high) = (heights().fold(f64::MAX, f64::min), heights().fold(f64::MIN, f64::max));
        Self::of(west, wide, high + AROUND, low - AROUND)
    }

    fn of(west: f64, wide: f64, north: f64, south: f64) -> Self {
        let scale = (FRAME / wide).min(HIGHEST / (north - south));
        // What the height does not let be filled is given to both sides, as far as the world reaches.
        let wider = (FRAME / scale).min(360.0);
        let scale = FRAME / wider;
        let high = ((north - south) * scale).clamp(LOWEST, HIGHEST);
        let middle = f64::midpoint(north, south);
        let (top, bottom) = (borders::height(84.0), borders::height(-60.0));
        let half = high / scale / 2.0;
        let middle = middle.min(top - half).max(bottom + half);
        let west = (west - (wider - wide) / 2.0 + 180.0).rem_euclid(360.0) - 180.0;
        Self { west, north: middle + half, scale, high }
    }

    /// Where a point stands; how many turns of the globe away it is drawn is the caller's.
    fn place(&self, (x, y): Point) -> Point {
        let east = (x - self.west).rem_euclid(360.0);
        (east * self.scale, (self.north - borders::height(y)) * self.scale)
    }
}

/// Land with its borders; a ring that the edge cuts is drawn on both sides of it.
fn land(view: &View, places: &BTreeMap<Country, String>) -> String {
    let mut out = format!("<rect width=\"{FRAME}\" height=\"{:.1}\" fill=\"#eef2f5\"/>\n", view.high);
    for outline in OUTLINES.iter() {
        let is_in = outline.code.parse().is_ok_and(|country: Country| places.contains_key(&country));
        let fill = if is_in { "#e6dcc3" } else { "#fbfaf7" };
        let turn = 360.0 * view.scale;
        let points: Vec<Point> = outline
            .points
            .iter()
            .map(|(x, y)| ((x - view.west) * view.scale, (view.north - borders::height(*y)) * view.scale))
            .collect();
        let (left, right) = points.iter().fold((f64::MAX, f64::MIN), |(l, r), (x, _)| (l.min(*x), r.max(*x)));
        let seen = points.iter().any(|(_, y)| (0.0..=view.high).contains(y));
        for shift in [-turn, 0.0, turn, 2.0 * turn]
            .into_iter()
            .filter(|shift| seen && right + shift > 0.0 && left + shift < FRAME)
        {
            let mut ring = String::new();
            for (at, (x, y)) in points.iter().enumerate() {
                ring.push_str(&format!("{}{:.1} {y:.1}", if at == 0 { "M" } else { "L" }, x + shift));
            }
            out.push_str(&format!(
                "<path d=\"{ring}z\" fill=\"{fill}\" stroke=\"#b4aea1\" stroke-width=\"0.6\" stroke-linejoin=\"round\"/>\n"
            ));
        }
    }
    out
}

/// Rectangles that have text: nothing else is written there.
#[derive(Default)]
struct Taken {
    all: Vec<(f64, f64, f64, f64)>,
}

impl Taken {
    fn is_free(&self, (left, top, right, bottom): (f64, f64, f64, f64)) -> bool {
        self.all.iter().all(|(l, t, r, b)| right < *l || left > *r || bottom < *t || top > *b)
    }

    /// A place on the curve for its number, as near its middle as others leave.
    fn badge(&mut self, curve: &Curve) -> Point {
        let square = |(x, y): Point| (x - 9.5, y - 9.5, x + 9.5, y + 9.5);
        let tries = [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72, 0.22, 0.78, 0.16, 0.84];
        let found = tries.into_iter().map(|t| curve.at(t)).find(|place| self.is_free(square(*place)));
        // Where arcs lie on one another, beside the curve.
        let beside = || {
            let (x, y) = curve.at(0.5);
            (1..12).map(|step| (x, y - 20.0 * f64::from(step))).find(|place| self.is_free(square(*place)))
        };
        let place = found.or_else(beside).unwrap_or(curve.at(0.5));
        self.all.push(square(place));
        place
    }
}

/// A quadratic curve that bows to the left of its way, so that there and back are two.
struct Curve {
    start: Point,
    bow: Point,
    end: Point,
}

impl Curve {
    fn of(arc: &Arc, view: &View) -> Option<Self> {
        let (start, end) = (view.place(borders::centre(arc.from)?), view.place(borders::centre(arc.to)?));
        let (dx, dy) = (end.0 - start.0, end.1 - start.1);
        let middle = (f64::midpoint(start.0, end.0), f64::midpoint(start.1, end.1));
        Some(Self { start, bow: (middle.0 + dy * 0.24, middle.1 - dx * 0.24), end })
    }

    fn at(&self, t: f64) -> Point {
        let mix = |a: f64, b: f64, c: f64| (1.0 - t) * (1.0 - t) * a + 2.0 * (1.0 - t) * t * b + t * t * c;
        (mix(self.start.0, self.bow.0, self.end.0), mix(self.start.1, self.bow.1, self.end.1))
    }

    /// The way it arrives, of length one.
    fn towards(&self) -> Point {
        let (dx, dy) = (self.end.0 - self.bow.0, self.end.1 - self.bow.1);
        let length = (dx * dx + dy * dy).sqrt().max(1e-6);
        (dx / length, dy / length)
    }
}

fn drawn(arc: &Arc, curve: &Curve, fullest: f64) -> String {
    let (dx, dy) = curve.towards();
    let full = (THICKEST * count(arc.chips.units) / fullest).max(1.6);
    // The arrow's tip touches the dot; the line ends at the arrow's back.
    let head = 7.0 + full * 0.6;
    let tip = (curve.end.0 - dx * 6.0, curve.end.1 - dy * 6.0);
    let back = (tip.0 - dx * head, tip.1 - dy * head);
    let path = format!(
        "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}",
        curve.start.0, curve.start.1, curve.bow.0, curve.bow.1, back.0, back.1
    );
    let dashes = if arc.inferred { " stroke-dasharray=\"7 4\"" } else { "" };
    let line = |colour: &str, wide: f64| {
        format!("<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{wide:.1}\"{dashes}/>\n")
    };
    let part = |units: u64| (full * count(units) / count(arc.chips.units).max(1.0)).max(0.9);
    let said = format!(
        "{} to {}: {} recorded, of these {}{}",
        arc.from,
        arc.to,
        words::grouped(arc.chips.units),
        words::carried(arc.chips.at_least, arc.chips.at_most),
        if arc.inferred { "; rests on an inferred join" } else { "" }
    );
    let mut out = format!("<g><title>{}</title>\n", escaped(&said));
    out.push_str(&line("#55554f", full + 1.6));
    for (units, colour) in nested(arc.chips.units, arc.chips.at_most, arc.chips.at_least) {
        if units > 0 {
            out.push_str(&line(colour, part(units)));
        }
    }
    let half = head * 0.55;
    out.push_str(&format!(
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}z\" fill=\"#33332f\"/>\n",
        tip.0,
        tip.1,
        back.0 - dy * half,
        back.1 + dx * half,
        back.0 + dy * half,
        back.1 - dx * half,
    ));
    out.push_str("</g>\n");
    out
}

fn dot((x, y): Point, role: &str) -> String {
    let (fill, wide) = match role {
        "origin" => ("#fff", "2.6"),
        "destination" => ("#111", "1"),
        _ => ("#9a9a94", "1"),
    };
    format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\" fill=\"{fill}\" stroke=\"#111\" stroke-width=\"{wide}\"/>\n")
}

fn dots(view: &View, places: &BTreeMap<Country, String>, taken: &mut Taken) -> String {
    let mut out = String::new();
    for (country, role) in places {
        let Some(place) = borders::centre(*country).map(|point| view.place(point)) else { continue };
        taken.all.push((place.0 - 6.0, place.1 - 6.0, place.0 + 6.0, place.1 + 6.0));
        out.push_str(&dot(place, role));
    }
    out
}

/// The dot again over the arcs, and the country's code beside it where there is room; the rows below name all.
fn named(country: Country, role: &str, view: &View, taken: &mut Taken) -> String {
    let Some((x, y)) = borders::centre(country).map(|point| view.place(point)) else { return String::new() };
    let mut out = dot((x, y), role);
    let (wide, high) = (18.0, 12.0);
    let tries =
        [(8.0, 4.0), (-26.0, 4.0), (-9.0, 18.0), (-9.0, -9.0), (8.0, 16.0), (-26.0, 16.0), (8.0, -8.0), (-26.0, -8.0)];
    let text = |(dx, dy): (f64, f64)| (x + dx, y + dy - high + 2.0, x + dx + wide, y + dy + 2.0);
    let in_frame = |(l, t, r, b): (f64, f64, f64, f64)| l > 0.0 && t > 0.0 && r < FRAME && b < view.high;
    if let Some(at) = tries.into_iter().find(|at| taken.is_free(text(*at)) && in_frame(text(*at))) {
        taken.all.push(text(at));
        out.push_str(&haloed(x + at.0, y + at.1, 13, country.code()));
    }
    out
}

/// What the dots mean.
fn legend(y: i32) -> String {
    let mut out = String::new();
    let mut x = 24;
    for (role, says) in [("origin", "origin"), ("destination", "destination"), ("between", "between")] {
        out.push_str(&dot((f64::from(x + 6), f64::from(y - 4)), role));
        out.push_str(&written(x + 18, y, 12, "normal", "#333", says));
        x += 40 + 7 * i32::try_from(says.len()).unwrap_or(20);
    }
    out
}

fn foot(answer: &TraceAnswer, arcs: &Arcs) -> Vec<String> {
    let mut says = Vec::new();
    if arcs.drawn.is_empty() {
        says.push("Nothing went from one country to another in the records that matter.".to_owned());
    }
    let (pairs, chips) = arcs.more;
    if pairs > 0 {
        says.push(format!("Not drawn: {} chips between {pairs} more pairs of countries.", words::grouped(chips)));
    }
    for (chips, what) in [(arcs.within, "within a country"), (arcs.nowhere, "with an end whose country is unknown")] {
        if chips > 0 {
            says.push(format!("Not drawn: {} chips that went {what}.", words::grouped(chips)));
        }
    }
    if answer.outer {
        says.push("Records name months or ranges of days: an outer interval.".to_owned());
    }
    says.push(borders::NOTICE.to_owned());
    says.push(words::caution(answer));
    says
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::place::country_codes;

    /// Antarctica is not on the map.
    fn middles() -> Vec<Point> {
        country_codes()
            .filter(|code| *code != "AQ")
            .map(|code| borders::centre(code.parse().unwrap()).unwrap())
            .collect()
    }

    fn is_in(view: &View, point: Point) -> bool {
        let (x, y) = view.place(point);
        (0.0..=FRAME).contains(&x) && (0.0..=view.high).contains(&y)
    }

    #[test]
    fn any_two_countries_are_in_the_frame_of_their_map() {
        let middles = middles();
        for a in &middles {
            for b in &middles {
                let view = View::around([*a, *b].into_iter());
                assert!(is_in(&view, *a) && is_in(&view, *b), "{a:?} {b:?}");
                assert!((LOWEST..=HIGHEST).contains(&view.high) && view.scale * 360.0 >= FRAME - 1e-6);
            }
        }
    }

    #[test]
    fn all_countries_are_in_the_frame_of_the_world() {
        let middles = middles();
        let view = View::around(middles.iter().copied());
        assert!(middles.iter().all(|point| is_in(&view, *point)));
    }

    #[test]
    fn across_the_pacific_the_map_is_opened_in_the_atlantic() {
        let middle = |code: &str| borders::centre(code.parse().unwrap()).unwrap();
        let (china, states) = (middle("CN"), middle("US"));
        let view = View::around([china, states].into_iter());
        assert!(view.place(china).0 < view.place(states).0);
        assert!(view.place(middle("JP")).0 < view.place(states).0 && view.place(middle("JP")).0 > view.place(china).0);
    }
}
