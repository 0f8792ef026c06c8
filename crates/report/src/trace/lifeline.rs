//! The time axis below the map: a row an arc, a bar a month.

use tidewaiter_model::Date;
use tidewaiter_model::trace::TraceAnswer;

use super::arcs::{Arc, Arcs};
use super::layout::count;
use super::sankey::nested;
use super::words;
use crate::svg::{escaped, written};

const LEFT: f64 = 300.0;
const RIGHT: f64 = 24.0;
const ROW: f64 = 32.0;
const BAR: f64 = 24.0;

/// Days and where they stand.
struct Axis {
    start: Date,
    days: f64,
    width: f64,
}

impl Axis {
    fn x(&self, day: Date) -> f64 {
        let days = f64::from(self.start.until(day).map_or(0, |span| span.get_days()));
        LEFT + self.width * (days / self.days).clamp(0.0, 1.0)
    }

    fn after(&self, day: Date) -> f64 {
        self.x(day.tomorrow().unwrap_or(day))
    }
}

/// The rows with their axis, from `y` down; where it ends. Nothing where nothing moved.
pub(super) fn strip(answer: &TraceAnswer, arcs: &Arcs, y: f64, width: f64) -> (String, f64) {
    let Some((first, last)) = arcs.time() else { return (String::new(), y) };
    let (start, end) = (first.first_of_month(), last.last_of_month());
    let days = f64::from(start.until(end).map_or(0, |span| span.get_days())) + 1.0;
    let axis = Axis { start, days, width: width - LEFT - RIGHT };
    let top = y + 22.0;
    let bottom = top + ROW * count(u64::try_from(arcs.drawn.len()).unwrap_or(0));
    let mut out = window(answer, &axis, top, bottom);
    out.push_str(&months(&axis, end, top, bottom));
    let spans = || arcs.drawn.iter().flat_map(|arc| arc.spans.values());
    let highest = spans().map(|chips| chips.units).max().unwrap_or(1).max(1);
    let fullest = count(highest);
    let caption = format!("Chips that arrived; the highest bar is {}.", words::grouped(highest));
    out.push_str(&written(24, super::sankey::whole(top - 6.0), 12, "normal", "#333", &caption));
    let mut row = top;
    for (at, arc) in arcs.drawn.iter().enumerate() {
        row += ROW;
        out.push_str(&drawn(at.saturating_add(1), arc, row, &axis, fullest));
    }
    (out, bottom + 34.0)
}

/// When an arrival counts.
fn window(answer: &TraceAnswer, axis: &Axis, top: f64, bottom: f64) -> String {
    let question = &answer.question;
    let (since, until) = (question.since.parse::<Date>().ok(), question.until.parse::<Date>().ok());
    if since.is_none() && until.is_none() {
        return String::new();
    }
    let left = since.map_or(LEFT, |day| axis.x(day));
    let right = until.map_or(LEFT + axis.width, |day| axis.after(day));
    format!(
        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#f3f1ec\"/>\n\
         <text x=\"{left:.1}\" y=\"{:.1}\" font-size=\"11\" fill=\"#444\">arrivals that count</text>\n",
        (right - left).max(0.0),
        bottom - top,
        top - 6.0
    )
}

fn months(axis: &Axis, end: Date, top: f64, bottom: f64) -> String {
    let mut out =
        format!("<path d=\"M{LEFT:.1} {bottom:.1}h{:.1}\" stroke=\"#444\" stroke-width=\"1\"/>\n", axis.width);
    // As many months from one tick to the next as a label needs, so that the ticks are even.
    let room = axis.width / axis.days * 28.0;
    let step = [1, 2, 3, 6, 12, 24, 60, 120].into_iter().find(|step| f64::from(*step) * room >= 56.0).unwrap_or(240);
    let mut month = axis.start;
    let mut number = 0;
    while month <= end {
        let x = axis.x(month);
        if number % step == 0 {
            out.push_str(&format!(
                "<path d=\"M{x:.1} {top:.1}V{:.1}\" stroke=\"#d2cfc8\" stroke-width=\"0.7\"/>\n",
                bottom + 5.0
            ));
            if x < LEFT + axis.width - 44.0 {
                out.push_str(&format!(
                    "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"11\" fill=\"#444\">{}</text>\n",
                    bottom + 17.0,
                    month.strftime("%Y-%m")
                ));
            }
        }
        number += 1;
        match month.last_of_month().tomorrow() {
            Ok(next) => month = next,
            Err(_) => break,
        }
    }
    out
}

/// One arc's row, whose bars stand on `base`.
fn drawn(number: usize, arc: &Arc, base: f64, axis: &Axis, fullest: f64) -> String {
    let mut out = badge(36.0, base - 11.0, number);
    let chips = arc.chips;
    let inferred = if arc.inferred { " (inferred)" } else { "" };
    let name = format!("{} to {}{inferred}", arc.from, arc.to);
    out.push_str(&written(54, super::sankey::whole(base - 13.0), 12, "bold", "#111", &name));
    let numbers = format!("{} of {}", words::either(chips.at_least, chips.at_most), words::grouped(chips.units));
    out.push_str(&written(54, super::sankey::whole(base + 1.0), 11, "normal", "#333", &numbers));
    out.push_str(&format!(
        "<path d=\"M{LEFT:.1} {base:.1}h{:.1}\" stroke=\"#d2cfc8\" stroke-width=\"0.7\"/>\n",
        axis.width
    ));
    for ((first, last), chips) in &arc.spans {
        let (left, right) = (axis.x(*first), axis.after(*last));
        let wide = (right - left - 1.0).max(1.5);
        let said = format!(
            "{first} to {last}: {} recorded, of these {}",
            words::grouped(chips.units),
            words::carried(chips.at_least, chips.at_most)
        );
        out.push_str(&format!("<g><title>{}</title>\n", escaped(&said)));
        for (units, fill) in nested(chips.units, chips.at_most, chips.at_least) {
            if units > 0 {
                let high = (BAR * count(units) / fullest).max(1.5);
                out.push_str(&format!(
                    "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"{fill}\" stroke=\"#8a8a85\" \
                     stroke-width=\"0.5\"/>\n",
                    left + 0.5,
                    base - high
                ));
            }
        }
        out.push_str("</g>\n");
    }
    out
}

/// A number in a circle: on the map and in the rows below it.
pub(super) fn badge(x: f64, y: f64, number: usize) -> String {
    format!(
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"9\" fill=\"#fff\" stroke=\"#111\" stroke-width=\"1.1\"/>\n\
         <text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"11\" font-weight=\"bold\" fill=\"#111\" text-anchor=\"middle\">{number}</text>\n",
        y + 4.0
    )
}
