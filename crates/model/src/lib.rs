//! What are we talking about?
//!
//! The words that every other room shares: a [`Party`], an order [`Line`], a [`Good`], what the law and the lists
//! answered about them, and the [`Finding`]s and [`Verdict`] that come out. This room decides nothing and reads
//! nothing: no file, socket, clock or environment.
//!
//! Three ideas carry the rest of the house:
//!
//! * **Unknown is a value.** [`Truth`] is Kleene's three-valued logic and [`Range`] a number of which perhaps only
//!   bounds are known; comparing the second gives the first. Missing data never turns into `no`.
//! * **Every answer carries its ground**: a [`Ground`] with the day, the snapshot and the versions.
//! * **Exact where it decides**: money, shares and thresholds are [`rust_decimal::Decimal`], counts are integers.

pub mod answer;
pub mod classification;
pub mod consignment;
pub mod country;
pub mod explain;
pub mod fault;
pub mod finding;
pub mod good;
pub mod order;
pub mod owners;
pub mod place;
pub mod range;
pub mod register;
pub mod stake;
pub mod texts;
pub mod trace;
pub mod truth;
pub mod whatif;

pub use answer::{BookAnswer, Change, Comparison, Ground, Lack, LineAnswer, OrderAnswer, Tally};
pub use classification::{
    Applied, Classification, Clause, Condition, Control, Exception, Headquarters, Jurisdiction, Licence, Value, or_none,
};
pub use consignment::{Consignment, Days};
pub use country::Country;
pub use explain::Explanation;
pub use fault::{Fault, Position};
pub use finding::{Evidence, Finding, Severity, Verdict};
pub use good::{Accelerator, Fabrication, Figure, Form, Good, MemoryStack, Origin, Resolution};
pub use jiff::civil::Date;
pub use order::{Line, Party, Place, Role};
pub use owners::{
    Deciding, Holding, IntegratedInterest, Listing, Method, OwnerFootnote, OwnerParty, OwnersAnswer, OwnershipRule,
    Seats, Statement, UltimateParent, VotingControl,
};
pub use range::Range;
pub use register::{Entity, EntityKind, Register};
pub use rust_decimal::Decimal;
pub use stake::{Interest, Stake};
pub use texts::Texts;
pub use truth::Truth;
pub use whatif::{Effect, Exposure, Move, MoveSum, ScenarioWords, Sum, Total, WhatIf};
