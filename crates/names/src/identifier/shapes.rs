//! Which scheme a number is of: by its label, its form, its check digits and its country, in that order.

use std::sync::LazyLock;

use tidewaiter_model::Country;

use super::{Checked, Identifier, Scheme, checks, identifier, is_of};

/// Words that stand beside a number and name its scheme, in cleaned spelling. Where a label is shared, the first whose form fits counts.
const LABELS: [(&str, Scheme); 38] = [
    ("uscc", Scheme::Uscc),
    ("unified social credit", Scheme::Uscc),
    ("统一社会信用代码", Scheme::Uscc),
    ("organization code", Scheme::OrganisationCode),
    ("organisation code", Scheme::OrganisationCode),
    ("组织机构代码", Scheme::OrganisationCode),
    ("lei", Scheme::Lei),
    ("legal entity", Scheme::Lei),
    ("uen", Scheme::Uen),
    ("ssm", Scheme::SsmNew),
    ("ssm", Scheme::SsmOld),
    ("br", Scheme::HongKongBr),
    ("brn", Scheme::HongKongBr),
    ("business registration", Scheme::HongKongBr),
    ("商业登记", Scheme::HongKongBr),
    ("ubi", Scheme::HongKongBr),
    ("cr", Scheme::HongKongCr),
    ("公司编号", Scheme::HongKongCr),
    ("ubn", Scheme::TaiwanUbn),
    ("统一编号", Scheme::TaiwanUbn),
    ("统编", Scheme::TaiwanUbn),
    ("法人番号", Scheme::JapanCorporate),
    ("corporate number", Scheme::JapanCorporate),
    ("brn", Scheme::KoreaBrn),
    ("business registration", Scheme::KoreaBrn),
    ("사업자등록번호", Scheme::KoreaBrn),
    ("mst", Scheme::VietnamTax),
    ("mã số thuế", Scheme::VietnamTax),
    ("ma so thue", Scheme::VietnamTax),
    ("imo", Scheme::Imo),
    ("inn", Scheme::RussiaInn),
    ("инн", Scheme::RussiaInn),
    ("ogrn", Scheme::RussiaOgrn),
    ("огрн", Scheme::RussiaOgrn),
    ("cin", Scheme::IndiaCin),
    ("gstin", Scheme::IndiaGstin),
    ("duns", Scheme::Duns),
    ("d u n s", Scheme::Duns),
];

/// Words beside a number that say nothing about its scheme.
const PLAIN_WORDS: [&str; 17] = [
    "no",
    "nos",
    "nr",
    "number",
    "id",
    "reg",
    "registration",
    "registered",
    "register",
    "company",
    "code",
    "tax",
    "identification",
    "social",
    "credit",
    "the",
    "of",
];

/// The same in scripts that set no spaces: number, code.
const PLAIN_DENSE: [&str; 4] = ["号码", "番号", "编号", "代码"];

/// Characters of a text that are looked at: more is no number.
const LONGEST: usize = 200;

/// Read a number, by its form and the label that may stand before it.
///
/// `None` for a text without a digit. A number of no known scheme is [`Scheme::Other`].
///
/// ```
/// use tidewaiter_names::{Checked, Scheme, identify};
/// let lei = identify("LEI: 5493 001K JTII GC8Y 1R12").unwrap();
/// assert_eq!((lei.scheme, lei.checked), (Scheme::Lei, Checked::Yes));
/// assert_eq!(lei.normalised, "5493001KJTIIGC8Y1R12");
/// let slip = identify("91350100M000100Y44").unwrap();
/// assert_eq!((slip.scheme, slip.checked), (Scheme::Uscc, Checked::No));
/// assert_eq!(identify("none"), None);
/// ```
#[must_use]
pub fn identify(text: &str) -> Option<Identifier> {
    identify_in(text, None)
}

/// As [`identify`]; the country of the party tells whose a bare row of digits is.
///
/// ```
/// use tidewaiter_names::{Checked, Scheme, identify_in};
/// let ubn = identify_in("00501503", Some("TW".parse().unwrap())).unwrap();
/// assert_eq!((ubn.scheme, ubn.checked), (Scheme::TaiwanUbn, Checked::Yes));
/// assert_eq!(identify_in("00501503", None).unwrap().scheme, Scheme::Other);
/// ```
#[must_use]
pub fn identify_in(text: &str, country: Option<Country>) -> Option<Identifier> {
    identify_all(text, country).into_iter().next()
}

/// All numbers of a text: Malaysia writes the new and the old one together, `201901000005 (1312525-A)`.
///
/// There is no arithmetic from one to the other; whoever has seen both together may look up either.
///
/// ```
/// use tidewaiter_names::{Scheme, identify_all};
/// let schemes: Vec<Scheme> = identify_all("201901000005 (1312525-A)", None).iter().map(|i| i.scheme).collect();
/// assert_eq!(schemes, [Scheme::SsmNew, Scheme::SsmOld]);
/// ```
#[must_use]
pub fn identify_all(text: &str, country: Option<Country>) -> Vec<Identifier> {
    let head: String = text.chars().take(LONGEST).collect();
    let pieces = head.split(['(', ')', '（', '）', ',', ';', '；', '，', '\n']);
    let mut all: Vec<Identifier> = pieces.filter_map(|piece| one(piece, country)).collect();
    // A text that is cut in pieces by mistake (`91 (3501) …`) is tried as one as well.
    if all.iter().all(|found| found.scheme == Scheme::Other)
        && let Some(whole) = one(&head.replace(['(', ')'], " "), country)
        && (all.is_empty() || whole.scheme != Scheme::Other)
    {
        all = vec![whole];
    }
    all
}

/// The labels as names are compared: cleaned, in the one form of each Han character.
static CLEANED: LazyLock<Vec<(String, Scheme)>> =
    LazyLock::new(|| LABELS.iter().map(|(label, scheme)| (crate::clean(label), *scheme)).collect());

/// [`PLAIN_DENSE`] likewise.
static CLEANED_DENSE: LazyLock<Vec<String>> =
    LazyLock::new(|| PLAIN_DENSE.iter().map(|word| crate::clean(word)).collect());

fn one(piece: &str, country: Option<Country>) -> Option<Identifier> {
    let words = format!(" {} ", crate::clean(piece));
    let mut rest = words.clone();
    let mut labels = Vec::new();
    for (label, scheme) in CLEANED.iter() {
        // A label in a script without spaces may stand right beside the number.
        let dense = !label.is_ascii() && !label.contains(' ');
        let bounded = format!(" {label} ");
        if words.contains(&bounded) || (dense && words.contains(label.as_str())) {
            labels.push(*scheme);
            rest = rest.replace(if dense { label } else { &bounded }, " ");
        }
    }
    for word in CLEANED_DENSE.iter() {
        rest = rest.replace(word.as_str(), " ");
    }
    let number: String = rest.split(' ').filter(|word| !PLAIN_WORDS.contains(word)).collect();
    // Twice: words put together may mix scripts that each word did not.
    let mut number = identifier(&identifier(&number));
    // `IMO9187629` and `UEN201912345K`: the label is part of the word.
    for (label, scheme) in LABELS {
        let label = label.to_uppercase();
        let after = number.strip_prefix(&label).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(after) = after.filter(|rest| rest.len() >= 7 && label.is_ascii() && label.len() >= 3) {
            number = after.to_owned();
            labels.push(scheme);
            break;
        }
    }
    if !number.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let read = |scheme: Scheme| fit(scheme, &number);
    let by_label = labels.iter().find_map(|&scheme| read(scheme));
    let found = by_label.or_else(|| by_form(&number)).or_else(|| by_country(&number, country));
    let other = || Identifier { scheme: Scheme::Other, normalised: number.clone(), checked: Checked::Unknown };
    Some(found.unwrap_or_else(other))
}

/// Forms that no other number has.
fn by_form(number: &str) -> Option<Identifier> {
    let has_letter = number.chars().any(|c| c.is_ascii_uppercase());
    let tried: &[Scheme] = match number.len() {
        20 if has_letter || checks::lei(number) => &[Scheme::Lei],
        18 if checks::china_resident(number) && !checks::uscc(number) => &[Scheme::ChinaResident],
        18 => &[Scheme::Uscc],
        21 => &[Scheme::IndiaCin],
        15 => &[Scheme::IndiaGstin],
        12 if checks::russia_inn(number) => &[Scheme::RussiaInn],
        12 => &[Scheme::SsmNew],
        9 | 10 if checks::uen(number) => &[Scheme::Uen],
        9 if checks::organisation_code(number) && has_letter => &[Scheme::OrganisationCode],
        10 if has_letter => &[Scheme::Uen],
        7..=8 => &[Scheme::SsmOld, Scheme::UkCompany],
        _ => &[],
    };
    // A form alone is no scheme where digits are all there is; those are left to label and country.
    let plain = |found: &Identifier| found.scheme == Scheme::UkCompany && !has_letter;
    tried.iter().find_map(|&scheme| fit(scheme, number)).filter(|found| !plain(found))
}

/// Bare digits, read as the party's country writes them.
fn by_country(number: &str, country: Option<Country>) -> Option<Identifier> {
    let tried: &[Scheme] = match country?.code() {
        "HK" => &[Scheme::HongKongCr, Scheme::HongKongBr],
        "TW" => &[Scheme::TaiwanUbn],
        "JP" => &[Scheme::JapanCorporate],
        "KR" => &[Scheme::KoreaBrn],
        "VN" => &[Scheme::VietnamTax],
        "TH" => &[Scheme::ThailandTax],
        "RU" => &[Scheme::RussiaInn, Scheme::RussiaOgrn],
        "MY" => &[Scheme::SsmNew, Scheme::SsmOld],
        "SG" => &[Scheme::Uen],
        "CN" => &[Scheme::Uscc, Scheme::OrganisationCode],
        "GB" => &[Scheme::UkCompany],
        _ => &[],
    };
    let found = tried.iter().find_map(|&scheme| fit(scheme, number));
    // A company number of fewer digits is written with noughts before it.
    let padded = || (is_of(country, "GB") && number.len() == 7).then(|| fit(Scheme::UkCompany, &format!("0{number}")));
    found.or_else(|| padded().flatten())
}

/// The number as one of a scheme, if it has the scheme's form.
fn fit(scheme: Scheme, number: &str) -> Option<Identifier> {
    let length = number.len();
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let said = |right: bool| if right { Checked::Yes } else { Checked::No };
    let with =
        |checked: Checked, normalised: &str| Some(Identifier { scheme, normalised: normalised.to_owned(), checked });
    let head = |to: usize| number.get(..to).unwrap_or_default();
    let ascii = number.is_ascii();
    match scheme {
        Scheme::Uscc if length == 18 && ascii && number.get(2..8).is_some_and(is_digits) => {
            with(said(checks::uscc(number)), number)
        }
        Scheme::OrganisationCode if length == 9 && ascii => with(said(checks::organisation_code(number)), number),
        Scheme::ChinaResident if length == 18 => with(said(checks::china_resident(number)), number),
        Scheme::Lei if length == 20 && ascii && number.get(18..).is_some_and(is_digits) => {
            with(said(checks::lei(number)), number)
        }
        Scheme::Uen if is_uen(number) => with(said(checks::uen(number)), number),
        Scheme::SsmNew if length == 12 && digits && is_ssm(number) => with(Checked::Unknown, number),
        Scheme::SsmOld if (5..=9).contains(&length) && is_ssm_old(number) => with(Checked::Unknown, number),
        // The branch number, and month, year and check digit of the certificate after it, belong to the certificate, not to the business.
        Scheme::HongKongBr if digits && matches!(length, 8 | 11 | 16) => with(Checked::Unknown, head(8)),
        Scheme::HongKongCr if digits && length == 7 => with(Checked::Unknown, number),
        Scheme::TaiwanUbn if digits && length == 8 => with(said(checks::taiwan_ubn(number)), number),
        Scheme::JapanCorporate if digits && length == 13 => with(said(checks::japan_corporate(number)), number),
        Scheme::KoreaBrn if digits && length == 10 => with(said(checks::korea_brn(number)), number),
        Scheme::VietnamTax if digits && matches!(length, 10 | 13) => {
            with(said(checks::vietnam_tax(head(10))), head(10))
        }
        Scheme::ThailandTax if digits && length == 13 => with(said(checks::thailand_tax(number)), number),
        Scheme::Imo if digits && length == 7 => with(said(checks::imo(number)), number),
        Scheme::UkCompany if length == 8 && is_uk(number) => with(Checked::Unknown, number),
        Scheme::RussiaInn if digits && matches!(length, 10 | 12) => with(said(checks::russia_inn(number)), number),
        Scheme::RussiaOgrn if digits && matches!(length, 13 | 15) => with(said(checks::russia_ogrn(number)), number),
        Scheme::IndiaCin if is_shaped(number, "XDDDDDAADDDDAAADDDDDD") => with(Checked::Unknown, number),
        Scheme::IndiaGstin if is_shaped(number, "DDAAAAADDDDAXXX") => with(said(checks::india_gstin(number)), number),
        Scheme::Duns if digits && length == 9 => with(Checked::Unknown, number),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Does a text follow a pattern of digits (D), capitals (A) and either (X)?
fn is_shaped(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, kind)| match kind {
            b'D' => byte.is_ascii_digit(),
            b'A' => byte.is_ascii_uppercase(),
            _ => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        })
}

fn is_uen(number: &str) -> bool {
    let century = number.starts_with(['R', 'S', 'T']);
    is_shaped(number, "DDDDDDDDA") || is_shaped(number, "DDDDDDDDDA") || (century && is_shaped(number, "ADDAXDDDDA"))
}

/// Year of registration, then the kind of body, 01 to 06.
fn is_ssm(number: &str) -> bool {
    let year = number.get(..4).and_then(|year| year.parse::<u32>().ok());
    let kind = number.get(4..6).and_then(|kind| kind.parse::<u32>().ok());
    year.is_some_and(|year| (1900..2100).contains(&year)) && kind.is_some_and(|kind| (1..=6).contains(&kind))
}

/// Digits and one of the letters that the Companies Commission uses.
fn is_ssm_old(number: &str) -> bool {
    let Some((body, letter)) = number.len().checked_sub(1).and_then(|at| number.split_at_checked(at)) else {
        return false;
    };
    is_digits(body) && "ADHKMPTUVWX".contains(letter)
}

/// Eight digits, or the letters of Scotland, Northern Ireland, partnerships, foreign companies and six digits.
fn is_uk(number: &str) -> bool {
    const PREFIXES: [&str; 14] = ["SC", "NI", "OC", "SO", "NC", "FC", "SF", "NF", "LP", "SL", "NL", "GE", "OE", "BR"];
    is_digits(number)
        || number.split_at_checked(2).is_some_and(|(head, tail)| PREFIXES.contains(&head) && is_digits(tail))
}
