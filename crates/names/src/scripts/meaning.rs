//! What is not written in English words but means some: brands in Han characters by their characters (铁山 iron mountain,
//! 中电科 china electronics technology), and company names of China that are written in pinyin throughout.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::scripts::sound::pinyin;
use crate::scripts::{Unspaced, script_of};
use crate::tables::HAN;

/// Characters of a brand that is read so, at most.
const LONGEST: usize = 5;

/// What begins a name that is cut down to a character a word: China.
const CUT_DOWN: char = '中';

/// The English words that the characters of a run mean, or `None` where the table does not know one of them. `choice` is
/// 0 for what each means first; where a character has no further meaning it keeps its last.
pub(crate) fn meaning(run: &str, choice: usize) -> Option<Vec<&'static str>> {
    if run.chars().nth(LONGEST).is_some() {
        return None;
    }
    let cut_down = run.starts_with(CUT_DOWN);
    run.chars().map(|c| of_character(MEANINGS.get(&c)?, choice, cut_down)).collect()
}

fn of_character(all: &'static str, choice: usize, cut_down: bool) -> Option<&'static str> {
    let stands_for = all.split('|').find_map(|word| word.strip_prefix('+'));
    if cut_down && stands_for.is_some() {
        return stands_for;
    }
    let mut words = all.split('|').filter(|word| !word.starts_with('+'));
    let last = words.clone().next_back();
    words.nth(choice).or(last)
}

static MEANINGS: LazyLock<BTreeMap<char, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../tables/characters.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut meanings = BTreeMap::new();
    for (words, characters) in lines.filter_map(|line| line.split_once('\t')) {
        for c in characters.chars().filter(|c| *c != ' ') {
            meanings.entry(c).or_insert(words);
        }
    }
    meanings
});

/// Words that a company name in pinyin nearly always has one of. Only beside one are others read as words of a company.
const IN_PINYIN: [&str; 14] = [
    "youxian",
    "gongsi",
    "youxiangongsi",
    "gufen",
    "jituan",
    "keji",
    "jishu",
    "dianzi",
    "gongye",
    "shiye",
    "maoyi",
    "daxue",
    "yanjiusuo",
    "yanjiuyuan",
];
/// Letters from which on a sound is long enough to be told from a brand.
const SPOKEN_MIN: usize = 5;
/// Words written apart that are one: `ji cheng dian lu`.
const APART_MAX: usize = 4;

/// The words of a name in pinyin without its legal form (`rest`), those that the tables know in English. `None` where
/// `name` is not in pinyin.
pub(crate) fn spoken<'a>(name: &[String], rest: &[&'a str]) -> Option<Vec<&'a str>> {
    if !name.iter().any(|word| IN_PINYIN.contains(&word.as_str())) {
        return None;
    }
    let mut read = Vec::with_capacity(rest.len());
    let mut at = 0;
    while let Some(after) = rest.get(at..).filter(|after| !after.is_empty()) {
        let known = (1..=APART_MAX.min(after.len())).rev().find_map(|length| {
            let words = SPOKEN.get(after.get(..length)?.concat().as_str())?;
            Some((length, words))
        });
        let length = known.map_or(1, |(length, _)| length);
        match known {
            Some((_, words)) => read.extend(words.split(' ')),
            None => read.extend(after.first()),
        }
        at = at.saturating_add(length);
    }
    Some(read)
}

/// Ordinary Han words of two characters and more by their sound, the first in the table that has it.
static SPOKEN: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut spoken = HashMap::new();
    for (words, han) in HAN.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')) {
        let english = words.split('|').next().unwrap_or_default();
        for word in
            han.split(' ').filter(|word| script_of(word) == Some(Unspaced::Han) && word.chars().nth(1).is_some())
        {
            let sound = pinyin(word);
            if sound.len() >= SPOKEN_MIN {
                spoken.entry(sound).or_insert(english);
            }
        }
    }
    spoken
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brands_are_read_by_what_they_mean() {
        insta::assert_snapshot!(format!("{:?}", meaning("铁山", 0)), @r#"Some(["iron", "mountain"])"#);
        insta::assert_snapshot!(format!("{:?}", meaning("铁山", 1)), @r#"Some(["iron", "hill"])"#);
        insta::assert_snapshot!(format!("{:?}", meaning("中电科", 0)), @r#"Some(["china", "electronics", "technology"])"#);
        assert_eq!(meaning("壁仞", 0), None);
        assert_eq!(meaning("山山山山山山", 0), None);
    }

    #[test]
    fn names_in_pinyin_are_read_in_english() {
        let read = |name: &str| {
            let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            spoken(&words, &name.split(' ').collect::<Vec<_>>()).map(|words| words.join(" "))
        };
        assert_eq!(read("hunan guofang keji university").as_deref(), Some("hunan defense keji university"));
        assert_eq!(read("quorvex ji cheng dian lu jituan").as_deref(), Some("quorvex integrated circuit group"));
        assert_eq!(read("wang guofang"), None);
    }

    #[test]
    fn the_table_is_in_the_folded_form() {
        for c in MEANINGS.keys() {
            assert_eq!(crate::scripts::variants::fold(*c), *c, "{c}");
        }
    }
}
