//! Forms of one Han character: traditional, simplified, Hong Kong, Taiwan, Japanese.

use std::sync::LazyLock;

/// The block of Unified Ideographs that the table covers.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// For each character of the block, the one that it is read as.
static FOLDED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut folded: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
    let lines = include_str!("../tables/han_variants.txt").lines().filter(|line| !line.starts_with('#'));
    for group in lines.flat_map(|line| line.split(' ')) {
        let mut characters = group.chars();
        let Some(read_as) = characters.next() else { continue };
        for other in characters {
            if let Some(slot) = place(other).and_then(|at| folded.get_mut(at)) {
                *slot = read_as;
            }
        }
    }
    folded
});

fn place(c: char) -> Option<usize> {
    usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()
}

/// The form that a Han character is read as, mostly the simplified one; any other character as it is.
///
/// Source: `tables/han_variants.txt`.
pub(crate) fn fold(c: char) -> char {
    if !(FIRST..=LAST).contains(&u32::from(c)) {
        return c;
    }
    place(c).and_then(|at| FOLDED.get(at)).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_character_are_one() {
        for (a, b) in
            [("爲華衞臺綫裏廣龍", "为华卫台线里广龙"), ("広竜気電産業発", "广龙气电产业发"), ("髮發乾幹", "发发干干")]
        {
            assert_eq!(a.chars().map(fold).collect::<String>(), b);
        }
        assert_eq!(['a', 'ß', '한', '芸', '海'].map(fold), ['a', 'ß', '한', '芸', '海']);
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in (FIRST..=LAST).filter_map(char::from_u32) {
            assert_eq!(fold(fold(c)), fold(c), "{c}");
        }
    }
}
