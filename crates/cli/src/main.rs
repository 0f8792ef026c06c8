//! The command `tidewaiter`: a thin binary over the rooms. The clock, the terminal, files and exit codes live here.

mod args;
mod commands;
mod folder;
mod output;
mod world;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command, GoodGuyCommand, LawSubcommand, ListsCommand};
use crate::output::Terminal;

/// Answers are many small texts made and dropped on all cores: a third of the time of `check` went into the platform's
/// allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended, where it could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to look at.
    Quiet,
    /// Something is held, to review, matched or broken.
    SomethingFound,
}

impl Outcome {
    pub(crate) fn found(something: bool) -> Self {
        if something { Self::SomethingFound } else { Self::Quiet }
    }
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, wrong flags are not.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let terminal = Terminal::new(&cli.global);
    let asks_no_rule = match &cli.command {
        Command::Template(_) | Command::Simulate(_) => true,
        Command::Lists(lists) => !matches!(lists.command, ListsCommand::Show { .. }),
        Command::Goodguy(good) => !matches!(good.command, GoodGuyCommand::Show { .. }),
        Command::Law(law) => matches!(law.command, LawSubcommand::Export { .. }),
        _ => false,
    };
    let result = match cli.command {
        _ if asks_no_rule && cli.global.rules.is_some() => {
            Err(anyhow::anyhow!("this command asks no rule; leave --rules away"))
        }
        Command::Check(args) => commands::check::run(&args, &cli.global, &terminal),
        Command::Classify(args) => commands::classify::run(&args, &cli.global, &terminal),
        Command::Screen(args) => commands::screen::run(&args, &cli.global, &terminal),
        Command::Rescreen(args) => commands::rescreen::run(&args, &cli.global, &terminal),
        Command::Goodguy(args) => commands::goodguy::run(&args.command, &cli.global, &terminal),
        Command::Lists(args) => commands::lists::run(&args.command, &cli.global, &terminal),
        Command::Explain(args) => commands::explain::run(&args, &cli.global, &terminal),
        Command::Own(args) => commands::own::run(&args, &cli.global, &terminal),
        Command::Trace(args) => commands::trace::run(&args, &cli.global, &terminal),
        Command::Questionnaire(args) => commands::questionnaire::run(&args, &cli.global, &terminal),
        Command::Template(args) => commands::template::run(&args, &terminal),
        Command::Simulate(args) => commands::simulate::run(&args, &terminal),
        Command::Law(args) => commands::law::run(&args.command, &cli.global, &terminal),
    };
    match result {
        Ok(Outcome::Quiet) => ExitCode::SUCCESS,
        Ok(Outcome::SomethingFound) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let mut stderr = anstream::stderr();
            let mut told = error.to_string();
            let _ = writeln!(stderr, "error: {told}");
            for cause in error.chain().skip(1).map(ToString::to_string) {
                // Many an error already says its cause.
                if !told.contains(&cause) {
                    let _ = writeln!(stderr, "  because: {cause}");
                    told = cause;
                }
            }
            ExitCode::from(2)
        }
    }
}

/// Did the reader of our output go away? That is no failure of ours.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
