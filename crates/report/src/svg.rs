//! Answers over time as a drawing: one SVG file without script, style sheet, font or picture from elsewhere.
//!
//! It brings its own white ground, so that it reads the same on a dark page and on paper; each colour stands with its
//! word and its number.

use tidewaiter_model::{Date, Licence};

use crate::table::{history_control, history_exceptions};
use crate::text::{self, clean, words};
use crate::view::{HistoryView, StretchView};

const WIDTH: i32 = 960;
const MARGIN: i32 = 24;
const BAR: i32 = WIDTH - 2 * MARGIN;
const LINE: i32 = 17;
/// Where the text of a stretch begins.
const TEXT: i32 = 250;
/// Characters of a line of text at 13 px: 7.2 px is wider than the mean of any common sans serif.
const CHARACTERS: usize = 92;
const FONT: &str = "font-family=\"system-ui, 'Segoe UI', Roboto, Arial, sans-serif\"";

/// The bar of time with its stretches numbered, and below it each stretch in words.
#[must_use]
pub fn history(view: &HistoryView<'_>) -> String {
    let mut body = String::new();
    let way = if view.way.is_empty() { String::new() } else { format!(", {}", view.way) };
    let mut y = 38;
    let title = format!("{}{way}", view.input);
    for line in wrapped(&title, 70) {
        body.push_str(&written(MARGIN, y, 18, "bold", "#111", &line));
        y += 24;
    }
    for line in wrapped(&format!("Read as: {}", text::good(view.good)), 120) {
        body.push_str(&written(MARGIN, y, 13, "normal", "#444", &line));
        y += LINE;
    }
    y += 8;
    body.push_str(&bar(view, y));
    y += 76;
    for (index, stretch) in view.stretches.iter().enumerate() {
        let (drawn, below) = row(index.saturating_add(1), stretch, y);
        body.push_str(&drawn);
        y = below;
    }
    for line in view.caveats().into_iter().flat_map(|caveat| wrapped(caveat, 125)) {
        body.push_str(&written(MARGIN, y + 6, 12, "normal", "#111", &line));
        y += LINE;
    }
    let ground = view.ground;
    let foot = format!(
        "Rules {}, snapshot {}, {}. What was and was not looked at: {}. Not legal advice; an empty result is never a \
         clearance.",
        ground.rules,
        ground.snapshot,
        ground.engine,
        ground.coverage()
    );
    for line in wrapped(&foot, 130) {
        body.push_str(&written(MARGIN, y + 6, 12, "normal", "#444", &line));
        y += LINE;
    }
    file(WIDTH, y + 14, &title, &body)
}

/// The whole file around what is drawn.
pub(crate) fn file(width: i32, height: i32, title: &str, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" {FONT}>\n<title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n{body}</svg>\n",
        escaped(title)
    )
}

/// The stretches on a line of time, with the years below.
fn bar(view: &HistoryView<'_>, y: i32) -> String {
    let (Some(first), Some(last)) = (view.stretches.first(), view.stretches.last()) else { return String::new() };
    let (start, end) = (first.from, last.to);
    let all = days(start, end).saturating_add(1);
    let x = |day: Date| MARGIN.saturating_add(scaled(days(start, day), all));
    let mut out = String::new();
    for (index, stretch) in view.stretches.iter().enumerate() {
        let left = x(stretch.from);
        let right = stretch.to.tomorrow().map_or(MARGIN + BAR, x);
        let colours = colours(stretch.classification.licence);
        let wide = right.saturating_sub(left).max(1);
        out.push_str(&format!(
            "<rect x=\"{left}\" y=\"{y}\" width=\"{wide}\" height=\"30\" fill=\"{}\" stroke=\"#fff\" stroke-width=\"1\"/>\n",
            colours.fill
        ));
        // A number that has no room is left to the row below.
        if wide >= 22 {
            let middle = left.saturating_add(wide / 2);
            out.push_str(&format!(
                "<text x=\"{middle}\" y=\"{}\" font-size=\"13\" font-weight=\"bold\" fill=\"#fff\" text-anchor=\"middle\">{}</text>\n",
                y + 20,
                index.saturating_add(1)
            ));
        }
    }
    // Years whose labels would stand on one another are left out.
    let mut free = MARGIN;
    for year in start.year()..=end.year() {
        let Ok(new_year) = Date::new(year, 1, 1) else { continue };
        let at = x(new_year.max(start));
        if at < free || at > MARGIN + BAR - 34 {
            continue;
        }
        free = at + 44;
        out.push_str(&format!("<line x1=\"{at}\" y1=\"{}\" x2=\"{at}\" y2=\"{}\" stroke=\"#444\"/>\n", y + 30, y + 38));
        out.push_str(&written(at + 3, y + 47, 12, "normal", "#444", &year.to_string()));
    }
    out
}

/// One stretch in words; also where the next may begin.
fn row(number: usize, stretch: &StretchView<'_>, y: i32) -> (String, i32) {
    let colours = colours(stretch.classification.licence);
    let mut out = String::new();
    let mut at = y + 14;
    let answer = stretch.classification;
    let mut say = |text: &str, weight: &str, colour: &str| {
        for line in wrapped(text, CHARACTERS) {
            out.push_str(&written(TEXT, at, 13, weight, colour, &line));
            at += LINE;
        }
    };
    let head = format!("Licence {}; {}", words(answer.licence.as_str()), history_control(stretch));
    say(&head, "bold", colours.word);
    for change in &stretch.changes {
        say(&format!("{} {} [{}]", change.code, change.says, change.cite), "normal", "#111");
    }
    if !answer.review.is_empty() {
        say(&format!("Review: {}", answer.review), "normal", "#444");
    }
    let exceptions = history_exceptions(stretch);
    if !exceptions.is_empty() {
        say(&format!("Exceptions: {exceptions}"), "normal", "#444");
    }
    let marks = stretch.marks();
    if !marks.is_empty() {
        say(&format!("Leans in part on what is {}.", marks.join("; ")), "bold", "#7a4e00");
    }
    let bottom = at.max(y + 40);
    let high = bottom - y - 6;
    let mut left = format!(
        "<rect x=\"{MARGIN}\" y=\"{y}\" width=\"28\" height=\"{high}\" fill=\"{}\"/>\n\
         <text x=\"{}\" y=\"{}\" font-size=\"13\" font-weight=\"bold\" fill=\"#fff\" text-anchor=\"middle\">{number}</text>\n",
        colours.fill,
        MARGIN + 14,
        y + 18
    );
    let span = format!("{} to {}", stretch.from, stretch.to);
    left.push_str(&written(MARGIN + 40, y + 14, 13, "normal", "#111", &span));
    left.push_str(&out);
    (left, bottom + 10)
}

struct Colours {
    fill: &'static str,
    word: &'static str,
}

/// Told apart by those who see no red or green, and in grey, by their darkness.
fn colours(licence: Licence) -> Colours {
    match licence {
        Licence::Required => Colours { fill: "#8b1a1a", word: "#8b1a1a" },
        Licence::Unknown => Colours { fill: "#a66a00", word: "#7a4e00" },
        Licence::NotRequired => Colours { fill: "#3f7fb5", word: "#22577f" },
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// A number of days as a length on the bar.
fn scaled(days: i32, all: i32) -> i32 {
    let length = i64::from(days).saturating_mul(i64::from(BAR)).checked_div(i64::from(all)).unwrap_or(0);
    i32::try_from(length).unwrap_or(BAR).clamp(0, BAR)
}

pub(crate) fn wrapped(prose: &str, columns: usize) -> Vec<String> {
    let options = textwrap::Options::new(columns)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::wrap(&text::one_line(prose), options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

pub(crate) fn written(x: i32, y: i32, size: i32, weight: &str, colour: &str, text: &str) -> String {
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>\n",
        escaped(text)
    )
}

pub(crate) fn escaped(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
