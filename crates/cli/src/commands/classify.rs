//! `tidewaiter classify`: one item, every clause, any day.

use std::io::Write;
use std::path::Path;

use tidewaiter_goods::{Catalogue, read_spec};
use tidewaiter_law::{Answers, Law, PartyFact, Question};
use tidewaiter_model::{
    Classification, Control, Country, Date, Good, Ground, Headquarters, Licence, Resolution, Role, Truth,
};
use tidewaiter_report::{self as report, ClassificationView, OtherDay};

use crate::Outcome;
use crate::args::{Classify, Global, ShortFormat, Way};
use crate::output::{Sink, Terminal};
use crate::world;

pub(crate) fn run(args: &Classify, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let rules = world::rules(global)?;
    let (catalogue, law) = (Catalogue::builtin()?, &rules.law);
    let goods: Vec<(String, Good)> = match (&args.spec, &args.from) {
        (Some(path), _) => vec![spec(path)?],
        (None, Some(path)) => read_all(&catalogue, &super::text_lines(path)?, args),
        (None, None) if args.text.is_empty() => read_all(&catalogue, &[String::new()], args),
        (None, None) => read_all(&catalogue, &args.text, args),
    };
    let as_of = args.as_of.unwrap_or_else(world::today);
    // A person sees today's answer beside another day's unasked; a program asks for it.
    let beside = (args.format == ShortFormat::Table).then(world::today).filter(|today| *today != as_of);
    let versus = args.versus.or(beside);
    let told = args.answers.as_deref().map(|path| super::answers(path, law)).transpose()?;
    let answers = told.as_ref().map_or(Answers::none(), |(answers, _)| answers);
    let mut today = world::ground(&rules, &[]);
    if let Some((_, text)) = &told {
        today.snapshot = world::snapshot_told(&today.snapshot, text);
    }
    let ground = |day: Date| Ground { as_of: day, ..today.clone() };
    let (here, there) = (ground(as_of), versus.map(ground));
    let mut out = Sink::open("-".as_ref())?;
    let mut something = false;
    let single = goods.len() == 1;
    for (index, (input, good)) in goods.iter().enumerate() {
        let answer = classify(law, good, args, as_of, answers);
        something |= answer.control != Control::NotControlled || answer.licence == Licence::Required;
        let other = there.as_ref().map(|g| (classify(law, good, args, g.as_of, answers), g));
        let view = ClassificationView {
            input: input.clone(),
            good,
            classification: &answer,
            ground: &here,
            other_day: other.as_ref().map(|(classification, ground)| OtherDay { classification, ground }),
        };
        match args.format {
            ShortFormat::Table => {
                if index > 0 {
                    out.write_all(b"\n")?;
                }
                out.write_all(report::table::classification(&view, &terminal.style).as_bytes())?;
            }
            ShortFormat::Json if single => report::json::classification(&view, &mut out)?,
            ShortFormat::Json | ShortFormat::Jsonl => report::json::classification_line(&view, &mut out)?,
        }
    }
    out.finish()?;
    Ok(Outcome::found(something))
}

/// The file of a spec sheet and the good that it describes.
fn spec(path: &Path) -> anyhow::Result<(String, Good)> {
    let file = path.display().to_string();
    let text = super::small_text(path, "spec sheet")?;
    let good = read_spec(&file, &text).map_err(|faults| {
        let lines: String = faults.iter().map(|fault| format!("\n{fault}")).collect();
        anyhow::anyhow!("the spec sheet is refused{lines}")
    })?;
    Ok((file, good))
}

fn read_all(catalogue: &Catalogue, texts: &[String], args: &Classify) -> Vec<(String, Good)> {
    let part = args.part.as_deref();
    texts.iter().map(|text| (input(text, part), read(catalogue, text, part))).collect()
}

fn input(text: &str, part: Option<&str>) -> String {
    [text, part.unwrap_or_default()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" / ")
}

/// A text is read as a description; where that fails and it is one word, also as a part number.
pub(super) fn read(catalogue: &Catalogue, text: &str, part: Option<&str>) -> Good {
    let good = catalogue.read(text, part.unwrap_or_default());
    if good.resolution == Resolution::Unresolved && part.is_none() && !text.trim().contains(char::is_whitespace) {
        let as_part = catalogue.read("", text);
        if as_part.resolution != Resolution::Unresolved {
            return as_part;
        }
    }
    good
}

/// The buyer, where its headquarters are asserted; it is taken to be where the item goes.
pub(super) fn parties(party_hq: Option<Country>, to: Option<Country>) -> Vec<PartyFact> {
    let party = party_hq.map(|country| PartyFact {
        role: Role::EndUser,
        name: "the party".to_owned(),
        country: to,
        headquarters: Headquarters::Asserted(country),
    });
    party.into_iter().collect()
}

fn classify(law: &Law, good: &Good, args: &Classify, as_of: Date, answers: &Answers) -> Classification {
    law.classify(&question(good, &args.way, &parties(args.way.party_hq, args.way.to), as_of, answers))
}

/// What is asked of one good on one way.
pub(super) fn question<'a>(
    good: &'a Good,
    way: &Way,
    parties: &'a [PartyFact],
    as_of: Date,
    answers: &'a Answers,
) -> Question<'a> {
    Question {
        good,
        as_of,
        from: way.ship_from,
        to: way.to,
        route: &[],
        parties,
        purchase_order: Truth::Unknown,
        notice_days: None,
        made_in: None,
        answers,
    }
}
