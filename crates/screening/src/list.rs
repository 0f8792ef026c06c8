//! Lists and their entries, whatever format they came in.

use serde::{Deserialize, Serialize};
use tidewaiter_model::{Country, Date};

/// What kind of party an entry names, where the list says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartyKind {
    /// A company, institute, body or other organisation.
    Company,
    /// A natural person.
    Person,
    /// A ship.
    Vessel,
    /// An aircraft.
    Aircraft,
    /// The list does not say.
    #[default]
    Unknown,
}

impl PartyKind {
    /// `company`, `person`, `vessel`, `aircraft` or `unknown`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Person => "person",
            Self::Vessel => "vessel",
            Self::Aircraft => "aircraft",
            Self::Unknown => "unknown",
        }
    }
}

/// Another name of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// As the list writes it.
    pub name: String,
    /// Does the list itself call it weak (a broad name that yields many false hits; OFAC FAQ 122)?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weak: bool,
    /// Does the list call it a former name (f.k.a.)?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub former: bool,
}

/// One party on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// The list's own id; where it has none, one made from the entry's content.
    pub id: String,
    /// The list's id, such as `us-entity-list`.
    pub list: String,
    /// The name as the list writes it.
    pub name: String,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// Countries of its addresses, flags and nationalities, sorted, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<Country>,
    /// Addresses as the list writes them, where it gives more than a country.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// Register, tax, IMO and document numbers as the list writes them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<String>,
    /// In the order of `identifiers`: what each is, in the list's words (`Passport`, `LEI`); empty where it does not say.
    /// See [`Entry::numbers`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifier_kinds: Vec<String>,
    /// Dates of birth, founding or building: ISO 8601 as far as known (`1967`, `1967-03`, `1967-03-12`), else as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<String>,
    /// What a collection says of the party, such as `sanction` or `role.pep` (FollowTheMoney topics).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Company, person, vessel …
    pub kind: PartyKind,
    /// Sanctions programmes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<String>,
    /// Federal Register notices, such as `88 FR 71992`; the regulation, decision or reference of another keeper.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub citation: String,
    /// The licence requirement in the list's words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub licence_requirement: String,
    /// The licence review policy in the list's words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub licence_policy: String,
    /// The Entity List footnote designation, 1 to 5, where the licence requirement carries one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footnote: Option<u8>,
    /// The first day of the listing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// The last day of the listing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// Where the list can be read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source_url: String,
}

impl Entry {
    /// The identifiers with what each is, in the list's words; the kind is empty where the list does not say.
    pub fn numbers(&self) -> impl Iterator<Item = (&str, &str)> {
        let kinds = self.identifier_kinds.iter().map(String::as_str).chain(std::iter::repeat(""));
        kinds.zip(self.identifiers.iter().map(String::as_str))
    }
}

/// A list, or the part of one that a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListData {
    /// `us-entity-list`, `us-sdn`, …; for a plain table `list-` and its file's name.
    pub id: String,
    /// The list's full name and keeper, as the file says.
    pub source: String,
    /// The day the file was made, where it says so.
    pub date: Option<Date>,
    /// SHA-256 of the file that it came in (unpacked), in hex.
    pub sha256: String,
    /// Is this only a part of the list, so that no hit proves nothing?
    pub excerpt: bool,
    /// The kind of file that it came in, such as `us-csl` or `ofac`: lists that come together in one publication and are
    /// missed where a later one lacks them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub publication: String,
    /// What the reader of the file should know: ids that occur twice, records that name no party. In plain words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The parties, in the file's order.
    pub entries: Vec<Entry>,
}

/// A list without its entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSummary {
    /// The list's id.
    pub id: String,
    /// Its full name and keeper.
    pub source: String,
    /// The day the file was made, where it says so.
    pub date: Option<Date>,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Is it only a part of the list?
    pub excerpt: bool,
    /// Number of parties.
    pub entries: usize,
}

impl ListData {
    /// The list without its entries.
    #[must_use]
    pub fn summary(&self) -> ListSummary {
        ListSummary {
            id: self.id.clone(),
            source: self.source.clone(),
            date: self.date,
            sha256: self.sha256.clone(),
            excerpt: self.excerpt,
            entries: self.entries.len(),
        }
    }
}

/// The footnote that a licence requirement carries.
///
/// Supplement No. 4 to part 744 marks entities under footnotes 1 to 5; the text that is published has them as digits
/// after the citation: 1 as `734.9(e)1` with 2 after `EAR`, 3 after `734.9(g)`, 4 and 5 after the closing bracket. The
/// section that it cites says the same: 734.9(e)(1), (e)(2), (e)(3) and (g).
///
/// ```
/// use tidewaiter_screening::footnote;
/// assert_eq!(footnote("For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4"), Some(4));
/// assert_eq!(footnote("For all items subject to the EAR, see §§ 734.9(e)1 and 744.11 of the EAR2"), Some(1));
/// assert_eq!(footnote("For all items subject to the EAR. (See §744.11 of the EAR)."), None);
/// ```
#[must_use]
pub fn footnote(licence_requirement: &str) -> Option<u8> {
    let text: String = licence_requirement.chars().filter(|c| !c.is_whitespace()).collect();
    if text.contains("734.9(e)1") || text.contains("734.9(e)(1)") {
        return Some(1);
    }
    if text.contains("734.9(g)") {
        return Some(3);
    }
    let end = text.trim_end_matches(['.', ')']);
    let marked = |digit: char| end.ends_with(digit) && end.trim_end_matches(digit).ends_with([')', 'R', '.']);
    if text.contains("734.9(e)(3)") || marked('5') {
        return Some(5);
    }
    if text.contains("734.9(e)(2)") || marked('4') {
        return Some(4);
    }
    None
}
