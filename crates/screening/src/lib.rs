//! Is a party on a list? Lists, snapshots, index, matches.
//!
//! [`parse`] reads list files from bytes, [`Screener`] indexes what came out and answers queries. Nothing here reads a
//! file or a clock. An empty answer is never a clearance: see [`Screener::lists`] for what was screened against, and
//! [`ListSummary::excerpt`] for lists that are only a part.

mod diff;
mod excerpt;
mod fault;
mod good_guy;
mod index;
mod judge;
mod list;
mod ofac;
mod parse;
mod qualify;
mod screener;
mod sister;
mod variants;

pub use diff::{EntryPair, ListDiff, PartyDiff, PartyRef, diff, differing};
pub use excerpt::builtin_excerpt;
pub use fault::ListFault;
pub use good_guy::{Cleared, ComparedParty, Decision, GoodGuy, GoodGuys, Read, Reopened, entry_changes};
pub use index::IndexFault;
pub use list::{Alias, Entry, ListData, ListSummary, PartyKind, footnote};
pub use parse::{is_part, parse, parse_parts};
pub use screener::{Answer, Hit, Options, Query, Screener, Strength};
