//! Parties that stand on a list.

use tidewaiter_law::Answers;
use tidewaiter_model::{Country, Date, Evidence, Finding, Severity, Truth};
use tidewaiter_redflags::Listing;
use tidewaiter_screening::{Cleared, Hit, Options, Query, Reopened, Screener, Strength};

use super::{Case, ScreenedParty};

/// What a known list does to a shipment: its id, whether it holds one by itself, and the rule.
///
/// Held are the lists whose entries forbid or license every item subject to the EAR, or every dealing; the others ask
/// for care. So do those of other keepers than the United States: they bind who is under their law, which an order line does
/// not say of the seller. A list of the user's own is not here: its entries raise a question.
const LISTS: [(&str, bool, &str); 23] = [
    ("cn-anti-foreign-sanctions", false, "Anti-Foreign Sanctions Law of the PRC (2021)"),
    ("cn-export-control", false, "Export Control Law of the PRC, article 18"),
    ("cn-export-watch", false, "Regulations of the PRC on Export Control of Dual-Use Items (2024)"),
    ("cn-unreliable-entities", false, "Provisions of the PRC on the Unreliable Entity List (MOFCOM Order 4 of 2020)"),
    ("eu-fsf", false, "asset freezes of the European Union (Article 215 TFEU)"),
    ("jp-meti-end-user", false, "End User List of METI, Japan (Foreign Exchange and Foreign Trade Act)"),
    ("uk-ofsi", false, "Sanctions and Anti-Money Laundering Act 2018"),
    ("uk-sanctions-list", false, "Sanctions and Anti-Money Laundering Act 2018"),
    ("un-sc", false, "resolutions of the UN Security Council under Chapter VII of the Charter"),
    ("us-1260h", false, "Public Law 116-283, section 1260H"),
    ("us-capta", false, "31 CFR chapter V"),
    ("us-cmic", false, "Executive Order 13959, as amended by 14032"),
    ("us-denied-persons", true, "15 CFR 736.2(b)(4)"),
    ("us-entity-list", true, "15 CFR 744.11"),
    ("us-fse", false, "31 CFR chapter V"),
    ("us-itar-debarred", false, "22 CFR 127.7"),
    ("us-mbs", false, "31 CFR chapter V"),
    ("us-military-end-user", true, "15 CFR 744.21"),
    ("us-nonproliferation", false, "15 CFR 744.19"),
    ("us-plc", false, "31 CFR 594"),
    ("us-sdn", true, "31 CFR chapter V; 15 CFR 744.8"),
    ("us-ssi", false, "Executive Order 13662"),
    ("us-unverified", false, "15 CFR 744.15"),
];

/// One finding a distinct party and list entry, whatever roles the party has. A party that is asserted to be on a list
/// is not also told of every entry of that list that its name resembles.
pub(crate) fn find(case: &Case<'_>, findings: &mut Vec<Finding>, not_checked: &mut Vec<String>) {
    for (at, party) in case.screened.iter().enumerate() {
        // The same name with another address or register number may be on other lists.
        let same =
            |p: &&ScreenedParty| p.name == party.name && p.country == party.country && p.found.hits == party.found.hits;
        if case.screened.iter().take(at).any(|earlier| same(&earlier)) {
            continue;
        }
        let roles: Vec<&str> = case.screened.iter().filter(same).map(|p| p.role.words()).collect();
        let roles = match roles.as_slice() {
            [first @ .., second, last] => [first, &[&format!("{second} and {last}")]].concat().join(", "),
            few => few.join(""),
        };
        not_checked.extend(party.found.notes.iter().map(|note| format!("Lists, of {} ({roles}): {note}.", party.name)));
        let cleared = party.found.hits.iter().filter_map(|hit| Some((hit, hit.cleared.as_ref()?)));
        findings.extend(cleared.map(|(hit, cleared)| good_guy(party, &roles, hit, cleared)));
        let ended = party.found.hits.iter().filter_map(|hit| Some((hit, hit.ended?)));
        findings.extend(ended.map(|(hit, last)| listing_ended(party, &roles, hit, last)));
        let matches: Vec<&Hit> = party.found.hits.iter().filter(|h| h.is_match).collect();
        let settled = |list: &str| matches.iter().any(|hit| hit.list == list && is_certain(party, hit));
        findings.extend(
            matches
                .iter()
                .filter(|hit| is_certain(party, hit) || !settled(&hit.list))
                .map(|hit| finding(party, &roles, hit)),
        );
    }
}

/// Does an entry of this list hold a shipment by itself?
pub(crate) fn holds(list: &str) -> bool {
    LISTS.iter().any(|(id, holds, _)| *id == list && *holds)
}

/// What the lists themselves answer: a party that is asserted to be an Entity List party with footnote 1 or 4 is one,
/// whatever was told. (That a party is on no list says nothing of who uses the item in the end, and footnote 5 asks for
/// the kind of item too.)
///
/// Source: 15 CFR 734.9(e)(1) and (2).
pub(crate) fn told(answers: &Answers, screened: &[ScreenedParty]) -> Answers {
    let mut told = answers.clone();
    for party in screened {
        for hit in party.found.hits.iter().filter(|hit| hit.is_match && is_certain(party, hit)) {
            if let Some(footnote @ (1 | 4)) = hit.footnote {
                told = told.with(&format!("entity-footnote-{footnote}"), Truth::Yes);
            }
        }
    }
    told
}

/// An entry in the shape in which the red flags name it.
pub(crate) fn listing(hit: &Hit) -> Listing {
    let alike =
        if matches!(hit.strength, Strength::ListedAddress | Strength::SharedAddress) { "address" } else { "name" };
    Listing { list: hit.list.clone(), entry: hit.entry.clone(), name: hit.name.clone(), alike, cite: cite(hit) }
}

/// The entries that bear exactly this name, of lists of the United States.
pub(crate) fn bearing(name: &str, screener: &Screener) -> Vec<Listing> {
    let query = Query { name, ..Query::default() };
    let exact = |hit: &Hit| {
        hit.list.starts_with("us-") && !hit.weak_alias && matches!(hit.strength, Strength::Exact | Strength::Normalised)
    };
    let hits = screener.screen(&query, &Options::matches_only(0.95, 10));
    hits.iter().filter(|hit| exact(hit)).map(listing).collect()
}

/// The rule behind a list, and the entry's own notice.
fn cite(hit: &Hit) -> String {
    let rule = LISTS.iter().find(|(id, ..)| *id == hit.list).map_or(hit.list.as_str(), |(.., rule)| rule);
    if hit.citation.is_empty() { rule.to_owned() } else { format!("{rule}; {}", hit.citation) }
}

/// Is the party the entry for certain: the same identifier, an address that itself is listed, or the same strong name
/// with no other country against it?
pub(crate) fn is_certain(party: &ScreenedParty, hit: &Hit) -> bool {
    let country_agrees = party.country.is_none_or(|c| hit.countries.is_empty() || hit.countries.contains(&c));
    match hit.strength {
        // An equal number that two registers may have given is not certain.
        Strength::Identifier => hit.score >= 1.0,
        Strength::ListedAddress => true,
        Strength::Exact | Strength::Normalised => !hit.weak_alias && country_agrees,
        Strength::Fuzzy | Strength::SharedAddress => false,
    }
}

fn finding(party: &ScreenedParty, roles: &str, hit: &Hit) -> Finding {
    let certain = is_certain(party, hit);
    let hold = certain && holds(&hit.list);
    let countries: Vec<&str> = hit.countries.iter().map(Country::code).collect();
    let mut evidence = vec![
        Evidence::new(format!("name as written ({roles})"), party.name.clone(), "the order"),
        Evidence::new(
            format!("entry {} on {}", hit.entry, hit.list),
            if hit.matched == hit.name { hit.name.clone() } else { format!("{} (as {})", hit.name, hit.matched) },
            format!(
                "{}{}",
                hit.citation,
                if countries.is_empty() { String::new() } else { format!("; {}", countries.join(", ")) }
            ),
        ),
        Evidence::new(likeness(hit), format!("{:.2}", hit.score), hit.explain.join("; ")),
    ];
    if let Some(Reopened { id, changes, by, on, because }) = &hit.reopened {
        evidence.push(Evidence::new(
            format!("cleared before ({id}), and open again: {}", changes.join("; ")),
            because.clone(),
            format!("{by}, {on}"),
        ));
    }
    if !hit.licence_requirement.is_empty() {
        evidence.push(Evidence::new(
            "licence requirement of the entry",
            hit.licence_requirement.clone(),
            hit.citation.clone(),
        ));
    }
    if !hit.licence_policy.is_empty() {
        evidence.push(Evidence::new("review policy of the entry", hit.licence_policy.clone(), hit.citation.clone()));
    }
    let (code, severity, says, settle) = if hold {
        (
            "LISTED-PARTY",
            Severity::Hold,
            says(party, roles, hit),
            "Compare address, identifiers and owners with the entry. If it is the listed party, do not ship without the licence the entry asks for; if not, record why.",
        )
    } else if certain {
        (
            "LISTED-PARTY-OTHER",
            Severity::Review,
            says(party, roles, hit),
            "Read what the list asks for and record the decision.",
        )
    } else {
        (
            "POSSIBLE-MATCH",
            Severity::Review,
            says(party, roles, hit),
            "Compare country, address, identifiers and owners with the entry; record whether it is the same party.",
        )
    };
    let says = match &hit.reopened {
        Some(Reopened { on, changes, .. }) => {
            format!("{says} It was cleared on {on} and is open again: {}.", changes.join("; "))
        }
        None => says,
    };
    Finding { code: code.to_owned(), severity, says, cite: cite(hit), evidence, settle: settle.to_owned() }
}

/// A match of an entry whose last day lies before the day asked about.
fn listing_ended(party: &ScreenedParty, roles: &str, hit: &Hit, last: Date) -> Finding {
    let evidence = vec![
        Evidence::new(format!("name as written ({roles})"), party.name.clone(), "the order"),
        Evidence::new(
            format!("last day of entry {} on {}", hit.entry, hit.list),
            last.to_string(),
            hit.citation.clone(),
        ),
        Evidence::new(likeness(hit), format!("{:.2}", hit.score), hit.explain.join("; ")),
    ];
    Finding {
        code: "LISTING-ENDED".to_owned(),
        severity: Severity::Note,
        says: format!("{} By the list that ended on {last}.", says(party, roles, hit)),
        cite: cite(hit),
        evidence,
        settle: "Read whether the listing or order was extended; the list may not say so yet.".to_owned(),
    }
}

/// A match that a person cleared, shown and nothing more.
fn good_guy(party: &ScreenedParty, roles: &str, hit: &Hit, cleared: &Cleared) -> Finding {
    let Cleared { id, by, on, because } = cleared;
    let evidence = vec![
        Evidence::new(format!("name as written ({roles})"), party.name.clone(), "the order"),
        Evidence::new(format!("entry {} on {}", hit.entry, hit.list), hit.name.clone(), hit.citation.clone()),
        Evidence::new(likeness(hit), format!("{:.2}", hit.score), hit.explain.join("; ")),
        Evidence::new(format!("cleared ({id})"), because.clone(), format!("{by}, {on}")),
    ];
    Finding {
        code: "GOOD-GUY".to_owned(),
        severity: Severity::Note,
        says: format!(
            "{} It was cleared on {on} by {by}, and nothing that was compared has changed.",
            says(party, roles, hit)
        ),
        cite: cite(hit),
        evidence,
        settle: format!("Nothing, as long as the reason holds; `tidewaiter goodguy remove {id}` opens it again."),
    }
}

/// On what the hit rests, as a sentence.
fn says(party: &ScreenedParty, roles: &str, hit: &Hit) -> String {
    let who = if party.name.trim().is_empty() { "The party without a name" } else { &party.name };
    let (entry, list) = (&hit.name, &hit.list);
    match hit.strength {
        Strength::Identifier => format!("{who} ({roles}) has the register number of {entry}, listed on {list}."),
        Strength::ListedAddress => {
            format!("{who} ({roles}) is at an address that itself stands on {list}, as {entry}: {}.", hit.matched)
        }
        Strength::SharedAddress => format!("{who} ({roles}) is at the address of {entry}, listed on {list}."),
        Strength::Exact | Strength::Normalised => {
            format!("{who} ({roles}) bears the name of {entry}, listed on {list}.")
        }
        Strength::Fuzzy => format!("The name of {who} ({roles}) resembles {entry}, listed on {list}."),
    }
}

/// What the score is of.
fn likeness(hit: &Hit) -> &'static str {
    match hit.strength {
        Strength::ListedAddress | Strength::SharedAddress => "likeness of the addresses, 0 to 1",
        _ => "likeness of the names, 0 to 1",
    }
}
