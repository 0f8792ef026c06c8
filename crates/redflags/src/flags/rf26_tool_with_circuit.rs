//! RF-26: a tool of category 3B with an integrated circuit.

use tidewaiter_model::Date;

use super::concerns::OtherItems;
use crate::About;

pub(super) static FLAG: OtherItems = OtherItems {
    about: &ABOUT,
    concerns: "concerns tools of category 3B; accelerators and their memory are none",
    needs: "the item's classification (concerns items for making chips)",
};

static ABOUT: About = About {
    code: "RF-26",
    title: "A tool of category 3B with an integrated circuit",
    what: "Concerns tools of category 3B that contain an integrated circuit, which by the product rules may be subject to the EAR wherever made. Accelerators and their memory do not raise it.",
    why: "One of the 29 red flags; named here so that silence about it is not taken for an answer.",
    example: "Not raised: an H100 card.",
    unknown: "a line whose item is not read, or is none of the catalogue.",
    needs: "the item",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 26",
    settle: "Classify the item; where it is one of these, read the red flag and ask the customer.",
    since: Some(Date::constant(2024, 12, 2)),
    status: "in force",
};
