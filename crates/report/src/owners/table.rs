//! The answer for a terminal.

use tidewaiter_model::{Deciding, Method, OwnerFootnote, OwnersAnswer, OwnershipRule, Statement, VotingControl};

use super::tree::{Branch, called, ground, marks, share, span, tree, unstated, word};
use crate::table::{Style, bullets, fill, ground as rests_on, heading};
use crate::text::one_line;
use crate::tint::Tint;

/// Parties drawn at most, and steps up.
const MOST: usize = 200;
const DEEPEST: usize = 40;
/// Owners named for their votes and for their part of the value; all are in the JSON.
const SHOWN: usize = 12;

/// The rules with their sums, the parent, headquarters, and the owners as a tree.
#[must_use]
pub fn table(answer: &OwnersAnswer, style: &Style) -> String {
    let mut out = heading(style, 0, &[(Some(Tint::Strong), &answer.party)]);
    for rule in &answer.rules {
        out.push('\n');
        out.push_str(&of_rule(rule, style));
    }
    let parent = &answer.ultimate_parent_why;
    out.push('\n');
    out.push_str(&heading(style, 0, &[(Some(Tint::Strong), "Ultimate parent:"), (None, &answer.ultimate_parent)]));
    out.push_str(&fill(style, "  ", 2, &parent.says));
    for (label, statements) in [("By", &parent.chain), ("Open", &parent.open)] {
        for statement in statements {
            out.push_str(&fill(style, &format!("  {label}: "), 6, &stated(statement)));
        }
    }
    out.push_str(&settle(style, &parent.settle));
    let seats = &answer.headquarters_why;
    out.push('\n');
    out.push_str(&heading(style, 0, &[(Some(Tint::Strong), "Headquarters:"), (None, &answer.headquarters)]));
    let in_scope = format!("In Macau or Country Group D:5: {} [{}]. {}", seats.macau_or_d5, seats.cite, seats.why);
    out.push_str(&fill(style, "  ", 2, &in_scope));
    out.push_str(&settle(style, &seats.settle));
    out.push_str(&votes(answer, style));
    out.push_str(&interests(answer, style));
    out.push('\n');
    out.push_str(&heading(style, 0, &[(Some(Tint::Strong), "Owners, from the party up")]));
    let root = tree(answer, MOST, DEEPEST);
    drawn(answer, &root, "", "", style, &mut out);
    out.push_str(&bullets(style, "To bear in mind", &answer.notes));
    let faults = answer.faults.iter().map(ToString::to_string);
    out.push_str(&bullets(style, "In doubt", faults));
    out.push('\n');
    out.push_str(&rests_on(style, &answer.ground));
    out.push_str(&fill(style, "", 0, "The statements are taken as given; a `no` is no clearance."));
    out
}

fn of_rule(rule: &OwnershipRule, style: &Style) -> String {
    let name = match rule.rule.as_str() {
        "bis-affiliates" => "BIS Affiliates rule:",
        _ => "OFAC's 50 percent rule:",
    };
    let tint = match rule.answer.as_str() {
        "yes" => Tint::Stop,
        "possible" => Tint::Ask,
        _ => Tint::Fine,
    };
    let force = format!("(in force: {})", rule.in_force);
    let mut out =
        heading(style, 0, &[(Some(Tint::Strong), name), (Some(tint), &rule.answer.to_uppercase()), (None, &force)]);
    out.push_str(&fill(style, "  ", 2, &rule.says));
    for sum in &rule.arithmetic {
        out.push_str(&fill(style, "    ", 6, sum));
    }
    for (what, deciding) in [
        ("Licence requirement", &rule.licence_requirement),
        ("Review policy", &rule.licence_policy),
        ("Licence exceptions left", &rule.licence_exceptions),
    ] {
        for Deciding { owner, list, text, why } in deciding {
            out.push_str(&fill(style, &format!("  {what}: "), 4, &format!("{text} [{owner}, {list}: {why}]")));
        }
    }
    for OwnerFootnote { owner, list, footnote, certain, reach, cite } in &rule.product_rules {
        let perhaps = if *certain { "" } else { ", perhaps" };
        let said = format!("{reach} [{owner}, {list}{perhaps}, footnote {footnote}: {cite}]");
        out.push_str(&fill(style, "  Product rule: ", 4, &said));
    }
    for flag in &rule.red_flags {
        out.push_str(&fill(style, "  Red flag: ", 4, flag));
    }
    out.push_str(&fill(style, "  ", 2, &format!("{} [{}]", rule.in_force_why, rule.cite)));
    out.push_str(&settle(style, &rule.settle));
    out
}

/// Who controls the votes.
fn votes(answer: &OwnersAnswer, style: &Style) -> String {
    let with = |wanted: &'static str| answer.control.iter().filter(move |c| c.answer == wanted);
    let mut out = format!("\n{}", heading(style, 0, &[(Some(Tint::Strong), "Control of more than half of the votes")]));
    out.push_str(&fill(style, "  ", 2, &answer.control_why.says));
    let held = |c: &VotingControl| match (c.lower.as_str(), c.upper.as_str()) {
        (lower, upper) if lower == upper => format!("{lower} %"),
        (lower, upper) => format!("{lower}-{upper} %"),
    };
    for (word, control) in
        with("yes").map(|c| ("Yes: ", c)).chain(with("possible").map(|c| ("Possible: ", c))).take(SHOWN)
    {
        let line = format!("{} ({}, by {})", control.owner, held(control), control.basis);
        out.push_str(&fill(style, &format!("  {word}"), 4, &line));
        for statement in control.chain.iter().take(SHOWN) {
            out.push_str(&fill(style, "    By: ", 8, &stated(statement)));
        }
    }
    let none: Vec<String> = with("no").take(SHOWN).map(|c| format!("{} ({})", c.owner, held(c))).collect();
    if !none.is_empty() {
        out.push_str(&fill(style, "  No: ", 4, &none.join("; ")));
    }
    let shown = with("no").count().min(SHOWN) + with("yes").chain(with("possible")).count().min(SHOWN);
    out.push_str(&more(style, answer.control.len(), shown));
    out.push_str(&method(style, &answer.control_why));
    out
}

/// With whom the value ends.
fn interests(answer: &OwnersAnswer, style: &Style) -> String {
    let mut out = format!(
        "\n{}",
        heading(style, 0, &[(Some(Tint::Strong), "Economic (integrated) interest of ultimate owners")])
    );
    let shown = answer.interests.iter().take(SHOWN);
    let spans: Vec<(String, &str)> = shown.map(|i| (span(&i.lower, &i.upper), i.owner.as_str())).collect();
    let wide = spans.iter().map(|(span, _)| span.chars().count()).max().unwrap_or(0);
    for (span, owner) in &spans {
        let pad = " ".repeat(wide.saturating_sub(span.chars().count()));
        out.push_str(&fill(style, &format!("  {pad}{span}  "), 4, owner));
    }
    out.push_str(&more(style, answer.interests.len(), spans.len()));
    out.push_str(&fill(style, "  ", 2, &answer.interests_why.says));
    out.push_str(&method(style, &answer.interests_why));
    out
}

fn more(style: &Style, all: usize, shown: usize) -> String {
    match all.checked_sub(shown) {
        Some(more) if more > 0 => fill(style, "  ", 2, &format!("and {more} more, in --format json")),
        _ => String::new(),
    }
}

fn method(style: &Style, how: &Method) -> String {
    fill(style, "  ", 2, &format!("{} [{}]", how.method, how.cite))
}

fn settle(style: &Style, text: &str) -> String {
    if text.is_empty() { String::new() } else { fill(style, "  What settles it: ", 4, text) }
}

fn stated(s: &Statement) -> String {
    let share = if s.share == "unknown" { String::new() } else { format!(" {} %", s.share) };
    let source = if s.source.is_empty() { "no source" } else { &s.source };
    format!("{} in {}: {}{share} ({source})", s.owner, s.owned, word(s.interest))
}

/// One party with those above it. `first` stands before its line, `rest` before the lines below.
fn drawn(answer: &OwnersAnswer, branch: &Branch<'_>, first: &str, rest: &str, style: &Style, out: &mut String) {
    let Some(party) = answer.parties.get(branch.at) else { return };
    let marks = marks(party);
    let mark = if marks.is_empty() { String::new() } else { format!("  [{}]", marks.join("; ")) };
    let held = branch.holding.map(|holding| (format!("{}  ", share(holding)), format!("  ({})", ground(holding))));
    let (share, source) = held.unwrap_or_default();
    out.push_str(&wrapped(style, first, rest, &format!("{share}{}{mark}{source}", called(party))));
    let mut below: Vec<String> = branch
        .elsewhere
        .iter()
        .map(|holding| {
            let owner = answer.parties.get(holding.owner).map(|p| one_line(&p.name)).unwrap_or_default();
            format!("{}  {owner}, drawn elsewhere  ({})", super::tree::share(holding), ground(holding))
        })
        .collect();
    let has_owners = !(branch.owners.is_empty() && branch.elsewhere.is_empty());
    below.extend(unstated(party, has_owners));
    if branch.left_out > 0 {
        below.push(format!("and {} more, in --format json", branch.left_out));
    }
    let lines = branch.owners.len().saturating_add(below.len());
    let (fork, last, bar) = if style.unicode { ("├─ ", "└─ ", "│  ") } else { ("+- ", "`- ", "|  ") };
    let ends = |at: usize| {
        let is_last = at.saturating_add(1) == lines;
        (format!("{rest}{}", if is_last { last } else { fork }), format!("{rest}{}", if is_last { "   " } else { bar }))
    };
    for (at, owner) in branch.owners.iter().enumerate() {
        let (first, rest) = ends(at);
        drawn(answer, owner, &first, &rest, style, out);
    }
    for (at, line) in below.iter().enumerate() {
        let (first, rest) = ends(branch.owners.len().saturating_add(at));
        out.push_str(&wrapped(style, &first, &rest, line));
    }
}

/// As [`fill`], with the tree's own lines before the second line too.
fn wrapped(style: &Style, first: &str, rest: &str, prose: &str) -> String {
    let rest = format!("{rest}   ");
    let options = textwrap::Options::new(style.width.clamp(60, 200))
        .initial_indent(first)
        .subsequent_indent(&rest)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    format!("{}\n", textwrap::fill(&crate::text::clean(prose), options).trim_end())
}
