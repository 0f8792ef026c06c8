//! `tidewaiter explain`: any rule, red flag or finding in words.

use std::io::Write;

use anyhow::bail;
use tidewaiter_law::Law;
use tidewaiter_model::Explanation;
use tidewaiter_report as report;

use crate::Outcome;
use crate::args::{Explain, Global, ShortFormat};
use crate::output::{Sink, Terminal};
use crate::world;

pub(crate) fn run(args: &Explain, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let rules = world::rules(global)?;
    let law = &rules.law;
    let mut out = Sink::open("-".as_ref())?;
    let explanations = match &args.code {
        Some(code) => match explain(law, code) {
            Some(explanation) => vec![explanation],
            None => bail!("no rule, flag or finding has the code `{code}`{}", nearest(law, code)),
        },
        None => codes(law).iter().filter_map(|code| explain(law, code)).collect(),
    };
    match args.format {
        ShortFormat::Json => report::json::explanations(&explanations, &world::ground(&rules, &[]), &mut out)?,
        ShortFormat::Jsonl => {
            let ground = world::ground(&rules, &[]);
            for explanation in &explanations {
                report::json::explanation_line(explanation, &ground, &mut out)?;
            }
        }
        ShortFormat::Table if args.code.is_some() => {
            for explanation in &explanations {
                out.write_all(report::table::explanation(explanation, &terminal.style).as_bytes())?;
            }
        }
        ShortFormat::Table => out.write_all(report::table::codes(&explanations, &terminal.style).as_bytes())?,
    }
    out.finish()?;
    Ok(Outcome::Quiet)
}

/// The explanation of a code, wherever it comes from.
pub(crate) fn explain(law: &Law, code: &str) -> Option<Explanation> {
    let known = |code| {
        tidewaiter_officer::explain(code)
            .or_else(|| tidewaiter_redflags::explain(code))
            .or_else(|| tidewaiter_redflags::shells::explain(code))
            .or_else(|| tidewaiter_tracing::conservation::explain(code))
            .or_else(|| law.explain(code))
    };
    // A clause's id names the figure behind its label: `3A090.b.1 (TPP)`.
    known(code).or_else(|| code.rsplit_once(" (").and_then(|(label, _)| known(label)))
}

fn codes(law: &Law) -> Vec<String> {
    let mut codes = law.codes();
    codes.extend(tidewaiter_redflags::codes().into_iter().map(str::to_owned));
    codes.extend(tidewaiter_redflags::shells::codes().into_iter().map(str::to_owned));
    codes.extend(tidewaiter_tracing::conservation::codes().into_iter().map(str::to_owned));
    codes.extend(tidewaiter_officer::codes().into_iter().map(str::to_owned));
    codes.sort();
    codes.dedup();
    codes
}

/// Codes that begin or end like the one asked for.
fn nearest(law: &Law, code: &str) -> String {
    let wanted = code.trim().to_lowercase();
    let start: String = wanted.chars().take(3).collect();
    let near: Vec<String> = codes(law).into_iter().filter(|c| c.to_lowercase().starts_with(&start)).take(5).collect();
    if near.is_empty() {
        "; `tidewaiter explain` alone lists them all".to_owned()
    } else {
        format!("; near it: {}. `tidewaiter explain` alone lists them all", near.join(", "))
    }
}
