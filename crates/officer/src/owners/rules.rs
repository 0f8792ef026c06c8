//! The 50 percent rules: the answer, its arithmetic, and what it means on the day.

use std::collections::{BTreeSet, VecDeque};

use tidewaiter_law::{Law, Status};
use tidewaiter_model::{Date, Decimal, Interest, Listing, OwnerFootnote, OwnershipRule, Statement, Truth};
use tidewaiter_ownership::{Above, Answer, Held, Stakes, Standing, statement};

use super::Asking;
use super::listed::{Rule, TOLD};
use super::restrictive::{fewest_exceptions, most_restrictive};

/// The day of OFAC's guidance that owners' shares are added up.
const OFAC_SINCE: Date = Date::constant(2014, 8, 13);
/// The first day of the BIS Affiliates rule (90 FR 47201).
const AFFILIATES_SINCE: Date = Date::constant(2025, 9, 29);

/// How each party above stands by one rule.
#[derive(Clone, Debug)]
pub(crate) struct Standings {
    rule: Rule,
    standings: Vec<Standing>,
    /// With those that are listed for certain.
    pub(super) answers: Vec<Answer>,
    /// With those, too, that may be the listed party, or may be listed in a way that counts.
    most: Vec<Answer>,
}

impl Standings {
    pub(crate) fn of(&self, at: usize) -> Standing {
        self.standings.get(at).copied().unwrap_or(Standing::No)
    }

    /// Does a listing count by the rule, or may it?
    fn may(&self, listing: &Listing) -> bool {
        self.rule.counts(listing) != Truth::No
    }

    /// Is the party itself listed in a way that counts by the rule?
    pub(crate) fn is_listed(&self) -> bool {
        self.answers.first().is_some_and(|a| a.listed)
    }
}

/// What the rules are worked out from.
pub(super) struct Work<'a> {
    pub(super) above: &'a Above,
    pub(super) stakes: &'a Stakes,
    /// The list entries of each party.
    pub(super) listed: &'a [Vec<Listing>],
    pub(super) asking: &'a Asking<'a>,
}

impl<'a> Work<'a> {
    /// How everybody stands where the parties that a rule counts as listed are the seeds.
    pub(super) fn standings(&self, rule: Rule) -> Standings {
        let names = |least: Truth| -> BTreeSet<String> {
            let of = self.above.parties.iter().zip(self.listed);
            of.filter(|(_, listed)| listed.iter().any(|l| rule.counts(l) >= least))
                .map(|(party, _)| party.name.clone())
                .collect()
        };
        let (certain, all) = (names(Truth::Yes), names(Truth::Unknown));
        let answers = |listed: &BTreeSet<String>| {
            let restricted = self.stakes.restricted(listed);
            self.above.parties.iter().map(|party| restricted.answer(&party.name)).collect::<Vec<_>>()
        };
        let sure = answers(&certain);
        let most = if all == certain { sure.clone() } else { answers(&all) };
        let standing = |(sure, most): (&Answer, &Answer)| match (sure.answer, most.answer) {
            (Standing::Yes, _) => Standing::Yes,
            (_, Standing::No) if !self.above.cut => Standing::No,
            _ => Standing::Possible,
        };
        let standings = sure.iter().zip(&most).map(standing).collect();
        Standings { rule, standings, answers: sure, most }
    }

    /// The BIS Affiliates rule.
    pub(super) fn affiliates(&self, standings: &Standings) -> OwnershipRule {
        let law = self.asking.law;
        let as_of = self.asking.ground.as_of;
        let in_force = match law.status("AFF50", as_of) {
            Some(Status::InForce) => "yes",
            Some(Status::Scheduled | Status::Unverified) => "unconfirmed",
            _ => "no",
        };
        let stands = law.standing("AFF50", as_of).unwrap_or_else(|| "not made, or no longer there".to_owned());
        let dated = law.explain("AFF50").map(|e| e.effective).unwrap_or_default();
        let because = match in_force {
            "unconfirmed" => {
                " By 90 FR 50857 the stay ends on 2026-11-09 \"absent a future extension\" and the rule is put back the \
                 day after; no document that extends or ends it was read. Until you have read one, act as if the rule \
                 binds, as `check` does: look in the Federal Register for rules of BIS on part 744 since then, and keep \
                 a note of what you found."
            }
            "no" if as_of >= AFFILIATES_SINCE => {
                " The rule asks for no licence on that day; ownership by a listed party is a red flag all the same."
            }
            _ => "",
        };
        let whom = "on the Entity List, the Military End-User List or, under a programme of 15 CFR 744.8, the SDN List";
        let mut rule = self.rule(standings, "bis-affiliates", whom);
        in_force.clone_into(&mut rule.in_force);
        rule.in_force_why =
            format!("On {as_of}: {stands}. By the rule packs: {dated} (90 FR 47201, 90 FR 50857).{because}");
        "15 CFR 744.11(a)(1); 90 FR 47201; 90 FR 50857".clone_into(&mut rule.cite);
        if rule.answer != Standing::No.as_str() && !rule.listed {
            let behind = self.listed_behind(standings);
            (rule.licence_requirement, rule.licence_policy) = most_restrictive(&behind);
            rule.licence_exceptions = fewest_exceptions(&behind, law);
            rule.product_rules = product_rules(&behind, law, as_of);
        }
        if rule.answer == "possible" {
            rule.red_flags.push(
                "RF-29: a listed owner whose share is not known. Determine the percentage, or get a licence from BIS \
                 (in force or not, do not go on without an answer)."
                    .to_owned(),
            );
        }
        if let Some(minority) = self.minority(standings, &rule.answer) {
            rule.red_flags.push(format!(
                "RF-29: {minority} Ownership below half is a red flag of diversion, which calls for more diligence."
            ));
        }
        rule
    }

    /// OFAC's rule.
    pub(super) fn ofac(&self, standings: &Standings) -> OwnershipRule {
        let as_of = self.asking.ground.as_of;
        let mut rule = self.rule(standings, "ofac-50", "on the SDN List");
        let since = as_of >= OFAC_SINCE;
        if since { "yes" } else { "no" }.clone_into(&mut rule.in_force);
        rule.in_force_why = if since {
            format!("On {as_of}: OFAC's guidance of {OFAC_SINCE} stands; it has no end.")
        } else {
            format!("OFAC adds shares up since {OFAC_SINCE}; before, each blocked owner's share counted alone.")
        };
        "OFAC, revised guidance of 2014-08-13; FAQ 398-402".clone_into(&mut rule.cite);
        if let Some(minority) = self.minority(standings, &rule.answer) {
            rule.red_flags.push(format!("{minority} OFAC asks for caution: such a company may be blocked later."));
        }
        rule
    }

    fn rule(&self, standings: &Standings, rule: &str, whom: &str) -> OwnershipRule {
        let told = self.listed.iter().flatten().any(|l| l.list == TOLD);
        let whom = format!("{whom}{}", if told { " or told to be listed" } else { "" });
        let standing = standings.of(0);
        let (Some(sure), Some(most)) = (standings.answers.first(), standings.most.first()) else {
            return empty(rule);
        };
        let counted = self.counted(standings);
        let party = self.name(0);
        let lower = bound(sure.lower, sure.above, "more than ");
        let upper = bound(most.upper, most.below, "less than ");
        let unstated = sure.unstated.normalize();
        let held =
            if lower == upper { format!("{lower} %") } else { format!("at least {lower} % and at most {upper} %") };
        let says = match standing {
            _ if sure.listed => format!("{party} itself is {whom}."),
            Standing::Possible if most.listed => format!("{party} itself may be {whom}."),
            Standing::Yes => format!("{party} is owned 50 % or more by parties {whom}: {held}."),
            Standing::Possible => format!("{party} may be owned 50 % or more by parties {whom}: {held}."),
            Standing::No if most.upper.is_zero() => format!(
                "No party {whom} is stated to own any of {party}, alone or through a company that it owns by half."
            ),
            Standing::No => format!("{party} is owned less than 50 % by parties {whom}, as far as stated: {held}."),
        };
        let rest = match standing {
            Standing::No if !unstated.is_zero() => {
                format!(" Of {unstated} % no statement names an owner, and the answer says nothing about that part.")
            }
            _ => String::new(),
        };
        OwnershipRule {
            answer: standing.as_str().to_owned(),
            lower: sure.lower.normalize().to_string(),
            upper: most.upper.normalize().to_string(),
            unstated: unstated.to_string(),
            listed: sure.listed,
            says: format!("{says}{rest}"),
            arithmetic: if sure.listed { Vec::new() } else { self.arithmetic(standings, &counted) },
            chain: if sure.listed { Vec::new() } else { counted.iter().flat_map(|held| owned_by(held)).collect() },
            settle: self.settle(standings, &counted, unstated),
            ..empty(rule)
        }
    }

    /// The holdings that count, from the party up to the listed, each company's own together.
    fn counted(&self, standings: &Standings) -> Vec<&'a Held> {
        let wanted = |at: usize| match standings.of(0) {
            Standing::Yes => standings.of(at) == Standing::Yes,
            Standing::Possible | Standing::No => standings.of(at) != Standing::No,
        };
        let mut counted: Vec<&Held> = Vec::new();
        let mut seen = BTreeSet::from([0]);
        let mut queue = VecDeque::from([0]);
        while let Some(at) = queue.pop_front() {
            for held in self.above.owners_of(at).filter(|h| wanted(h.owner) && h.share() != "none") {
                counted.push(held);
                // Who is listed counts by the list, whoever owns it.
                if !self.seed(standings, held.owner) && seen.insert(held.owner) {
                    queue.push_back(held.owner);
                }
            }
        }
        counted
    }

    fn seed(&self, standings: &Standings, at: usize) -> bool {
        self.listed.get(at).is_some_and(|listed| listed.iter().any(|l| standings.may(l)))
    }

    /// The sum for each company on the way: `Half Ltd: 25 % (Alder, us-entity-list) + >25 % (Birch, told) = more than 50 %`.
    fn arithmetic(&self, standings: &Standings, counted: &[&Held]) -> Vec<String> {
        let mut sums: Vec<String> = Vec::new();
        for of_one in counted.chunk_by(|a, b| a.owned == b.owned) {
            let Some(owned) = of_one.first().map(|held| held.owned) else { continue };
            let parts: Vec<String> = of_one
                .iter()
                .map(|held| {
                    let share = held.share();
                    let share = if share == "unknown" { "? %".to_owned() } else { format!("{share} %") };
                    format!("{share} ({}, {})", self.name(held.owner), self.mark(standings, held.owner))
                })
                .collect();
            let (Some(sure), Some(most)) = (standings.answers.get(owned), standings.most.get(owned)) else { continue };
            let least = bound(sure.lower, sure.above, "more than ");
            let greatest = bound(most.upper, most.below, "less than ");
            let sum = match (standings.of(owned), least == greatest) {
                (_, true) => format!("{least} %"),
                (Standing::Yes, false) if sure.above => format!("{least} %"),
                (Standing::Yes, false) => format!("at least {least} %"),
                (Standing::Possible | Standing::No, false) => format!("at least {least} %, at most {greatest} %"),
            };
            let verdict = match standings.of(owned) {
                Standing::Yes if owned == 0 => ": 50 % or more",
                Standing::Yes => ": 50 % or more, so it counts whole",
                Standing::Possible => ": half is neither reached for sure nor ruled out",
                Standing::No => ": less than 50 %",
            };
            sums.push(format!("{}: {} = {sum}{verdict}", self.name(owned), parts.join(" + ")));
        }
        sums
    }

    /// Why an owner counts.
    fn mark(&self, standings: &Standings, at: usize) -> String {
        let listed: BTreeSet<String> = self
            .listed
            .get(at)
            .into_iter()
            .flatten()
            .filter(|l| standings.may(l))
            .map(|l| match (l.list.as_str(), l.certain, standings.rule.takes(l)) {
                (TOLD, ..) => "told to be listed".to_owned(),
                (list, true, Truth::Unknown) => format!("{list}, {}", under(l)),
                (list, true, _) => list.to_owned(),
                (list, false, _) => format!("perhaps {list}: {}", l.why),
            })
            .collect();
        match (listed.is_empty(), standings.of(at)) {
            (false, _) => listed.into_iter().collect::<Vec<_>>().join(", "),
            (true, Standing::Yes) => "counts whole".to_owned(),
            (true, _) => "may count whole".to_owned(),
        }
    }

    fn settle(&self, standings: &Standings, counted: &[&Held], unstated: Decimal) -> String {
        let register = "The complete shareholder register on the day.";
        match standings.of(0) {
            Standing::Yes => register.to_owned(),
            Standing::No if unstated.is_zero() => {
                "Nothing is open in what is stated; the statements' own truth is not tested here.".to_owned()
            }
            Standing::No => {
                format!("The owners of the {unstated} % that no statement names, from a register on the day.")
            }
            Standing::Possible => {
                let open = |held: &&&Held| held.share().parse::<Decimal>().is_err();
                let mut asks: Vec<String> = counted
                    .iter()
                    .filter(open)
                    .map(|held| {
                        let known = match held.share().as_str() {
                            "unknown" => "not stated".to_owned(),
                            share => format!("stated as {share} %"),
                        };
                        format!("the exact share of {} in {} ({known})", self.name(held.owner), self.name(held.owned))
                    })
                    .collect();
                for (at, listed) in self.listed.iter().enumerate() {
                    asks.extend(listed.iter().filter_map(|listing| self.asks(standings, at, listing)));
                }
                format!(
                    "Determine {}. {register}",
                    if asks.is_empty() { "who holds the rest".to_owned() } else { asks.join("; ") }
                )
            }
        }
    }

    /// What is to be found out of a listing that may count.
    fn asks(&self, standings: &Standings, at: usize, listing: &Listing) -> Option<String> {
        let (name, entry, list) = (self.name(at), &listing.name, &listing.list);
        match (standings.rule.takes(listing), listing.certain) {
            (Truth::No, _) | (Truth::Yes, true) => None,
            (_, false) => Some(format!("whether {name} is {entry} on {list} ({})", listing.why)),
            (Truth::Unknown, true) => Some(format!(
                "under which sanctions programme {name} is on {list} ({}; {})",
                under(listing),
                self.asking.law.sdn_of_744_8_cite()
            )),
        }
    }

    /// Every listed party that stands behind the party through companies that count or may count, with its entries: the
    /// most restrictive decides, whatever its share.
    fn listed_behind(&self, standings: &Standings) -> Vec<(&'a str, &'a Listing)> {
        let owners: BTreeSet<usize> =
            self.counted_or_may(standings).into_iter().filter(|at| self.seed(standings, *at)).collect();
        let entries = |at: usize| {
            let listed = self.listed.get(at).map(Vec::as_slice).unwrap_or_default();
            let name = self.above.parties.get(at).map_or("", |p| p.name.as_str());
            listed.iter().filter(|l| standings.may(l)).map(move |l| (name, l))
        };
        owners.into_iter().flat_map(entries).collect()
    }

    /// Everybody who stands above the party by ownership through companies that are in or may be.
    fn counted_or_may(&self, standings: &Standings) -> BTreeSet<usize> {
        let mut seen = BTreeSet::from([0]);
        let mut queue = vec![0];
        while let Some(at) = queue.pop() {
            for held in
                self.above.owners_of(at).filter(|h| standings.of(h.owner) != Standing::No && h.share() != "none")
            {
                if seen.insert(held.owner) {
                    queue.push(held.owner);
                }
            }
        }
        seen
    }

    /// Listed parties that own less than half, in words.
    fn minority(&self, standings: &Standings, answer: &str) -> Option<String> {
        if answer != Standing::No.as_str() {
            return None;
        }
        let of = |held: &&Held| self.seed(standings, held.owner) && !matches!(held.share().as_str(), "none" | "0");
        let owners: Vec<String> = self
            .above
            .holdings
            .iter()
            .filter(of)
            .map(|h| {
                format!(
                    "{} ({}) owns {} % of {}",
                    self.name(h.owner),
                    self.mark(standings, h.owner),
                    h.share(),
                    self.name(h.owned)
                )
            })
            .collect();
        (!owners.is_empty()).then(|| format!("{}.", owners.join("; ")))
    }

    fn name(&self, at: usize) -> &str {
        self.above.parties.get(at).map_or("", |p| p.name.as_str())
    }
}

/// What the list data says of the programme of an entry of which it is open whether the Affiliates rule takes it.
fn under(listing: &Listing) -> String {
    match listing.programs.as_slice() {
        [] => "the list data gives no programme".to_owned(),
        tags => format!("programme {} is not known here", tags.join(", ")),
    }
}

/// The footnotes of the owners' entries, with the product rules that they bring on that day.
fn product_rules(owners: &[(&str, &Listing)], law: &Law, day: Date) -> Vec<OwnerFootnote> {
    let of = |(owner, listing): &(&str, &Listing)| {
        let footnote = listing.footnote?;
        let found = law.footnote_reach(footnote, day)?;
        Some(OwnerFootnote {
            owner: (*owner).to_owned(),
            list: listing.list.clone(),
            footnote,
            certain: listing.certain,
            reach: found.reach.clone(),
            cite: found.cite.clone(),
        })
    };
    owners.iter().filter_map(of).collect()
}

fn owned_by(held: &Held) -> Vec<Statement> {
    held.stakes.iter().filter(|s| s.interest == Interest::Ownership).map(statement).collect()
}

/// A bound in words; one that is excluded says so.
fn bound(value: Decimal, excluded: bool, words: &str) -> String {
    format!("{}{}", if excluded { words } else { "" }, value.normalize())
}

fn empty(rule: &str) -> OwnershipRule {
    OwnershipRule {
        rule: rule.to_owned(),
        in_force: "no".to_owned(),
        in_force_why: String::new(),
        answer: Standing::No.as_str().to_owned(),
        lower: "0".to_owned(),
        upper: "0".to_owned(),
        unstated: "100".to_owned(),
        listed: false,
        says: String::new(),
        arithmetic: Vec::new(),
        chain: Vec::new(),
        licence_requirement: Vec::new(),
        licence_policy: Vec::new(),
        licence_exceptions: Vec::new(),
        product_rules: Vec::new(),
        red_flags: Vec::new(),
        settle: String::new(),
        cite: String::new(),
    }
}
