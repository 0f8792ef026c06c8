//! The command line: every command, flag and example, one file a command.

mod check;
mod classify;
mod goodguy;
mod law;
mod lists;
mod own;
mod questionnaire;
mod screen;
mod simulate;
mod small;
mod trace;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use tidewaiter_model::Country;

pub(crate) use check::{BookOptions, Check, Format, Registers};
pub(crate) use classify::{Classify, Way};
pub(crate) use goodguy::{ClearedParty, GoodGuyAdd, GoodGuyArgs, GoodGuyCommand};
pub(crate) use law::{HistoryFormat, LawCommand, LawHistory, LawSubcommand, WhatIf};
pub(crate) use lists::{Accept, Lists, ListsCommand};
pub(crate) use own::{Own, OwnFormat};
pub(crate) use questionnaire::Questionnaire;
pub(crate) use screen::{Comparison, Rescreen, Screen, Type};
pub(crate) use simulate::{Hardness, Simulate};
pub(crate) use small::{Explain, Template};
pub(crate) use trace::{Trace, TraceFormat, Window};

const AFTER_HELP: &str = "\
Examples:
  tidewaiter check orders.xlsx                     may each line ship today?
  tidewaiter check orders.csv --as-of 2025-04-01   under another day's law
  tidewaiter classify \"8x HGX H200 141GB\" --to SG  what the rules say of it
  tidewaiter screen \"Inspur (HK) Electronics\"      is this name on a list?
  tidewaiter explain LICENCE-REQUIRED              a rule or finding in words

Exit codes: 0 nothing to look at; 1 something is (held, to review, matched);
2 the command could not do its work.

Tidewaiter shows reasons; it decides nothing for you, and an empty result is never a clearance.";

/// Tells whether an AI-chip sale is lawful, who is behind it, and on what evidence. Offline, on public data.
#[derive(Debug, Parser)]
#[command(name = "tidewaiter", version, after_help = AFTER_HELP, max_term_width = 110, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// What holds for every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Folder in which lists and snapshots are kept [default: the platform's data folder]
    #[arg(long, global = true, env = "TIDEWAITER_HOME", hide_env_values = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// A folder of rule packs, laid over the built-in ones, or in their place where it is complete
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
    /// Screen against other lists than those in use: a snapshot (`tidewaiter lists history`), or a list file
    #[arg(long, global = true, value_name = "SNAPSHOT")]
    pub(crate) lists: Option<String>,
    /// Colour: auto, always, never (NO_COLOR and CLICOLOR_FORCE are heeded)
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(crate) color: Colour,
    /// Say nothing but data and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Check),
    Classify(Classify),
    Screen(Screen),
    Rescreen(Rescreen),
    Goodguy(GoodGuyArgs),
    Own(Own),
    Trace(Trace),
    Lists(Lists),
    Explain(Explain),
    Questionnaire(Questionnaire),
    Template(Template),
    Simulate(Simulate),
    Law(LawCommand),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShortFormat {
    /// For a terminal
    Table,
    /// JSON
    Json,
    /// One JSON object a line
    Jsonl,
}

fn country(text: &str) -> Result<Country, String> {
    tidewaiter_model::place::country_named(text)
        .ok_or_else(|| format!("`{text}` is no country known here; give a two-letter code such as SG, or its name"))
}

/// A blank text would find nothing, which is no answer.
fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("it is blank; give a text".to_owned()) } else { Ok(text.to_owned()) }
}

/// Percent with up to two decimals, in ten-thousandths.
fn percent(text: &str) -> Result<u32, String> {
    let wrong = || format!("`{text}` is no share; give percent from 0 to 100 with up to two decimals, such as 0.7");
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
        return Err(wrong());
    }
    let whole: u32 = whole.parse().map_err(|_| wrong())?;
    let part: u32 = format!("{part:0<2}").parse().map_err(|_| wrong())?;
    Some(whole * 100 + part).filter(|share| *share <= 10_000).ok_or_else(wrong)
}

fn score(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(score) if (0.0..=1.0).contains(&score) => Ok(score),
        _ => Err(format!("`{text}` is no score; give a number from 0 to 1, such as 0.7")),
    }
}
