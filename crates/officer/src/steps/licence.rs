//! What the law asks for on this way: licences, letters, permits of other countries.

use std::collections::BTreeSet;

use tidewaiter_model::{
    Applied, Classification, Control, Country, Evidence, Finding, Headquarters, Licence, Resolution, Role, Severity,
    Truth, Value,
};

use super::goods::{list_or, name};
use super::{Case, question, short};
use crate::officer::taken_as_asserted;

/// Rules on the books that bind nobody today are told, never enforced.
const NOT_BINDING: [&str; 4] = ["not enforced", "published", "stayed", "announced"];

pub(crate) fn find(case: &Case<'_>, findings: &mut Vec<Finding>, not_checked: &mut Vec<String>) {
    not_subject(case, findings);
    match case.classification.licence {
        Licence::Required => findings.push(required(case, case.classification)),
        Licence::Unknown if is_open_for_another_reason(case) => unknown(case, findings, not_checked),
        Licence::Unknown | Licence::NotRequired => {}
    }
    other_destinations(case, findings);
    for applied in &case.classification.applied {
        permit(case, applied, findings);
        if matches!(case.good.resolution, Resolution::Accelerator | Resolution::Memory) {
            prohibition(applied, findings);
        }
    }
    caveats(case, findings);
}

/// Is the licence open although the item is known? Where the item itself is in doubt, `steps::goods` has asked already.
fn is_open_for_another_reason(case: &Case<'_>) -> bool {
    matches!(case.good.resolution, Resolution::Accelerator | Resolution::Memory)
        && case.classification.control != Control::Unknown
}

/// A controlled item that nothing subjects to the regulations, by what was told: a person looks at what that leans on.
fn not_subject(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let jurisdiction = &case.classification.jurisdiction;
    let of_no_concern =
        case.good.resolution == Resolution::NotAccelerator || case.classification.control == Control::NotControlled;
    if !jurisdiction.subject.is_no() || of_no_concern {
        return;
    }
    findings.push(Finding {
        code: "NOT-SUBJECT".to_owned(),
        severity: Severity::Review,
        says: format!(
            "By what was told the item is not subject to the EAR in this transaction, so no licence of the United States \
             is required. {}",
            jurisdiction.why
        ),
        cite: "15 CFR 734.3; 15 CFR 734.4; 15 CFR 734.9".to_owned(),
        evidence: vec![Evidence::new("movement", &case.classification.movement, &case.classification.movement_why)],
        settle: "Keep the statements of origin, content and technology that this leans on, such as the supply chain \
                 certification of 15 CFR 734, supplement no. 1."
            .to_owned(),
    });
}

/// A licence is needed: held, unless an exception's conditions are all met.
fn required(case: &Case<'_>, classification: &Classification) -> Finding {
    let rules: Vec<&Applied> = requirements(classification).filter(|a| a.result == Truth::Yes).collect();
    let item = name(case.good).unwrap_or_else(|| short(&case.line.description, 80));
    let mut evidence = decisive_clauses(classification);
    if let Some(to) = case.destination {
        evidence.push(Evidence::new("destination", to.code(), "the order"));
    }
    evidence.extend(case.parties.iter().enumerate().filter_map(|(at, p)| {
        let country = p.headquarters.asserted()?;
        let of = format!("headquarters of {} ({})", p.name, p.role);
        Some(Evidence::new(of, country.code(), case.seat_source(at)))
    }));
    let jurisdiction = &classification.jurisdiction;
    let subject = match jurisdiction.basis.join(", ") {
        basis if jurisdiction.subject.is_yes() => basis,
        _ => "unknown; answered as if it is".to_owned(),
    };
    evidence.push(Evidence::new("subject to the EAR by", subject, jurisdiction.why.clone()));
    let movement = classification.movement.clone();
    evidence.push(Evidence::new("movement", movement, classification.movement_why.clone()));
    evidence.extend(
        rules
            .iter()
            .map(|a| Evidence::new(format!("rule {} ({})", a.rule, a.status), a.result.as_str(), a.cite.clone())),
    );
    let met = classification.exceptions.iter().find(|e| e.met == Truth::Yes);
    let open = classification.exceptions.iter().find(|e| e.met == Truth::Unknown);
    let what = match classification.paragraphs.as_slice() {
        [] => format!("{item} meets no paragraph of 3A090"),
        met => format!("{item} meets {}", met.join(" and ")),
    };
    let what = [Some(what), on_this_way(classification)].into_iter().flatten().collect::<Vec<_>>().join(". ");
    let says_rules = sentences(rules.iter().map(|a| a.says.as_str()));
    let cite = joined_citations(rules.iter().map(|a| a.cite.as_str()));
    match (met, open) {
        (Some(exception), _) => Finding {
            code: "LICENCE-EXCEPTION".to_owned(),
            severity: Severity::Note,
            says: format!("{what}. {says_rules} Exception {} covers it: {}.", exception.code, bare(&exception.why)),
            cite: exception.cite.clone(),
            evidence,
            settle: "Keep the records that show the exception's conditions.".to_owned(),
        },
        (None, Some(exception)) => Finding {
            code: "EXCEPTION-OPEN".to_owned(),
            severity: Severity::Review,
            says: format!("{what}. {says_rules} Exception {} may cover it. {}.", exception.code, bare(&exception.why)),
            cite: joined_citations([cite.as_str(), exception.cite.as_str()]),
            evidence,
            settle: format!("Show that the conditions of {} are met, or apply for a licence.", exception.code),
        },
        (None, None) => Finding {
            code: "LICENCE-REQUIRED".to_owned(),
            severity: Severity::Hold,
            says: match classification.review.as_str() {
                "" => format!("{what}. {says_rules}"),
                review => format!("{what}. {says_rules} Review of an application: {}.", bare(review)),
            },
            cite,
            evidence,
            settle: {
                let settle = match sentences(rules.iter().map(|a| a.settle.as_str())) {
                    none if none.is_empty() => "A BIS licence for this item, destination and these parties.".to_owned(),
                    settle => settle,
                };
                [Some(settle), after_notice(classification)].into_iter().flatten().collect::<Vec<_>>().join(" ")
            },
        },
    }
}

/// What kind of movement it is and by what the regulations reach it, where both are settled: review policies differ by it.
fn on_this_way(classification: &Classification) -> Option<String> {
    let reached = &classification.jurisdiction;
    let settled = reached.subject.is_yes() && classification.movement != Truth::Unknown.as_str();
    let article = if classification.movement.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    settled.then(|| {
        format!("It is {article} {}, subject to the EAR by {}", classification.movement, reached.basis.join(" and "))
    })
}

/// Licence requirements of the United States, by rule or letter, that bind today. Where a rule says as much, letters
/// to makers add nothing to it and are left out.
fn requirements(classification: &Classification) -> impl Iterator<Item = &Applied> {
    let of = |kind: &'static str| classification.applied.iter().filter(move |a| a.kind == kind && binds(a));
    let by_rule = Truth::any(of("licence").map(|a| a.result));
    of("licence").chain(of("letter").filter(move |a| by_rule.is_no() || by_rule.is_unknown() && a.result.is_yes()))
}

fn binds(applied: &Applied) -> bool {
    !NOT_BINDING.contains(&applied.status.as_str())
}

/// Words without the period at their end.
fn bare(words: &str) -> &str {
    words.trim_end_matches('.')
}

/// Sentences one after the other, each once.
fn sentences<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for part in parts.map(bare).filter(|p| !p.is_empty()) {
        if !seen.contains(&part) {
            seen.push(part);
        }
    }
    seen.iter().map(|part| format!("{part}.")).collect::<Vec<_>>().join(" ")
}

/// Nothing is asserted that would require a licence, but something that decides is missing.
fn unknown(case: &Case<'_>, findings: &mut Vec<Finding>, not_checked: &mut Vec<String>) {
    let settled = taken_as_asserted(case.parties);
    let route: Vec<Country> = case.line.route.iter().filter_map(|p| p.country).collect();
    let as_if = question(case.line, case.good, case.destination, &route, &settled, case.as_of, case.answers);
    let if_likely = case.law.decide(&as_if);
    let of_order = || {
        let open = |p: &tidewaiter_law::PartyFact| {
            p.role != Role::FreightForwarder && !matches!(p.headquarters, Headquarters::Asserted(_))
        };
        case.parties.iter().enumerate().filter(move |(_, p)| open(p))
    };
    let open: Vec<&tidewaiter_law::PartyFact> = of_order().map(|(_, p)| p).collect();
    let ordinary = |p: &&tidewaiter_law::PartyFact| match p.headquarters {
        Headquarters::Likely(country) => case.law.in_group(country, "A:1", case.as_of).is_yes(),
        Headquarters::Asserted(_) => true,
        Headquarters::Unknown => false,
    };
    let names: BTreeSet<&str> = open.iter().map(|p| p.name.as_str()).collect();
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    if if_likely.licence == Licence::NotRequired && !open.is_empty() && open.iter().all(ordinary) {
        // BIS asks for the headquarters of new customers outside Country Group A:1 (guidance of 2025-05-13). Inside it,
        // with nothing else that looks wrong, the open question is told and does not stop the line.
        not_checked.push(format!(
            "Headquarters and ultimate parent of {names} are not asserted; taken as those of the address. A parent in \
             Macau or a Country Group D:5 country would need a licence (15 CFR 744.23(a)(3))."
        ));
        return;
    }
    let likely_required = if_likely.licence == Licence::Required;
    let says = if likely_required {
        format!(
            "A licence is required if headquarters are where the addresses suggest. Open: {}.",
            list_or(&case.classification.missing, "headquarters are not stated")
        )
    } else {
        format!(
            "Whether a licence is required cannot be decided: {}.",
            list_or(&case.classification.missing, "a fact that decides is missing")
        )
    };
    let evidence = of_order()
        .map(|(at, p)| {
            let value = match p.headquarters {
                Headquarters::Likely(c) => format!("unknown, likely {c}"),
                Headquarters::Asserted(c) => c.code().to_owned(),
                Headquarters::Unknown => "unknown".to_owned(),
            };
            Evidence::new(format!("headquarters of {} ({})", p.name, p.role), value, case.seat_source(at))
        })
        .collect();
    // What the registers leave open, each by the document that would close it.
    let documents: BTreeSet<String> = of_order()
        .filter_map(|(at, p)| {
            let settle = &case.owned(at)?.answer.headquarters_why.settle;
            (!settle.is_empty()).then(|| format!("For {}: {settle}", p.name))
        })
        .collect();
    findings.push(Finding {
        code: "LICENCE-UNKNOWN".to_owned(),
        severity: Severity::Review,
        says,
        cite: joined_citations(
            requirements(case.classification).filter(|a| a.result == Truth::Unknown).map(|a| a.cite.as_str()),
        ),
        evidence,
        // Where headquarters alone would not decide, each open rule says what would.
        settle: if !documents.is_empty() {
            documents.into_iter().collect::<Vec<_>>().join(" ")
        } else if names.is_empty() || if_likely.licence == Licence::Unknown {
            let open = requirements(case.classification).filter(|a| a.result == Truth::Unknown);
            match sentences(open.map(|a| a.settle.as_str())) {
                none if none.is_empty() => "Give the missing fact and run the check again.".to_owned(),
                settle => settle,
            }
        } else {
            "Ask where each party and its ultimate parent are headquartered, with a register extract, and fill the headquarters column.".to_owned()
        },
    });
}

/// The ultimate consignee or end user sits in another country than ship-to: what would the law say there?
fn other_destinations(case: &Case<'_>, findings: &mut Vec<Finding>) {
    if case.classification.licence == Licence::Required
        || case.classification.control == Control::NotControlled && case.classification.applied.is_empty()
    {
        return;
    }
    let route: Vec<Country> = case.line.route.iter().filter_map(|p| p.country).collect();
    let mut asked: BTreeSet<Country> = case.destination.into_iter().collect();
    for role in [Role::UltimateConsignee, Role::EndUser] {
        for party in case.line.in_role(role) {
            let Some(country) = party.country else { continue };
            if !asked.insert(country) {
                continue;
            }
            let question =
                question(case.line, case.good, Some(country), &route, case.parties, case.as_of, case.answers);
            if case.law.decide(&question).licence != Licence::Required {
                continue;
            }
            let there = case.law.classify(&question);
            let mut finding = required(case, &there);
            finding.evidence.push(Evidence::new(format!("country of the {role}"), country.code(), "the order"));
            if role == Role::EndUser && finding.severity == Severity::Hold {
                // The goods are not said to go there: a question, not a hold.
                finding.severity = Severity::Review;
                "LICENCE-IF-FORWARDED".clone_into(&mut finding.code);
                finding.says = format!(
                    "The end user is in {country}, the goods are sent elsewhere. If they go on to {country}, a licence is required. {}",
                    finding.says
                );
            }
            findings.push(finding);
        }
    }
}

/// A permit that another country asks for.
fn permit(case: &Case<'_>, applied: &Applied, findings: &mut Vec<Finding>) {
    // Where nothing says where the goods leave from, every country's permit would be an open question: the missing
    // place is told once instead, by `steps::input`.
    if applied.result == Truth::Unknown && case.line.ship_from.as_ref().and_then(|p| p.country).is_none() {
        return;
    }
    if applied.kind != "permit" || applied.result == Truth::No || !binds(applied) {
        return;
    }
    findings.push(Finding {
        code: "PERMIT-FOREIGN".to_owned(),
        // A question, even where the facts are plain: Tidewaiter models the permit's trigger, not the whole foreign law.
        severity: Severity::Review,
        says: applied.says.clone(),
        cite: applied.cite.clone(),
        evidence: vec![Evidence::new(
            format!("rule {} of {} ({})", applied.rule, applied.regime, applied.status),
            applied.result.as_str(),
            applied.cite.clone(),
        )],
        settle: applied.settle.clone(),
    });
}

/// A rule that forbids dealing in the item itself, wherever it goes.
fn prohibition(applied: &Applied, findings: &mut Vec<Finding>) {
    if applied.kind != "prohibition" || applied.result == Truth::No || !binds(applied) {
        return;
    }
    findings.push(Finding {
        code: applied.rule.clone(),
        severity: if applied.result == Truth::Yes { Severity::Hold } else { Severity::Review },
        says: applied.says.clone(),
        cite: applied.cite.clone(),
        evidence: vec![Evidence::new(
            format!("rule {} ({})", applied.rule, applied.status),
            applied.result.as_str(),
            applied.cite.clone(),
        )],
        settle: applied.settle.clone(),
    });
}

/// Notices and caveats of the classification, as one note each, so that an officer reads them beside the verdict.
fn caveats(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for applied in &case.classification.applied {
        let on_paper = !binds(applied);
        if applied.result != Truth::Yes || !(applied.kind == "notice" || applied.kind == "duty" || on_paper) {
            continue;
        }
        findings.push(Finding {
            code: applied.rule.clone(),
            severity: Severity::Note,
            says: format!("{} ({})", applied.says, applied.status),
            cite: applied.cite.clone(),
            evidence: Vec::new(),
            settle: applied.settle.clone(),
        });
    }
}

/// The clauses with a number that an answer rests on: of the paragraphs met (or, where control is open, of those left
/// open) and of the requirements that apply. A clause beside one that fails decides nothing, so it is left out.
pub(crate) fn decisive_clauses(classification: &Classification) -> Vec<Evidence> {
    let wanted = if classification.control == Control::Unknown { Truth::Unknown } else { Truth::Yes };
    let failed: BTreeSet<&str> =
        classification.clauses.iter().filter(|c| c.result == Truth::No).map(|c| label(&c.id)).collect();
    let rules: Vec<&str> =
        requirements(classification).filter(|a| a.result == Truth::Yes).map(|a| a.rule.as_str()).collect();
    let of_paragraph = |label: &str| match classification.control {
        Control::Controlled => classification.paragraphs.iter().any(|p| p.split(" or ").any(|p| p.starts_with(label))),
        Control::Unknown => label.starts_with("3A090."),
        Control::NotControlled => false,
    };
    classification
        .clauses
        .iter()
        .filter(|c| matches!(c.limit, Value::Number(_)) && !failed.contains(label(&c.id)))
        .filter(|c| {
            let label = label(&c.id);
            c.result == wanted && of_paragraph(label)
                || c.result == Truth::Yes && rules.iter().any(|rule| label.starts_with(rule))
        })
        .map(|c| Evidence::new(format!("{}: {}", c.id, c.test), c.value.to_string(), c.cite.clone()).against(&c.limit))
        .collect()
}

/// A clause's label, without the part that tells its tests apart: `3A090.b.1` of `3A090.b.1 (TPP)`.
fn label(id: &str) -> &str {
    id.split(" (").next().unwrap_or(id)
}

/// Exceptions that fail for want of the notice to BIS alone: the exporter can still give it.
fn after_notice(classification: &Classification) -> Option<String> {
    let lacks_notice = |e: &&tidewaiter_model::Exception| {
        e.met == Truth::No && e.why.contains("notice to BIS") && e.why.matches('“').count() == 1
    };
    let exception = classification.exceptions.iter().find(lacks_notice)?;
    Some(format!(
        "Or exception {} after 25 calendar days' notice to BIS, if its other conditions are met.",
        exception.code
    ))
}

/// Citations joined once each, in the order given.
fn joined_citations<'a>(citations: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for cite in citations.into_iter().flat_map(|c| c.split("; ")).filter(|c| !c.is_empty()) {
        if !seen.contains(&cite) {
            seen.push(cite);
        }
    }
    seen.join("; ")
}
