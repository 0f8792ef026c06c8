//! RF-01: nothing is said about the end use, or about the end user.

use tidewaiter_model::{Evidence, Finding, Role, Severity};

use super::rf12_evasive::QUESTION as DEALING;
use crate::words::says_nothing;
use crate::{About, Asked, Assessment, Case, Flag, Reply};

pub(super) struct NoEndUse;

static ABOUT: About = About {
    code: "RF-01",
    title: "No information on the end use or the end user",
    what: "Raised where the end use is empty or says nothing (\"TBD\", \"n/a\"), or where neither an end user is named nor an ultimate consignee, or where a person answers that the buyer was reluctant to say. A note where somebody has said what the cell does not: another order of the book states a use of the same end user, or a person answers that the buyer was asked and said; and where only the end user's cell is empty, but the ultimate consignee is named and the use stated.",
    why: "The rule names a customer or agent who is reluctant to say what the item is for. An empty cell is not yet reluctance, but the first thing to ask about; where the use is known from elsewhere the cell was forgotten.",
    example: "Raised: end use \"to be advised\". Note: an empty cell, where last month's order of the same end user says \"radiology\". Not raised: end use \"inference for a hospital's imaging archive\" with an end user's name.",
    unknown: "never: an empty cell raises it.",
    needs: "the cells end use and end user; the other orders of the book; an answer",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 1",
    settle: "Ask the purchaser for an end-use statement signed by the end user: who, where, for what.",
    since: None,
    status: "in force",
};

impl Flag for NoEndUse {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), Vec::new)
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let mut evidence = Vec::new();
    let mut missing = Vec::new();
    let mut notes = Vec::new();
    let named = |role: &'static [Role]| case.parties(role).next().is_some();
    if says_nothing(&case.line.end_use) {
        missing.push("what the item is for");
        evidence.push(case.cell("end use", &case.line.end_use));
        notes.extend(stated_elsewhere(case));
    }
    if !named(&[Role::EndUser]) {
        missing.push("who uses it");
        let written = case.line.in_role(Role::EndUser).next().map_or("", |party| party.name.as_str());
        evidence.push(case.cell("end user name", written));
        let consignee = case.parties(&[Role::UltimateConsignee]).next();
        if let Some(consignee) = consignee.filter(|_| missing.len() == 1) {
            notes.push(case.name_cell(consignee));
        }
    }
    let replies: Vec<&Reply> = case
        .parties(&[Role::Purchaser])
        .filter_map(|buyer| case.reply(&DEALING, Asked::Party(buyer)).filter(|reply| !reply.answer.is_unknown()))
        .collect();
    let reluctant = replies.iter().any(|reply| reply.answer.is_no());
    let told = !reluctant && (!notes.is_empty() || !replies.is_empty());
    let says = match (missing.is_empty(), reluctant) {
        (true, false) => return None,
        (true, true) => "The buyer was reluctant to say what the item is for, as a person answers.".to_owned(),
        (false, _) if told => {
            format!("The order does not say {}, but that is known from elsewhere.", missing.join(" or "))
        }
        (false, _) => format!("The order does not say {}.", missing.join(" or ")),
    };
    evidence.extend(notes);
    evidence.extend(replies.iter().map(|reply| reply.evidence(&DEALING)));
    ABOUT.finding(if told { Severity::Note } else { Severity::Review }, says, evidence)
}

/// What another order of the book states of the end user's use: whoever said so is not reluctant to.
fn stated_elsewhere(case: &Case<'_>) -> Option<Evidence> {
    let user = case.parties(&[Role::EndUser]).next()?;
    let stated = case.beside.history.stated_use(user)?;
    Some(Evidence::new(format!("end use of {} on another order", user.name), stated.text, stated.source))
}

#[cfg(test)]
mod tests {
    use tidewaiter_model::Truth;

    use super::*;
    use crate::testing::Order;

    #[test]
    fn raised_without_end_use_or_anybody_who_uses_it() {
        for order in [
            Order::ordinary().end_use(""),
            Order::ordinary().end_use("T.B.D."),
            Order::ordinary().without(Role::EndUser).without(Role::UltimateConsignee),
        ] {
            let finding = order.raises(&NoEndUse).unwrap();
            assert_eq!((finding.severity, finding.evidence.len()), (Severity::Review, 1));
        }
        let both = Order::ordinary().end_use("待定").without(Role::EndUser).raises(&NoEndUse).unwrap();
        assert_eq!(both.says, "The order does not say what the item is for or who uses it.");
        assert_eq!(both.severity, Severity::Review, "a consignee does not say what the item is for");
    }

    #[test]
    fn a_note_where_it_is_known_from_elsewhere() {
        let stated = Order::ordinary().end_use("").with(|o| o.told.stated = Some("radiology".to_owned()));
        let finding = stated.clone().raises(&NoEndUse).unwrap();
        assert_eq!((finding.severity, finding.evidence[1].value.as_str()), (Severity::Note, "radiology"));
        let consignee = Order::ordinary().name(Role::EndUser, "to be advised").raises(&NoEndUse).unwrap();
        assert_eq!(consignee.severity, Severity::Note, "the ultimate consignee is named");
        let answered = Order::ordinary().end_use("").replied("RF-12", Truth::Yes).raises(&NoEndUse).unwrap();
        assert_eq!(answered.severity, Severity::Note);
        let reluctant = stated.replied("RF-12", Truth::No).raises(&NoEndUse).unwrap();
        assert_eq!(reluctant.severity, Severity::Review, "a person who asked knows better than the book");
        let nobody = Order::ordinary().end_use("").without(Role::EndUser);
        let nobody = nobody.with(|o| o.told.stated = Some("radiology".to_owned()));
        assert_eq!(nobody.raises(&NoEndUse).unwrap().severity, Severity::Review, "whose use is not known");
    }

    #[test]
    fn not_raised_where_both_are_said() {
        assert_eq!(Order::ordinary().raises(&NoEndUse), None);
        assert_eq!(Order::ordinary().end_use("模型训练").raises(&NoEndUse), None);
        assert_eq!(Order::ordinary().replied("RF-12", Truth::Yes).raises(&NoEndUse), None);
        assert!(Order::ordinary().replied("RF-12", Truth::No).raises(&NoEndUse).is_some());
    }

    #[test]
    fn always_assessable() {
        assert!(Order::ordinary().lacks(&NoEndUse).is_empty());
        let bare = Order::ordinary().end_use("").with(|o| o.line.parties.clear());
        assert!(bare.lacks(&NoEndUse).is_empty() && bare.raises(&NoEndUse).is_some());
    }
}
