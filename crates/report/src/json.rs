//! JSON and JSON Lines, in the shapes that other programs may rely on.
//!
//! Every object carries `schema`, `as_of`, `snapshot`, `engine` and `rules`. Unknown is the string `"unknown"`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};
use tidewaiter_model::{
    Applied, BookAnswer, Change, Classification, Comparison, Date, Effect, Exception, Explanation, Fault, Good, Ground,
    LineAnswer, OwnersAnswer, Resolution, ScenarioWords, Tally, WhatIf, trace::TraceAnswer,
};

use crate::{ClassificationView, CoverageView, GoodGuyView, HistoryView, HitsView, ListRow, RescreenView, TurnView};

/// The whole answer as one indented object, `tidewaiter/book/1`.
///
/// # Errors
/// Those of `out`.
pub fn book(answer: &BookAnswer, out: &mut dyn Write) -> io::Result<()> {
    indented(answer, out)
}

/// One line's answer as one line of JSON, `tidewaiter/check/1`.
///
/// # Errors
/// Those of `out`.
pub fn line(answer: &LineAnswer, out: &mut dyn Write) -> io::Result<()> {
    compact(answer, out)
}

/// Two days' answers, `tidewaiter/comparison/1`. The common fields are those of the later-named day; `before` and
/// `after` carry each day's own.
///
/// # Errors
/// Those of `out`.
pub fn comparison(answer: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shape<'a> {
        schema: &'a str,
        #[serde(flatten)]
        ground: &'a Ground,
        before: &'a Ground,
        after: &'a Ground,
        file: &'a str,
        tally_before: Tally,
        tally_after: Tally,
        changes: &'a [Change],
        faults: &'a [Fault],
    }
    let shape = Shape {
        schema: answer.schema,
        ground: &answer.after,
        before: &answer.before,
        after: &answer.after,
        file: &answer.file,
        tally_before: answer.tally_before,
        tally_after: answer.tally_after,
        changes: &answer.changes,
        faults: &answer.faults,
    };
    indented(&shape, out)
}

/// One changed line, as one line of JSON, `tidewaiter/change/1`. The common fields are those of the later-named day.
///
/// # Errors
/// Those of `out`.
pub fn change(change: &Change, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shape<'a> {
        schema: &'static str,
        #[serde(flatten)]
        ground: &'a Ground,
        #[serde(flatten)]
        change: &'a Change,
    }
    compact(&Shape { schema: "tidewaiter/change/1", ground: &change.after.ground, change }, out)
}

/// A book under the law as it is and under a scenario, `tidewaiter/whatif/1`. The common fields are the scenario's.
///
/// # Errors
/// Those of `out`.
pub fn whatif(answer: &WhatIf, out: &mut dyn Write) -> io::Result<()> {
    indented(answer, out)
}

/// One line that a scenario changes, as one line of JSON, `tidewaiter/whatif-change/1`. The common fields are the
/// scenario's.
///
/// # Errors
/// Those of `out`.
pub fn whatif_change(effect: &Effect, scenario: &ScenarioWords, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shape<'a> {
        schema: &'static str,
        #[serde(flatten)]
        ground: &'a Ground,
        hypothetical: bool,
        scenario: &'a str,
        scenario_sha256: &'a str,
        #[serde(flatten)]
        effect: &'a Effect,
    }
    let shape = Shape {
        schema: "tidewaiter/whatif-change/1",
        ground: &effect.change.after.ground,
        hypothetical: scenario.hypothetical,
        scenario: &scenario.name,
        scenario_sha256: &scenario.sha256,
        effect,
    };
    compact(&shape, out)
}

/// One good classified, as one indented object, `tidewaiter/classification/1`.
///
/// # Errors
/// Those of `out`.
pub fn classification(view: &ClassificationView<'_>, out: &mut dyn Write) -> io::Result<()> {
    indented(&shape_of(view), out)
}

/// As [`classification`], on one line.
///
/// # Errors
/// Those of `out`.
pub fn classification_line(view: &ClassificationView<'_>, out: &mut dyn Write) -> io::Result<()> {
    compact(&shape_of(view), out)
}

/// The answers to one question over time, as one indented object, `tidewaiter/history/1`. The rules of a stretch are all
/// that speak to the case in it, those in doubt included and notices left out.
///
/// # Errors
/// Those of `out`.
pub fn history(view: &HistoryView<'_>, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shape<'a> {
        schema: &'static str,
        #[serde(flatten)]
        ground: &'a Ground,
        input: &'a str,
        good: Value,
        #[serde(serialize_with = "tidewaiter_model::or_none")]
        way: &'a str,
        stretches: Vec<Stretch<'a>>,
    }
    #[derive(Serialize)]
    struct Stretch<'a> {
        from: Date,
        to: Date,
        control: &'static str,
        paragraphs: &'a [String],
        eccn: &'a str,
        licence: &'static str,
        #[serde(serialize_with = "tidewaiter_model::or_none")]
        review: &'a str,
        movement: &'a str,
        exceptions: &'a [Exception],
        applied: &'a [Applied],
        marks: Vec<&'a str>,
        changes: &'a [TurnView],
        caveats: &'a [String],
        missing: &'a [String],
    }
    let stretches = view.stretches.iter().map(|stretch| {
        let answer = stretch.classification;
        Stretch {
            from: stretch.from,
            to: stretch.to,
            control: answer.control.as_str(),
            paragraphs: &answer.paragraphs,
            eccn: &answer.eccn,
            licence: answer.licence.as_str(),
            review: &answer.review,
            movement: &answer.movement,
            exceptions: &answer.exceptions,
            applied: &answer.applied,
            marks: stretch.marks(),
            changes: &stretch.changes,
            caveats: &answer.caveats,
            missing: &answer.missing,
        }
    });
    let shape = Shape {
        schema: "tidewaiter/history/1",
        ground: view.ground,
        input: &view.input,
        good: good(view.good),
        way: &view.way,
        stretches: stretches.collect(),
    };
    indented(&shape, out)
}

/// Rules and flags explained, `tidewaiter/explanations/1`.
///
/// # Errors
/// Those of `out`.
pub fn explanations(rules: &[Explanation], ground: &Ground, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shape<'a> {
        schema: &'static str,
        #[serde(flatten)]
        ground: &'a Ground,
        explanations: &'a [Explanation],
    }
    indented(&Shape { schema: "tidewaiter/explanations/1", ground, explanations: rules }, out)
}

/// One rule or flag explained, as one line of JSON, `tidewaiter/explanation/1`.
///
/// # Errors
/// Those of `out`.
pub fn explanation_line(rule: &Explanation, ground: &Ground, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shape<'a> {
        schema: &'static str,
        #[serde(flatten)]
        ground: &'a Ground,
        #[serde(flatten)]
        rule: &'a Explanation,
    }
    compact(&Shape { schema: "tidewaiter/explanation/1", ground, rule }, out)
}

/// What the rules cover and what they do not, `tidewaiter/coverage/1`.
///
/// # Errors
/// Those of `out`.
pub fn coverage(view: &CoverageView<'_>, out: &mut dyn Write) -> io::Result<()> {
    indented(&CoverageShape { schema: CoverageShape::SCHEMA, view }, out)
}

/// As [`coverage`], on one line.
///
/// # Errors
/// Those of `out`.
pub fn coverage_line(view: &CoverageView<'_>, out: &mut dyn Write) -> io::Result<()> {
    compact(&CoverageShape { schema: CoverageShape::SCHEMA, view }, out)
}

#[derive(Serialize)]
struct CoverageShape<'a> {
    schema: &'static str,
    #[serde(flatten)]
    view: &'a CoverageView<'a>,
}

impl CoverageShape<'_> {
    const SCHEMA: &'static str = "tidewaiter/coverage/1";
}

/// The loaded lists, `tidewaiter/lists/1`.
///
/// # Errors
/// Those of `out`.
pub fn lists(rows: &[ListRow], ground: &Ground, out: &mut dyn Write) -> io::Result<()> {
    indented(&ListsShape { schema: ListsShape::SCHEMA, ground, lists: rows }, out)
}

/// As [`lists`], on one line.
///
/// # Errors
/// Those of `out`.
pub fn lists_line(rows: &[ListRow], ground: &Ground, out: &mut dyn Write) -> io::Result<()> {
    compact(&ListsShape { schema: ListsShape::SCHEMA, ground, lists: rows }, out)
}

#[derive(Serialize)]
struct ListsShape<'a> {
    schema: &'static str,
    #[serde(flatten)]
    ground: &'a Ground,
    lists: &'a [ListRow],
}

impl ListsShape<'_> {
    const SCHEMA: &'static str = "tidewaiter/lists/1";
}

/// What one name was compared with, as one line of JSON, `tidewaiter/screen/1`.
///
/// # Errors
/// Those of `out`.
pub fn hits_line(view: &HitsView, ground: &Ground, out: &mut dyn Write) -> io::Result<()> {
    compact(&HitsShape { schema: HitsShape::SCHEMA, ground, view }, out)
}

/// As [`hits_line`], indented.
///
/// # Errors
/// Those of `out`.
pub fn hits(view: &HitsView, ground: &Ground, out: &mut dyn Write) -> io::Result<()> {
    indented(&HitsShape { schema: HitsShape::SCHEMA, ground, view }, out)
}

#[derive(Serialize)]
struct HitsShape<'a> {
    schema: &'static str,
    #[serde(flatten)]
    ground: &'a Ground,
    #[serde(flatten)]
    view: &'a HitsView,
}

impl HitsShape<'_> {
    const SCHEMA: &'static str = "tidewaiter/screen/1";
}

/// Who is behind a party, `tidewaiter/own/1`; as JSON Lines on one line.
///
/// # Errors
/// Those of `out`.
pub fn owners(answer: &OwnersAnswer, one_a_line: bool, out: &mut dyn Write) -> io::Result<()> {
    if one_a_line { compact(answer, out) } else { indented(answer, out) }
}

/// Where the goods went, `tidewaiter/trace/1`; as JSON Lines on one line.
///
/// # Errors
/// Those of `out`.
pub fn trace(answer: &TraceAnswer, one_a_line: bool, out: &mut dyn Write) -> io::Result<()> {
    if one_a_line { compact(answer, out) } else { indented(answer, out) }
}

/// The good-guy entries, `tidewaiter/goodguys/1`; as JSON Lines one a line, `tidewaiter/goodguy/1`.
///
/// # Errors
/// Those of `out`.
pub fn good_guys(views: &[GoodGuyView], ground: &Ground, one_a_line: bool, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shape<'a> {
        schema: &'static str,
        #[serde(flatten)]
        ground: &'a Ground,
        good_guys: &'a [GoodGuyView],
    }
    #[derive(Serialize)]
    struct LineShape<'a> {
        schema: &'static str,
        #[serde(flatten)]
        ground: &'a Ground,
        #[serde(flatten)]
        view: &'a GoodGuyView,
    }
    if !one_a_line {
        return indented(&Shape { schema: "tidewaiter/goodguys/1", ground, good_guys: views }, out);
    }
    views.iter().try_for_each(|view| compact(&LineShape { schema: "tidewaiter/goodguy/1", ground, view }, out))
}

/// What a rescreening rests on: two snapshots of the lists, and how much was asked.
#[derive(Clone, Debug, Serialize)]
pub struct Rescreened<'a> {
    /// The ground of the answers against the snapshot after.
    #[serde(flatten)]
    pub ground: &'a Ground,
    /// The snapshot before, as it was named.
    pub before: &'a str,
    /// The snapshot after.
    pub after: &'a str,
    /// Distinct parties asked.
    pub parties: usize,
}

/// The matches that differ between two snapshots, `tidewaiter/rescreen/1`; as JSON Lines one a line.
///
/// # Errors
/// Those of `out`.
pub fn rescreen(
    views: &[RescreenView],
    about: &Rescreened<'_>,
    one_a_line: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shape<'a> {
        schema: &'static str,
        #[serde(flatten)]
        about: &'a Rescreened<'a>,
        differences: &'a [RescreenView],
    }
    #[derive(Serialize)]
    struct LineShape<'a> {
        schema: &'static str,
        #[serde(flatten)]
        about: &'a Rescreened<'a>,
        #[serde(flatten)]
        view: &'a RescreenView,
    }
    const SCHEMA: &str = "tidewaiter/rescreen/1";
    if !one_a_line {
        return indented(&Shape { schema: SCHEMA, about, differences: views }, out);
    }
    views.iter().try_for_each(|view| compact(&LineShape { schema: SCHEMA, about, view }, out))
}

/// `other_day` is there only where a second day was asked for.
#[derive(Serialize)]
struct ClassificationShape<'a> {
    schema: &'static str,
    #[serde(flatten)]
    ground: &'a Ground,
    input: &'a str,
    good: Value,
    #[serde(flatten)]
    classification: &'a Classification,
    #[serde(skip_serializing_if = "Option::is_none")]
    other_day: Option<OtherDayShape<'a>>,
}

#[derive(Serialize)]
struct OtherDayShape<'a> {
    #[serde(flatten)]
    ground: &'a Ground,
    #[serde(flatten)]
    classification: &'a Classification,
}

fn shape_of<'a>(view: &'a ClassificationView<'a>) -> ClassificationShape<'a> {
    ClassificationShape {
        schema: "tidewaiter/classification/1",
        ground: view.ground,
        input: &view.input,
        good: good(view.good),
        classification: view.classification,
        other_day: view.other_day.map(|day| OtherDayShape { ground: day.ground, classification: day.classification }),
    }
}

/// `accelerator` is the catalogue's id, several joined by ` or ` where the text leaves them open, `none` for a good
/// that holds none (a stack of memory is one of these, and has the key `memory`).
fn good(good: &Good) -> Value {
    const UNKNOWN: &str = "unknown";
    let (accelerator, name, count) = match good.resolution {
        Resolution::NotAccelerator => ("none".to_owned(), "none".to_owned(), json!(0)),
        Resolution::Memory => {
            let name = good.memory.as_ref().map_or_else(|| UNKNOWN.to_owned(), |memory| memory.name.clone());
            ("none".to_owned(), name, json!(0))
        }
        Resolution::Unresolved => (UNKNOWN.to_owned(), UNKNOWN.to_owned(), json!(UNKNOWN)),
        Resolution::Accelerator => {
            let spec = good.spec.as_ref();
            let ids = if good.candidates.is_empty() {
                spec.map_or_else(|| UNKNOWN.to_owned(), |s| s.id.clone())
            } else {
                good.candidates.join(" or ")
            };
            let count = good.count().map_or_else(|| json!(UNKNOWN), |n| json!(n));
            (ids, spec.map_or_else(|| UNKNOWN.to_owned(), |s| s.name.clone()), count)
        }
    };
    let mut out = json!({
        "accelerator": accelerator,
        "name": name,
        "count": count,
        "form": good.form,
        "resolved": good.resolution != Resolution::Unresolved,
        "candidates": good.candidates,
        "why": good.why,
        "ask": good.ask,
    });
    // Only a stack of memory sold by itself has this key; `count` counts accelerators, of which it is none.
    if let (Some(memory), Some(keys)) = (&good.memory, out.as_object_mut()) {
        let stacks = good.count().map_or_else(|| json!(UNKNOWN), |n| json!(n));
        let memory = json!({
            "id": memory.id,
            "stacks": stacks,
            "bandwidth_gbs": memory.bandwidth_gbs.value,
            "area_mm2": memory.area_mm2.value,
            "density": memory.density.value,
        });
        keys.insert("memory".to_owned(), memory);
    }
    out
}

fn indented(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}

fn compact(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
