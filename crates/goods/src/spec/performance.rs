//! TPP from the rates of each precision, and the die area by which it is divided.

use tidewaiter_model::{Decimal, Origin, Range, Truth, range::plain};

use super::sheet::{Limits, Sheet, Table};

const RATE: Limits = Limits {
    unit: "TOPS",
    zero: false,
    most: 1_000_000,
    remedy: "give tera-operations a second (TOPS or TFLOPS) of one accelerator, not giga-operations or a rack's sum",
};
const TPP: Limits = Limits {
    unit: "TPP",
    zero: false,
    most: 16_000_000,
    remedy: "give TOPS × bit length of one accelerator, not a rack's sum",
};
/// No die is larger than the wafer it is cut from (300 mm across).
const AREA: Limits =
    Limits { unit: "mm²", zero: false, most: 70_686, remedy: "give square millimetres of one die, not µm²" };
const NODE: Limits =
    Limits { unit: "nm", zero: false, most: 1000, remedy: "give the process node's name in nanometres, such as 4" };
/// Above any chip's by a factor of ten: the figures are of different things.
const MOST_DENSE: u32 = 1000;
const MOST_DIES: u64 = 1000;
/// A third party's figure that lies no further above the maker's claim measures the same thing.
const TOLERANCE: Decimal = Decimal::from_parts(106, 0, 0, false, 2);

/// What the sheet says of performance.
pub(super) struct Performance {
    pub(super) tpp: Range,
    pub(super) origin: Origin,
    pub(super) why: String,
    pub(super) ask: Vec<String>,
}

/// One claim of performance, as TPP.
struct Claim {
    tpp: Range,
    origin: Origin,
    says: String,
}

impl Performance {
    pub(super) fn read(table: &mut Table<'_, '_>, sheet: &mut Sheet<'_>, origin: Origin) -> Self {
        let published = table.range(sheet, "published_tpp", TPP);
        let published_origin = table.origin(sheet, "published_tpp_origin").unwrap_or(origin);
        // The maker's own TPP is over all precisions, whether the sheet lists them and their rates or not.
        let makers = published.upper().filter(|_| published_origin == Origin::Maker);
        let mut claims = Vec::new();
        let mut open = Vec::new();
        for mut row in table.tables(sheet, "throughput", "throughput.") {
            if let Some(mut claim) = claim(&mut row, sheet, origin) {
                match (claim.tpp.upper(), makers) {
                    (Some(_), _) => {}
                    (None, Some(most)) => {
                        claim.tpp = Range::from_bounds(claim.tpp.lower(), claim.tpp.lower().max(Some(most)));
                    }
                    (None, None) => open.push(claim.says.clone()),
                }
                claims.push(claim);
            }
            row.finish(sheet);
        }
        let whole = table.word(sheet, "precisions", &[("all", true), ("some", false)]).unwrap_or(false);
        let mut ask: Vec<String> =
            open.iter().map(|what| format!("the dense rate of {what} (throughput.dense)")).collect();
        let computed = claims.iter().map(|c| c.tpp).reduce(|a, b| greater(&a, &b));
        let mut words: Vec<String> = Vec::new();
        match computed {
            Some(computed) => {
                let each: Vec<&str> = claims.iter().map(|c| c.says.as_str()).collect();
                words.push(format!("TPP {computed} computed, the greatest of {}", each.join(", ")));
            }
            None => words.push("no rate of any precision is given".to_owned()),
        }
        if !published.is_unknown() {
            words.push(format!("TPP {published} published by {}", whose(published_origin)));
            claims.push(Claim { tpp: published, origin: published_origin, says: "the published TPP".to_owned() });
        }
        let closed = whole || makers.is_some();
        let (mut tpp, origin, conflict) = highest(&claims);
        ask.extend(conflict);
        if !closed {
            tpp = Range::from_bounds(tpp.lower(), None);
            ask.insert(0, if claims.is_empty() {
                "its rates ([[throughput]] with bits and dense) or the maker's TPP (published_tpp)".to_owned()
            } else {
                "whether these are all its precisions (precisions = \"all\"), without which they are a lower bound only"
                    .to_owned()
            });
        }
        if claims.is_empty() {
            tpp = Range::UNKNOWN;
        }
        Self { tpp, origin, why: words.join("; "), ask }
    }

    /// Refuse a performance density that no chip can have.
    pub(super) fn check_density(&self, dies: &Dies, table: &Table<'_, '_>, sheet: &mut Sheet<'_>) {
        let least = self.tpp.over(&dies.area).lower();
        if let Some(density) = least.filter(|d| *d > Decimal::from(MOST_DENSE)) {
            table.fault(
                sheet,
                "die",
                format!(
                    "a performance density of {} (TPP by mm²) is more than {MOST_DENSE} and cannot be",
                    plain(density)
                ),
                "see that rates are in TOPS, areas in mm², and every logic die is listed with its count",
            );
        }
    }
}

/// One row of rates.
fn claim(row: &mut Table<'_, '_>, sheet: &mut Sheet<'_>, origin: Origin) -> Option<Claim> {
    let precision = row.text(sheet, "precision");
    let bits = row.whole(sheet, "bits", 128);
    let dense = row.range(sheet, "dense", RATE);
    let sparse = row.range(sheet, "sparse", RATE);
    let origin = row.origin(sheet, "origin").unwrap_or(origin);
    if row.has("sparse") && !row.has("dense") {
        let remedy = "give the dense rate, which alone counts (dense = \"unknown\" where nobody gives it)";
        row.fault(sheet, "sparse", "a sparse rate stands without its dense one", remedy);
    }
    if sparse.upper().zip(dense.lower()).is_some_and(|(sparse, dense)| sparse < dense) {
        row.fault(sheet, "sparse", "the sparse rate is below the dense one", "see whether the two are exchanged");
    }
    let Some(bits) = bits else {
        if !row.has("bits") {
            let remedy = "give the bit length of the longest input to the multiplication, such as bits = 8 for FP8";
            row.fault(sheet, "bits", "it is missing", remedy);
        }
        return None;
    };
    let name = if precision.is_empty() { format!("{bits} bit") } else { precision };
    let tpp = dense.times(&Range::exactly(Decimal::from(bits)));
    let says = format!("{name} {dense} × {bits} ({})", whose(origin));
    Some(Claim { tpp, origin, says })
}

fn whose(origin: Origin) -> &'static str {
    match origin {
        Origin::Maker => "the maker",
        Origin::ThirdParty => "a third party",
        Origin::Unstated => "whom is not said",
    }
}

/// The greater of two: at least the greatest that either reaches, at most what both allow.
fn greater(a: &Range, b: &Range) -> Range {
    Range::from_bounds(a.lower().max(b.lower()), a.upper().zip(b.upper()).map(|(a, b)| a.max(b)))
}

/// The highest claim, whose it is, and what to ask where others claim more than the maker.
fn highest(claims: &[Claim]) -> (Range, Origin, Option<String>) {
    let of = |own: bool| {
        let claims = claims.iter().filter(|c| (c.origin == Origin::Maker) == own);
        claims.map(|c| c.tpp).reduce(|a, b| greater(&a, &b))
    };
    // The weakest of those who are not the maker speaks for all of them.
    let weakest = claims.iter().map(|c| c.origin).max().unwrap_or_default();
    match (of(true), of(false)) {
        (None, None) => (Range::UNKNOWN, Origin::Unstated, None),
        (Some(makers), None) => (makers, Origin::Maker, None),
        (None, Some(others)) => (others, weakest, None),
        (Some(makers), Some(others)) => {
            let tolerated = makers.lower().and_then(|own| own.checked_mul(TOLERANCE));
            let same = tolerated.zip(others.upper()).is_some_and(|(own, other)| other <= own);
            if same {
                return (makers, Origin::Maker, None);
            }
            let both = Range::from_bounds(makers.lower(), greater(&makers, &others).upper());
            let ask = format!("why others give a TPP of {others} where the maker claims {makers}");
            (both, weakest, Some(ask))
        }
    }
}

/// What the sheet says of dies.
pub(super) struct Dies {
    pub(super) area: Range,
    pub(super) origin: Origin,
    /// The smallest node of those that are or may be logic.
    pub(super) node: Range,
    /// Is a logic die non-planar?
    pub(super) non_planar: Truth,
    pub(super) why: String,
    pub(super) ask: Vec<String>,
}

impl Dies {
    pub(super) fn read(table: &mut Table<'_, '_>, sheet: &mut Sheet<'_>, origin: Origin) -> Self {
        let mut area = Range::exactly(Decimal::ZERO);
        let mut counted = Vec::new();
        let mut left = Vec::new();
        let mut ask = Vec::new();
        let mut weakest = Origin::Maker;
        let mut nodes: Vec<Range> = Vec::new();
        let mut non_planar = Truth::No;
        let rows = table.tables(sheet, "die", "die.");
        let none = rows.is_empty();
        for (index, mut row) in rows.into_iter().enumerate() {
            let die = Die::read(&mut row, sheet, origin, index.saturating_add(1));
            row.finish(sheet);
            let counts = die.logic.and(!die.planar);
            non_planar = non_planar.or(counts);
            if !die.logic.is_no() {
                // A die that is perhaps no logic lowers the smallest node, and raises it not.
                nodes.push(if die.logic.is_yes() { die.node } else { Range::from_bounds(die.node.lower(), None) });
            }
            let says = format!("{} {} × {} mm²", die.name, die.count, die.area);
            match counts {
                Truth::No => {
                    left.push(die.name);
                    continue;
                }
                Truth::Yes => counted.push(says),
                Truth::Unknown => {
                    for (open, key) in [(die.logic, "logic"), (die.planar, "planar")] {
                        if open.is_unknown() {
                            ask.push(format!("whether the die {} is {key} (die.{key})", die.name));
                        }
                    }
                    counted.push(format!("perhaps {says}"));
                }
            }
            if die.area.lower().is_none() || die.area.upper().is_none() {
                ask.push(format!("the area of the die {} (die.area_mm2)", die.name));
            }
            weakest = weakest.max(die.origin);
            let all = die.area.times(&Range::exactly(Decimal::from(die.count)));
            let lower = if counts.is_yes() { all.lower().or(Some(Decimal::ZERO)) } else { Some(Decimal::ZERO) };
            area = area.plus(&Range::from_bounds(lower, all.upper()));
        }
        if none || area.upper().is_some_and(|u| u.is_zero()) {
            // Nothing to divide by: the density is not known, rather than none.
            area = Range::UNKNOWN;
            ask.push("its logic dies on non-planar nodes ([[die]] with area_mm2, node_nm, logic)".to_owned());
        }
        let mut why = if none {
            "no die is given".to_owned()
        } else if counted.is_empty() {
            "no die counts for its area".to_owned()
        } else {
            format!("die area {area} mm², of {}", counted.join(" + "))
        };
        if !left.is_empty() {
            why.push_str(&format!("; not counted, being planar or no logic: {}", left.join(", ")));
        }
        if none {
            non_planar = Truth::Unknown;
        }
        Self { area, origin: weakest, node: smallest(&nodes), non_planar, why, ask }
    }
}

/// The smallest of several: at most the least that any may be at most, at least the least of all lower bounds.
fn smallest(all: &[Range]) -> Range {
    let lower = all.iter().map(Range::lower).min().flatten();
    let upper = all.iter().filter_map(Range::upper).min();
    if all.iter().any(|r| r.lower().is_none()) {
        Range::from_bounds(None, upper)
    } else {
        Range::from_bounds(lower, upper)
    }
}

/// One kind of die in the package.
struct Die {
    name: String,
    area: Range,
    count: u64,
    node: Range,
    logic: Truth,
    planar: Truth,
    origin: Origin,
}

impl Die {
    fn read(row: &mut Table<'_, '_>, sheet: &mut Sheet<'_>, origin: Origin, number: usize) -> Self {
        let name = row.text(sheet, "name");
        let area = row.range(sheet, "area_mm2", AREA);
        let node = row.range(sheet, "node_nm", NODE);
        let said = row.truth(sheet, "planar");
        // Transistors are planar at 28 nm and above and non-planar at 10 nm and below; between there are both kinds.
        let by_node = node.at_least(Decimal::from(28)).or(if node.at_most(Decimal::TEN).is_yes() {
            Truth::No
        } else {
            Truth::Unknown
        });
        if !said.is_unknown() && !by_node.is_unknown() && said != by_node {
            let kind = if by_node.is_yes() { "planar" } else { "not planar" };
            let remedy = format!("write planar = {}, or see whether the node is right", by_node.is_yes());
            row.fault(sheet, "planar", format!("transistors at {node} nm are {kind}"), remedy);
        }
        Self {
            name: if name.is_empty() { format!("no. {number}") } else { name },
            area,
            node,
            count: row.whole(sheet, "count", MOST_DIES).unwrap_or(1),
            logic: row.truth(sheet, "logic"),
            planar: if said.is_unknown() { by_node } else { said },
            origin: row.origin(sheet, "origin").unwrap_or(origin),
        }
    }
}
