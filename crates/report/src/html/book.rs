//! The answer to a book of orders, as a page.

use std::collections::BTreeMap;

use maud::{Markup, html};
use tidewaiter_model::{BookAnswer, Evidence, Explanation, Finding, LineAnswer, OrderAnswer, Severity, Verdict};

use super::{chip, citation, faults, foot, ground, page, section, told};
use crate::text::{self, codes, counted, one_line, words};

/// Columns of the table of lines.
const COLUMNS: [&str; 8] = ["Line", "Verdict", "Good", "To", "Accelerators", "Control", "Licence", "Row"];

/// Of these, the columns of numbers.
const NUMBERS: [&str; 2] = ["Accelerators", "Row"];

/// The whole answer as one page. Of `rules`, those that a finding names are explained at its end.
#[must_use]
pub fn book(answer: &BookAnswer, rules: &[Explanation]) -> String {
    let named: Vec<&Explanation> = rules
        .iter()
        .filter(|rule| answer.lines.iter().flat_map(|line| &line.findings).any(|finding| finding.code == rule.code))
        .collect();
    let anchors: BTreeMap<&str, usize> = named.iter().enumerate().map(|(at, rule)| (rule.code.as_str(), at)).collect();
    let title = format!("{}: orders under the law of {}", answer.file, answer.ground.as_of);
    let lines = answer.lines.len();
    let not_checked: Vec<String> = text::not_checked(&answer.lines)
        .into_iter()
        .map(|(says, count)| if count == lines { says } else { format!("{says} ({count} of {lines} lines)") })
        .collect();
    let body = html! {
        // The radio buttons stand before the rest so that style rules can follow their state.
        input.switch type="radio" name="show" id="show-all" checked;
        input.switch type="radio" name="show" id="show-hold";
        input.switch type="radio" name="show" id="show-review";
        input.switch type="radio" name="show" id="show-clear";
        main {
            header {
                p.brand { "Tidewaiter" }
                h1 { "Orders in " (told(&answer.file)) }
                (ground(&answer.ground))
            }
            (tiles(answer))
            (faults(&answer.faults))
            (lines_table(answer, &anchors))
            (section("Not checked", &not_checked))
            (section("Screened against", &answer.lists))
            (section("To bear in mind", &answer.caveats))
            (explained(&named))
            (foot())
        }
    };
    page(&title, &body)
}

/// How many lines came to what; each tile shows only its lines.
fn tiles(answer: &BookAnswer) -> Markup {
    let tally = answer.tally;
    html! {
        nav.tiles aria-label="Show lines by verdict" {
            label.tile.all for="show-all" { b { (tally.lines) } span { (if tally.lines == 1 { "line" } else { "lines" }) } }
            label.tile.hold for="show-hold" { b { (tally.hold) } span { "hold" } }
            label.tile.review for="show-review" { b { (tally.review) } span { "review" } }
            label.tile.clear for="show-clear" { b { (tally.clear) } span { "clear" } }
            p.hint { (counted(answer.orders.len(), "order")) ". Choose a tile to show only its lines." }
        }
    }
}

fn lines_table(answer: &BookAnswer, anchors: &BTreeMap<&str, usize>) -> Markup {
    html! {
        @if !answer.lines.is_empty() {
            table.lines {
                caption { "Every line with its verdict and the findings behind it" }
                thead {
                    tr {
                        @for column in COLUMNS {
                            th.number[NUMBERS.contains(&column)] scope="col" { (column) }
                        }
                    }
                }
                @for (order, lines) in grouped(answer) { (order_group(order, &lines, anchors)) }
            }
        }
    }
}

/// Orders with their lines, in the order of the input; lines of no order that the answer names come last.
fn grouped(answer: &BookAnswer) -> Vec<(Option<&OrderAnswer>, Vec<&LineAnswer>)> {
    let mut of: BTreeMap<&str, Vec<&LineAnswer>> = BTreeMap::new();
    for line in &answer.lines {
        of.entry(line.order.as_str()).or_default().push(line);
    }
    let mut groups: Vec<_> = answer
        .orders
        .iter()
        .filter_map(|order| of.remove(order.order.as_str()).map(|lines| (Some(order), lines)))
        .collect();
    groups.extend(of.into_values().map(|lines| (None, lines)));
    groups
}

fn order_group(order: Option<&OrderAnswer>, lines: &[&LineAnswer], anchors: &BTreeMap<&str, usize>) -> Markup {
    let any = |verdict| lines.iter().any(|line| line.verdict == verdict);
    html! {
        tbody.has-hold[any(Verdict::Hold)].has-review[any(Verdict::Review)].has-clear[any(Verdict::Clear)] {
            tr.order {
                th scope="rowgroup" colspan=(COLUMNS.len()) {
                    @match order {
                        Some(order) => {
                            span.name { (told(&order.order)) } " " (chip(order.verdict)) " "
                            span.count { (counted(lines.len(), "line")) }
                        }
                        None => span.name { "Lines of no order" },
                    }
                }
            }
            @for line in lines { (line_rows(line, anchors)) }
        }
    }
}

fn line_rows(line: &LineAnswer, anchors: &BTreeMap<&str, usize>) -> Markup {
    let class = format!("is-{}", line.verdict);
    html! {
        tr.line.is.(class) {
            th scope="row" data-name="Line" { (told(&line.line)) }
            td { (chip(line.verdict)) }
            td.good { (told(&line.good)) }
            td data-name="To" { (told(&line.destination)) }
            td.number data-name="Accelerators" { (told(&line.accelerators)) }
            td data-name="Control" {
                span.word { (words(&line.control)) }
                @if !line.paragraphs.is_empty() { br; span.codes { (told(&line.paragraphs.join(", "))) } }
            }
            td data-name="Licence" { span.word { (words(&line.licence)) } }
            td.number data-name="Row" { (line.row) }
        }
        tr.why.is.(class) {
            td colspan=(COLUMNS.len()) {
                details open[line.verdict != Verdict::Clear] {
                    summary { (summary(line)) }
                    @for finding in &line.findings { (found(finding, anchors)) }
                    @if !line.not_checked.is_empty() {
                        p.unchecked { b { "Not checked: " } (told(&line.not_checked.join("; "))) }
                    }
                }
            }
        }
    }
}

fn summary(line: &LineAnswer) -> Markup {
    html! {
        @if line.findings.is_empty() {
            "No finding in what was checked"
        } @else {
            (counted(line.findings.len(), "finding")) ": " span.codes { (told(&codes(line, Severity::Note).join(", "))) }
        }
    }
}

fn found(finding: &Finding, anchors: &BTreeMap<&str, usize>) -> Markup {
    html! {
        div.finding.(finding.severity.as_str()) {
            p.says {
                span.code {
                    @match anchors.get(finding.code.as_str()) {
                        Some(at) => a href=(format!("#rule-{at}")) { (one_line(&finding.code)) },
                        None => (told(&finding.code)),
                    }
                }
                " " span.severity { (severity(finding.severity)) }
                " " (told(&finding.says))
            }
            (evidence(&finding.evidence))
            @if !finding.cite.is_empty() { p.cite { b { "Rule: " } (citation(&finding.cite)) } }
            @if !finding.settle.is_empty() { p.settle { b { "To settle: " } (told(&finding.settle)) } }
        }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Hold => "holds the line",
        Severity::Review => "asks for review",
        Severity::Note => "note",
    }
}

fn evidence(facts: &[Evidence]) -> Markup {
    // A column that would be empty throughout is left out.
    let limits = facts.iter().any(|fact| !fact.limit.is_empty());
    html! {
        @if !facts.is_empty() {
            table.evidence {
                thead {
                    tr {
                        th scope="col" { "Evidence" }
                        th scope="col" { "Value" }
                        @if limits { th scope="col" { "Limit" } }
                        th scope="col" { "Source" }
                    }
                }
                tbody {
                    @for fact in facts {
                        tr {
                            td { (told(&fact.what)) }
                            td.value { (told(&fact.value)) }
                            @if limits { td.value { (told(&fact.limit)) } }
                            td { (told(&fact.source)) }
                        }
                    }
                }
            }
        }
    }
}

fn explained(rules: &[&Explanation]) -> Markup {
    html! {
        @if !rules.is_empty() {
            section.rules {
                h2 { "Rules and flags named above" }
                @for (at, rule) in rules.iter().enumerate() {
                    article id=(format!("rule-{at}")) {
                        h3 { span.code { (one_line(&rule.code)) } " " (told(&rule.title)) }
                        @for prose in [&rule.what, &rule.why] {
                            @if !prose.trim().is_empty() { p { (told(prose)) } }
                        }
                        @if !rule.example.is_empty() { p { b { "Example: " } (told(&rule.example)) } }
                        @if !rule.settle.is_empty() { p { b { "What settles it: " } (told(&rule.settle)) } }
                        p.cite {
                            (citation(&rule.cite))
                            @for dated in [&rule.effective, &rule.status] {
                                @if !dated.is_empty() { " · " (told(dated)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
