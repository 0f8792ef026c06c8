//! The United Kingdom's lists, CSV: the consolidated list of the Office of Financial Sanctions Implementation
//! (`ConList.csv`), and the UK Sanctions List of the Foreign, Commonwealth and Development Office. Both have one row a
//! name, and the day of the file above the header.

use tidewaiter_model::Date;

use super::build::{joined, kind, tidy};
use super::table::{Each, Grouped, Row, nameless};
use super::{Lists, dates};
use crate::{Entry, ListData, ListFault, PartyKind};

/// `ConList.csv`, format of 2022: rows of one `Group ID` are one party.
pub(super) fn consolidated(file: &str, above: &[String], each: Each<'_>) -> Result<Vec<ListData>, ListFault> {
    let source =
        "Consolidated List of Financial Sanctions Targets in the UK - Office of Financial Sanctions Implementation";
    let fields = Fields {
        id: "group_id",
        name_type: "alias_type",
        strength: "alias_quality",
        kind: "group_type",
        regime: "regime",
        designated: &["listed_on", "uk_sanctions_list_date_designated"],
        address: ["address_1", "address_2", "address_3", "address_4", "address_5", "address_6", "post_zip_code"],
        country: "country",
    };
    names(file, above, each, "uk-ofsi", source, &fields)
}

/// The UK Sanctions List: rows of one `Unique ID` are one party.
pub(super) fn sanctions(file: &str, above: &[String], each: Each<'_>) -> Result<Vec<ListData>, ListFault> {
    let source = "The UK Sanctions List - Foreign, Commonwealth and Development Office";
    let fields = Fields {
        id: "unique_id",
        name_type: "name_type",
        strength: "alias_strength",
        kind: "designation_type",
        regime: "regime_name",
        designated: &["date_designated"],
        address: [
            "address_line_1",
            "address_line_2",
            "address_line_3",
            "address_line_4",
            "address_line_5",
            "address_line_6",
            "address_postal_code",
        ],
        country: "address_country",
    };
    names(file, above, each, "uk-sanctions-list", source, &fields)
}

/// What the two lists call the same.
struct Fields {
    id: &'static str,
    name_type: &'static str,
    strength: &'static str,
    kind: &'static str,
    regime: &'static str,
    designated: &'static [&'static str],
    address: [&'static str; 7],
    country: &'static str,
}

fn names(
    file: &str,
    above: &[String],
    each: Each<'_>,
    list: &'static str,
    source: &str,
    fields: &Fields,
) -> Result<Vec<ListData>, ListFault> {
    let mut grouped = Grouped::default();
    each(&mut |row| {
        let id = row.cell(&[fields.id]);
        let given = ["name_1", "name_2", "name_3", "name_4", "name_5", "name_6"].map(|part| row.cell(&[part]));
        let name = joined(given);
        let original = row.cell(&["name_non_latin_script"]);
        if name.is_empty() && original.is_empty() {
            return Err(nameless(file, row.line));
        }
        // A row without an id is a party of its own.
        let key = if id.is_empty() { format!("row {}", row.line) } else { id.to_owned() };
        let Some(entry) = grouped.entry(source, &key) else { return Ok(()) };
        add_name(entry, row, fields, &name);
        entry.add_alias(original, false, false);
        add_facts(entry, row, fields);
        Ok(())
    })?;
    let mut lists = Lists::of(list);
    for (_, mut entry) in grouped.finish() {
        if entry.id.starts_with("row ") {
            entry.id.clear();
        }
        if entry.name.is_empty() {
            // No row is called primary: the first that is not weak.
            let first = entry.aliases.iter().find(|alias| !alias.weak).or(entry.aliases.first());
            entry.name = first.map(|alias| alias.name.clone()).unwrap_or_default();
        }
        lists.push(list, source, entry);
    }
    Ok(lists.finish(file_date(above)))
}

/// The primary name is the entry's, wherever it stands among the rows.
fn add_name(entry: &mut Entry, row: &Row<'_>, fields: &Fields, name: &str) {
    let name_type = row.cell(&[fields.name_type]).to_lowercase();
    let weak = row.cell(&[fields.strength]).to_lowercase().starts_with("low");
    if name_type == "primary name" && entry.name.is_empty() {
        entry.name = tidy(name);
    } else {
        entry.add_alias(name, weak, name_type.starts_with("fka"));
    }
}

fn add_facts(entry: &mut Entry, row: &Row<'_>, fields: &Fields) {
    let cell = |name: &str| row.cell(&[name]);
    if entry.kind == PartyKind::Unknown {
        entry.kind = kind(cell(fields.kind));
    }
    entry.add_program(cell(fields.regime));
    entry.start = entry.start.or_else(|| fields.designated.iter().find_map(|name| dates::day_first(cell(name))));
    if entry.citation.is_empty() {
        let reference = row.cell(&["un_reference_number", "ofsi_group_id"]);
        reference.clone_into(&mut entry.citation);
    }
    let mut address = Entry::default();
    address.add_address(fields.address.map(cell), cell(fields.country));
    entry.countries.append(&mut address.countries);
    // Each of a party's rows may repeat its addresses.
    entry
        .addresses
        .extend(address.addresses.into_iter().filter(|line| !entry.addresses.contains(line)).collect::<Vec<_>>());
    for nationality in numbered(row.cell(&["nationality", "nationality_ies"])) {
        entry.add_country(&nationality);
    }
    entry.add_country(cell("current_believed_flag_of_ship"));
    numbered(row.cell(&["dob", "d_o_b"])).iter().for_each(|date| entry.add_date(date));
    let numbers = [
        ("Passport", "passport_number"),
        ("National identification number", "national_identification_number"),
        ("National identification number", "national_identifier_number"),
        ("Business registration number", "business_registration_number_s"),
        ("IMO", "imo_number"),
        ("HIN", "hull_identification_number_hin"),
    ];
    for (kind, header) in numbers {
        for number in numbered(cell(header)) {
            if !entry.identifiers.contains(&number) {
                entry.add_identifier(kind, &number);
            }
        }
    }
}

/// The values of a cell that holds several: `(1) A12 (2) B34`, or divided by semicolons or lines.
fn numbered(cell: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut rest = cell;
    while let Some(c) = rest.chars().next() {
        let after = rest.strip_prefix('(').and_then(|inner| {
            let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
            let after = digits.strip_prefix(')')?;
            (digits.len() < inner.len() && inner.len().saturating_sub(digits.len()) <= 2).then_some(after)
        });
        if let Some(after) = after {
            values.push(String::new());
            rest = after;
            continue;
        }
        if c == ';' || c == '\n' {
            values.push(String::new());
        } else if let Some(last) = values.last_mut() {
            last.push(c);
        }
        rest = rest.strip_prefix(c).unwrap_or_default();
    }
    values
        .iter()
        .map(|value| tidy(value.trim().trim_end_matches(['.', ','])))
        .filter(|value| !value.is_empty())
        .collect()
}

/// The day in `Last Updated,05/11/2025` or `Report Date: 12-Nov-2025`.
fn file_date(above: &[String]) -> Option<Date> {
    above.iter().find_map(|line| {
        let rest = line.trim().trim_end_matches(',');
        let words = rest.rsplit([',', ':', ' ']).find(|part| !part.trim().is_empty())?;
        dates::day_first(words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_several_values_are_split() {
        assert_eq!(numbered("(1) A12 (2) B34."), ["A12", "B34"]);
        assert_eq!(numbered("A (HK) 12; 7"), ["A (HK) 12", "7"]);
        assert_eq!(numbered(" "), [""; 0]);
    }

    #[test]
    fn the_day_of_the_file_stands_above_the_header() {
        assert_eq!(file_date(&["Last Updated,05/11/2025,,".to_owned()]), Date::new(2025, 11, 5).ok());
        assert_eq!(file_date(&["Report Date: 12-Nov-2025".to_owned()]), Date::new(2025, 11, 12).ok());
        assert_eq!(file_date(&["Title".to_owned()]), None);
    }
}
