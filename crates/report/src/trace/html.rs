//! The answer as one page, with both drawings in it.

use maud::{Markup, PreEscaped, html};
use tidewaiter_model::Finding;
use tidewaiter_model::trace::{Bound, Certificate, Route, TraceAnswer};

use super::table::left_out;
use super::words::{self, grouped, span};
use super::{map, sankey};
use crate::html::{citation, faults, ground, page, section, told};
use crate::text::counted;

/// Routes with their steps; all are in the JSON and the CSV.
const SHOWN: usize = 50;
/// A drawing wider than this is printed on a page turned sideways.
const WIDE: i32 = 1200;

/// The page: the interval, why it holds, drawings, routes, and all that stands in doubt. It fetches nothing and runs no
/// script.
#[must_use]
pub fn html(answer: &TraceAnswer) -> String {
    let (flow, width) = sankey::with_width(answer);
    let body = html! {
        main.trace {
            header {
                p.brand { "Tidewaiter" }
                h1 { (words::interval(answer)) }
                p.asked { (told(&words::title(&answer.question))) }
                (ground(&answer.ground))
            }
            (bounds(answer))
            section {
                ul { @for sentence in words::meaning(answer) { li { (sentence) } } }
                @if let Some(points) = words::points(answer) { p.points { b { "Inside it: " } (points) "." } }
            }
            (faults(&answer.faults))
            @for certificate in &answer.certificates { (certified(certificate)) }
            section.drawing.wide[width > WIDE] { h2 { "The flow" } (PreEscaped(flow)) }
            section.drawing { h2 { "On the map, and when" } (PreEscaped(map(answer))) }
            (routes(answer))
            (section("Came in unrecorded, of unknown origin", &shortages(answer)))
            (narrowing(answer))
            (findings(&answer.findings))
            (joins(answer))
            (section("Left out", &answer.left_out.iter().map(left_out).collect::<Vec<_>>()))
            (section("To bear in mind", &answer.notes))
            footer {
                p {
                    "This page states what the records allow: the least and the most, each with the sum that a stranger can check. "
                    "It says not what happened, decides nothing and accuses nobody; an empty result clears nobody."
                }
            }
        }
    };
    page(&format!("{}: {}", words::interval(answer), words::title(&answer.question)), &body)
}

fn bounds(answer: &TraceAnswer) -> Markup {
    let row = |name: &str, bound: &Bound| {
        html! {
            tr {
                th scope="row" { (name) }
                td.number { b { (grouped(bound.amount.units)) } }
                td.number { (told(&words::value(&bound.amount))) }
                td.number { (told(&words::tpp(&bound.amount))) }
                td.number { (grouped(bound.whatever_is_missing)) }
                td.number { (grouped(bound.allowing_unrecorded)) }
            }
        }
    };
    html! {
        table.tally {
            caption { "The interval" }
            thead {
                tr {
                    th scope="col" { "Bound" }
                    @for name in ["Chips", "Value", "Total processing performance", "With inflow missing", "With the stock allowed"] {
                        th.number scope="col" { (name) }
                    }
                }
            }
            tbody { (row("At least", &answer.at_least)) (row("At most", &answer.at_most)) }
        }
    }
}

fn certified(certificate: &Certificate) -> Markup {
    let heading = if certificate.bound == "at_least" { "Why not less" } else { "Why not more" };
    html! {
        section.certificate {
            h2 { (heading) }
            p { b { (told(&certificate.arithmetic)) } }
            table.evidence {
                thead { tr { th.number scope="col" { "Chips" } th scope="col" { "What" } th scope="col" { "Recorded in" } } }
                tbody {
                    @for term in &certificate.terms {
                        tr { td.number { (grouped(term.units)) } td { (told(&term.says)) } td { (told(&term.records.join("; "))) } }
                    }
                    @if certificate.further_terms > 0 {
                        tr {
                            td.number { (grouped(certificate.further_units)) }
                            td { "in " (counted(certificate.further_terms, "smaller term")) }
                            td {}
                        }
                    }
                    tr { td.number { b { (grouped(certificate.sum)) } } td { b { "in all" } } td {} }
                }
            }
        }
    }
}

fn routes(answer: &TraceAnswer) -> Markup {
    let more = answer.routes.len().saturating_sub(SHOWN);
    html! {
        section {
            h2 { "Main routes" }
            @if answer.routes.is_empty() {
                p { "No route in the records leads there in time." }
            } @else {
                table.routes {
                    caption { "Routes with their chips in the assignments that reach the bounds" }
                    thead {
                        tr {
                            th.number scope="col" { "Where the fewest arrive" }
                            th.number scope="col" { "Where the most do" }
                            @for name in ["Route", "Departs", "Arrives", "Joins"] { th scope="col" { (name) } }
                        }
                    }
                    tbody { @for route in answer.routes.iter().take(SHOWN) { (routed(answer, route)) } }
                }
                @if more > 0 { p.hint { (more) " more in the JSON and the CSV." } }
            }
        }
    }
}

fn routed(answer: &TraceAnswer, route: &Route) -> Markup {
    html! {
        tr {
            td.number { (grouped(route.at_least)) }
            td.number { (grouped(route.at_most)) }
            td {
                @for (at, site) in words::stops(answer, route).into_iter().enumerate() {
                    @if at > 0 { " → " }
                    (told(&words::name(site))) " (" (words::country(site)) ")"
                }
                @if !route.steps.is_empty() {
                    details { summary { "What each step rests on" } ol { @for step in &route.steps { li { (told(step)) } } } }
                }
            }
            td { span.word { (route.departs) } }
            td { span.word { (route.arrives) } }
            td { span.word { (if route.asserted { "asserted" } else { "inferred" }) } }
        }
    }
}

fn shortages(answer: &TraceAnswer) -> Vec<String> {
    let site = |at: usize| answer.sites.get(at).map_or_else(|| words::UNKNOWN.to_owned(), words::place);
    let said = answer.shortages.iter().map(|shortage| {
        format!(
            "{}: {} left on {} that no record brought in ({})",
            site(shortage.site),
            grouped(shortage.units),
            shortage.day,
            shortage.record
        )
    });
    said.collect()
}

fn narrowing(answer: &TraceAnswer) -> Markup {
    html! {
        @if !answer.narrowing.is_empty() {
            section {
                h2 { "What would narrow it" }
                table.evidence {
                    thead { tr { @for name in ["Find out", "If all are from the origins", "If none is"] { th scope="col" { (name) } } } }
                    tbody {
                        @for narrowing in &answer.narrowing {
                            tr {
                                td { (told(&narrowing.find_out)) }
                                td.value { (span(narrowing.if_all.0, narrowing.if_all.1)) }
                                td.value { (span(narrowing.if_none.0, narrowing.if_none.1)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn findings(findings: &[Finding]) -> Markup {
    html! {
        @if !findings.is_empty() {
            section {
                h2 { "What does not add up" }
                @for finding in findings {
                    div.finding.(finding.severity.as_str()) {
                        p.says { span.code { (told(&finding.code)) } " " span.severity { (finding.severity) } " " (told(&finding.says)) }
                        @if !finding.evidence.is_empty() {
                            ul {
                                @for fact in &finding.evidence {
                                    li {
                                        (told(&fact.what))
                                        @if !fact.value.is_empty() { ": " b { (told(&fact.value)) } }
                                        @if !fact.limit.is_empty() { " against " (told(&fact.limit)) }
                                        " (" (told(&fact.source)) ")"
                                    }
                                }
                            }
                        }
                        @if !finding.cite.is_empty() { p.cite { b { "Source: " } (citation(&finding.cite)) } }
                        @if !finding.settle.is_empty() { p.settle { b { "To settle: " } (told(&finding.settle)) } }
                    }
                }
            }
        }
    }
}

fn joins(answer: &TraceAnswer) -> Markup {
    html! {
        @if !answer.joins.is_empty() {
            section {
                h2 { "Taken for one site" }
                table.evidence {
                    thead { tr { @for name in ["One", "Other", "Join", "Why"] { th scope="col" { (name) } } } }
                    tbody {
                        @for join in &answer.joins {
                            tr {
                                td { (told(&join.one)) }
                                td { (told(&join.other)) }
                                td { (if join.asserted { "asserted" } else { "inferred" }) }
                                td { (told(&join.why)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
