//! The answer to a book of orders, ready to be printed.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::{Date, Fault, Finding, Verdict};

/// What every answer rests on. Outputs also carry [`Ground::coverage`], as `coverage`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The day whose law was asked.
    pub as_of: Date,
    /// SHA-256 over rule packs, catalogue and lists, in hex, shortened to 16 digits.
    pub snapshot: String,
    /// Program and version, such as `tidewaiter 0.1.0`.
    pub engine: String,
    /// Version of the rule packs, such as `2026.09.29`.
    pub rules: String,
}

impl Ground {
    /// Where it is said what was and was not looked at: the command, with the day and the rules asked.
    #[must_use]
    pub fn coverage(&self) -> String {
        format!("tidewaiter law coverage --as-of {} (rules {})", self.as_of, self.rules)
    }
}

impl Serialize for Ground {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Ground", 5)?;
        fields.serialize_field("as_of", &self.as_of)?;
        fields.serialize_field("snapshot", &self.snapshot)?;
        fields.serialize_field("engine", &self.engine)?;
        fields.serialize_field("rules", &self.rules)?;
        fields.serialize_field("coverage", &self.coverage())?;
        fields.end()
    }
}

/// The answer to one line. `schema` is `tidewaiter/check/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineAnswer {
    /// Name and version of this shape.
    pub schema: &'static str,
    /// The order's id.
    pub order: String,
    /// The line's id.
    pub line: String,
    /// What may be done.
    pub verdict: Verdict,
    /// Why, the heaviest first.
    pub findings: Vec<Finding>,
    /// What was not looked at, in plain words.
    pub not_checked: Vec<String>,
    /// Red flags that could not be assessed, by what they lack.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_assessable: Vec<Lack>,
    /// The row in the input, from 1.
    pub row: u64,
    /// What was sold, as read: `8 x NVIDIA H200 SXM (board)`, or the text where it could not be read.
    pub good: String,
    /// `controlled`, `not_controlled` or `unknown`.
    pub control: String,
    /// The control list paragraphs met, such as `3A090.a.1`.
    pub paragraphs: Vec<String>,
    /// `required`, `not_required` or `unknown`.
    pub licence: String,
    /// Where it goes, as read.
    pub destination: String,
    /// Number of accelerators on the line, or `unknown`.
    pub accelerators: String,
    /// The ground of the answer.
    #[serde(flatten)]
    pub ground: Ground,
}

/// Something that lacks, and the red flags that need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// What is needed, in plain words: a column, a file or an answer.
    pub needs: &'static str,
    /// The codes of the flags.
    pub flags: Vec<&'static str>,
}

/// The answer to one order: the heaviest of its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrderAnswer {
    /// The order's id.
    pub order: String,
    /// What may be done.
    pub verdict: Verdict,
    /// Its lines, in the order of the input.
    pub lines: Vec<String>,
}

/// How many lines came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Lines answered.
    pub lines: u64,
    /// Of these, held.
    pub hold: u64,
    /// Of these, to review.
    pub review: u64,
    /// Of these, clear.
    pub clear: u64,
}

impl Tally {
    /// Count one verdict.
    pub fn count(&mut self, verdict: Verdict) {
        self.lines = self.lines.saturating_add(1);
        let slot = match verdict {
            Verdict::Hold => &mut self.hold,
            Verdict::Review => &mut self.review,
            Verdict::Clear => &mut self.clear,
        };
        *slot = slot.saturating_add(1);
    }
}

/// The answer to a book of orders. `schema` is `tidewaiter/book/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BookAnswer {
    /// Name and version of this shape.
    pub schema: &'static str,
    /// The ground of the answer.
    #[serde(flatten)]
    pub ground: Ground,
    /// The file read.
    pub file: String,
    /// How many lines came to what.
    pub tally: Tally,
    /// Lists that were screened against, in words, with an honest word on how complete they are.
    pub lists: Vec<String>,
    /// What holds for every line: what was not looked at, and how to have it looked at.
    pub caveats: Vec<String>,
    /// Orders, in the order of the input.
    pub orders: Vec<OrderAnswer>,
    /// Lines, in the order of the input.
    pub lines: Vec<LineAnswer>,
    /// What was wrong with the input.
    pub faults: Vec<Fault>,
}

/// One line whose answer differs between two days' law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The answer on the earlier-named day.
    pub before: LineAnswer,
    /// The answer on the later-named day.
    pub after: LineAnswer,
    /// What makes the difference, in plain words: findings that came, went or say something else now.
    pub because: Vec<String>,
}

/// The same book under two days' law. `schema` is `tidewaiter/comparison/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Name and version of this shape.
    pub schema: &'static str,
    /// The ground of the first answer.
    pub before: Ground,
    /// The ground of the second answer.
    pub after: Ground,
    /// The file read.
    pub file: String,
    /// Counts under the first day's law.
    pub tally_before: Tally,
    /// Counts under the second day's law.
    pub tally_after: Tally,
    /// The lines whose answer changed, in the order of the input.
    pub changes: Vec<Change>,
    /// What was wrong with the input.
    pub faults: Vec<Fault>,
}
