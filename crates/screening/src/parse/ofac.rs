//! The lists of the US Treasury's Office of Foreign Assets Control (OFAC) as XML and as JSON Lines.
//!
//! Sources: the data specification of the SDN list (`sdn.xml`, `consolidated.xml`, one schema), and the JSON Lines in
//! which the lists are passed on.

use serde::Deserialize;

use super::build::{country_at_end, kind, last_first};
use super::xml::{Node, fault_at, records};
use super::{FETCH_AGAIN, Lists, dates, lines};
use crate::{Entry, ListData, ListFault};

pub(super) const PUBLICATION: &str = "us-ofac";

/// The lists that OFAC keeps beside the SDN list: id, and the name that the Consolidated Screening List gives it.
const SDN: (&str, &str) = ("us-sdn", "Specially Designated Nationals (SDN) - Treasury Department");
const SSI: (&str, &str) = ("us-ssi", "Sectoral Sanctions Identifications List (SSI) - Treasury Department");
const MBS: (&str, &str) = ("us-mbs", "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department");
const CAPTA: (&str, &str) = ("us-capta", "Capta List (CAP) - Treasury Department");
const FSE: (&str, &str) = ("us-fse", "Foreign Sanctions Evaders (FSE) - Treasury Department");
const PLC: (&str, &str) = ("us-plc", "Palestinian Legislative Council List (PLC) - Treasury Department");
const CMIC: (&str, &str) =
    ("us-cmic", "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department");

/// The programmes that only parties outside the SDN list have, and their lists.
const NOT_SDN: [(&str, (&str, &str)); 4] = [("NS-PLC", PLC), ("CMIC-", CMIC), ("561-", CAPTA), ("FSE-", FSE)];

/// The list of a party that is not on the SDN list. OFAC's consolidated file names programmes and no lists: those of the
/// table decide; the sectoral list is Executive Order 13662 with a directive of it; the rest is the menu-based list.
fn beside_sdn(entry: &Entry, remarks: &[String]) -> (&'static str, &'static str) {
    let own = |program: &String| NOT_SDN.iter().find(|(start, _)| program.starts_with(start)).map(|(_, list)| *list);
    if let Some(list) = entry.programs.iter().find_map(own) {
        return list;
    }
    let sectoral = entry.programs.iter().any(|program| program.contains("EO13662"));
    let says = |words: &str| remarks.iter().any(|remark| remark.contains(words));
    if sectoral && (says("13662 Directive") || !says("14024 Directive")) { SSI } else { MBS }
}

/// The list that OFAC's advanced file names, or where it names none that is known, the list that the programmes say.
pub(super) fn list_named(name: &str, entry: &Entry) -> (&'static str, &'static str) {
    let lower = name.to_lowercase();
    let known = [
        (["sectoral", "ssi"], SSI),
        (["menu", "mbs"], MBS),
        (["capta", "561"], CAPTA),
        (["evaders", "fse"], FSE),
        (["palestinian", "plc"], PLC),
        (["military-industrial", "cmic"], CMIC),
    ];
    let of_words = |words: &[&str; 2]| words.iter().any(|word| lower.contains(word));
    match known.iter().find(|(words, _)| of_words(words)) {
        Some((_, list)) => *list,
        None if lower.contains("non-sdn") || lower.contains("consolidated") => beside_sdn(entry, &[]),
        None => SDN,
    }
}

/// Parties with what decides on their list.
pub(super) struct Parties(Vec<(Entry, Vec<String>)>);

impl Parties {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// A party, and the kinds of its remarks («Executive Order 13662 Directive Determination -»).
    pub fn push(&mut self, entry: Entry, remarks: Vec<String>) {
        self.0.push((entry, remarks));
    }

    /// By list. OFAC publishes two files of one form and says in neither which it is. Some parties of the SDN list have
    /// programmes of the other lists beside their own; in the other file nearly all have.
    pub fn by_list(self, lists: &mut Lists) {
        let special = |program: &String| {
            program.contains("EO13662")
                || program == "HKAA"
                || NOT_SDN.iter().any(|(start, _)| program.starts_with(start))
        };
        let others = self.0.iter().filter(|(entry, _)| entry.programs.iter().any(special)).count();
        let is_sdn = others.saturating_mul(2) < self.0.len();
        for (entry, remarks) in self.0 {
            let (id, source) = if is_sdn { SDN } else { beside_sdn(&entry, &remarks) };
            lists.push(id, source, entry);
        }
    }
}

pub(super) fn xml(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let mut parties = Parties::new();
    let (mut date, mut announced, mut found) = (None, None, 0usize);
    records(file, text, &["sdnEntry", "publshInformation"], |node, at| {
        if node.name == "publshInformation" {
            date = dates::month_first(node.of("Publish_Date"));
            announced = node.of("Record_Count").parse::<usize>().ok();
            return Ok(());
        }
        found = found.saturating_add(1);
        let entry = party(&node);
        if entry.name.is_empty() {
            return Err(fault_at(file, text, at, "this sdnEntry has no name", FETCH_AGAIN));
        }
        let remarks = node.each("idList", "id").map(|id| id.of("idType").to_owned()).collect();
        parties.push(entry, remarks);
        Ok(())
    })?;
    if let Some(announced) = announced
        && announced != found
    {
        let says = format!("says that it holds {announced} records and holds {found}: it is not whole");
        return Err(ListFault::new(file, says, FETCH_AGAIN));
    }
    let mut lists = Lists::of(PUBLICATION);
    parties.by_list(&mut lists);
    Ok(lists.finish(date))
}

fn party(node: &Node) -> Entry {
    let name = last_first(node.of("lastName"), node.of("firstName"));
    let mut entry = Entry { kind: kind(node.of("sdnType")), ..Entry::named(node.of("uid"), &name) };
    for program in node.each("programList", "program") {
        entry.add_program(program.text());
    }
    for aka in node.each("akaList", "aka") {
        let name = last_first(aka.of("lastName"), aka.of("firstName"));
        entry.add_alias(&name, aka.of("category") == "weak", aka.of("type") == "f.k.a.");
    }
    for address in node.each("addressList", "address") {
        let parts = ["address1", "address2", "address3", "city", "stateOrProvince", "postalCode"];
        entry.add_address(parts.map(|part| address.of(part)), address.of("country"));
    }
    for id in node.each("idList", "id") {
        entry.add_identifier(id.of("idType"), id.of("idNumber"));
    }
    for birth in node.each("dateOfBirthList", "dateOfBirthItem") {
        entry.add_date(birth.of("dateOfBirth"));
    }
    let countries = node.each("nationalityList", "nationality").chain(node.each("citizenshipList", "citizenship"));
    for country in countries {
        entry.add_country(country.of("country"));
    }
    if let Some(vessel) = node.child("vesselInfo") {
        entry.add_country(vessel.of("vesselFlag"));
        entry.add_identifier("Call sign", vessel.of("callSign"));
    }
    entry
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    source_list: String,
    record_id: String,
    entity_name: String,
    #[serde(default)]
    entity_type: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    addresses: Vec<String>,
    #[serde(default)]
    identification_numbers: Vec<Number>,
    #[serde(default)]
    programs: Vec<String>,
}

#[derive(Deserialize)]
struct Number {
    #[serde(rename = "type")]
    kind: Option<String>,
    number: Option<String>,
    country: Option<String>,
}

/// One party a line, with `sourceList`, `recordId` and `entityName`.
pub(super) fn json_lines(file: &str, text: &str) -> Result<Vec<ListData>, ListFault> {
    let mut lists = Lists::of(PUBLICATION);
    lines::each(file, text, |record: Record, row| {
        let mut entry =
            Entry { kind: kind(&record.entity_type), ..Entry::named(&record.record_id, &record.entity_name) };
        if entry.name.is_empty() {
            return Err(ListFault::new(file, "this record has no name", FETCH_AGAIN).at_row(row));
        }
        for alias in &record.aliases {
            entry.add_alias(alias, false, false);
        }
        for address in &record.addresses {
            // The country is written last, without a sign before it: «Zweierstrasse 35 Zurich CH-8022 Switzerland».
            entry.countries.extend(country_at_end(address));
            entry.add_address([address.as_str()], "");
        }
        let mut remarks = Vec::new();
        for number in record.identification_numbers {
            let kind = number.kind.unwrap_or_default();
            entry.add_identifier(&kind, number.number.as_deref().unwrap_or_default());
            entry.add_country(number.country.as_deref().unwrap_or_default());
            remarks.push(kind);
        }
        for program in &record.programs {
            entry.add_program(program);
        }
        let (id, source) = if record.source_list == "SDN" { SDN } else { beside_sdn(&entry, &remarks) };
        lists.push(id, source, entry);
        Ok(())
    })?;
    Ok(lists.finish(None))
}
