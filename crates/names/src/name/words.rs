//! A cleaned name cut into words.

use unicode_normalization::char::is_combining_mark;

use super::legal::form_at_end;
use crate::compare::SERIES;
use crate::scripts::unspaced;
use crate::tables::TABLES;

/// Split at spaces and at borders between Han and other characters, and join runs of single letters: `a b c` is `abc`.
pub(super) fn merge_letters(cleaned: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut run_open = false;
    let mut letters = 0u32;
    for word in cleaned.split(' ').filter(|word| !word.is_empty()) {
        let single = word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
        match words.last_mut() {
            Some(last) if single && run_open => {
                last.push_str(word);
                letters = letters.saturating_add(1);
            }
            _ => {
                split_scripts(word, &mut words);
                letters = 1;
            }
        }
        run_open = single;
    }
    words
}

/// Part a Roman numeral of one letter from the legal form that it ran into: `Example Fund V L.P.`.
pub(super) fn part_numerals(words: &mut Vec<String>) {
    let mut at = 1;
    while at < words.len() {
        let parted = match (at.checked_sub(1).and_then(|before| words.get(before)), words.get(at)) {
            (Some(before), Some(word)) if says_series(before) => word.split_at_checked(1).filter(|(numeral, rest)| {
                series_numeral(numeral).is_some() && form_at_end(&["", rest]).is_some_and(|(length, _)| length == 1)
            }),
            _ => None,
        };
        if let Some((numeral, form)) = parted.map(|(numeral, form)| (numeral.to_owned(), form.to_owned()))
            && let Some(slot) = words.get_mut(at)
        {
            *slot = form;
            words.insert(at, numeral);
        }
        at = at.saturating_add(1);
    }
}

/// Is it a word behind which funds of one sponsor are numbered?
fn says_series(word: &str) -> bool {
    TABLES.words.get(word).is_some_and(|(_, read_as)| SERIES.contains(read_as))
}

/// Roman numerals that are a letter or a name of their own where no fund is numbered.
pub(super) fn series_numeral(word: &str) -> Option<u32> {
    match word {
        "i" => Some(1),
        "v" => Some(5),
        "x" => Some(10),
        "xi" => Some(11),
        "xx" => Some(20),
        _ => None,
    }
}

fn split_scripts(word: &str, out: &mut Vec<String>) {
    if word.is_ascii() {
        out.push(word.to_owned());
        return;
    }
    let mut run = String::new();
    let mut run_script = None;
    for c in word.chars() {
        // A mark belongs to the letter before it.
        let script = if is_combining_mark(c) { run_script.flatten() } else { unspaced(c) };
        if run_script.is_some_and(|known| known != script) {
            out.push(std::mem::take(&mut run));
        }
        run_script = Some(script);
        run.push(c);
    }
    if !run.is_empty() {
        out.push(run);
    }
}
