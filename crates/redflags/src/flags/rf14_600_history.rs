//! RF-14: 600-series items: no licence history.

use super::concerns::OtherItems;
use crate::About;

pub(super) static FLAG: OtherItems = OtherItems {
    about: &ABOUT,
    concerns: "concerns 600-series items; accelerators and their memory are none",
    needs: "the item's classification (concerns 600-series items)",
};

static ABOUT: About = About {
    code: "RF-14",
    title: "600-series items: no licence history",
    what: "Concerns military items of the 600 series only: a buyer whose country or business does not fit them. Accelerators and their memory do not raise it.",
    why: "One of the 29 red flags; named here so that silence about it is not taken for an answer.",
    example: "Not raised: an H100 card.",
    unknown: "a line whose item is not read, or is none of the catalogue.",
    needs: "the item",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 14",
    settle: "Classify the item; where it is one of these, read the red flag and ask the customer.",
    since: None,
    status: "in force",
};
