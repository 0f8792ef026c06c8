//! The owners as a graph in the DOT language of Graphviz: owners above, the party below.

use std::collections::BTreeSet;

use tidewaiter_model::{EntityKind, OwnersAnswer};

use super::tree::{called, figures, ground, is_asserted, marks, share, unstated};
use crate::svg::wrapped;
use crate::text::one_line;

/// Characters of a line in a label.
const LINE: usize = 28;
/// And of one over the drawing.
const HEAD: usize = 90;

/// Owners in more than one row of a page: they are then drawn below one another, beside the party.
const BESIDE: usize = 10;

/// The graph. Lines are whole where a share is asserted and dashed where it is unknown, in conflict or no ownership;
/// listed parties are octagons with two outlines, natural persons ellipses.
#[must_use]
pub fn dot(answer: &OwnersAnswer) -> String {
    let way = if answer.parties.len() > BESIDE { "RL" } else { "TB" };
    let mut out = String::from("digraph owners {\n");
    out.push_str(&format!("  rankdir={way}; nodesep=0.3; ranksep=0.6; charset=\"UTF-8\";\n"));
    out.push_str("  node [shape=box, fontname=\"sans-serif\", fontsize=11, margin=\"0.12,0.06\"];\n");
    out.push_str("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    out.push_str(&format!(
        "  label={}; labelloc=t; labeljust=l; fontname=\"sans-serif\"; fontsize=12;\n",
        quoted(&head(answer), "\\l")
    ));
    let owned: BTreeSet<usize> = answer.holdings.iter().map(|h| h.owned).collect();
    for (at, party) in answer.parties.iter().enumerate() {
        let mut lines = wrapped(&called(party), LINE);
        lines.extend(marks(party).iter().flat_map(|mark| wrapped(mark, LINE)));
        lines.extend(figures(answer, at));
        lines.extend(unstated(party, owned.contains(&at)));
        let shape = match party.kind {
            _ if !party.listed.is_empty() => "shape=octagon, peripheries=2",
            EntityKind::Person => "shape=ellipse",
            _ if at == 0 => "shape=box, penwidth=3",
            _ => "shape=box",
        };
        out.push_str(&format!("  p{at} [{shape}, label={}];\n", quoted(&lines, "\\n")));
    }
    let depth = |at: usize| answer.parties.get(at).map_or(0, |party| party.depth);
    for holding in &answer.holdings {
        let mut lines = wrapped(&share(holding), LINE);
        lines.extend(wrapped(&ground(holding), LINE));
        let style = if is_asserted(holding) { "solid" } else { "dashed" };
        // What is held by one no farther from the party would turn the drawing round.
        let back = if depth(holding.owner) > depth(holding.owned) { "" } else { ", constraint=false" };
        out.push_str(&format!(
            "  p{} -> p{} [style={style}{back}, label={}];\n",
            holding.owner,
            holding.owned,
            quoted(&lines, "\\n")
        ));
    }
    out.push_str("}\n");
    out
}

/// What stands over the drawing.
fn head(answer: &OwnersAnswer) -> Vec<String> {
    let mut lines = wrapped(&format!("Owners of {}, {}", answer.party, answer.ground.as_of), HEAD);
    lines.extend(answer.rules.iter().map(|r| format!("{}: {} (in force: {})", r.rule, r.answer, r.in_force)));
    if !answer.interests.is_empty() || !answer.control.is_empty() {
        lines.push("Economic interest and control of votes count for no 50 percent rule.".to_owned());
    }
    lines
}

/// A label: quotes and backslashes escaped, each line ended as `end` has it (`\n` in the middle, `\l` at the left).
fn quoted(lines: &[String], end: &str) -> String {
    let escaped = |line: &String| one_line(line).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", lines.iter().map(|line| format!("{}{end}", escaped(line))).collect::<String>())
}
