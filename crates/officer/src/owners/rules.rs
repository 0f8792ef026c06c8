//! The 50 percent rules: the answer, its arithmetic, and what it means on the day.

use std::collections::{BTreeSet, VecDeque};

use tidewaiter_law::Status;
use tidewaiter_model::{Date, Decimal, Interest, Listing, OwnershipRule, Statement};
use tidewaiter_ownership::{Above, Answer, Held, Stakes, Standing, statement};

use super::Asking;
use super::listed::TOLD;
use super::restrictive::most_restrictive;

/// The day of OFAC's guidance that owners' shares are added up.
const OFAC_SINCE: Date = Date::constant(2014, 8, 13);

/// How each party above stands by one rule.
#[derive(Clone, Debug)]
pub(crate) struct Standings {
    lists: Vec<&'static str>,
    standings: Vec<Standing>,
    /// With those that are listed for certain.
    pub(super) answers: Vec<Answer>,
    /// With those, too, that may be the listed party.
    most: Vec<Answer>,
}

impl Standings {
    pub(crate) fn of(&self, at: usize) -> Standing {
        self.standings.get(at).copied().unwrap_or(Standing::No)
    }

    /// Is the party itself on one of the rule's lists?
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
    /// How everybody stands where the parties on these lists, and those told to be listed, are the seeds.
    pub(super) fn standings(&self, lists: &[&'static str]) -> Standings {
        let mut lists = lists.to_vec();
        if lists != super::listed::DENIED {
            lists.push(TOLD);
        }
        let names = |certain: bool| -> BTreeSet<String> {
            let of = self.above.parties.iter().zip(self.listed);
            let seed =
                |listed: &[Listing]| listed.iter().any(|l| lists.contains(&l.list.as_str()) && (l.certain || !certain));
            of.filter(|(_, listed)| seed(listed)).map(|(party, _)| party.name.clone()).collect()
        };
        let (certain, all) = (names(true), names(false));
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
        Standings { lists, standings, answers: sure, most }
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
        let because = if in_force == "unconfirmed" {
            " By 90 FR 50857 the stay ends on 2026-11-09 \"absent a future extension\"; no document on its end or \
             extension was read."
        } else {
            ""
        };
        let mut rule =
            self.rule(standings, "bis-affiliates", "on the Entity List, the Military End-User List or the SDN List");
        in_force.clone_into(&mut rule.in_force);
        rule.in_force_why =
            format!("On {as_of}: {stands}. By the rule packs: {dated} (90 FR 47201, 90 FR 50857).{because}");
        "15 CFR 744.11(a)(1); 90 FR 47201; 90 FR 50857".clone_into(&mut rule.cite);
        if rule.answer != Standing::No.as_str() && !rule.listed {
            let behind = self.listed_behind(standings);
            (rule.licence_requirement, rule.licence_policy) = most_restrictive(&behind);
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
        self.listed.get(at).is_some_and(|listed| listed.iter().any(|l| standings.lists.contains(&l.list.as_str())))
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
            .filter(|l| standings.lists.contains(&l.list.as_str()))
            .map(|l| match (l.list.as_str(), l.certain) {
                (TOLD, _) => "told to be listed".to_owned(),
                (list, true) => list.to_owned(),
                (list, false) => format!("perhaps {list}: {}", l.why),
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
                    for listing in listed.iter().filter(|l| !l.certain && standings.lists.contains(&l.list.as_str())) {
                        asks.push(format!(
                            "whether {} is {} on {} ({})",
                            self.name(at),
                            listing.name,
                            listing.list,
                            listing.why
                        ));
                    }
                }
                format!(
                    "Determine {}. {register}",
                    if asks.is_empty() { "who holds the rest".to_owned() } else { asks.join("; ") }
                )
            }
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
            listed.iter().filter(|l| standings.lists.contains(&l.list.as_str())).map(move |l| (name, l))
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
        red_flags: Vec::new(),
        settle: String::new(),
        cite: String::new(),
    }
}
