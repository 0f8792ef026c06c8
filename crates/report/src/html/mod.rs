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
pub(crate) fn page(title: &str, body: &Markup) -> String {
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
pub(crate) fn told(text: &str) -> Markup {
    html! { bdi { (one_line(text)) } }
}

fn chip(verdict: Verdict) -> Markup {
    html! { span.chip.(verdict.as_str()) { (verdict.as_str()) } }
}

/// A citation, its parts linked to the official texts.
pub(crate) fn citation(text: &str) -> Markup {
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
pub(crate) fn section<T: AsRef<str>>(heading: &str, items: &[T]) -> Markup {
    html! {
        @if !items.is_empty() {
            section { h2 { (heading) } ul { @for item in items { li { (told(item.as_ref())) } } } }
        }
    }
}

pub(crate) fn faults(faults: &[Fault]) -> Markup {
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
pub(crate) fn ground(ground: &Ground) -> Markup {
    html! {
        dl.ground {
            div { dt { "Law of" } dd { time datetime=(ground.as_of) { (ground.as_of) } } }
            div { dt { "Rules" } dd { (one_line(&ground.rules)) } }
            div { dt { "Snapshot" } dd { code { (one_line(&ground.snapshot)) } } }
            div { dt { "Engine" } dd { (one_line(&ground.engine)) } }
            div { dt { "Covered and not" } dd { code { (one_line(&ground.coverage())) } } }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::CSS;

    /// Relative luminance of `#rrggbb` (WCAG 2.2).
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(colour.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    /// WCAG 2.2 asks 4.5 to 1 of text (success criterion 1.4.3), on screen in both schemes and on paper.
    #[test]
    fn every_text_stands_out_from_its_background() {
        let schemes: Vec<&str> = CSS.split(":root {").skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
        assert_eq!(schemes.len(), 3);
        for scheme in schemes {
            let colours: BTreeMap<&str, &str> =
                scheme.split(';').filter_map(|pair| pair.trim().split_once(": ")).collect();
            let texts = ["--ink", "--soft", "--link", "--hold", "--review", "--clear"];
            let mut pairs: Vec<(&str, &str)> = texts.iter().flat_map(|t| [(*t, "--paper"), (*t, "--shade")]).collect();
            pairs.extend([("--hold", "--hold-bg"), ("--review", "--review-bg"), ("--clear", "--clear-bg")]);
            for (text, ground) in pairs {
                let (a, b) = (luminance(colours[text]), luminance(colours[ground]));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.5, "{text} on {ground}: {contrast:.2}");
            }
        }
    }
}
