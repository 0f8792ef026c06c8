//! Where the goods went: the answer, with the interval, its certificates and the routes that it rests on.

use serde::{Serialize, Serializer};

use crate::{Country, Date, Decimal, Fault, Finding, Ground};

/// A number of chips, what they are worth and what they can compute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Chips.
    pub units: u64,
    /// Money with a decimal point; `unknown` where a price that matters is not recorded. The dearest or cheapest of the
    /// consignments that can have carried them: an outer bound as well.
    pub value: String,
    /// ISO 4217 of the value; `unknown` where it has none or several.
    pub currency: String,
    /// Total processing performance summed over the chips; `unknown` where the catalogue states none.
    pub tpp: String,
}

/// One end of the interval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bound {
    /// Where the records are complete but for the inflow that they themselves show to be missing.
    #[serde(flatten)]
    pub amount: Amount,
    /// `at_most`: also if all inflow of unknown origin came from the origins. `at_least`: certain whatever records are
    /// missing, by direct consignments and serial numbers alone.
    pub whatever_is_missing: u64,
    /// With as many unrecorded units at every site as the user allows; as `units` where none are allowed.
    pub allowing_unrecorded: u64,
}

/// What three customary rules of attribution say. They are assignments, so each lies inside the interval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Points {
    /// First in, first out, in chips; `"unknown"` where the dates leave the order of events open.
    #[serde(serialize_with = "number_or_unknown")]
    pub fifo: Option<Decimal>,
    /// Last in, first out.
    #[serde(serialize_with = "number_or_unknown")]
    pub lifo: Option<Decimal>,
    /// In proportion to the stock (haircut).
    #[serde(serialize_with = "number_or_unknown")]
    pub pro_rata: Option<Decimal>,
}

fn number_or_unknown<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => crate::range::serialize_number(*value, serializer),
        None => serializer.serialize_str("unknown"),
    }
}

/// One term of a certificate: a number that a stranger looks up in the records and adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// `consignment` or `stock`.
    pub kind: String,
    /// In plain words: which consignment, or whose stock on which day. Begins with `less` where the units are taken off.
    pub says: String,
    /// The units that it adds.
    pub units: u64,
    /// Rows and documents where it is recorded, as `file, row N, document X`.
    pub records: Vec<String>,
}

/// Why a bound cannot be passed: a cut whose terms add up to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// `at_least` or `at_most`.
    pub bound: String,
    /// The arithmetic in one line, such as `100 that left US - 70 that can have stayed outside CN = 30`.
    pub arithmetic: String,
    /// The terms, the largest first.
    pub terms: Vec<Term>,
    /// The number of smaller terms that are not listed.
    pub further_terms: usize,
    /// The units of the terms that are not listed.
    pub further_units: u64,
    /// What all terms sum to, those told as `less` taken off.
    pub sum: u64,
}

/// A party at a place, where goods come in and go out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Site {
    /// The name most records use.
    pub name: String,
    /// Where it is.
    #[serde(serialize_with = "country_or_unknown")]
    pub country: Option<Country>,
    /// Other spellings in the records that were joined to it.
    pub also: Vec<String>,
    /// `origin`, `destination` or `between`.
    pub role: String,
}

fn country_or_unknown<S: Serializer>(country: &Option<Country>, serializer: S) -> Result<S::Ok, S::Error> {
    match country {
        Some(country) => serializer.collect_str(country),
        None => serializer.serialize_str("unknown"),
    }
}

/// All consignments of the item between two sites that matter to the answer, taken together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leg {
    /// Position of the sender among the sites.
    pub from: usize,
    /// Position of the receiver.
    pub to: usize,
    /// Chips recorded.
    pub units: u64,
    /// Of these from the origins, in an assignment that reaches the greatest number.
    pub at_most: u64,
    /// Of these from the origins, in an assignment that reaches the least number.
    pub at_least: u64,
    /// The first departure.
    pub first: Date,
    /// The last arrival.
    pub last: Date,
    /// What arrived in each month that has arrivals, in order; empty where nobody split it.
    pub months: Vec<Monthly>,
    /// Does it rest on a join that is inferred only?
    pub inferred: bool,
    /// Rows and documents, at most ten.
    pub records: Vec<String>,
}

/// What arrived on a leg in one month; the numbers sum to those of the leg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Monthly {
    /// The first day of the month.
    pub month: Date,
    /// Chips recorded.
    pub units: u64,
    /// Of these from the origins, in the assignment of the leg's `at_most`.
    pub at_most: u64,
    /// And in that of its `at_least`.
    pub at_least: u64,
}

/// One stop after another that goods can have taken in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Route {
    /// Positions of the sites.
    pub sites: Vec<usize>,
    /// Chips on it in an assignment that reaches the greatest number.
    pub at_most: u64,
    /// Chips on it in an assignment that reaches the least number.
    pub at_least: u64,
    /// The first departure from the origin.
    pub departs: Date,
    /// The last arrival at the destination.
    pub arrives: Date,
    /// Is every site on it joined by asserted facts alone?
    pub asserted: bool,
    /// What each step rests on, in plain words.
    pub steps: Vec<String>,
}

/// Units that left a site which it cannot have had by the records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shortage {
    /// Position of the site.
    pub site: usize,
    /// When they left.
    pub day: Date,
    /// How many came in unrecorded, at least.
    pub units: u64,
    /// The consignment they left on.
    pub record: String,
}

/// What would narrow the interval, and to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Narrowing {
    /// What to find out, in plain words.
    pub find_out: String,
    /// The interval, were it found that all these units are from the origins, as far as they can be.
    pub if_all: (u64, u64),
    /// The interval, were it found that none is.
    pub if_none: (u64, u64),
}

/// Two spellings taken for one site, or a parent and a company that it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Join {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Is it asserted (equal name, number, a register)? Otherwise it is inferred, and can be switched off.
    pub asserted: bool,
    /// Why.
    pub why: String,
}

/// Records that the answer leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Why.
    pub why: String,
    /// How many records.
    pub records: u64,
    /// Their quantity, where it could be read.
    pub quantity: u64,
    /// Does it leave the interval open (they may be of the item), or do they have nothing to do with it?
    pub may_widen: bool,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Origins as given: countries or parties.
    pub from: Vec<String>,
    /// Destinations as given.
    pub to: Vec<String>,
    /// The item, as read: an accelerator of the catalogue, or `any`.
    pub item: String,
    /// First day of arrival that counts; `unknown` where none is set.
    pub since: String,
    /// Last day of arrival that counts.
    pub until: String,
}

/// Where the goods went. `schema` is `tidewaiter/trace/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TraceAnswer {
    /// Name and version of this shape.
    pub schema: &'static str,
    /// The ground of the answer.
    #[serde(flatten)]
    pub ground: Ground,
    /// What was asked.
    pub question: Question,
    /// The least that the records allow.
    pub at_least: Bound,
    /// The most that the records allow.
    pub at_most: Bound,
    /// Do records name months or ranges, so that the true bounds may lie inside these?
    pub outer: bool,
    /// FIFO, LIFO and pro-rata.
    pub points: Points,
    /// Why neither bound can be passed.
    pub certificates: Vec<Certificate>,
    /// The main routes, the largest first.
    pub routes: Vec<Route>,
    /// The sites that routes and legs name.
    pub sites: Vec<Site>,
    /// The consignments that matter, by pair of sites.
    pub legs: Vec<Leg>,
    /// Units whose coming in no record shows.
    pub shortages: Vec<Shortage>,
    /// Units traced by serial number all the way.
    pub by_serial: u64,
    /// What would narrow the interval most, the most first.
    pub narrowing: Vec<Narrowing>,
    /// Joins that were made.
    pub joins: Vec<Join>,
    /// The interval without inferred joins; `None` where there are none.
    pub asserted_only: Option<(u64, u64)>,
    /// Movements that stand in several documents, and are counted once.
    pub witnessed_again: u64,
    /// What does not add up, each with its innocent explanation.
    pub findings: Vec<Finding>,
    /// Records left out.
    pub left_out: Vec<LeftOut>,
    /// What the reader must know besides.
    pub notes: Vec<String>,
    /// What was wrong with the input.
    pub faults: Vec<Fault>,
}
