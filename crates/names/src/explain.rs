//! A comparison in plain words.

use crate::Kind;
use crate::align::{bit, mask};
use crate::compare::{Comparison, Pair, Side, Weighted};
use crate::likeness::By;

impl Comparison {
    /// What was compared, part by part, in plain words.
    #[must_use]
    pub fn explain(&self, query: &Side<'_>, candidate: &Side<'_>) -> Vec<String> {
        let mut lines: Vec<String> = self.pairs.iter().map(|pair| pair_in_words(pair, query, candidate)).collect();
        let mut used = [0u64; 2];
        for pair in &self.pairs {
            let [left, right] = &mut used;
            *left |= mask(pair.query, pair.query_tokens);
            *right |= mask(pair.candidate, pair.candidate_tokens);
        }
        for (side, tokens, whose) in [(0, query.tokens, "the query"), (1, candidate.tokens, "the list entry")] {
            let bits = used.get(side).copied().unwrap_or(0);
            for (_, token) in tokens.iter().enumerate().filter(|(i, t)| bits & bit(*i) == 0 && t.kind != Kind::Particle)
            {
                lines.push(format!(
                    "`{}` only in {whose}: {}, weight {:.2}",
                    token.text,
                    token.kind.words(),
                    token.weight
                ));
            }
        }
        let short = self.little_in_common && !self.without_brand;
        for (applies, words) in [
            (self.personal, "compared as names of persons: names left out count less, different names more"),
            (self.other_number && !self.fund_series, "different numbers: lowered"),
            (self.other_number && self.fund_series, "different numbers of funds of one name: lowered a little"),
            (self.one_sided_number, "a number on one side only: lowered"),
            (self.one_slip, "a slip of the pen is all that keeps them apart"),
            (self.reordered, "words in another order"),
            (self.other_father, "father and son have changed places: lowered"),
            (self.other_initial, "another initial or another name: lowered"),
            (self.conflicting_forms, "different legal forms: lowered a little"),
            (self.other_business, "one distinctive word in common, and each has another line of business: lowered"),
            (self.other_place, "different places: lowered"),
            (self.place_in_front, "a place in front of one of the names: lowered a little"),
            (self.place_behind, "a place behind one of the names: lowered"),
            (self.other_body, "one is an institute, a bank or the like, and the other is none: lowered a little"),
            (self.word_for_form, "a distinctive word more where the other has its legal form: lowered a little"),
            (short, "what they have in common is short, and many names are: lowered a little"),
            (
                self.without_brand && !self.same_words,
                "no distinctive word in common: place and line of business must agree in nearly every word",
            ),
        ] {
            if applies {
                lines.push(words.to_owned());
            }
        }
        lines
    }
}

fn pair_in_words(pair: &Pair, query: &Side<'_>, candidate: &Side<'_>) -> String {
    let (left, right) = pair.tokens(query.tokens, candidate.tokens);
    let words = |tokens: &[Weighted<'_>]| tokens.iter().map(|t| t.text).collect::<Vec<_>>().join(" ");
    let weight = right.iter().map(|t| t.weight).sum::<f64>();
    let kind = right.first().map_or("word", |t| t.kind.words());
    let (left_words, right_words) = (words(left), words(right));
    let relation = match pair.by {
        By::Equal => format!("`{left_words}` is the same"),
        By::Joined => format!("`{left_words}` is `{right_words}` joined or split"),
        By::Misspelt => format!("`{left_words}` is like `{right_words}` ({:.2})", pair.similarity),
        By::Misread => format!("`{left_words}` may be `{right_words}` misread by a scanner ({:.2})", pair.similarity),
        By::Vowels => {
            format!("`{left_words}` and `{right_words}` have the same consonants ({:.2})", pair.similarity)
        }
        By::Sound => format!("`{left_words}` sounds like `{right_words}` ({:.2})", pair.similarity),
        By::Family => {
            format!("`{left_words}` and `{right_words}` are spellings of one name ({:.2})", pair.similarity)
        }
        By::Initial => format!("`{left_words}` may stand for `{right_words}` ({:.2})", pair.similarity),
        By::Acronym => format!("`{left_words}` is `{right_words}` by the initials ({:.2})", pair.similarity),
        By::CutOff => format!("`{left_words}` is `{right_words}` cut off ({:.2})", pair.similarity),
    };
    format!("{relation}: {kind}, weight {weight:.2}")
}

impl Kind {
    pub(crate) const ALL: [Self; 7] =
        [Self::Word, Self::Generic, Self::Structure, Self::Place, Self::Number, Self::Particle, Self::Initial];

    /// In words, for explanations.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Word => "distinctive word",
            Self::Generic => "line of business",
            Self::Structure => "word of structure",
            Self::Place => "place",
            Self::Number => "number",
            Self::Particle => "particle",
            Self::Initial => "single letter",
        }
    }
}
