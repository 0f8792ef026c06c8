//! RF-20: a tool does not match the plant.

use tidewaiter_model::Date;

use super::concerns::OtherItems;
use crate::About;

pub(super) static FLAG: OtherItems = OtherItems {
    about: &ABOUT,
    concerns: "concerns tools for making chips; accelerators and their memory are none",
    needs: "the item's classification (concerns items for making chips)",
};

static ABOUT: About = About {
    code: "RF-20",
    title: "A tool does not match the plant",
    what: "Concerns tools and materials for making chips that do not fit what the plant is said to make. Accelerators and their memory do not raise it.",
    why: "One of the 29 red flags; named here so that silence about it is not taken for an answer.",
    example: "Not raised: an H100 card.",
    unknown: "a line whose item is not read, or is none of the catalogue.",
    needs: "the item",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 20",
    settle: "Classify the item; where it is one of these, read the red flag and ask the customer.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};
