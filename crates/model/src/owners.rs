//! Who is behind a party: the answer, with the statements and the arithmetic that it rests on.

use serde::{Serialize, Serializer};

use crate::{Date, EntityKind, Fault, Ground, Interest, Truth};

/// What a register or document says of one owner and one company.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Statement {
    /// The owner, as the statement writes it.
    pub owner: String,
    /// The company owned, as the statement writes it.
    pub owned: String,
    /// What kind of link it is; only `ownership` counts for the 50 percent rules.
    pub interest: Interest,
    /// Percent as a table writes it: `25`, `25-50`, `>50`, `unknown`.
    pub share: String,
    /// The first day it holds.
    #[serde(serialize_with = "date_or_unknown")]
    pub from: Option<Date>,
    /// The last day it holds; `"unknown"` in JSON where none is stated.
    #[serde(serialize_with = "date_or_unknown")]
    pub to: Option<Date>,
    /// The register or document.
    pub source: String,
}

fn number_or_unknown<S: Serializer>(number: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => serializer.serialize_u8(*number),
        None => serializer.serialize_str("unknown"),
    }
}

fn date_or_unknown<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_str("unknown"),
    }
}

/// A list entry that a party bears the name or number of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Listing {
    /// The list's id; `told` where the user said that the party is listed.
    pub list: String,
    /// The list's own id of the entry.
    pub entry: String,
    /// The entry's name.
    pub name: String,
    /// Is it the entry for certain (equal name or number, and no other country against it)?
    pub certain: bool,
    /// On what it rests, in plain words.
    pub why: String,
    /// The licence requirement in the list's words; `unknown` where the list data has none.
    pub licence_requirement: String,
    /// The review policy in the list's words; `unknown` where the list data has none.
    pub licence_policy: String,
    /// The Federal Register notice or other citation.
    pub citation: String,
    /// The sanctions programmes under which it stands there, in the list's tags; empty where the list data has none.
    pub programs: Vec<String>,
    /// The Entity List footnote, 1 to 5; `"unknown"` in JSON where none is marked.
    #[serde(serialize_with = "number_or_unknown")]
    pub footnote: Option<u8>,
    /// Does the BIS Affiliates rule pass this listing on: `yes`, `no` or `unknown`? Of the SDN List it takes the
    /// programmes of 15 CFR 744.8(a)(1) alone.
    pub affiliates: Truth,
}

/// A party above the one that was asked about, or that one itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnerParty {
    /// Its name; with its id where several parties above bear the same name.
    pub name: String,
    /// The register's id; `unknown` where it has none.
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    /// Where it is registered; `unknown` where no register says so.
    pub country: String,
    /// Steps up from the party asked about, which has 0.
    pub depth: usize,
    /// The list entries it bears the name or number of.
    pub listed: Vec<Listing>,
    /// Not listed, and held 50 percent or more by listed parties: it counts whole for what it owns. `yes`, `possible`
    /// or `no`, the heavier of both rules.
    pub counts_whole: String,
    /// Percent, at most, of which no statement names an owner.
    pub unstated: String,
}

/// What is stated about one owner and one company, taken together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// Position of the owner among the parties.
    pub owner: usize,
    /// Position of the company owned.
    pub owned: usize,
    /// Percent owned, the widest interval of all statements; `unknown` where none gives a share; `none` where nothing
    /// stated is ownership.
    pub share: String,
    /// Do statements about the ownership contradict each other?
    pub conflict: bool,
    /// Everything that is stated.
    pub statements: Vec<Statement>,
}

/// Which listed owner decides a requirement or a policy, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deciding {
    /// The owner.
    pub owner: String,
    /// The list.
    pub list: String,
    /// The list's words.
    pub text: String,
    /// Where it stands in the order of restrictiveness, and against whom.
    pub why: String,
}

/// What one 50 percent rule says of the party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnershipRule {
    /// `bis-affiliates` or `ofac-50`.
    pub rule: String,
    /// `yes`, `no` or `unconfirmed`, on the day asked about.
    pub in_force: String,
    /// How the rule stands on that day, and by which document.
    pub in_force_why: String,
    /// `yes`, `no` or `possible`: by ownership alone, whether or not the rule is in force.
    pub answer: String,
    /// Percent that listed parties, and companies so owned, hold for sure.
    pub lower: String,
    /// Percent that they may hold at most.
    pub upper: String,
    /// Percent, at most, of which no statement names an owner.
    pub unstated: String,
    /// The party is listed itself.
    pub listed: bool,
    /// The answer in a sentence.
    pub says: String,
    /// The sum for each company on the way, from the party up.
    pub arithmetic: Vec<String>,
    /// The statements that decide, from the party up to the listed.
    pub chain: Vec<Statement>,
    /// Whose licence requirement applies; empty where no rule passes one on.
    pub licence_requirement: Vec<Deciding>,
    /// Whose review policy applies; empty where no rule passes one on.
    pub licence_policy: Vec<Deciding>,
    /// Whose listing leaves the fewest licence exceptions, and which; empty where no rule passes one on.
    pub licence_exceptions: Vec<Deciding>,
    /// What the Entity List footnotes of owners reach; empty where none is marked or no rule passes one on.
    pub product_rules: Vec<OwnerFootnote>,
    /// Red flags that ownership below half raises, with their codes.
    pub red_flags: Vec<String>,
    /// What would settle an open answer, or what a `no` leans on.
    pub settle: String,
    /// Where the rule is written.
    pub cite: String,
}

/// A footnote of the Entity List that an owner bears, with the product rule that comes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnerFootnote {
    /// The owner.
    pub owner: String,
    /// Its list.
    pub list: String,
    /// The footnote, 1 to 5.
    pub footnote: u8,
    /// Is the owner the entry for certain?
    pub certain: bool,
    /// What it reaches.
    pub reach: String,
    /// The product rule.
    pub cite: String,
}

/// What is known of the ultimate parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UltimateParent {
    /// `known`, `none`, `none_stated`, `open`, `not_unique`, `cycle`.
    pub answer: String,
    /// In a sentence.
    pub says: String,
    /// The statements of control, from the party up.
    pub chain: Vec<Statement>,
    /// The statements that leave it open or exclude each other.
    pub open: Vec<Statement>,
    /// What would settle it; empty where nothing is open.
    pub settle: String,
}

/// Where the headquarters of the party and of its ultimate parent are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seats {
    /// Of the party: `CN`, `unknown, likely CN` or `unknown`.
    pub party: String,
    /// Of its ultimate parent, in the same words; `none` where it has none.
    pub ultimate_parent: String,
    /// Is either in Macau or Country Group D:5 on that day: `yes`, `no` or `unknown`?
    pub macau_or_d5: String,
    /// The reason.
    pub why: String,
    /// The document that would settle it; empty where nothing is open.
    pub settle: String,
    /// Where the rule is written.
    pub cite: String,
}

/// What part of the party's value ends with one ultimate owner: an owner of whom no owner is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IntegratedInterest {
    /// The owner's name.
    pub owner: String,
    /// Its position among the parties.
    pub party: usize,
    /// Percent, at least.
    pub lower: String,
    /// Percent, at most.
    pub upper: String,
    /// Are both worked out to the eighth place? Else they hold all the same, but are wider than the statements allow.
    pub settled: bool,
}

/// Does somebody above the party hold more than half of its votes, itself and through companies that it so controls?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VotingControl {
    /// Its name.
    pub owner: String,
    /// Its position among the parties.
    pub party: usize,
    /// `yes`, `possible` or `no`.
    pub answer: String,
    /// Percent of the votes that it and what it controls hold at least; `>50` lies just above 50.
    pub lower: String,
    /// Percent that it and what it may control hold at most.
    pub upper: String,
    /// What is counted: `votes`, `ownership` where no votes are stated, or `votes and ownership`.
    pub basis: String,
    /// The statements by which it does, or may, from the party up; the first 40.
    pub chain: Vec<Statement>,
}

/// How a figure was worked out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Method {
    /// The result in a sentence or two, with what it leaves open.
    pub says: String,
    /// The method in plain words.
    pub method: String,
    /// Where the method is written.
    pub cite: String,
}

/// The whole answer about one party, `tidewaiter/own/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnersAnswer {
    /// Name and version of the shape.
    pub schema: &'static str,
    /// What the answer rests on.
    #[serde(flatten)]
    pub ground: Ground,
    /// The party, as the statements write it.
    pub party: String,
    /// The 50 percent rules.
    pub rules: Vec<OwnershipRule>,
    /// The ultimate parent's name; `none` where the statements leave room for none, else `unknown`.
    pub ultimate_parent: String,
    /// The country that decides, the ultimate parent's or the party's own: `CN`, `unknown, likely CN` or `unknown`.
    pub headquarters: String,
    /// How the ultimate parent was found.
    pub ultimate_parent_why: UltimateParent,
    /// How the headquarters were found.
    pub headquarters_why: Seats,
    /// The party asked about, then those above it, nearest first.
    pub parties: Vec<OwnerParty>,
    /// What they hold of one another.
    pub holdings: Vec<Holding>,
    /// What part of the party's value ends with each ultimate owner; no 50 percent rule counts it.
    pub interests: Vec<IntegratedInterest>,
    /// Percent of the party, at most, that ends with nobody named.
    pub interests_open: String,
    /// How the interests were worked out.
    pub interests_why: Method,
    /// Who controls more than half of the votes: everybody who does or may, and the ultimate owners who do not; no 50
    /// percent rule counts it.
    pub control: Vec<VotingControl>,
    /// How control was worked out.
    pub control_why: Method,
    /// What the reader must know beside: statements left out, matches that were cleared, names told that nobody bears.
    pub notes: Vec<String>,
    /// What of the files could not be read or is in doubt.
    pub faults: Vec<Fault>,
}
