//! What persons answered on a questionnaire.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tidewaiter_model::Truth;
use tidewaiter_redflags::{Asked, Reply, asked_by, question};

/// Answers by the id of their question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    by_id: BTreeMap<String, Reply>,
}

impl Replies {
    /// Keep what a row of a questionnaire says, and give back the flags on which it contradicts an earlier one: what is
    /// contradicted is unknown.
    ///
    /// An id `RF-05+RF-06+ kestrel MY` stands for several questions, each of which asks whether something is so. Yes
    /// says that all is. No says that not all is: what the note names by its code is not, the rest is; where it names
    /// none, nothing is. An id with a single code and no plus is of a questionnaire that asked each question by itself,
    /// some of them the other way round.
    pub fn add(&mut self, id: &str, reply: &Reply) -> Vec<&'static str> {
        let (codes, about) = id.split_once(' ').unwrap_or((id, ""));
        let of = |answer, code: &str| (format!("{code} {about}"), Reply { answer, ..reply.clone() });
        let mut contradicted = Vec::new();
        if !codes.contains('+') {
            let asked = question(codes);
            let turned = asked.is_some_and(|asked| asked.once_raised_by.is_yes());
            let (id, reply) = of(if turned { !reply.answer } else { reply.answer }, codes);
            contradicted.extend(self.keep(id, reply).then(|| asked.map(|asked| asked.code)).flatten());
            return contradicted;
        }
        let asked: Vec<_> = codes.split('+').filter_map(question).collect();
        let names = |code: &str| mentions(&reply.note, code);
        let named = |of: &tidewaiter_redflags::Question| asked_by(of).into_iter().any(names);
        let some_named = asked.iter().any(|question| named(question));
        for question in asked {
            let spared = reply.answer.is_no() && some_named && !named(question);
            let (id, reply) = of(if spared { Truth::Yes } else { reply.answer }, question.code);
            contradicted.extend(self.keep(id, reply).then_some(question.code));
        }
        contradicted
    }

    /// Keep an answer; is another there already?
    fn keep(&mut self, id: String, reply: Reply) -> bool {
        match self.by_id.get_mut(&id) {
            Some(before) if before.answer != reply.answer => {
                before.answer = Truth::Unknown;
                true
            }
            Some(_) => false,
            None => {
                self.by_id.insert(id, reply);
                false
            }
        }
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

/// Does a note name a flag? `RF-1` is not in `RF-12`.
fn mentions(note: &str, code: &str) -> bool {
    let note = note.to_ascii_uppercase();
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
    note.match_indices(code).any(|(at, _)| note.get(at.saturating_add(code.len())..).is_some_and(ends))
}

impl tidewaiter_redflags::Replies for Replies {
    fn reply(&self, code: &str, asked: Asked<'_>) -> Option<&Reply> {
        if self.by_id.is_empty() {
            return None;
        }
        self.by_id.get(&asked.id(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(answer: Truth, note: &str) -> Reply {
        let text = |text: &str| text.to_owned();
        Reply { answer, note: text(note), who: String::new(), when: String::new(), source: text("q.csv, row 2") }
    }

    fn answers(rows: &[(&str, Truth, &str)]) -> Vec<(String, Truth)> {
        let mut replies = Replies::default();
        for (id, answer, note) in rows {
            replies.add(id, &reply(*answer, note));
        }
        replies.by_id.into_iter().map(|(id, reply)| (id, reply.answer)).collect()
    }

    fn expect(rows: &[(&str, Truth)]) -> Vec<(String, Truth)> {
        rows.iter().map(|(id, answer)| ((*id).to_owned(), *answer)).collect()
    }

    const ROW: &str = "RF-02+RF-03+RF-17+ kestrel MY";

    #[test]
    fn a_row_answers_each_of_its_questions() {
        use Truth::{No, Unknown, Yes};
        let all = |answer| {
            expect(&[("RF-02 kestrel MY", answer), ("RF-03 kestrel MY", answer), ("RF-17 kestrel MY", answer)])
        };
        assert_eq!(answers(&[(ROW, Yes, "seen RF-03 on site")]), all(Yes));
        assert_eq!(answers(&[(ROW, Unknown, "")]), all(Unknown));
        assert_eq!(answers(&[(ROW, No, "it is odd")]), all(No));
        let named = expect(&[("RF-02 kestrel MY", No), ("RF-03 kestrel MY", Yes), ("RF-17 kestrel MY", No)]);
        assert_eq!(answers(&[(ROW, No, "rf-17, and dg-03: no use named")]), named, "DG-03 asks what RF-02 asks");
        assert_eq!(answers(&[(ROW, No, "RF-170")]), all(No), "names no flag");
    }

    #[test]
    fn rows_of_older_questionnaires_hold() {
        use Truth::{No, Yes};
        let old = [("RF-05 kestrel MY", No, ""), ("RF-06 kestrel MY", Yes, ""), ("DG-11 order SO-1", No, "")];
        let read = expect(&[("DG-11 order SO-1", No), ("RF-05 kestrel MY", Yes), ("RF-06 kestrel MY", Yes)]);
        assert_eq!(answers(&old), read, "RF-05 was asked the other way round");
    }

    #[test]
    fn what_two_rows_contradict_is_unknown() {
        let mut replies = Replies::default();
        assert!(replies.add(ROW, &reply(Truth::Yes, "")).is_empty());
        assert_eq!(replies.add("RF-03+RF-27+ kestrel MY", &reply(Truth::No, "")), ["RF-03"]);
        assert_eq!(replies.by_id["RF-03 kestrel MY"].answer, Truth::Unknown);
        assert_eq!(replies.by_id["RF-02 kestrel MY"].answer, Truth::Yes);
    }
}
