//! Han characters by their sound: Mandarin in pinyin and Wade–Giles, Cantonese as Hong Kong spells it.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// A way to spell the sound of Han characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Romanisation {
    /// Mandarin, `zhongguo`.
    Pinyin,
    /// Mandarin as Taiwan and older sources spell it, without its apostrophes, `chungkuo`.
    WadeGiles,
    /// Cantonese as Hong Kong spells it, `chungkwok`.
    Cantonese,
}

/// Letters and digits of any script to lower-case ASCII, character by character, as far as `any_ascii` knows them.
pub(crate) fn to_latin(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        push_latin(c, &mut out);
    }
    out
}

fn push_latin(c: char, out: &mut String) {
    if let Some((_, sound)) = POLYPHONES.iter().find(|(known, _)| *known == c) {
        return out.push_str(sound);
    }
    out.extend(
        any_ascii::any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()),
    );
}

/// Characters of several sounds whose usual one in names is not the one that `any_ascii` gives.
const POLYPHONES: [(char, &str); 12] = [
    ('什', "shi"),
    ('长', "chang"),
    ('厦', "xia"),
    ('曾', "zeng"),
    ('埔', "pu"),
    ('都', "du"),
    ('茜', "xi"),
    ('缪', "miao"),
    ('覃', "qin"),
    ('仇', "qiu"),
    ('率', "lv"),
    ('区', "qu"),
];

/// The Mandarin sound of Han characters in pinyin without tones, joined.
pub(crate) fn pinyin(word: &str) -> String {
    to_latin(word)
}

/// Spell the sound of a word; characters that the spelling does not know are spelt in pinyin.
pub(crate) fn spell(word: &str, romanisation: Romanisation) -> String {
    if romanisation == Romanisation::Pinyin {
        return pinyin(word);
    }
    let mut out = String::with_capacity(word.len());
    let mut syllable = String::new();
    for c in word.chars() {
        match CANTONESE.get(&c) {
            Some(sound) if romanisation == Romanisation::Cantonese => out.push_str(sound),
            _ => {
                syllable.clear();
                push_latin(c, &mut syllable);
                if romanisation == Romanisation::WadeGiles {
                    wade_giles(&syllable, &mut out);
                } else {
                    out.push_str(&syllable);
                }
            }
        }
    }
    out
}

/// Is it a syllable of pinyin?
pub(crate) fn is_pinyin(word: &str) -> bool {
    SYLLABLES.contains(word)
}

/// Every sound of a Han character in pinyin.
static SYLLABLES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let characters = ('\u{4e00}'..='\u{9fa5}').map(|c| to_latin(c.encode_utf8(&mut [0; 4])));
    characters.filter(|sound| !sound.is_empty()).collect()
});

/// What a Japanese name in Han characters is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Japanese {
    /// Its sound.
    Sound(String),
    /// English words.
    Words(&'static str),
}

/// Read a Japanese name: words of the table (the longest first) each by itself, what is left character by character.
pub(crate) fn japanese(name: &str) -> Vec<Japanese> {
    const LONGEST: usize = 4;
    let mut all = Vec::new();
    let mut sound = String::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let ends = rest.char_indices().map(|(at, c)| at.saturating_add(c.len_utf8())).take(LONGEST);
        let words = ends.filter_map(|end| rest.split_at_checked(end)).skip(1);
        if let Some((read_as, after)) = words.filter_map(|(word, after)| Some((JAPANESE.get(word)?, after))).last() {
            if !sound.is_empty() {
                all.push(Japanese::Sound(std::mem::take(&mut sound)));
            }
            all.push(match read_as.strip_prefix('=') {
                Some(words) => Japanese::Words(words),
                None => Japanese::Sound((*read_as).to_owned()),
            });
            rest = after;
            continue;
        }
        let (one, after) = rest.split_at_checked(first.len_utf8()).unwrap_or((rest, ""));
        match JAPANESE.get(one) {
            Some(read_as) => sound.push_str(read_as),
            None => push_latin(first, &mut sound),
        }
        rest = after;
    }
    if !sound.is_empty() {
        all.push(Japanese::Sound(sound));
    }
    all
}

/// Does the table of Japanese words have this one, of two characters and more?
pub(crate) fn is_japanese_word(word: &str) -> bool {
    word.chars().nth(1).is_some() && JAPANESE.contains_key(word)
}

static JAPANESE: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../tables/japanese.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut sounds = BTreeMap::new();
    for (sound, words) in lines.filter_map(|line| line.split_once('\t')) {
        for word in words.split(' ') {
            sounds.entry(word).or_insert(sound);
        }
    }
    sounds
});

/// Is there a Cantonese sound for each character?
pub(crate) fn has_cantonese(word: &str) -> bool {
    word.chars().all(|c| CANTONESE.contains_key(&c))
}

static CANTONESE: LazyLock<BTreeMap<char, &'static str>> = LazyLock::new(|| {
    let mut sounds = BTreeMap::new();
    let lines = include_str!("../tables/cantonese.txt").lines().filter(|line| !line.starts_with('#'));
    for (sound, characters) in lines.filter_map(|line| line.split_once(' ')) {
        for c in characters.chars() {
            sounds.entry(c).or_insert(sound);
        }
    }
    sounds
});

/// Initials of pinyin and of Wade–Giles, the longer first.
const INITIALS: [(&str, &str); 24] = [
    ("zh", "ch"),
    ("ch", "ch"),
    ("sh", "sh"),
    ("b", "p"),
    ("p", "p"),
    ("m", "m"),
    ("f", "f"),
    ("d", "t"),
    ("t", "t"),
    ("n", "n"),
    ("l", "l"),
    ("g", "k"),
    ("k", "k"),
    ("h", "h"),
    ("j", "ch"),
    ("q", "ch"),
    ("x", "hs"),
    ("r", "j"),
    ("z", "ts"),
    ("c", "ts"),
    ("s", "s"),
    ("y", "y"),
    ("w", "w"),
    ("", ""),
];

/// A syllable of pinyin in Wade–Giles without apostrophes.
fn wade_giles(syllable: &str, out: &mut String) {
    let whole = match syllable {
        "zi" | "ci" => Some("tzu"),
        "si" => Some("ssu"),
        "zhi" | "chi" => Some("chih"),
        "shi" => Some("shih"),
        "ri" => Some("jih"),
        "yi" => Some("i"),
        "yan" => Some("yen"),
        "ye" => Some("yeh"),
        "you" => Some("yu"),
        "yue" => Some("yueh"),
        "yong" => Some("yung"),
        "er" => Some("erh"),
        "ge" | "ke" => Some("ko"),
        "he" => Some("ho"),
        "gui" | "kui" => Some("kuei"),
        "shuo" => Some("shuo"),
        "guo" | "kuo" => Some("kuo"),
        "huo" => Some("huo"),
        _ => None,
    };
    if let Some(whole) = whole {
        return out.push_str(whole);
    }
    let Some((initial, rest)) =
        INITIALS.iter().find_map(|(pinyin, other)| syllable.strip_prefix(pinyin).map(|rest| (*other, rest)))
    else {
        return;
    };
    out.push_str(initial);
    out.push_str(match rest {
        "ong" => "ung",
        "iong" => "iung",
        "ian" => "ien",
        "ie" => "ieh",
        "ue" => "ueh",
        "uo" => "o",
        other => other,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_are_spelt_three_ways() {
        let all = |word| {
            [Romanisation::Pinyin, Romanisation::WadeGiles, Romanisation::Cantonese].map(|by| spell(word, by)).join(" ")
        };
        insta::assert_snapshot!(all("中国"), @"zhongguo chungkuo chungkwok");
        insta::assert_snapshot!(all("华为"), @"huawei huawei wahwai");
        insta::assert_snapshot!(all("清华"), @"qinghua chinghua chingwah");
        insta::assert_snapshot!(all("新竹"), @"xinzhu hsinchu sanchuk");
        insta::assert_snapshot!(all("蒋介石"), @"jiangjieshi chiangchiehshih jiangjiesek");
    }

    #[test]
    fn japanese_names_are_read_by_their_words() {
        let read = |name| format!("{:?}", japanese(name));
        insta::assert_snapshot!(read("三菱电机"), @r#"[Sound("mitsubishi"), Words("electric")]"#);
        insta::assert_snapshot!(read("青木精密工业"), @r#"[Sound("aoki"), Words("precision"), Words("industry")]"#);
        insta::assert_snapshot!(read("藤仓"), @r#"[Sound("fujikura")]"#);
        insta::assert_snapshot!(read(""), @"[]");
    }

    #[test]
    fn the_tables_of_sounds_are_in_the_folded_form() {
        for c in CANTONESE.keys() {
            assert_eq!(crate::scripts::variants::fold(*c), *c, "{c}");
        }
        for c in JAPANESE.keys().flat_map(|word| word.chars()) {
            assert_eq!(crate::scripts::variants::fold(c), c, "{c}");
        }
    }
}
