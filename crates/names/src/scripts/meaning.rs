//! Brands in Han characters by what their characters mean: 铁山 iron mountain, 中电科 china electronics technology.

use std::collections::BTreeMap;
use std::sync::LazyLock;

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
    fn the_table_is_in_the_folded_form() {
        for c in MEANINGS.keys() {
            assert_eq!(crate::scripts::variants::fold(*c), *c, "{c}");
        }
    }
}
