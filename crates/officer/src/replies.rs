//! What persons answered on a questionnaire.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tidewaiter_redflags::{Asked, Reply};

/// Answers by the id of their question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    by_id: BTreeMap<String, Reply>,
}

impl Replies {
    /// Keep an answer. Of two to one question the later call holds; the earlier is given back.
    pub fn add(&mut self, id: &str, reply: Reply) -> Option<Reply> {
        self.by_id.insert(id.to_owned(), reply)
    }

    /// How many answers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The answers as one text, for the snapshot id: the same for the same answers, in whatever order or file they came.
    #[must_use]
    pub fn identity(&self) -> String {
        let mut text = String::new();
        for (id, Reply { answer, note, who, when, .. }) in &self.by_id {
            for part in [id.as_str(), answer.as_str(), note, who, when] {
                // Writing to a string cannot fail.
                let _ = write!(text, "{}:{part}\u{1f}", part.len());
            }
            text.push('\n');
        }
        text
    }
}

impl tidewaiter_redflags::Replies for Replies {
    fn reply(&self, code: &str, asked: Asked<'_>) -> Option<&Reply> {
        if self.by_id.is_empty() {
            return None;
        }
        self.by_id.get(&asked.id(code))
    }
}
