//! What no line of an order can show.

use serde::Serialize;

/// A flag that is not looked for, and what it would need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NotChecked {
    /// Its code.
    pub code: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// What is needed to assess it.
    pub needs: &'static str,
}

/// The published red flags that this room does not look for, with what each needs, in the order of their codes.
///
/// An answer prints them, so that silence about a flag is not taken for an answer. RF-13 and RF-14 concern 600-series
/// items, RF-20, RF-26 and RF-27 tools and plants for making chips.
#[must_use]
pub fn not_checked() -> Vec<NotChecked> {
    NOT_CHECKED.iter().map(|&(code, title, needs)| NotChecked { code, title, needs }).collect()
}

const PERSON: &str = "needs a questionnaire: somebody who spoke with the customer";
const HISTORY: &str = "needs the customer's earlier orders";
const PLANT: &str = "concerns tools and plants for making chips; not looked at";

const NOT_CHECKED: &[(&str, &str, &str)] = &[
    ("RF-03", "the item is beyond the destination's technical level", PERSON),
    ("RF-04", "the customer has little or no business background", "needs a company register"),
    ("RF-05", "payment in cash for a costly item", PERSON),
    ("RF-06", "the customer does not know the item's performance but wants it", PERSON),
    ("RF-07", "installation, training or service is declined", PERSON),
    ("RF-12", "the customer is evasive about use, export or reexport", PERSON),
    ("RF-13", "600-series items: volume and sites", "concerns 600-series items; not looked at"),
    ("RF-14", "600-series items: no licence history", "concerns 600-series items; not looked at"),
    ("RF-15", "the customer advertised advanced-node capability before October 2022", PLANT),
    ("RF-16", "the item serves only advanced-node plants", PLANT),
    ("RF-17", "the customer makes items for supercomputer firms in D:5 or Macau", PERSON),
    (
        "RF-19",
        "over 50 billion transistors with high-bandwidth memory, for a company of D:5 or Macau",
        "needs design data of the customer's own chip",
    ),
    ("RF-20", "a tool does not match the plant", PLANT),
    ("RF-22", "the licence history is uncertain, also of items to be serviced", PERSON),
    ("RF-23", "service for an item altered after export", PERSON),
    ("RF-24", "the leadership of a new customer overlaps that of a listed entity", "needs a company register"),
    ("RF-25", "a new customer asks for an item made for a customer now listed", HISTORY),
    ("RF-26", "a tool of category 3B with an integrated circuit", PLANT),
    ("RF-27", "the plant is joined to an advanced-node plant", PLANT),
    ("RF-28", "computing service to train a model for an outside entity", PERSON),
    (
        "RF-29",
        "a known owner is on the Entity List: the percentage must be determined",
        "needs a table of stakes: `tidewaiter own`",
    ),
    ("DG-01", "the customer began to order advanced chips only after October 2022", HISTORY),
    ("DG-02", "whether a large order is the customer's first", HISTORY),
    ("DG-05", "the customer has next to no presence on the web", PERSON),
    ("DG-06", "the data centre cannot confirm its power and cooling", PERSON),
    ("DG-08", "a party or address resembles one on a list", "names are screened; addresses are not compared here"),
    ("DG-10", "a computing service will not say whether its users are headquartered in China", PERSON),
    ("DG-11", "an end-user statement is refused", PERSON),
    ("DG-12", "an address, telephone or network address shared with an earlier questionable buyer", HISTORY),
    ("PRICE", "the price against the market's", "no sourced price table is loaded"),
];
