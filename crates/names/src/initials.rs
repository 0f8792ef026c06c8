//! The initials that a name may be shortened to: `SMIC` for Semiconductor Manufacturing International Corporation.

use crate::{Kind, LegalForm, Token};

/// Ways to shorten a name, at most: long names have many.
const WAYS_MAX: usize = 96;
/// Names with more telling words than this are not shortened to their initials.
const WORDS_MAX: usize = 12;
/// From this many initials on one word may be passed over: CASC, China Aerospace Science (and Technology) Corporation.
const SKIP_FROM: usize = 4;

/// The letters that a token brings in: one, but for the words that are read as one and are two.
pub(crate) fn letters(text: &str) -> &str {
    match text {
        "hongkong" => "hk",
        "importexport" => "ie",
        "integratedcircuit" => "ic",
        "northchina" => "nc",
        "supplychain" => "sc",
        "uae" | "uk" | "usa" | "ai" => text,
        _ => text.get(..1).unwrap_or_default(),
    }
}

/// The letters that a legal form may bring in.
pub(crate) fn form_letters(form: LegalForm) -> &'static [&'static str] {
    match form {
        LegalForm::None | LegalForm::Other | LegalForm::Partnership => &[],
        LegalForm::Limited => &["l", "c", "cl"],
        LegalForm::Stock => &["c", "cl", "l"],
        LegalForm::Corporation => &["c", "i"],
    }
}

/// All ways to shorten these tokens, sorted and each once: with and without the legal form, up to the first number or
/// the whole, without a place in front, without a structure word at the end, one word passed over.
pub(crate) fn initials(tokens: &[Token], form: LegalForm) -> Vec<String> {
    let telling: Vec<&Token> = tokens.iter().filter(|t| t.kind != Kind::Particle).collect();
    let usable =
        |token: &&&Token| token.kind != Kind::Number && token.text.starts_with(|c: char| c.is_ascii_alphabetic());
    let words: Vec<&str> = telling.iter().filter(usable).map(|t| letters(&t.text)).collect();
    let ahead: Vec<&str> = telling.iter().take_while(usable).map(|t| letters(&t.text)).collect();
    let mut ways: Vec<String> = Vec::new();
    if words.len() < 2 || words.len() > WORDS_MAX {
        return ways;
    }
    let place_first = telling.first().is_some_and(|t| t.kind == Kind::Place);
    for run in [&words, &ahead] {
        add(run, form, &mut ways);
        if place_first {
            add(run.get(1..).unwrap_or_default(), form, &mut ways);
        }
        if let Some((_, before)) = run.split_last() {
            add(before, LegalForm::None, &mut ways);
        }
        if run.len() >= SKIP_FROM {
            for skipped in 1..run.len() {
                let kept: Vec<&str> =
                    run.iter().enumerate().filter(|(i, _)| *i != skipped).map(|(_, text)| *text).collect();
                add(&kept, form, &mut ways);
            }
        }
    }
    ways.truncate(WAYS_MAX);
    ways.sort_unstable();
    ways.dedup();
    ways
}

fn add(run: &[&str], form: LegalForm, ways: &mut Vec<String>) {
    let bare = run.concat();
    ways.extend(form_letters(form).iter().map(|end| format!("{bare}{end}")));
    ways.push(bare);
}

#[cfg(test)]
mod tests {
    use crate::Name;

    #[test]
    fn names_are_shortened_as_people_do() {
        for (short, name) in [
            ("smic", "Semiconductor Manufacturing International Corporation"),
            ("ymtc", "Yangtze Memory Technologies Co., Ltd."),
            ("cetc", "China Electronics Technology Group Corporation 14th Research Institute"),
            ("casc", "China Aerospace Science and Technology Corporation"),
            ("csicl", "China Shipbuilding Industry Company Limited"),
            ("hkieb", "Hong Kong Import-Export Bank"),
        ] {
            let name = Name::new(name);
            let reading = name.readings.first().unwrap();
            let ways = super::initials(&reading.tokens, reading.legal_form);
            assert!(ways.iter().any(|way| way == short), "{short}: {ways:?}");
        }
    }
}
