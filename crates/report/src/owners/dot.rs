//! The owners as a graph in the DOT language of Graphviz: owners above, the party below.

use std::collections::BTreeSet;

use tidewaiter_model::{EntityKind, OwnersAnswer};

use super::tree::{called, figures, ground, is_asserted, marks, share, unstated};
use crate::text::one_line;

/// Characters of a line in a label.
const LINE: usize = 28;

/// The graph. Lines are whole where a share is asserted and dashed where it is unknown, in conflict or no ownership;
/// listed parties are octagons with two outlines, natural persons ellipses.
#[must_use]
pub fn dot(answer: &OwnersAnswer) -> String {
    let mut out = String::from("digraph owners {\n");
    out.push_str("  rankdir=TB; nodesep=0.4; ranksep=0.7;\n");
    out.push_str("  node [shape=box, fontname=\"sans-serif\", fontsize=11];\n");
    out.push_str("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    let heads: Vec<String> =
        answer.rules.iter().map(|r| format!("{}: {} (in force: {})", r.rule, r.answer, r.in_force)).collect();
    let head = format!("{}, {}. {}", answer.party, answer.ground.as_of, heads.join("; "));
    out.push_str(&format!("  label={}; labelloc=t; fontname=\"sans-serif\";\n", quoted(&[head])));
    let owned: BTreeSet<usize> = answer.holdings.iter().map(|h| h.owned).collect();
    for (at, party) in answer.parties.iter().enumerate() {
        let mut lines = wrapped(&called(party));
        lines.extend(marks(party).iter().chain(&figures(answer, at)).flat_map(|mark| wrapped(mark)));
        let shape = match party.kind {
            _ if !party.listed.is_empty() => "shape=octagon, peripheries=2",
            EntityKind::Person => "shape=ellipse",
            _ if at == 0 => "shape=box, penwidth=3",
            _ => "shape=box",
        };
        out.push_str(&format!("  p{at} [{shape}, label={}];\n", quoted(&lines)));
        if let Some(rest) = unstated(party, owned.contains(&at)) {
            out.push_str(&format!("  u{at} [shape=box, style=dashed, label={}];\n", quoted(&[rest])));
            out.push_str(&format!("  u{at} -> p{at} [style=dashed];\n"));
        }
    }
    for holding in &answer.holdings {
        let mut lines = wrapped(&share(holding));
        lines.extend(wrapped(&ground(holding)));
        let style = if is_asserted(holding) { "solid" } else { "dashed" };
        out.push_str(&format!(
            "  p{} -> p{} [style={style}, label={}];\n",
            holding.owner,
            holding.owned,
            quoted(&lines)
        ));
    }
    out.push_str("}\n");
    out
}

fn wrapped(text: &str) -> Vec<String> {
    textwrap::wrap(&one_line(text), LINE).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// A label: quotes and backslashes escaped, lines told apart.
fn quoted(lines: &[String]) -> String {
    let escaped = |line: &String| one_line(line).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", lines.iter().map(escaped).collect::<Vec<_>>().join("\\n"))
}
