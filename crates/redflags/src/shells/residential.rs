//! SHELL-4: the address is a home, a mail box or in care of somebody.

use tidewaiter_model::Evidence;

use super::{About, Answer, Indicator, Subject};
use crate::flags::dg04_address::odd_address;

pub(super) struct Residential;

const ODD: &str = "a home, a mail box, a virtual office or in care of somebody";
const NONE: &str = "none of these";

static ABOUT: About = About {
    code: "SHELL-4",
    title: "Its address is a home or a mail box",
    what: "The words of the company's addresses in the book and the register: homes (apartment, 住宅, pangsapuri), mail boxes, virtual offices, in care of somebody. The words are those of flag DG-04.",
    why: "A company that only forwards needs no place of business.",
    innocent: "many founders register their company at home and rent rack space elsewhere.",
    example: "Raised: \"Apt 4B, Lotus Residences, Penang\". Not raised: \"Unit 05-11, 1 Science Park Road\".",
    settle: "The place where the items will be installed, with its lease or contract.",
    bands: (&[ODD, NONE], 1, 1),
};

impl Indicator for Residential {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, subject: &Subject<'_>) -> Answer {
        let country = subject.registered.entity().ok().and_then(|entity| entity.country);
        let mut written = subject.addresses.iter().filter(|address| !crate::words::says_nothing(address)).peekable();
        if written.peek().is_none() {
            return Answer::NotAssessable("an address");
        }
        let odd = written.find_map(|address| odd_address(address, country).map(|reason| (address, reason)));
        match odd {
            Some((address, reason)) => Answer::band(
                ODD,
                format!("its address {reason}."),
                vec![Evidence::new("address", address, "register and book")],
            ),
            None => Answer::fine(NONE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shells::testing::Company;

    #[test]
    fn by_its_words() {
        let at =
            |address: &str| Company::ordinary().with(|c| c.addresses = vec![address.to_owned()]).band(&Residential);
        assert_eq!(at("Apt 4B, Lotus Residences, Penang"), ODD);
        assert_eq!(at("Unit 05-11, 1 Science Park Road"), NONE);
        assert_eq!(at("n/a"), "");
    }
}
