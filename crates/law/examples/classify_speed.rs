//! How fast one core answers: `cargo run --release -p tidewaiter-law --example classify_speed`.

use std::hint::black_box;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use tidewaiter_law::{Answers, Law, PartyFact, Question, builtin_files};
use tidewaiter_model::{
    Accelerator, Country, Decimal, Figure, Form, Good, Headquarters, Origin, Resolution, Role, Truth,
};

fn good(tpp: u32, die: u32) -> Good {
    let figure = |v: u32| Figure { value: Decimal::from(v).into(), origin: Origin::Maker, source: String::new() };
    let spec = Accelerator {
        id: String::new(),
        name: String::new(),
        maker: "NVIDIA".to_owned(),
        designer_country: Some(Country::US),
        tpp: figure(tpp),
        die_area_mm2: figure(die),
        dram_bandwidth_gbs: figure(3350),
        io_bandwidth_gbs: figure(1028),
        dram_capacity_gb: Figure::unknown(),
        datacenter: Truth::Yes,
        datacenter_source: String::new(),
        fabrication: tidewaiter_model::Fabrication::default(),
    };
    let mut good = Good::unresolved("", "");
    good.resolution = Resolution::Accelerator;
    good.spec = Some(Arc::new(spec));
    good.form = Form::Card;
    good
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    let law = Law::builtin()?;
    let loaded = started.elapsed();
    let goods: Vec<Good> =
        [(15840, 814), (2368, 814), (2912, 609), (1952, 294), (5285, 609)].map(|(t, d)| good(t, d)).into();
    let days = ["2023-06-01", "2024-06-01", "2025-04-20", "2026-11-23"].map(str::parse);
    let days: Vec<jiff::civil::Date> = days.into_iter().collect::<Result<_, _>>()?;
    let places = ["CN", "SG", "VN", "DE", "AE"].map(str::parse);
    let places: Vec<Country> = places.into_iter().collect::<Result<_, _>>()?;
    let parties = [PartyFact {
        role: Role::EndUser,
        name: "Examplar Compute".to_owned(),
        country: Some(Country::CN),
        headquarters: Headquarters::Asserted(Country::CN),
    }];
    let mut questions = Vec::new();
    for good in &goods {
        for as_of in &days {
            for to in &places {
                questions.push(Question {
                    good,
                    as_of: *as_of,
                    from: Some(Country::US),
                    to: Some(*to),
                    route: &[],
                    parties: &parties,
                    purchase_order: Truth::Unknown,
                    notice_days: None,
                    made_in: None,
                    answers: Answers::none(),
                });
            }
        }
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} rules read in {loaded:?}", law.rules())?;
    for (name, rounds, how) in
        [("decide", 10_000_u32, 0), ("classify in short", 1000, 1), ("classify, with every clause", 300, 2)]
    {
        let rate = rate(&law, &questions, rounds, how)?;
        writeln!(out, "{name}: {rate:.0} a second on one core")?;
    }
    // What a rule more costs: twenty copies of a licence requirement.
    let mut files: Vec<(String, String)> =
        builtin_files().into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let (_, text) = files.iter().find(|(path, _)| path == "us/ACS23.toml").cloned().unwrap_or_default();
    files.extend((10..30).map(|n| (format!("us/copy{n}.toml"), text.replace("\"ACS23\"", &format!("\"COPY{n}\"")))));
    let more = Law::parse(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    let rate = rate(&more, &questions, 10_000, 0)?;
    writeln!(out, "decide, with {} rules: {rate:.0} a second on one core", more.rules())?;
    Ok(())
}

/// Answers a second.
fn rate(law: &Law, questions: &[Question<'_>], rounds: u32, how: u8) -> Result<f64, std::num::TryFromIntError> {
    // Compile what the days need before the clock starts.
    questions.iter().for_each(|q| drop(black_box(law.classify(q))));
    let started = Instant::now();
    for _ in 0..rounds {
        for question in questions {
            match how {
                0 => {
                    black_box(law.decide(question));
                }
                1 => drop(black_box(law.classify_in_short(question))),
                _ => drop(black_box(law.classify(question))),
            }
        }
    }
    Ok(f64::from(rounds) * f64::from(u32::try_from(questions.len())?) / started.elapsed().as_secs_f64())
}
