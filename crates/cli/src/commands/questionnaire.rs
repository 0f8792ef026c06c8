//! `tidewaiter questionnaire`: what only a person can answer about a book of orders.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::bail;
use tidewaiter_intake::{AnswerRow, QuestionRow};
use tidewaiter_model::{Country, Decimal, Line, Range, Verdict};
use tidewaiter_officer::{Officer, OpenQuestion, OpenQuestions, Replies};
use tidewaiter_redflags::{Question, Reply, Topic, asked_by};

use super::beside::Given;
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
    let sheet = args.sheet.as_deref();
    let given = Given { map: &args.map, sheet, registers: &args.registers, sites: None, since: None };
    officer = super::beside::knowing(officer, registry, &input, &given, terminal)?;
    let mut asked: BTreeMap<(String, Topic), Asked> = BTreeMap::new();
    let mut weights: BTreeMap<String, Weight> = BTreeMap::new();
    let mut left_out = 0usize;
    let reading = each_chunk(
        &mut book,
        terminal,
        |line| (name(line), officer.questions(line), officer.exposure(line).tpp),
        |lines| {
            for (line, OpenQuestions { verdict, matters, questions }, tpp) in lines {
                if !matters && !args.all {
                    left_out = left_out.saturating_add(usize::from(!questions.is_empty()));
                    continue;
                }
                for open in questions {
                    weights.entry(open.about.clone()).or_default().add(verdict, tpp);
                    asked
                        .entry((open.about.clone(), open.topic))
                        .or_insert_with(|| Asked::new(&open))
                        .note(&line, &open);
                }
            }
            Ok(())
        },
    )?;
    reading.tell(&book.faults(), terminal)?;
    let rows = rows(asked, &weights);
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
    if left_out > 0 {
        terminal.say(format!(
            "{left_out} lines are left out: held on other grounds, or of an item that could not be read; --all asks about them too"
        ));
    }
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
        let source = position.to_string();
        let contradicted = replies.add(&id, &Reply { answer, note, who, when, source });
        if !contradicted.is_empty() {
            let codes = contradicted.join(", ");
            terminal.warn(format!(
                "{position}: contradicts another row on {codes}, which is unknown; leave one of the two"
            ));
        }
    }
    let snapshot = world::snapshot_answered(&officer.ground(world::today()).snapshot, &replies);
    Ok(officer.answered(replies, snapshot))
}

/// How much hangs on a party or order: the heaviest verdict of its lines, and their processing performance together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    verdict: Verdict,
    tpp: Decimal,
}

impl Weight {
    fn add(&mut self, verdict: Verdict, tpp: Range) {
        self.verdict = self.verdict.max(verdict);
        let known = tpp.upper().or(tpp.lower()).unwrap_or_default();
        self.tpp = self.tpp.checked_add(known).unwrap_or(self.tpp);
    }
}

/// Questions of one topic, with the lines that they are asked for.
struct Asked {
    party: String,
    country: Option<Country>,
    questions: Vec<&'static Question>,
    lines: Vec<String>,
    more: usize,
}

impl Asked {
    fn new(open: &OpenQuestion) -> Self {
        let (party, country) = (open.party.clone(), open.country);
        Self { party, country, questions: Vec::new(), lines: Vec::new(), more: 0 }
    }

    fn note(&mut self, line: &str, open: &OpenQuestion) {
        for question in &open.questions {
            if !self.questions.contains(question) {
                self.questions.push(question);
            }
        }
        if self.lines.len() < LINES_NAMED {
            self.lines.push(line.to_owned());
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// The row of a topic about a party or order.
    fn row(mut self, about: &str, topic: Topic) -> QuestionRow {
        let rank = |code: &str| tidewaiter_redflags::codes().iter().position(|known| *known == code);
        self.questions.sort_by_key(|question| rank(question.code));
        let codes: Vec<String> = self.questions.iter().map(|question| asked_by(question).join(", ")).collect();
        let asked = self.questions.iter().zip(&codes).map(|(question, codes)| format!("{codes}: {}", question.text));
        let mut sources: Vec<&str> = self.questions.iter().map(|question| question.cite).collect();
        sources.dedup();
        let more = if self.more > 0 { format!(" and {} more", self.more) } else { String::new() };
        let all = if self.questions.len() > 1 { "Is all of this so?" } else { "Is this so?" };
        QuestionRow {
            id: self.questions.iter().map(|question| format!("{}+", question.code)).collect::<String>() + about,
            party: self.party,
            country: self.country.map(|c| c.to_string()).unwrap_or_default(),
            orders: format!("{}{more}", self.lines.join("; ")),
            flag: codes.join(", "),
            question: format!("{}. {all} {}", topic.title(), asked.collect::<Vec<_>>().join("; ")),
            why: topic.why().to_owned(),
            source: sources.join("; "),
        }
    }
}

fn name(line: &Line) -> String {
    format!("{} / {}", line.order, line.line)
}

/// The rows: a party's together, that on which most hangs first; those about orders last.
fn rows(asked: BTreeMap<(String, Topic), Asked>, weights: &BTreeMap<String, Weight>) -> Vec<QuestionRow> {
    let mut ranked: Vec<_> = asked.into_iter().collect();
    ranked.sort_by_key(|((about, topic), asked)| {
        let weight = weights.get(about).copied().unwrap_or_default();
        (asked.party.is_empty(), Reverse(weight), about.clone(), *topic)
    });
    ranked.into_iter().map(|((about, topic), asked)| asked.row(&about, topic)).collect()
}
