//! Who is behind a party? 50 % rules, ultimate parent, headquarters.
//!
//! A table of dated [`Stake`](tidewaiter_model::Stake)s goes in ([`read_stakes`]); three questions are answered about any
//! party named in it or not:
//!
//! * is it owned 50 percent or more, in aggregate and through any number of companies, by listed parties
//!   ([`Stakes::restricted`])?
//! * who is at the end of its chain of majority control ([`Above::ultimate_parent`])?
//! * where are its headquarters ([`headquarters`])?
//!
//! [`Records`] holds what all files say, the stakes of millions in columns ([`StakeTable`]).
//!
//! [`Statements`] answers about one party of many: it cuts out what stands above it ([`Statements::above`]), which is
//! all that an answer depends on.
//!
//! Shares are intervals, so the first has three answers: yes, no, possible, with the lower and upper aggregate and the
//! statements that decide. Nothing is multiplied along a chain: a company that is in counts whole for what it owns.
//!
//! Sources: OFAC, "Revised Guidance on Entities Owned by Persons Whose Property and Interests in Property Are Blocked"
//! (13 August 2014) and FAQ 398 to 402; BIS, "Expansion of End-User Controls to Cover Affiliates of Certain Listed
//! Entities", 90 FR 47201, stayed by 90 FR 50857.

mod above;
mod control;
mod graph;
mod headquarters;
mod integrated;
mod parent;
mod parties;
mod read;
mod records;
mod restricted;
mod share;
mod stakes;
mod statements;
mod table;

pub use above::{Above, Held, Owner, statement};
pub use control::{Control, Controller};
pub use headquarters::{Seat, headquarters, seat};
pub use integrated::{Ends, Integrated, UltimateOwner};
pub use parent::Parent;
pub use read::{is_note, read_register, read_stakes};
pub use records::Records;
pub use restricted::{Answer, Restricted, Standing};
pub use share::{UnreadShare, read_share};
pub use stakes::{Link, Stakes};
pub use statements::{Found, Named, Statements};
pub use table::StakeTable;
