//! `tidewaiter check`: a book of orders, line by line.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use indicatif::ProgressBar;
use rayon::prelude::*;
use tempfile::NamedTempFile;
use tidewaiter_intake::Book;
use tidewaiter_law::Law;
use tidewaiter_model::{
    BookAnswer, Comparison, Date, Explanation, Fault, Line, LineAnswer, OrderAnswer, Tally, Verdict,
};
use tidewaiter_officer::{AsOf, Officer};
use tidewaiter_report as report;

use super::beside::Given;
use crate::Outcome;
use crate::args::{Check, Format, Global};
use crate::output::{Sink, Terminal};
use crate::world;

/// Lines decided together: enough to keep both cores busy, few enough to keep memory flat.
const CHUNK: usize = 4096;
/// Text files beyond this many bytes, and workbooks beyond this many rows, get a progress bar.
const PROGRESS_FROM: (u64, u64) = (2_000_000, 5_000);
/// Lines kept in memory for the formats that print a book as a whole: some hundred MB, below 1 GB in every format.
const LINES_KEPT_MAX: usize = 50_000;
/// What a line's answer takes in JSON, about.
const LINE_BYTES: usize = 2048;
/// Faults printed one by one on standard error; the rest are counted.
const FAULTS_SHOWN: usize = 20;

pub(crate) fn run(args: &Check, global: &Global, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let as_of = as_of(args.as_of.as_deref())?;
    if args.compare.is_some() && matches!(args.format, Format::Sarif | Format::Xlsx) {
        bail!("a comparison is printed as table, json, jsonl or html");
    }
    let input = Input::of(&args.file)?;
    let mut book = open(&input, &args.book.map, args.book.sheet.as_deref(), terminal)?;
    if args.format == Format::Xlsx && args.book.output.as_os_str() == "-" && console::user_attended() {
        bail!("a workbook is no text for a terminal; say where to write it: -o answered.xlsx");
    }
    let registry = super::own::registry(&args.book.registers, terminal)?;
    let mut officer = world::officer(global, terminal, registry.as_ref(), as_of, args.book.bar)?;
    if let Some(path) = &args.answers {
        let (answers, text) = super::answers(path, &officer.experts().law)?;
        let snapshot = world::snapshot_told(&officer.ground(world::today()).snapshot, &text);
        officer = officer.told(answers, snapshot);
    }
    officer = super::questionnaire::told(officer, args.questionnaire.as_deref(), terminal)?;
    let given = Given { sites: args.sites.as_deref(), since: args.book_since, ..Given::of(&args.book) };
    officer = super::beside::knowing(officer, registry, &input, &given, terminal)?;
    match &args.compare {
        Some(days) => match days.as_slice() {
            [before, after] => compare(args, &input, terminal, &officer, &mut book, *before, *after),
            _ => bail!("--compare takes two dates, such as --compare 2025-04-01 2026-11-23"),
        },
        None => decide(args, &input, terminal, &officer, &mut book),
    }
}

pub(super) fn as_of(text: Option<&str>) -> anyhow::Result<AsOf> {
    Ok(match text {
        None => AsOf::Day(world::today()),
        Some("order-date") => AsOf::OrderDate(world::today()),
        Some(text) => AsOf::Day(text.parse().map_err(|_| {
            anyhow::anyhow!("--as-of `{text}` is no date; write it as 2025-04-01, or `order-date` for each line's own")
        })?),
    })
}

/// More than any book of orders; what never ends must not fill the disk.
const STDIN_MAX: u64 = 1 << 32;

/// A book of orders: a file, or a copy of standard input, which must be read more than once.
pub(super) struct Input {
    /// As the user calls it.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// Removed when the work is done.
    _copy: Option<NamedTempFile>,
}

impl Input {
    /// Standard input for a dash.
    pub(super) fn of(file: &Path) -> anyhow::Result<Self> {
        if file != Path::new("-") {
            return Ok(Self { name: file.display().to_string(), path: file.to_owned(), _copy: None });
        }
        let uncopied = "standard input cannot be read into a temporary file";
        let mut copy = NamedTempFile::new().context(uncopied)?;
        let copied = std::io::copy(&mut std::io::stdin().lock().take(STDIN_MAX), &mut copy).context(uncopied)?;
        if copied == STDIN_MAX {
            bail!("standard input is longer than {STDIN_MAX} bytes, so it was not read to its end; give a file");
        }
        copy.flush().context(uncopied)?;
        Ok(Self { name: "standard input".to_owned(), path: copy.path().to_owned(), _copy: Some(copy) })
    }
}

pub(super) fn open(file: &Input, map: &[String], sheet: Option<&str>, terminal: &Terminal) -> anyhow::Result<Book> {
    let book = open_again(file, map, sheet)?;
    if sheet.is_some() && book.format() != tidewaiter_intake::Format::Xlsx {
        terminal.warn(format!("{} is no workbook, so --sheet was not used", file.name));
    }
    Ok(book)
}

/// The same, without saying once more how the file is read.
pub(super) fn open_again(file: &Input, map: &[String], sheet: Option<&str>) -> anyhow::Result<Book> {
    let options = table_options(map, sheet)?;
    tidewaiter_intake::open_as(&file.path, &file.name, &options).map_err(|faults| as_error(&faults))
}

/// How a table is to be read, by what the user says of its columns and its sheet.
pub(super) fn table_options(map: &[String], sheet: Option<&str>) -> anyhow::Result<tidewaiter_intake::Options> {
    let map = map
        .iter()
        .map(|m| {
            m.split_once('=').map(|(column, header)| (column.trim().to_owned(), header.trim().to_owned())).with_context(
                || format!("--map `{m}`: write COLUMN=HEADER, such as --map \"ship-to=Delivery country\""),
            )
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    Ok(tidewaiter_intake::Options { map, sheet: sheet.map(str::to_owned), ..Default::default() })
}

/// Faults that leave nothing to answer, as the error that ends the command.
pub(super) fn as_error(faults: &[Fault]) -> anyhow::Error {
    let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
    anyhow::anyhow!(words.join("\nerror: "))
}

/// Where the answer goes. Opened before the work begins, so that an hour's work does not end in a wrong name.
pub(super) fn sink(output: &Path, inputs: &[Option<&Path>]) -> anyhow::Result<Sink> {
    let same = |a: &Path, b: &Path| a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b));
    if inputs.iter().flatten().any(|input| same(input, output)) {
        bail!("{} is read, so it is not written over; choose another name", output.display());
    }
    Sink::open(output)
}

/// Print faults on standard error: what is in doubt as warnings, what only says how the file was read as notes.
pub(super) fn tell_faults<'a>(faults: impl Iterator<Item = &'a Fault>, all: usize, terminal: &Terminal) {
    for fault in faults.take(FAULTS_SHOWN) {
        if tidewaiter_intake::is_note(fault) {
            terminal.say(format!("note: {fault}"));
        } else {
            terminal.warn(fault);
        }
    }
    if let Some(more) = all.checked_sub(FAULTS_SHOWN).filter(|n| *n > 0) {
        terminal.warn(format!("and {more} more, each told with its line in the answer"));
    }
}

/// What reading the book to its end has shown.
#[derive(Default)]
pub(super) struct Reading {
    lines: usize,
    /// The first faults of single lines; the answers hold them all.
    line_faults: Vec<Fault>,
    line_faults_all: usize,
}

impl Reading {
    fn note(&mut self, chunk: &[Line]) {
        self.lines = self.lines.saturating_add(chunk.len());
        for fault in chunk.iter().flat_map(|line| &line.faults) {
            self.line_faults_all = self.line_faults_all.saturating_add(1);
            if self.line_faults.len() < FAULTS_SHOWN {
                self.line_faults.push(fault.clone());
            }
        }
    }

    /// Tell the faults of the file and of its lines. A file without a single line is none that was answered.
    pub(super) fn tell(&self, of_file: &[Fault], terminal: &Terminal) -> anyhow::Result<()> {
        if self.lines == 0 {
            let lost: Vec<Fault> = of_file.iter().filter(|f| !tidewaiter_intake::is_note(f)).cloned().collect();
            return Err(as_error(&lost));
        }
        let all = of_file.len().saturating_add(self.line_faults_all);
        tell_faults(of_file.iter().chain(&self.line_faults), all, terminal);
        Ok(())
    }
}

/// Is any part of the input lost or in doubt?
pub(super) fn in_doubt(faults: &[Fault]) -> bool {
    faults.iter().any(|fault| !tidewaiter_intake::is_note(fault))
}

/// Read the book to its end, chunk by chunk, deciding each chunk on all cores; answers come in the order of the book.
pub(super) fn each_chunk<T: Send>(
    book: &mut Book,
    terminal: &Terminal,
    decide: impl Fn(&Line) -> T + Sync,
    mut take: impl FnMut(Vec<T>) -> anyhow::Result<()>,
) -> anyhow::Result<Reading> {
    let mut reading = Reading::default();
    let bar = progress(book, terminal);
    loop {
        let chunk: Vec<Line> = book.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        reading.note(&chunk);
        take(chunk.par_iter().map(&decide).collect())?;
        bar.set_position(book.progress().done);
    }
    bar.finish_and_clear();
    Ok(reading)
}

fn progress(book: &Book, terminal: &Terminal) -> ProgressBar {
    let workbook = book.format() == tidewaiter_intake::Format::Xlsx;
    let total = book.progress().total;
    if total < if workbook { PROGRESS_FROM.1 } else { PROGRESS_FROM.0 } {
        return ProgressBar::hidden();
    }
    let template = if workbook {
        "{bar:30} row {pos} of {len}"
    } else {
        "{bar:30} {percent:>3} %  {bytes} of {total_bytes}, {eta} left"
    };
    terminal.bar(total, template)
}

impl Check {
    /// The files that are read, and so must not be written over.
    fn read<'a>(&'a self, input: &'a Input) -> Vec<Option<&'a Path>> {
        let registers = self.book.registers.files().map(|path| Some(path.as_path()));
        let beside = [self.answers.as_deref(), self.questionnaire.as_deref(), self.sites.as_deref()];
        [Some(input.path.as_path())].into_iter().chain(beside).chain(registers).collect()
    }
}

fn decide(
    args: &Check,
    input: &Input,
    terminal: &Terminal,
    officer: &Officer,
    book: &mut Book,
) -> anyhow::Result<Outcome> {
    let mut tally = Tally::default();
    let out = sink(&args.book.output, &args.read(input))?;
    if args.format == Format::Jsonl {
        return stream(terminal, officer, book, out);
    }
    let mut lines = Vec::new();
    let reading = each_chunk(
        book,
        terminal,
        |line| officer.decide(line),
        |answers| {
            for answer in answers {
                tally.count(answer.verdict);
                if lines.len() < LINES_KEPT_MAX {
                    lines.push(answer);
                } else if args.format != Format::Table {
                    bail!(
                        "more than {LINES_KEPT_MAX} lines don't go into one document; ask for --format jsonl, which streams"
                    );
                }
            }
            Ok(())
        },
    )?;
    let kept = lines.len();
    let mut answer = assemble(args, input, officer, book, lines, tally);
    if reading.lines > kept {
        let cut = format!(
            "Only the first {kept} of {} lines are shown and their orders counted; --format jsonl answers all.",
            reading.lines
        );
        answer.caveats.insert(0, cut);
    }
    reading.tell(&answer.faults, terminal)?;
    write(args, input, terminal, &officer.experts().law, book, &answer, out)?;
    Ok(Outcome::found(tally.hold > 0 || tally.review > 0 || in_doubt(&answer.faults)))
}

/// JSON Lines as they come: memory does not grow with the book, and each core writes out its own answers.
fn stream(terminal: &Terminal, officer: &Officer, book: &mut Book, mut out: Sink) -> anyhow::Result<Outcome> {
    let mut tally = Tally::default();
    let written = |line: &Line| -> std::io::Result<(Verdict, Vec<u8>)> {
        let answer = officer.decide(line);
        let mut text = Vec::with_capacity(LINE_BYTES);
        report::json::line(&answer, &mut text)?;
        Ok((answer.verdict, text))
    };
    let reading = each_chunk(book, terminal, written, |answers| {
        for answer in answers {
            let (verdict, text) = answer?;
            tally.count(verdict);
            out.write_all(&text)?;
        }
        Ok(())
    })?;
    let faults = book.faults();
    reading.tell(&faults, terminal)?;
    out.finish()?;
    Ok(Outcome::found(tally.hold > 0 || tally.review > 0 || in_doubt(&faults)))
}

fn assemble(
    args: &Check,
    input: &Input,
    officer: &Officer,
    book: &mut Book,
    lines: Vec<LineAnswer>,
    tally: Tally,
) -> BookAnswer {
    let mut place: BTreeMap<String, usize> = BTreeMap::new();
    let mut orders: Vec<OrderAnswer> = Vec::new();
    for line in &lines {
        let index = *place.entry(line.order.clone()).or_insert(orders.len());
        match orders.get_mut(index) {
            Some(order) => {
                order.verdict = order.verdict.max(line.verdict);
                order.lines.push(line.line.clone());
            }
            None => orders.push(OrderAnswer {
                order: line.order.clone(),
                verdict: line.verdict,
                lines: vec![line.line.clone()],
            }),
        }
    }
    let as_of = match as_of(args.as_of.as_deref()) {
        Ok(AsOf::Day(day) | AsOf::OrderDate(day)) => day,
        Err(_) => world::today(),
    };
    BookAnswer {
        schema: "tidewaiter/book/1",
        ground: officer.ground(as_of),
        file: input.name.clone(),
        tally,
        lists: world::lists_in_words(&officer.experts().screener),
        caveats: caveats(officer),
        orders,
        lines,
        faults: book.faults(),
    }
}

/// What holds for every line.
fn caveats(officer: &Officer) -> Vec<String> {
    let law = officer.experts().law.coverage();
    let mut caveats = vec![format!("The rule packs do not look at: {}.", law.not_looked_at.join("; "))];
    caveats.push("Prices are not held against the market's: no sourced table of prices is loaded.".to_owned());
    caveats
}

fn write(
    args: &Check,
    input: &Input,
    terminal: &Terminal,
    law: &Law,
    book: &Book,
    answer: &BookAnswer,
    mut out: Sink,
) -> anyhow::Result<()> {
    match args.format {
        Format::Table => out.write_all(report::table::book(answer, &terminal.style, args.verbose).as_bytes())?,
        Format::Json => report::json::book(answer, &mut out)?,
        Format::Jsonl => {}
        Format::Sarif => report::sarif::book(answer, &explanations(answer, law), &mut out)?,
        Format::Html => out.write_all(report::html::book(answer, &explanations(answer, law)).as_bytes())?,
        Format::Xlsx => out.write_all(&workbook(input, book, answer)?)?,
    }
    out.finish()
}

/// The officer's own sheet with result columns, or a new workbook where the input was none.
fn workbook(input: &Input, book: &Book, answer: &BookAnswer) -> anyhow::Result<Vec<u8>> {
    let Some(sheet) = book.sheet() else {
        return Ok(report::xlsx::book(answer)?);
    };
    let original = std::fs::read(&input.path).with_context(|| format!("{} cannot be read", input.name))?;
    let header_row = u32::try_from(book.header_row())?;
    Ok(report::xlsx::copy_with_results(&original, sheet, header_row, &answer.lines)?)
}

/// The explanations of every code that the answer uses, each once.
fn explanations(answer: &BookAnswer, law: &Law) -> Vec<Explanation> {
    let mut by_code: BTreeMap<&str, Option<Explanation>> = BTreeMap::new();
    for finding in answer.lines.iter().flat_map(|l| &l.findings) {
        by_code.entry(&finding.code).or_insert_with(|| super::explain::explain(law, &finding.code));
    }
    by_code.into_values().flatten().collect()
}

fn compare(
    args: &Check,
    input: &Input,
    terminal: &Terminal,
    officer: &Officer,
    book: &mut Book,
    before: Date,
    after: Date,
) -> anyhow::Result<Outcome> {
    let (mut tally_before, mut tally_after) = (Tally::default(), Tally::default());
    let mut changes = Vec::new();
    let mut out = sink(&args.book.output, &args.read(input))?;
    let reading = each_chunk(
        book,
        terminal,
        |line| (officer.decide_on(line, before), officer.decide_on(line, after)),
        |pairs| {
            for (was, is) in pairs {
                tally_before.count(was.verdict);
                tally_after.count(is.verdict);
                changes.extend(tidewaiter_officer::compare(was, is));
            }
            Ok(())
        },
    )?;
    let comparison = Comparison {
        schema: "tidewaiter/comparison/1",
        before: officer.ground(before),
        after: officer.ground(after),
        file: input.name.clone(),
        tally_before,
        tally_after,
        changes,
        faults: book.faults(),
    };
    reading.tell(&comparison.faults, terminal)?;
    match args.format {
        Format::Table => out.write_all(report::table::comparison(&comparison, &terminal.style).as_bytes())?,
        Format::Json => report::json::comparison(&comparison, &mut out)?,
        Format::Jsonl => {
            for change in &comparison.changes {
                report::json::change(change, &mut out)?;
            }
        }
        Format::Html => out.write_all(report::html::comparison(&comparison).as_bytes())?,
        Format::Sarif | Format::Xlsx => {}
    }
    out.finish()?;
    let something =
        comparison.changes.iter().any(|c| c.before.verdict != Verdict::Clear || c.after.verdict != Verdict::Clear);
    Ok(Outcome::found(something || in_doubt(&comparison.faults)))
}
