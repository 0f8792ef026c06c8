//! `tidewaiter questionnaire`: what only a person can answer about a book of orders.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::bail;
use tidewaiter_intake::{AnswerRow, QuestionRow};
use tidewaiter_model::Line;
use tidewaiter_officer::{Officer, OpenQuestion, Replies};
use tidewaiter_redflags::Reply;

use super::check::{Input, as_error, as_of, each_chunk, open, sink, tell_faults};
use crate::Outcome;
use crate::args::{Global, Questionnaire};
use crate::output::Terminal;
use crate::world;

/// Order lines named beside a question; the rest are counted.
const LINES_NAMED: usize = 12;

pub(crate) fn run(args: &Questionnaire, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let path = &args.output;
    let ends_in = |wanted: &str| path.extension().is_some_and(|end| end.eq_ignore_ascii_case(wanted));
    let csv = ends_in("csv");
    if !csv && !ends_in("xlsx") {
        bail!("{}: give a name that ends in .xlsx, for a workbook, or in .csv", path.display());
    }
    if path.exists() && !args.force {
        bail!(
            "{} is there already and may hold answers; choose another name with -o, or say --force to write over it",
            path.display()
        );
    }
    let day = as_of(args.as_of.as_deref())?;
    let input = Input::of(&args.file)?;
    let mut inputs = vec![Some(input.path.as_path()), args.questionnaire.as_deref()];
    inputs.extend(args.registers.files().map(|path| Some(path.as_path())));
    let mut out = sink(path, &inputs)?;
    let mut book = open(&input, &args.map, args.sheet.as_deref(), terminal)?;
    let registry = super::own::registry(&args.registers, terminal)?;
    let mut officer = world::officer(global, terminal, registry.as_ref(), day, args.bar)?;
    officer = told(officer, args.questionnaire.as_deref(), terminal)?;
    let mut asked: BTreeMap<String, Asked> = BTreeMap::new();
    let reading = each_chunk(
        &mut book,
        terminal,
        |line| (name(line), officer.questions(line)),
        |lines| {
            for (line, questions) in lines {
                for question in questions {
                    asked.entry(question.id.clone()).or_insert_with(|| Asked::new(question)).note(&line);
                }
            }
            Ok(())
        },
    )?;
    reading.tell(&book.faults(), terminal)?;
    let rows = rows(asked);
    if csv {
        out.write_all(tidewaiter_intake::questionnaire_csv(&rows).as_bytes())?;
    } else {
        out.write_all(&tidewaiter_intake::questionnaire(&rows)?)?;
    }
    out.finish()?;
    let path = path.display();
    terminal.say(match rows.len() {
        0 => format!("wrote {path}: no line of the book raises a question to a person"),
        1 => format!(
            "wrote {path}: 1 question; fill it in, then: tidewaiter check {} --questionnaire {path}",
            input.name
        ),
        n => format!(
            "wrote {path}: {n} questions; fill it in, then: tidewaiter check {} --questionnaire {path}",
            input.name
        ),
    });
    Ok(Outcome::Quiet)
}

/// The officer, told the answers of a questionnaire where one is given; its snapshot id covers them.
pub(super) fn told(officer: Officer, path: Option<&Path>, terminal: &Terminal) -> anyhow::Result<Officer> {
    let Some(path) = path else { return Ok(officer) };
    let (answers, faults) =
        tidewaiter_intake::read_questionnaire(path, &path.display().to_string()).map_err(|faults| as_error(&faults))?;
    tell_faults(faults.iter(), faults.len(), terminal);
    if answers.is_empty() {
        terminal.warn(format!("{}: no row is answered yet", path.display()));
    }
    let mut replies = Replies::default();
    for AnswerRow { id, answer, note, who, when, position } in answers {
        replies.add(&id, Reply { answer, note, who, when, source: position.to_string() });
    }
    let snapshot = world::snapshot_answered(&officer.ground(world::today()).snapshot, &replies);
    Ok(officer.answered(replies, snapshot))
}

/// A question with the lines that it is asked for.
struct Asked {
    question: OpenQuestion,
    lines: Vec<String>,
    more: usize,
}

impl Asked {
    fn new(question: OpenQuestion) -> Self {
        Self { question, lines: Vec::new(), more: 0 }
    }

    fn note(&mut self, line: &str) {
        if self.lines.len() < LINES_NAMED {
            self.lines.push(line.to_owned());
        } else {
            self.more = self.more.saturating_add(1);
        }
    }
}

fn name(line: &Line) -> String {
    format!("{} / {}", line.order, line.line)
}

/// The rows, a party's questions together; those about orders last.
fn rows(asked: BTreeMap<String, Asked>) -> Vec<QuestionRow> {
    let mut rows: Vec<QuestionRow> = asked
        .into_values()
        .map(|Asked { question: OpenQuestion { id, party, country, question }, lines, more }| {
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            QuestionRow {
                id,
                party,
                country: country.map(|c| c.to_string()).unwrap_or_default(),
                orders: format!("{}{more}", lines.join("; ")),
                flag: question.code.to_owned(),
                question: question.text.to_owned(),
                why: question.why.to_owned(),
                source: question.cite.to_owned(),
            }
        })
        .collect();
    rows.sort_by(|a, b| {
        (a.party.is_empty(), &a.party, &a.country, &a.id).cmp(&(b.party.is_empty(), &b.party, &b.country, &b.id))
    });
    rows
}
