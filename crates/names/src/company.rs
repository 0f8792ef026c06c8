//! The key under which two spellings of one company's name are one company.

use crate::clean::clean;

/// Legal forms written out, and the abbreviation that stands for the same form; longer ones first where one ends another.
///
/// Only what the law of the form itself treats as one: `Pte Ltd` is left apart from `Pvt Ltd` though both are private
/// limited companies, and `SA` apart from each of the forms in several languages that it may stand for.
///
/// Sources: Companies Act 2006 (UK), s. 58 and 59 (Ltd, plc); Companies Act 2013 (India), s. 4; Corporations Act 2001
/// (Australia), s. 149; GmbHG § 4; AktG § 4; Companies Act 2016 (Malaysia), s. 25; Delaware Code title 6, § 18-102, title 8,
/// § 102.
const SPELLINGS: [(&str, &str); 21] = [
    ("public limited company", "plc"),
    ("limited liability company", "llc"),
    ("limited liability partnership", "llp"),
    ("limited partnership", "lp"),
    ("public joint stock company", "pjsc"),
    ("joint stock company", "jsc"),
    ("gesellschaft mit beschrankter haftung", "gmbh"),
    ("private limited", "pvt ltd"),
    ("private ltd", "pvt ltd"),
    ("proprietary limited", "pty ltd"),
    ("proprietary ltd", "pty ltd"),
    ("sendirian berhad", "sdn bhd"),
    ("besloten vennootschap", "bv"),
    ("naamloze vennootschap", "nv"),
    ("kabushiki kaisha", "kk"),
    ("aktiengesellschaft", "ag"),
    ("kommanditgesellschaft", "kg"),
    ("limited", "ltd"),
    ("company", "co"),
    ("corporation", "corp"),
    ("incorporated", "inc"),
];

/// Legal forms that end a name, as [`SPELLINGS`] leaves them: those that come most.
const FORMS: [&str; 22] = [
    "ltd", "co ltd", "co", "inc", "corp", "llc", "llp", "lp", "plc", "pte ltd", "pvt ltd", "pty ltd", "sdn bhd", "bhd",
    "gmbh", "ag", "kg", "bv", "nv", "sa", "jsc", "kk",
];

/// The name cleaned, each legal form at its end in its short spelling.
fn shortened(name: &str) -> String {
    let mut head = clean(name);
    let mut tail = String::new();
    'forms: loop {
        for (long, short) in SPELLINGS {
            if let Some(rest) = before(&head, long) {
                tail = format!(" {short}{tail}");
                head.truncate(rest.len());
                continue 'forms;
            }
        }
        for form in FORMS {
            if let Some(rest) = before(&head, form) {
                tail = format!(" {form}{tail}");
                head.truncate(rest.len());
                continue 'forms;
            }
        }
        head.push_str(&tail);
        return head;
    }
}

/// What stands before a form that ends a name, where something does.
fn before<'a>(name: &'a str, form: &str) -> Option<&'a str> {
    name.strip_suffix(form)?.strip_suffix(' ').filter(|rest| !rest.is_empty())
}

/// The key under which two spellings of one company's name are one company: case, spaces, signs and diacritics are no
/// difference, nor is the spelling of one and the same legal form (`Ltd`, `Limited`). Another legal form, or none, is
/// another company. Empty where the name has neither letter nor digit.
///
/// ```
/// use tidewaiter_names::company_key;
/// assert_eq!(company_key("Alder Sea Co., Ltd."), company_key("ALDER SEA Company Limited"));
/// assert_ne!(company_key("Alder Sea Ltd"), company_key("Alder Sea Inc."));
/// assert_ne!(company_key("Alder Sea Ltd"), company_key("Alder Sea"));
/// ```
#[must_use]
pub fn company_key(name: &str) -> String {
    let mut key = shortened(name);
    key.retain(|c| c != ' ');
    key
}

/// The same name without its legal forms, or with one where it has none: companies that may be this one, and may not.
///
/// ```
/// use tidewaiter_names::other_forms;
/// assert_eq!(other_forms("Alder Sea Limited"), ["alder sea"]);
/// assert!(other_forms("Alder Sea").contains(&"alder sea gmbh".to_owned()));
/// ```
#[must_use]
pub fn other_forms(name: &str) -> Vec<String> {
    let whole = shortened(name);
    let mut bare = whole.as_str();
    while let Some(rest) = FORMS.iter().find_map(|form| before(bare, form)) {
        bare = rest;
    }
    if bare.is_empty() {
        Vec::new()
    } else if bare.len() < whole.len() {
        vec![bare.to_owned()]
    } else {
        FORMS.iter().map(|form| format!("{bare} {form}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_form_are_one_and_forms_are_not() {
        for (one, two) in [
            ("Kestrelmere Ltd", "KESTRELMERE LIMITED"),
            ("Kestrelmere Co., Ltd.", "Kestrelmere Company Limited"),
            ("Kestrelmere GmbH", "Kestrelmere Gesellschaft mit beschr\u{e4}nkter Haftung"),
            ("Kestrelmere G.m.b.H.", "Kestrelmere GmbH"),
            ("Kestrelmere Pvt. Ltd.", "Kestrelmere (Private) Limited"),
            ("Kestrelmere Pty Ltd", "Kestrelmere Proprietary Limited"),
            ("Kestrelmere Inc.", "Kestrelmere Incorporated"),
            ("Kestrelmere L.L.C.", "Kestrelmere Limited Liability Company"),
            ("Kestrelmere AG", "Kestrelmere Aktiengesellschaft"),
            ("Kestrelmere Sdn. Bhd.", "Kestrelmere Sendirian Berhad"),
        ] {
            assert_eq!(company_key(one), company_key(two), "{one} and {two}");
        }
        let apart = [
            "Kestrelmere",
            "Kestrelmere Ltd",
            "Kestrelmere Inc",
            "Kestrelmere GmbH",
            "Kestrelmere AG",
            "Kestrelmere LLC",
            "Kestrelmere LLP",
            "Kestrelmere Co Ltd",
            "Kestrelmere Pte Ltd",
            "Kestrelmere Pvt Ltd",
            "Kestrelmere PLC",
            "Kestrelmere Corp",
            "Kestrelmere Limited Hotels",
            "Limited Kestrelmere",
            "Kestrelmere Holdings Ltd",
        ];
        let mut keys: Vec<String> = apart.iter().map(|name| company_key(name)).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), apart.len());
    }

    #[test]
    fn a_name_of_legal_words_alone_keeps_one() {
        assert_eq!(company_key("Company Limited"), "companyltd");
        assert_eq!(other_forms("--"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn case_and_spelling_do_not_count(name in "[A-Z][a-z]{0,8}( [A-Z][a-z]{0,8}){0,2}") {
            let long = format!("{name} Company Limited");
            prop_assert_eq!(company_key(&long), company_key(&format!("{} CO. LTD.", name.to_uppercase())));
            prop_assert_ne!(company_key(&long), company_key(&name));
        }
    }
}
