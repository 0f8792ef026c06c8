//! Foreign names written in Han characters by their sound: 马丁 for Martin.
//!
//! Chinese spells a foreign name with characters of about that sound, mostly from a set of some four hundred, adding a
//! vowel to a consonant that has none (克 `ke` for k) and reading r as l or leaving it out. What is compared is how the
//! sounds line up: consonants must agree in a coarse class, vowels hardly count. It is weak evidence: names of few sounds
//! must agree in all of them.

use crate::scripts::sound::pinyin;
use crate::scripts::{Unspaced, unspaced};

/// Characters common in transcriptions. Source: the usage of Xinhua's tables for names of persons and places, restated
/// as one set.
const TRANSCRIBING: &str = "阿埃艾爱安昂奥巴班邦宝保鲍贝本比彼别宾波博伯勃布达戴丹当道登德邓迪蒂丁东杜顿多恩尔法凡范方菲费芬丰冯佛夫弗福富\
    盖甘冈高戈格葛根贡古圭哈海汉杭豪赫黑亨洪胡怀霍基吉季加贾简姜焦杰金京久居卡凯坎康考柯科克肯孔库夸奎昆拉莱赖兰朗劳勒雷黎礼里理利丽莉立连廉良列烈\
    林琳留龙隆卢鲁路伦罗洛吕马玛迈曼芒毛茂梅门蒙米密明缪莫默木姆穆那纳娜奈耐南瑙内嫩尼年涅宁牛纽农努诺欧帕派潘庞培佩彭皮平珀普奇齐恰钱乔切琴青丘屈\
    让热日荣茹儒瑞若撒萨塞赛散桑瑟森莎沙山尚绍舍申生圣施什石史舒朔斯丝思松苏孙所索塔泰坦汤唐陶特腾提铁廷通图托瓦万旺威韦维魏温翁沃乌武伍西希锡喜夏香\
    肖谢辛欣休许雪逊雅亚延扬耶叶伊依因音英尤约云扎泽曾詹哲珍芝治朱兹子卓孜宗祖佐迦蕾妮黛薇赞滕仑勋拓赫茨奈甫济蓬兑帝翰翠墨文励可嘉脱茵伽摩";

/// The least likeness that counts, and the most that a transcription is worth.
const LEAST: f64 = 0.70;
const MOST: f64 = 0.90;
/// Letters and characters compared at most.
const LONGEST: usize = 32;

/// A sound: the letters that it may be, as bits, and what it costs to leave it out.
#[derive(Clone, Copy, Debug)]
struct Sound {
    letters: u32,
    vowel: bool,
    cost: f64,
}

/// The sets of letters that stand for a sound: `S` is sh, `C` is ch, `T` is th.
fn set(letters: &str) -> u32 {
    letters.bytes().fold(0, |bits, letter| bits | bit(letter))
}

fn bit(letter: u8) -> u32 {
    1u32.wrapping_shl(match letter {
        b'S' => 26,
        b'C' => 27,
        b'T' => 28,
        _ => u32::from(letter.wrapping_sub(b'a')) & 31,
    })
}

/// Is the word, in Han characters, likely to be a foreign name written by its sound?
pub(crate) fn is_transcription(word: &str) -> bool {
    let (mut known, mut all) = (0usize, 0usize);
    for c in word.chars() {
        if unspaced(c) != Some(Unspaced::Han) {
            return false;
        }
        all = all.saturating_add(1);
        known = known.saturating_add(usize::from(TRANSCRIBING.contains(c)));
    }
    // In a longer word one character may be another.
    all >= 2 && known.saturating_add(usize::from(all >= 4)) >= all
}

/// How alike a word in Han characters and a word in Latin letters sound, either way round: 0, or 0.63 to 0.90.
///
/// 0 where neither is in Han characters, both are, or the Han word is unlikely to be a transcription.
///
/// ```
/// use tidewaiter_names::transcription_likeness;
/// assert!(transcription_likeness("马丁", "martin") > 0.7);
/// assert!(transcription_likeness("philadelphia", "菲拉德尔菲亚") > 0.7);
/// assert_eq!(transcription_likeness("马丁", "lockheed"), 0.0);
/// assert_eq!(transcription_likeness("martin", "martin"), 0.0);
/// ```
#[must_use]
pub fn transcription_likeness(a: &str, b: &str) -> f64 {
    let (han, latin) = match (a.is_ascii(), b.is_ascii()) {
        (false, true) => (a, b),
        (true, false) => (b, a),
        _ => return 0.0,
    };
    if !is_transcription(han) || latin.bytes().any(|b| !b.is_ascii_lowercase()) {
        return 0.0;
    }
    let (han, latin) = (han_sounds(han), latin_sounds(latin));
    let consonants = |sounds: &[Sound]| {
        sounds.iter().filter(|sound| !sound.vowel).fold((0.0, 0usize), |(all, count), sound| {
            (all + sound.cost.min(1.0), count.saturating_add(usize::from(sound.cost >= 1.0)))
        })
    };
    let ((han_weight, han_count), (latin_weight, latin_count)) = (consonants(&han), consonants(&latin));
    if han_count.min(latin_count) < 2 && han_weight.min(latin_weight) < 1.5 {
        return 0.0;
    }
    let cost = align(&han, &latin);
    let likeness = 1.0 - cost / han_weight.max(latin_weight).max(1.0);
    // Of two consonants each is half of the name.
    let least = if han_count.min(latin_count) <= 2 { 0.80 } else { LEAST };
    if likeness < least { 0.0 } else { likeness * MOST }
}

/// Keys under which a word that may be or have a transcription is found: the classes of its first sounds, in the ways
/// that they may be written. A Han word and a Latin one that sound alike share one.
#[must_use]
pub fn transcription_keys(word: &str) -> Vec<String> {
    const KEYS_MAX: usize = 8;
    const SOUNDS: usize = 3;
    let sounds = if word.is_ascii() {
        if word.len() < 3 || word.bytes().any(|b| !b.is_ascii_lowercase()) {
            return Vec::new();
        }
        latin_sounds(word)
    } else if is_transcription(word) {
        han_sounds(word)
    } else {
        return Vec::new();
    };
    let mut keys = vec![String::new()];
    for sound in sounds.iter().filter(|sound| !sound.vowel) {
        let classes = classes(sound.letters);
        let mut next: Vec<String> = Vec::new();
        for key in &keys {
            if key.len() >= SOUNDS {
                next.push(key.clone());
                continue;
            }
            if sound.cost < 1.0 {
                next.push(key.clone());
            }
            next.extend(classes.chars().map(|class| format!("{key}{class}")));
        }
        next.sort_unstable();
        next.dedup();
        next.truncate(KEYS_MAX.saturating_mul(2));
        keys = next;
    }
    keys.retain(|key| key.len() >= 2);
    keys.truncate(KEYS_MAX.saturating_mul(2));
    keys
}

/// The coarse classes of the sounds in a set.
fn classes(letters: u32) -> String {
    const CLASSES: [(char, &str); 6] =
        [('p', "bpfvw"), ('t', "dtT"), ('k', "gkqh"), ('s', "sczxjSCy"), ('l', "lr"), ('m', "mn")];
    CLASSES.iter().filter(|(_, members)| set(members) & letters != 0).map(|(class, _)| *class).collect()
}

/// What it costs at least to line the sounds up.
fn align(han: &[Sound], latin: &[Sound]) -> f64 {
    let mut last: Vec<f64> = Vec::with_capacity(latin.len().saturating_add(1));
    let mut sum = 0.0;
    last.push(0.0);
    for sound in latin {
        sum += sound.cost;
        last.push(sum);
    }
    for a in han {
        let mut next: Vec<f64> = Vec::with_capacity(last.len());
        next.push(last.first().copied().unwrap_or(0.0) + a.cost);
        for (j, b) in latin.iter().enumerate() {
            let at = |row: &[f64], place: usize| row.get(place).copied().unwrap_or(f64::MAX);
            let changed = match (a.vowel, b.vowel) {
                _ if a.letters & b.letters != 0 => 0.0,
                (true, true) => 0.25,
                (false, false) => 1.0,
                _ => f64::MAX,
            };
            let both = at(&last, j) + changed;
            let one = (at(&last, j.saturating_add(1)) + a.cost).min(at(&next, j) + b.cost);
            next.push(both.min(one));
        }
        last = next;
    }
    last.last().copied().unwrap_or(f64::MAX)
}

/// What the initials of pinyin stand for in transcriptions.
const INITIALS: [(&str, &str, f64); 23] = [
    ("zh", "jzCg", 1.0),
    ("ch", "CSt", 1.0),
    ("sh", "SsC", 1.0),
    ("b", "bpv", 1.0),
    ("p", "pb", 1.0),
    ("m", "m", 1.0),
    ("f", "fv", 1.0),
    ("d", "dt", 1.0),
    ("t", "tdT", 1.0),
    ("n", "n", 1.0),
    ("l", "lr", 1.0),
    ("g", "gk", 1.0),
    ("k", "kg", 1.0),
    ("h", "hk", 1.0),
    ("j", "jgkz", 1.0),
    ("q", "Ck", 1.0),
    ("x", "sShz", 1.0),
    ("r", "rjzl", 1.0),
    ("z", "zsj", 1.0),
    ("c", "szt", 1.0),
    ("s", "szT", 1.0),
    ("y", "yj", 0.15),
    ("w", "vwu", 0.3),
];

fn han_sounds(word: &str) -> Vec<Sound> {
    let mut sounds = Vec::new();
    for c in word.chars().take(LONGEST) {
        let syllable = pinyin(c.encode_utf8(&mut [0; 4]));
        if syllable == "er" {
            sounds.push(Sound { letters: set("lr"), vowel: false, cost: 0.6 });
            continue;
        }
        let found = INITIALS.iter().find_map(|initial| syllable.strip_prefix(initial.0).map(|rest| (initial, rest)));
        let mut rest = syllable.as_str();
        if let Some((&(_, letters, cost), after)) = found {
            sounds.push(Sound { letters: set(letters), vowel: false, cost });
            rest = after;
        }
        let nucleus = rest.trim_end_matches('g').trim_end_matches('n');
        if !nucleus.is_empty() {
            let (letters, cost) = match nucleus {
                "a" | "ia" | "ua" => ("aeu", 0.35),
                "ai" | "uai" => ("aiey", 0.35),
                "ao" | "iao" => ("aou", 0.35),
                "o" | "uo" | "ou" => ("oua", 0.35),
                "ei" | "ie" | "ui" | "ue" => ("eiayu", 0.30),
                "i" if sounds.last().is_some_and(|sound| sound.letters & set("zsS") != 0) => ("ieyu", 0.10),
                "i" => ("ieyu", 0.20),
                "u" | "v" | "iu" => ("uoi", 0.15),
                _ => ("eaoui", 0.10),
            };
            sounds.push(Sound { letters: set(letters), vowel: true, cost });
        }
        if rest.ends_with('g') || rest.ends_with('n') {
            sounds.push(Sound { letters: set("nm"), vowel: false, cost: 0.7 });
        }
    }
    sounds
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Where a group of letters sounds so.
#[derive(Clone, Copy, Debug)]
enum At {
    Anywhere,
    /// At the start of the word.
    Start,
    /// Anywhere else.
    Inside,
    /// Inside, and no vowel follows.
    Coda,
    /// Inside, and a consonant stands before.
    Cluster,
    /// Inside, with a consonant before and no vowel behind.
    Wedged,
    /// Behind an n.
    BehindN,
    /// Before e, i or y.
    BeforeFront,
}

impl At {
    fn fits(self, before: u8, next: u8) -> bool {
        let inside = before != 0;
        match self {
            Self::Anywhere => true,
            Self::Start => !inside,
            Self::Inside => inside,
            Self::Coda => inside && !is_vowel(next),
            Self::Cluster => inside && !is_vowel(before),
            Self::Wedged => inside && !is_vowel(next) && !is_vowel(before),
            Self::BehindN => before == b'n',
            Self::BeforeFront => matches!(next, b'e' | b'i' | b'y'),
        }
    }
}

/// A group of letters, where it stands, and its sounds: what each may be, and what it costs to leave it out.
type Spelling = (&'static str, At, &'static [(&'static str, f64)]);

/// How consonants are said that are not said as they are written. The first line that fits counts.
const SPELLINGS: [Spelling; 28] = [
    ("kn", At::Start, &[]),
    ("wr", At::Start, &[]),
    ("ph", At::Anywhere, &[("f", 1.0)]),
    ("sch", At::Anywhere, &[("S", 1.0)]),
    ("sh", At::Anywhere, &[("S", 1.0)]),
    ("ch", At::Anywhere, &[("CkS", 1.0)]),
    ("th", At::Anywhere, &[("Tt", 1.0)]),
    ("ck", At::Anywhere, &[("kh", 1.0)]),
    ("kh", At::Anywhere, &[("kh", 1.0)]),
    ("gh", At::Anywhere, &[("g", 0.4)]),
    ("qu", At::Anywhere, &[("k", 1.0)]),
    ("c", At::BeforeFront, &[("s", 1.0)]),
    ("c", At::Anywhere, &[("k", 1.0)]),
    ("q", At::Anywhere, &[("k", 1.0)]),
    ("g", At::BeforeFront, &[("gj", 1.0)]),
    ("g", At::BehindN, &[("g", 0.3)]),
    ("x", At::Start, &[("sz", 1.0)]),
    ("x", At::Inside, &[("k", 0.8), ("sz", 1.0)]),
    ("r", At::Coda, &[("rl", 0.3)]),
    // A liquid beside another consonant is often left out: 奎托斯 for Kratos.
    ("r", At::Cluster, &[("rl", 0.8)]),
    ("l", At::Cluster, &[("rl", 0.8)]),
    ("l", At::Coda, &[("rl", 0.7)]),
    ("h", At::Start, &[("h", 1.0)]),
    ("h", At::Inside, &[("h", 0.3)]),
    ("w", At::Coda, &[]),
    ("w", At::Anywhere, &[("wv", 0.5)]),
    ("t", At::Wedged, &[("t", 0.6)]),
    ("d", At::Wedged, &[("d", 0.6)]),
];

fn latin_sounds(word: &str) -> Vec<Sound> {
    let mut sounds: Vec<Sound> = Vec::new();
    let mut before = 0u8;
    let mut rest = word.as_bytes().get(..LONGEST.min(word.len())).unwrap_or_default();
    while let [letter, after @ ..] = rest {
        let next = after.first().copied().unwrap_or(0);
        let spelt =
            SPELLINGS.iter().find(|(letters, at, _)| rest.starts_with(letters.as_bytes()) && at.fits(before, next));
        let mut length = 1;
        if *letter == next && !is_vowel(*letter) {
            // A doubled consonant is one.
        } else if *letter == b'y' && before == 0 {
            sounds.push(Sound { letters: set("y"), vowel: false, cost: 0.2 });
        } else if is_vowel(*letter) || *letter == b'y' {
            push_vowel(*letter, after.is_empty(), &mut sounds);
        } else if let Some((letters, _, said)) = spelt {
            sounds.extend(said.iter().map(|(letters, cost)| Sound {
                letters: set(letters),
                vowel: false,
                cost: *cost,
            }));
            // What is not said is passed over letter by letter.
            length = if said.is_empty() { 1 } else { letters.len() };
        } else {
            sounds.push(Sound { letters: bit(*letter), vowel: false, cost: 1.0 });
        }
        before = *letter;
        rest = rest.get(length..).unwrap_or_default();
    }
    sounds
}

/// Add a vowel. Vowels side by side are one sound or nearly so.
fn push_vowel(letter: u8, last: bool, sounds: &mut Vec<Sound>) {
    let letters = bit(letter);
    match sounds.last_mut() {
        Some(sound) if sound.vowel => sound.letters |= letters,
        _ => sounds.push(Sound { letters, vowel: true, cost: if letter == b'e' && last { 0.05 } else { 0.25 } }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_told_by_their_sounds() {
        for (han, latin) in [
            ("洛克希德", "lockheed"),
            ("马丁", "martin"),
            ("诺斯罗普", "northrop"),
            ("格鲁曼", "grumman"),
            ("哈德逊", "hudson"),
            ("安杜里尔", "anduril"),
            ("斯凯迪奥", "skydio"),
            ("考克斯", "cox"),
            ("吉布斯", "gibbs"),
            ("西门子", "siemens"),
            ("诺基亚", "nokia"),
            ("卡特彼勒", "caterpillar"),
            ("艾默生", "emerson"),
            ("霍尼韦尔", "honeywell"),
            ("罗克韦尔", "rockwell"),
            ("施耐德", "schneider"),
            ("赫斯塔尔", "herstal"),
            ("亨廷顿", "huntington"),
        ] {
            let likeness = transcription_likeness(han, latin);
            assert!(likeness > 0.60, "{han} {latin}: {likeness}");
            let (left, right) = (transcription_keys(han), transcription_keys(latin));
            assert!(left.iter().any(|key| right.contains(key)), "{han} {latin}: {left:?} {right:?}");
        }
    }

    #[test]
    fn other_names_are_told_apart() {
        let han = ["洛克希德", "马丁", "诺斯罗普", "哈德逊", "安杜里尔", "考克斯", "吉布斯", "诺基亚", "罗克韦尔"];
        let latin =
            ["huawei", "cisco", "samsung", "toshiba", "boeing", "raytheon", "panasonic", "oracle", "dell", "intel"];
        for (a, b) in han.iter().flat_map(|a| latin.iter().map(move |b| (a, b))) {
            assert!(transcription_likeness(a, b) <= 0.0, "{a} {b} {}", transcription_likeness(a, b));
        }
    }

    proptest! {
        #[test]
        fn any_two_words_are_compared(a in any::<String>(), b in any::<String>()) {
            let likeness = transcription_likeness(&a, &b);
            prop_assert!((0.0..=MOST).contains(&likeness));
            prop_assert!((likeness - transcription_likeness(&b, &a)).abs() <= 0.0);
            prop_assert!(transcription_keys(&a).len() <= 16);
        }
    }
}
