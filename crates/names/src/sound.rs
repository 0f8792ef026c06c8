//! A coarse key of how a Latin word sounds: its consonants in classes that transliterations and misspellings mix up.
//!
//! The key is support, not proof: `Mohammed`, `Muhamad` and `Mohamet` share one, but so do words that have nothing to do
//! with each other.

/// The sound key of a word in Latin letters; empty for a word in another script.
///
/// Vowels, `h`, `w` and `y` are left out but for a vowel at the start, which is `a`; doubled letters count once;
/// letters that transliterations mix up share a class: c g k q, b p, d t, f v, and s x z with the hushing sounds
/// (ch, sh, zh, ts, j). Digits stay.
///
/// ```
/// use tidewaiter_names::sound_key;
/// assert_eq!(sound_key("mohammed"), sound_key("muhamad"));
/// assert_eq!(sound_key("yusuf"), sound_key("youssef"));
/// assert_eq!(sound_key("zhang"), sound_key("chang"));
/// assert_ne!(sound_key("huawei"), sound_key("huada"));
/// assert_eq!(sound_key("华为"), "");
/// ```
#[must_use]
pub fn sound_key(word: &str) -> String {
    sounds(word).collect()
}

/// The sounds one by one.
pub(crate) fn sounds(word: &str) -> impl Iterator<Item = char> {
    let whole = if word.is_ascii() { word.as_bytes() } else { &[] };
    let (mut rest, mut heard) = (whole, false);
    std::iter::from_fn(move || {
        while let [letter, after @ ..] = rest {
            let (sound, length) = sound(*letter, after, !heard && rest.len() == whole.len());
            rest = rest.get(length..).unwrap_or_default();
            if sound.is_some() {
                heard = true;
                return sound;
            }
        }
        None
    })
}

/// The class of the sound at the start, none where it is left out, and of how many letters it is.
fn sound(letter: u8, after: &[u8], first: bool) -> (Option<char>, usize) {
    let next = after.first().copied().unwrap_or(0);
    match (letter, next) {
        (b'p', b'h') => (Some('f'), 2),
        (b'c' | b's' | b'z', b'h') | (b't' | b'd' | b'c', b's' | b'z' | b'j') | (b'h', b's') => (Some('s'), 2),
        // `tch`: the t is not heard.
        (b't', b'c') => (None, 1),
        (b'k' | b'g', b'h') | (b'c', b'k') => (Some('k'), 2),
        (b'n', b'g') => (Some('n'), 2),
        // A doubled letter counts once: the next one.
        _ if letter == next => (None, 1),
        (b'c', b'e' | b'i' | b'y') | (b'j' | b's' | b'x' | b'z', _) => (Some('s'), 1),
        (b'c' | b'g' | b'k' | b'q', _) => (Some('k'), 1),
        (b'b' | b'p', _) => (Some('p'), 1),
        (b'd' | b't', _) => (Some('t'), 1),
        (b'f' | b'v', _) => (Some('f'), 1),
        (b'l' | b'm' | b'n' | b'r' | b'0'..=b'9', _) => (Some(char::from(letter)), 1),
        (b'a' | b'e' | b'i' | b'o' | b'u', _) if first => (Some('a'), 1),
        _ => (None, 1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn transliterations_share_a_key() {
        for (a, b) in [
            ("hussein", "husayn"),
            ("osama", "usama"),
            ("sergei", "serguey"),
            ("kim", "gim"),
            ("pak", "bak"),
            ("chekhov", "tchekov"),
            ("philip", "filip"),
            ("afrika", "africa"),
            ("xi", "hsi"),
        ] {
            assert_eq!(sound_key(a), sound_key(b), "{a} {b}");
        }
        assert_ne!(sound_key("inspur"), sound_key("inspire12"));
    }

    proptest! {
        #[test]
        fn a_key_is_never_longer_than_its_word(word in "[a-z0-9]{0,30}") {
            prop_assert!(sound_key(&word).len() <= word.len());
        }

        #[test]
        fn vowels_within_a_word_do_not_count(word in "[bdfklmr]([bdfklmr][aeiou]){0,8}") {
            let bare: String = word.chars().filter(|c| !"aeiou".contains(*c)).collect();
            // Letters that meet when the vowel between them goes are doubled.
            prop_assume!(bare.as_bytes().windows(2).all(|pair| pair[0] != pair[1]));
            prop_assert_eq!(sound_key(&word), sound_key(&bare));
        }
    }
}
