//! The owners as a drawing: the party on the left, its owners to the right of it, step by step.
//!
//! It brings its own white ground; shapes and words tell everything that colour tells.

use tidewaiter_model::{EntityKind, OwnerParty, OwnersAnswer};

use super::tree::{Branch, called, figures, ground, is_asserted, marks, share, tree, unstated};
use crate::svg::{file, wrapped, written};
use crate::text::one_line;

/// Parties drawn at most, and steps up: more is no drawing that a person reads.
const MOST: usize = 120;
const DEEPEST: usize = 12;

const MARGIN: i32 = 24;
const BOX: i32 = 236;
/// Between the boxes of two steps: first the arcs of holdings that stand elsewhere, then the shares.
const GAP: i32 = 224;
const ARCS: i32 = 40;
const LINE: i32 = 16;
const SMALL: i32 = 13;
/// Columns of text: in a box at 13 px, between boxes at 13 and at 11 px.
const IN_BOX: usize = 29;
/// Figures are narrower than words.
const IN_BOX_FIGURES: usize = 34;
const IN_GAP: usize = 23;
const IN_GAP_SMALL: usize = 29;
/// Lines of sources shown beside a line; all are in the JSON.
const SOURCES: usize = 4;
const WIDTH_MIN: i32 = 960;
/// A party stands beside the middle of its owners, or beside the first where they are more than a screen.
const SCREEN: i32 = 900;

/// A party with its place.
struct Placed<'a, 'b> {
    branch: &'b Branch<'a>,
    x: i32,
    /// The middle of the box.
    y: i32,
    high: i32,
    lines: Vec<(String, bool)>,
    share: Vec<String>,
    ground: Vec<String>,
    /// Places of its owners.
    owners: Vec<usize>,
}

/// The drawing.
#[must_use]
pub fn svg(answer: &OwnersAnswer) -> String {
    let root = tree(answer, MOST, DEEPEST);
    let mut placed: Vec<Placed<'_, '_>> = Vec::new();
    let (mut head, top) = head(answer);
    let (_, below) = place(answer, &root, 0, top, &mut placed);
    let deepest = placed.iter().map(|p| p.x).max().unwrap_or(MARGIN);
    let width = (deepest + BOX + 2 * MARGIN).max(WIDTH_MIN);
    let mut lines = String::new();
    let mut boxes = String::new();
    for node in &placed {
        for owner in node.owners.iter().filter_map(|at| placed.get(*at)) {
            lines.push_str(&line(node, owner));
        }
        for holding in &node.branch.elsewhere {
            // A line to another step would run across the boxes between: there the words in the box have to do.
            let owner = placed.iter().find(|p| p.branch.at == holding.owner);
            if let Some(owner) = owner.filter(|owner| owner.x == node.x && owner.y != node.y) {
                lines.push_str(&arc(node, owner, is_asserted(holding)));
            }
        }
        boxes.push_str(&drawn(answer, node));
    }
    let (foot, height) = foot(answer, below + 20, width);
    head.push_str(&lines);
    head.push_str(&boxes);
    head.push_str(&foot);
    file(width, height, &format!("Owners of {}", one_line(&answer.party)), &head)
}

/// Title and the rules' answers; also where the drawing may begin.
fn head(answer: &OwnersAnswer) -> (String, i32) {
    let mut out = String::new();
    let mut y = 36;
    let mut say = |text: &str, size: i32, weight: &str, columns: usize, step: i32| {
        for line in wrapped(text, columns) {
            out.push_str(&written(MARGIN, y, size, weight, "#111", &line));
            y += step;
        }
    };
    say(&format!("Owners of {}, {}", answer.party, answer.ground.as_of), 18, "bold", 80, 24);
    for rule in &answer.rules {
        let name = if rule.rule == "bis-affiliates" { "BIS Affiliates rule" } else { "OFAC's 50 percent rule" };
        let head = format!("{name}: {} (in force: {})", rule.answer.to_uppercase(), rule.in_force);
        say(&head, 13, "bold", 115, 17);
        say(&rule.says, 13, "normal", 125, 17);
        for sum in &rule.arithmetic {
            say(&format!("   {sum}"), 13, "normal", 125, 17);
        }
    }
    say(
        &format!("Ultimate parent: {}. Headquarters: {}.", answer.ultimate_parent, answer.headquarters),
        13,
        "bold",
        115,
        17,
    );
    (out, y + 16)
}

/// Place a branch from `top` down; its place and where the next may begin.
fn place<'a, 'b>(
    answer: &OwnersAnswer,
    branch: &'b Branch<'a>,
    depth: i32,
    top: i32,
    placed: &mut Vec<Placed<'a, 'b>>,
) -> (usize, i32) {
    let mut lines: Vec<(String, bool)> = Vec::new();
    if let Some(party) = answer.parties.get(branch.at) {
        lines = words(answer, party, branch);
    }
    let (share, ground) = branch.holding.map_or_else(Default::default, |holding| {
        let mut ground = wrapped(&ground(holding), IN_GAP_SMALL);
        if ground.len() > SOURCES {
            ground.truncate(SOURCES);
            ground.push("…".to_owned());
        }
        (wrapped(&share(holding), IN_GAP), ground)
    });
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX / 64);
    let high = count(lines.len()) * LINE + 16;
    let above_line = count(share.len()) * LINE + 6;
    let below_line = count(ground.len()) * SMALL + 8;
    let slot = high.max(2 * above_line.max(below_line)) + 14;
    let at = placed.len();
    let x = MARGIN + depth * (BOX + GAP);
    placed.push(Placed { branch, x, y: top, high, lines, share, ground, owners: Vec::new() });
    let mut next = top;
    let mut owners = Vec::new();
    for owner in &branch.owners {
        let (owner_at, below) = place(answer, owner, depth + 1, next, placed);
        owners.push(owner_at);
        next = below;
    }
    let taken = next - top;
    // A box higher than all its owners together pushes them to its middle.
    if taken < slot && !owners.is_empty() {
        let shift = (slot - taken) / 2;
        for node in placed.iter_mut().skip(at.saturating_add(1)) {
            node.y += shift;
        }
    }
    let ends =
        owners.first().zip(owners.last()).and_then(|(first, last)| Some((placed.get(*first)?.y, placed.get(*last)?.y)));
    let beside = |first: i32, last: i32| if last - first > SCREEN { first } else { (first + last) / 2 };
    let middle = ends.map_or(top + slot / 2, |(first, last)| beside(first, last));
    if let Some(node) = placed.get_mut(at) {
        // Never above what the branch has for itself.
        node.y = middle.max(top + slot / 2);
        node.owners = owners;
    }
    (at, top + slot.max(taken))
}

/// The words in a box, and which are bold.
fn words(answer: &OwnersAnswer, party: &OwnerParty, branch: &Branch<'_>) -> Vec<(String, bool)> {
    let mut lines: Vec<(String, bool)> = Vec::new();
    let mut say = |text: &str, bold: bool| {
        lines.extend(wrapped(text, if bold { IN_BOX - 4 } else { IN_BOX }).into_iter().map(|l| (l, bold)));
    };
    say(&called(party), true);
    if party.kind == EntityKind::Person {
        say("natural person", false);
    }
    for mark in marks(party) {
        say(&mark, mark.starts_with("LISTED"));
    }
    lines.extend(figures(answer, branch.at).iter().flat_map(|f| wrapped(f, IN_BOX_FIGURES)).map(|l| (l, false)));
    let mut say = |text: &str| lines.extend(wrapped(text, IN_BOX).into_iter().map(|l| (l, false)));
    for holding in &branch.elsewhere {
        let owner = answer.parties.get(holding.owner).map(|p| one_line(&p.name)).unwrap_or_default();
        say(&format!("also held by {owner}: {}", share(holding)));
    }
    if let Some(rest) = unstated(party, !(branch.owners.is_empty() && branch.elsewhere.is_empty())) {
        say(&rest);
    }
    if branch.left_out > 0 {
        say(&format!("and {} more owners, not drawn", branch.left_out));
    }
    lines
}

/// The line from a company to one of its owners, with the share above and its source below.
fn line(owned: &Placed<'_, '_>, owner: &Placed<'_, '_>) -> String {
    let asserted = owner.branch.holding.is_some_and(is_asserted);
    let dashes = if asserted { "" } else { " stroke-dasharray=\"6 4\"" };
    let (from, trunk, to) = (owned.x + BOX, owned.x + BOX + ARCS, owner.x);
    let mut out = format!(
        "<path d=\"M{to} {0}H{trunk}V{1}H{2}\" fill=\"none\" stroke=\"#222\" stroke-width=\"1.5\"{dashes}/>\n\
         <path d=\"M{from} {1}l9 -5v10z\" fill=\"#222\"/>\n",
        owner.y,
        owned.y,
        from + 8
    );
    let left = trunk + 8;
    let mut y = owner.y - 6 - LINE * i32::try_from(owner.share.len().saturating_sub(1)).unwrap_or(0);
    for text in &owner.share {
        out.push_str(&written(left, y, 13, "bold", "#111", text));
        y += LINE;
    }
    let mut y = owner.y + SMALL + 2;
    for text in &owner.ground {
        out.push_str(&written(left, y, 11, "normal", "#444", text));
        y += SMALL;
    }
    out
}

/// A holding by an owner that stands above or below in the same step.
fn arc(owned: &Placed<'_, '_>, owner: &Placed<'_, '_>, asserted: bool) -> String {
    let dashes = if asserted { "" } else { " stroke-dasharray=\"6 4\"" };
    let right = owned.x + BOX;
    // The arrow ends beside the one of the party's own owners.
    let (from, to) = (owner.y + 8, if owned.y < owner.y { owned.y + 10 } else { owned.y - 10 });
    let out = right + ARCS;
    format!(
        "<path d=\"M{right} {from}C{out} {from},{out} {to},{} {to}\" fill=\"none\" stroke=\"#888\" stroke-width=\"1.2\"{dashes}/>\n\
         <path d=\"M{right} {to}l8 -4v8z\" fill=\"#888\"/>\n",
        right + 6
    )
}

fn drawn(answer: &OwnersAnswer, node: &Placed<'_, '_>) -> String {
    let Some(party) = answer.parties.get(node.branch.at) else { return String::new() };
    let (x, top, high) = (node.x, node.y - node.high / 2, node.high);
    let (right, bottom) = (x + BOX, top + high);
    let mut out = if party.listed.is_empty() {
        let round = if party.kind == EntityKind::Person { 18 } else { 2 };
        let thick = if node.branch.at == 0 { "3" } else { "1.2" };
        let bar = match party.counts_whole.as_str() {
            _ if node.branch.at == 0 => String::new(),
            "yes" => format!("<rect x=\"{x}\" y=\"{top}\" width=\"7\" height=\"{high}\" fill=\"#8b1a1a\"/>\n"),
            "possible" => format!(
                "<path d=\"M{} {top}v{high}\" stroke=\"#8b1a1a\" stroke-width=\"6\" stroke-dasharray=\"5 4\"/>\n",
                x + 4
            ),
            _ => String::new(),
        };
        format!(
            "<rect x=\"{x}\" y=\"{top}\" width=\"{BOX}\" height=\"{high}\" rx=\"{round}\" fill=\"#fff\" stroke=\"#222\" stroke-width=\"{thick}\"/>\n{bar}"
        )
    } else {
        octagon(x, top, right, bottom, 12, "#fdf1f1", "2.5").as_str().to_owned()
            + &octagon(x + 4, top + 4, right - 4, bottom - 4, 10, "none", "1")
    };
    let mut y = top + 20;
    for (text, bold) in &node.lines {
        let weight = if *bold { "bold" } else { "normal" };
        out.push_str(&written(x + 14, y, 13, weight, "#111", text));
        y += LINE;
    }
    out
}

/// A rectangle without its corners.
fn octagon(left: i32, top: i32, right: i32, bottom: i32, cut: i32, fill: &str, thick: &str) -> String {
    format!(
        "<path d=\"M{} {top}H{}L{right} {}V{}L{} {bottom}H{}L{left} {}V{}Z\" fill=\"{fill}\" stroke=\"#8b1a1a\" stroke-width=\"{thick}\"/>\n",
        left + cut,
        right - cut,
        top + cut,
        bottom - cut,
        right - cut,
        left + cut,
        bottom - cut,
        top + cut
    )
}

/// What the shapes mean, and what the answer rests on; also the height of the whole.
fn foot(answer: &OwnersAnswer, top: i32, width: i32) -> (String, i32) {
    let mut out = String::new();
    let mut y = top;
    let columns = usize::try_from((width - 2 * MARGIN) / 7).unwrap_or(120).min(170);
    let ground = &answer.ground;
    let legend = "Whole line: a share that a source states. Dashed line: share unknown, sources in conflict, or a link that is \
        no ownership. Octagon with two outlines: stands on a list. Bar at the left: held by half or more by listed \
        parties, for sure (whole) or perhaps (broken). Round corners: natural person. Arrow: owned by. Economic interest (over all paths) and control of votes \
        count for no 50 percent rule.";
    let rests = format!(
        "Law of {}, rules {}, snapshot {}, {}. The statements are taken as given. Not legal advice; a no is never a clearance.",
        ground.as_of, ground.rules, ground.snapshot, ground.engine
    );
    for text in answer.notes.iter().map(String::as_str).chain([legend, rests.as_str()]) {
        for line in wrapped(text, columns) {
            out.push_str(&written(MARGIN, y, 12, "normal", "#444", &line));
            y += 16;
        }
        y += 4;
    }
    (out, y + 10)
}
