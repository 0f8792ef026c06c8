//! One page that opens offline, reads without a script, and prints.
//!
//! Nothing is fetched: the page's content security policy forbids every source but its own style sheet, which it names
//! by hash, and there is no script. The filter by verdict is done with radio buttons and style rules alone.

mod book;
mod comparison;

use base64::Engine;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use tidewaiter_model::{Fault, Ground, Verdict};

pub use book::book;
pub use comparison::comparison;

use crate::cite;
use crate::text::one_line;

const CSS: &str = include_str!("report.css");

/// The page around a body.
fn page(title: &str, body: &Markup) -> String {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(CSS.as_bytes()));
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (one_line(title)) }
                style { (PreEscaped(CSS)) }
            }
            body { (body) }
        }
    }
    .into_string()
}

/// Text of a stranger: on one line, in its own reading direction.
fn told(text: &str) -> Markup {
    html! { bdi { (one_line(text)) } }
}

fn chip(verdict: Verdict) -> Markup {
    html! { span.chip.(verdict.as_str()) { (verdict.as_str()) } }
}

/// A citation, its parts linked to the official texts.
fn citation(text: &str) -> Markup {
    let pieces = cite::pieces(text);
    html! {
        @for (at, piece) in pieces.iter().enumerate() {
            @if at > 0 { "; " }
            @match &piece.url {
                Some(url) => a href=(url) rel="noreferrer noopener" { (piece.text) },
                None => (piece.text),
            }
        }
    }
}

/// A heading and a list; nothing where the list is empty.
fn section<T: AsRef<str>>(heading: &str, items: &[T]) -> Markup {
    html! {
        @if !items.is_empty() {
            section { h2 { (heading) } ul { @for item in items { li { (told(item.as_ref())) } } } }
        }
    }
}

fn faults(faults: &[Fault]) -> Markup {
    html! {
        @if !faults.is_empty() {
            section.faults {
                h2 { "Faults in the input" }
                ul {
                    @for fault in faults {
                        li {
                            strong { (told(&fault.position.to_string())) } ": " (told(&fault.says)) "."
                            @if !fault.remedy.is_empty() { span.settle { " What to do: " (told(&fault.remedy)) "." } }
                        }
                    }
                }
            }
        }
    }
}

/// What an answer rests on.
fn ground(ground: &Ground) -> Markup {
    html! {
        dl.ground {
            div { dt { "Law of" } dd { time datetime=(ground.as_of) { (ground.as_of) } } }
            div { dt { "Rules" } dd { (one_line(&ground.rules)) } }
            div { dt { "Snapshot" } dd { code { (one_line(&ground.snapshot)) } } }
            div { dt { "Engine" } dd { (one_line(&ground.engine)) } }
        }
    }
}

/// What every reader must know of the page itself.
fn foot() -> Markup {
    html! {
        footer {
            p {
                "This page states what was found, on which rule and evidence. It decides nothing and accuses nobody; "
                "a line without findings is clear only of what was checked. Links open the official text as it is now, "
                "which may differ from the text of the day asked for."
            }
        }
    }
}
