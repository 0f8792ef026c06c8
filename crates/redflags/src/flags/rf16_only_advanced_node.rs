//! RF-16: the item serves only advanced-node plants.

use tidewaiter_model::Date;

use super::concerns::OtherItems;
use crate::About;

pub(super) static FLAG: OtherItems = OtherItems {
    about: &ABOUT,
    concerns: "concerns items that serve only to make chips; accelerators and their memory do not",
    needs: "the item's classification (concerns items for making chips)",
};

static ABOUT: About = About {
    code: "RF-16",
    title: "The item serves only advanced-node plants",
    what: "Concerns tools, materials and parts that serve only to make chips of advanced nodes. Accelerators and their memory, which serve much else, do not raise it.",
    why: "One of the 29 red flags; named here so that silence about it is not taken for an answer.",
    example: "Not raised: an H100 card.",
    unknown: "a line whose item is not read, or is none of the catalogue.",
    needs: "the item",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 16",
    settle: "Classify the item; where it is one of these, read the red flag and ask the customer.",
    since: Some(Date::constant(2023, 11, 17)),
    status: "in force",
};
