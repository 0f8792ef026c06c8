//! Is it subject to the regulations? Held against a reading of the law written out by hand, and never decided by lack.

use proptest::prelude::*;
use tidewaiter_law::{Answers, Question};
use tidewaiter_model::{Country, Decimal, Good, Origin, Range, Truth};

use crate::chips::{LAW, chip, number, question};

const PLACES: [&str; 8] = ["US", "MY", "CN", "TW", "IR", "CU", "RU", "PR"];
const CONTENTS: [&str; 7] = ["0", "9", "10", "12", "25", "26", "100"];
const IDS: [&str; 11] = [
    "passes-us",
    "us-direct-product",
    "us-plant",
    "supercomputer-china",
    "entity-footnote-1",
    "entity-footnote-4",
    "entity-footnote-5",
    "fdp-russia-belarus-iran",
    "de-minimis-computer",
    "de-minimis-encryption",
    "de-minimis-other",
];

/// Everything that decides.
#[derive(Clone, Debug)]
struct World {
    controlled: bool,
    designer: &'static str,
    from: &'static str,
    to: &'static str,
    made: &'static str,
    content: &'static str,
    answers: Vec<bool>,
}

impl World {
    /// 15 CFR 734.3, 734.4 and 734.9, by hand.
    fn subject(&self) -> bool {
        let told = |id: &str| IDS.iter().position(|i| *i == id).is_some_and(|i| self.answers[i]);
        let us = |place: &str| ["US", "PR"].contains(&place);
        let content: Decimal = self.content.parse().unwrap();
        let above = |percent: i64| content > Decimal::from(percent);
        let no_part = ["de-minimis-computer", "de-minimis-encryption", "de-minimis-other"].into_iter().any(told);
        let de_minimis = above(25) || above(10) && ["IR", "KP", "SY", "CU"].contains(&self.to) || above(0) && no_part;
        let product = self.controlled && us(self.designer) || told("us-direct-product") || told("us-plant");
        let reached = self.controlled
            || ["supercomputer-china", "entity-footnote-1", "entity-footnote-4", "entity-footnote-5"]
                .into_iter()
                .any(told)
            || ["RU", "BY", "IR"].contains(&self.to) && told("fdp-russia-belarus-iran");
        us(self.from) || us(self.to) || us(self.made) || told("passes-us") || de_minimis || product && reached
    }

    /// What the law room says where only the facts marked in `known` are told.
    fn asked(&self, known: &[bool]) -> Truth {
        let mut bits = known.iter().copied().chain(std::iter::repeat(true));
        let mut tell = |code: &str| bits.next().unwrap_or(true).then(|| code.parse::<Country>().unwrap());
        let (from, to, made_in, designer) = (tell(self.from), tell(self.to), tell(self.made), tell(self.designer));
        let content = if bits.next().unwrap_or(true) { number(self.content) } else { Range::UNKNOWN };
        let mut answers = Answers::default().with_us_content(content);
        for (id, truth) in IDS.iter().zip(&self.answers) {
            if bits.next().unwrap_or(true) {
                answers = answers.with(id, Truth::from(*truth));
            }
        }
        let good = self.good(designer);
        let asked = Question { from, to, made_in, answers: &answers, ..question(&good, "2026-09-01", None) };
        let decision = LAW.decide(&asked);
        let answer = LAW.classify_in_short(&asked);
        assert_eq!((decision.subject, decision.licence), (answer.jurisdiction.subject, answer.licence));
        assert_eq!(answer.jurisdiction.basis.is_empty(), decision.subject.is_no());
        assert!(!answer.jurisdiction.why.is_empty() && !answer.movement_why.is_empty());
        decision.subject
    }

    fn good(&self, designer: Option<Country>) -> Good {
        let tpp = number(if self.controlled { "15824" } else { "1040" });
        let mut good = chip(tpp, number("545"), number("32"), number("320"), Truth::Yes, Origin::Maker);
        std::sync::Arc::make_mut(good.spec.as_mut().unwrap()).designer_country = designer;
        good
    }
}

fn world() -> impl Strategy<Value = World> {
    let place = || prop::sample::select(&PLACES[..]);
    // Mostly what is told says no: otherwise nearly everything is subject.
    let answers = prop::collection::vec(prop::bool::weighted(0.1), IDS.len());
    let content = prop_oneof![Just("0"), prop::sample::select(&CONTENTS[..])];
    (any::<bool>(), place(), place(), place(), place(), content, answers).prop_map(
        |(controlled, designer, from, to, made, content, answers)| World {
            controlled,
            designer,
            from,
            to,
            made,
            content,
            answers,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// Told everything, the answer is the hand-written one.
    #[test]
    fn told_everything_it_is_the_reading_by_hand(world in world()) {
        prop_assert_eq!(world.asked(&[]), Truth::from(world.subject()));
    }

    /// What is decided on part of the facts stays so when the rest is told: lack never decides, least of all "no".
    #[test]
    fn telling_more_never_turns_an_answer(world in world(), known in prop::collection::vec(any::<bool>(), 16)) {
        let part = world.asked(&known);
        prop_assert!(part.is_unknown() || part == Truth::from(world.subject()), "{part}");
    }
}

/// Of an item that is not subject, each single fact that is taken away leaves the answer open.
#[test]
fn every_way_must_be_ruled_out() {
    let world = World {
        controlled: true,
        designer: "TW",
        from: "MY",
        to: "CN",
        made: "TW",
        content: "9",
        answers: vec![false; IDS.len()],
    };
    assert_eq!(world.asked(&[]), Truth::No);
    // A chip is no direct product, so whom it reaches does not matter; everything else does.
    let matters =
        |id: &str| !["supercomputer-china", "fdp-russia-belarus-iran"].contains(&id) && !id.starts_with("entity");
    let names = ["from", "to", "made", "designer", "content"].into_iter().chain(IDS);
    for (index, name) in names.enumerate() {
        let mut known = vec![true; 16];
        known[index] = false;
        assert_eq!(world.asked(&known), if matters(name) { Truth::Unknown } else { Truth::No }, "without {name}");
    }
}
