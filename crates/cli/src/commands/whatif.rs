//! `tidewaiter law whatif`: a book of orders under the law as it is and under a scenario.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Context;
use sha2::{Digest, Sha256};
use tidewaiter_law::{PackErrors, Scenario};
use tidewaiter_model::{Effect, Ground, Licence, ScenarioWords, Tally, Total, Truth, WhatIf};
use tidewaiter_officer::{AsOf, compare};
use tidewaiter_report as report;

use super::beside::Given;
use super::check::{Input, as_of, each_chunk, in_doubt, open, sink};
use crate::Outcome;
use crate::args::{Global, ShortFormat, WhatIf as Args};
use crate::output::Terminal;
use crate::world;

pub(crate) fn run(args: &Args, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let path = &args.scenario;
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read; give a scenario as TOML in UTF-8", path.display()))?;
    let scenario = Scenario::parse(&path.display().to_string(), &text).map_err(|errors| refused(&errors))?;
    let as_of = as_of(args.as_of.as_deref())?;
    let (AsOf::Day(day) | AsOf::OrderDate(day)) = as_of;
    let input = Input::of(&args.file)?;
    let mut book = open(&input, &args.book.map, args.book.sheet.as_deref(), terminal)?;
    let mut inputs = vec![Some(input.path.as_path()), Some(path)];
    inputs.extend(args.book.registers.files().map(|path| Some(path.as_path())));
    let mut out = sink(&args.book.output, &inputs)?;
    let registry = super::own::registry(&args.book.registers, terminal)?;
    let officer = world::officer(global, terminal, registry.as_ref(), as_of, args.book.bar)?;
    let officer = super::beside::knowing(officer, registry, &input, &Given::of(&args.book), terminal)?;
    let law = officer.experts().law.with(&scenario).map_err(|errors| refused(&errors))?;
    let before = officer.ground(day);
    let ground = Ground {
        snapshot: world::snapshot_with(&before.snapshot, &text),
        rules: law.version().to_owned(),
        ..before.clone()
    };
    let (mut tally_before, mut tally_after) = (Tally::default(), Tally::default());
    let mut changes = Vec::new();
    let (mut left_open, mut without_destination) = (BTreeMap::new(), 0u64);
    let reading = each_chunk(
        &mut book,
        terminal,
        |line| {
            let (was, is) = (officer.decide(line), officer.decide_under(line, &law, &ground));
            let verdicts = (was.verdict, is.verdict);
            let nowhere = is.destination == Truth::Unknown.as_str();
            let open = (is.licence == Licence::Unknown.as_str()).then(|| is.destination.clone());
            let change = compare(was, is);
            let open = open.filter(|_| change.is_none() && officer.is_touched(line, &law));
            (verdicts, nowhere, open, change.map(|change| Effect { change, exposure: officer.exposure(line) }))
        },
        |answers| {
            for ((was, is), nowhere, open, effect) in answers {
                without_destination = without_destination.saturating_add(u64::from(nowhere));
                tally_before.count(was);
                tally_after.count(is);
                changes.extend(effect);
                if let Some(destination) = open {
                    let lines: &mut u64 = left_open.entry(destination).or_default();
                    *lines = lines.saturating_add(1);
                }
            }
            Ok(())
        },
    )?;
    let (by_destination, total) = totals(&changes);
    let answer = WhatIf {
        schema: "tidewaiter/whatif/1",
        ground,
        before,
        law_of: match as_of {
            AsOf::Day(day) => day.to_string(),
            AsOf::OrderDate(day) => format!("each line's own date, else {day}"),
        },
        scenario: words(&scenario, &text),
        file: input.name.clone(),
        tally_before,
        tally_after,
        changes,
        by_destination,
        total,
        left_open,
        without_destination,
        faults: book.faults(),
    };
    reading.tell(&answer.faults, terminal)?;
    match args.format {
        ShortFormat::Table => out.write_all(report::table::whatif(&answer, &terminal.style).as_bytes())?,
        ShortFormat::Json => report::json::whatif(&answer, &mut out)?,
        ShortFormat::Jsonl => {
            terminal.say(format!("note: hypothetical, by the scenario “{}”", answer.scenario.name));
            for effect in &answer.changes {
                report::json::whatif_change(effect, &answer.scenario, &mut out)?;
            }
        }
    }
    out.finish()?;
    Ok(Outcome::found(!answer.changes.is_empty() || in_doubt(&answer.faults)))
}

/// Every fault of a scenario, as the error that ends the command.
fn refused(errors: &PackErrors) -> anyhow::Error {
    let faults: Vec<String> = errors.0.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("the scenario is refused; docs/whatif.md says how to write one\n{}", faults.join("\n"))
}

fn words(scenario: &Scenario, text: &str) -> ScenarioWords {
    ScenarioWords {
        hypothetical: true,
        name: scenario.title().to_owned(),
        what: scenario.what().to_owned(),
        source: scenario.source().to_owned(),
        file: scenario.file().to_owned(),
        sha256: Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
        operations: scenario.operations(),
    }
}

fn totals(changes: &[Effect]) -> (BTreeMap<String, Total>, Total) {
    let mut by_destination: BTreeMap<String, Total> = BTreeMap::new();
    let mut total = Total::default();
    for effect in changes {
        total.add(effect);
        by_destination.entry(effect.change.after.destination.clone()).or_default().add(effect);
    }
    (by_destination, total)
}
