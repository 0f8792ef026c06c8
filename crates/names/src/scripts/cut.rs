//! Runs of characters without spaces, cut into words that the tables know and what is left between.

use crate::tables::{Han, TABLES};

/// A part of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part<'a> {
    /// No word that the tables know: a brand, a person's name.
    Unknown(&'a str),
    /// A word of the tables, as written.
    Known(&'a str, &'static Han),
    /// A number.
    Number(u32),
}

/// What a character of no known word costs, what such a stretch costs beside, and what a known word costs: the cheapest
/// cut covers the most characters with the fewest words.
const UNKNOWN: u32 = 10;
const STRETCH: u32 = 3;
const WORD: u32 = 4;
/// One character that is a word by itself says less.
const SINGLE: u32 = 8;

/// The cheapest way to reach a place in the run: the cost, where the last step began, and what it covers.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    start: usize,
    covers: Covers,
}

#[derive(Clone, Copy, PartialEq)]
enum Covers {
    /// One character of no known word.
    Unknown,
    Word(&'static Han),
    Number(u32),
}

/// Cut a run. Linear in its length; deterministic, the longest word first where costs are equal.
pub(crate) fn cut(run: &str) -> Vec<Part<'_>> {
    let mut bounds: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
    bounds.push(run.len());
    let text = |from: usize, to: usize| -> &str {
        let (Some(&from), Some(&to)) = (bounds.get(from), bounds.get(to)) else { return "" };
        run.get(from..to).unwrap_or_default()
    };
    let last = bounds.len().saturating_sub(1);
    let mut steps: Vec<Option<Step>> = vec![None; bounds.len()];
    if let Some(first) = steps.first_mut() {
        *first = Some(Step { cost: 0, start: 0, covers: Covers::Number(0) });
    }
    for at in 0..last {
        let Some(Some(here)) = steps.get(at).copied() else { continue };
        let mut offer = |to: usize, step: Step| {
            if let Some(slot) = steps.get_mut(to)
                && slot.is_none_or(|known| step.cost < known.cost)
            {
                *slot = Some(step);
            }
        };
        let longest = TABLES.han_longest.min(last.saturating_sub(at));
        for length in (1..=longest).rev() {
            let to = at.saturating_add(length);
            if let Some(word) = TABLES.han.get(text(at, to)) {
                let single = length == 1 && !word.is_particle();
                let cost = here.cost.saturating_add(if single { SINGLE } else { WORD });
                offer(to, Step { cost, start: at, covers: Covers::Word(word) });
            }
        }
        if let Some((number, length)) = number(text(at, last)) {
            let cost = here.cost.saturating_add(WORD);
            offer(at.saturating_add(length), Step { cost, start: at, covers: Covers::Number(number) });
        }
        let opens = here.covers != Covers::Unknown;
        let cost = here.cost.saturating_add(UNKNOWN).saturating_add(if opens { STRETCH } else { 0 });
        offer(at.saturating_add(1), Step { cost, start: at, covers: Covers::Unknown });
    }
    let mut ends: Vec<(usize, usize, Covers)> = Vec::new();
    let mut at = last;
    while at > 0 {
        let Some(Some(step)) = steps.get(at).copied() else { break };
        let one_character = at.saturating_sub(step.start) == 1;
        let joins = match step.covers {
            Covers::Unknown => true,
            // A single character that is a word ends a stretch, but does not begin or part one: then it belongs to it.
            Covers::Word(word) => one_character && !word.is_particle(),
            Covers::Number(_) => false,
        };
        match ends.last_mut() {
            Some((start, _, Covers::Unknown)) if joins => *start = step.start,
            _ => ends.push((step.start, at, step.covers)),
        }
        at = step.start;
    }
    ends.reverse();
    ends.into_iter()
        .map(|(from, to, covers)| match covers {
            Covers::Unknown => Part::Unknown(text(from, to)),
            Covers::Word(word) => Part::Known(text(from, to), word),
            Covers::Number(number) => Part::Number(number),
        })
        .collect()
}

/// A number at the start of a run and its length in characters: an ordinal such as 第十四, or two and more digits before
/// a word that is numbered, such as 七一八 in 七一八研究所.
fn number(text: &str) -> Option<(u32, usize)> {
    const NUMBERED: [&str; 8] = ["研究", "所", "厂", "工厂", "基地", "部队", "医院", "号"];
    const NUMBER_MAX: usize = 8;
    let mut chars = text.chars().peekable();
    let ordinal = chars.next_if_eq(&'第').is_some();
    let (mut total, mut ones, mut length, mut digits) = (0u32, None::<u32>, 0usize, 0usize);
    while let Some(&c) = chars.peek() {
        match c {
            '十' if ordinal => total = total.checked_add(ones.take().unwrap_or(1).checked_mul(10)?)?,
            '百' if ordinal => total = total.checked_add(ones.take().unwrap_or(1).checked_mul(100)?)?,
            _ => match digit(c) {
                Some(value) => {
                    ones = Some(ones.unwrap_or(0).checked_mul(10)?.checked_add(value)?);
                    digits = digits.saturating_add(1);
                }
                None => break,
            },
        }
        chars.next();
        length = length.checked_add(1)?;
        if length > NUMBER_MAX {
            return None;
        }
    }
    let number = total.checked_add(ones.unwrap_or(0))?;
    if ordinal {
        return (length > 0).then_some((number, length.saturating_add(1)));
    }
    let after: String = chars.take(2).collect();
    (digits >= 2 && NUMBERED.iter().any(|word| after.starts_with(word))).then_some((number, length))
}

fn digit(c: char) -> Option<u32> {
    let place = match c {
        '〇' => Some(0),
        _ => "零一二三四五六七八九".chars().position(|d| d == c),
    };
    place.and_then(|n| u32::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(run: &str) -> String {
        let part = |part: Part<'_>| match part {
            Part::Unknown(text) => format!("?{text}"),
            Part::Known(text, _) => text.to_owned(),
            Part::Number(number) => number.to_string(),
        };
        cut(run).into_iter().map(part).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_fewest_words_that_cover_the_most() {
        insta::assert_snapshot!(shown("上海壁仞智能科技有限公司"), @"上海 ?壁仞 智能科技 有限公司");
        insta::assert_snapshot!(shown("北京航空航天大学"), @"北京 航空航天大学");
        insta::assert_snapshot!(shown("中国科学院量子信息重点实验室"), @"中国 科学院 量子信息 重点实验室");
        insta::assert_snapshot!(shown("吉布斯与考克斯"), @"?吉布斯 与 ?考克斯");
        insta::assert_snapshot!(shown("第五十四研究所七一八研究所三一重工"), @"54 研究所 718 研究所 三一 重工");
        insta::assert_snapshot!(shown(""), @"");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(run in "[上海大学科技中国家电子华为与和厂]{0,30}") {
            let parts = cut(&run);
            let joined: String = parts.iter().map(|part| match part {
                Part::Unknown(text) | Part::Known(text, _) => (*text).to_owned(),
                Part::Number(number) => number.to_string(),
            }).collect();
            prop_assert_eq!(joined, run);
        }
    }
}
