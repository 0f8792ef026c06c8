//! A spec sheet to a good, for a chip that no catalogue has.
//!
//! A sheet is TOML. All figures are of one accelerator as it is packaged, all its dies together; what is missing is
//! unknown. A number may be written as a range: `"700..800"`, `">=700"`, `"<=800"`, `"unknown"`. `docs/goods.md` lists
//! the keys.

mod performance;
mod sheet;
mod stack;

use std::sync::Arc;

use tidewaiter_model::{
    Accelerator, Country, Decimal, Fabrication, Fault, Figure, Form, Good, Origin, Position, Range, Resolution, Truth,
};
use toml::de::DeTable;

use performance::{Dies, Performance};
use sheet::{Limits, Sheet, Table};

/// Longest sheet that is read, in bytes.
const LONGEST: usize = 1 << 20;

const BANDWIDTH: Limits = Limits {
    unit: "GB/s",
    zero: true,
    most: 20_000,
    remedy: "give gigabytes a second: divide a figure in gigabits by 8, one in MB/s by 1000",
};
const CAPACITY: Limits =
    Limits { unit: "GB", zero: true, most: 10_000, remedy: "give gigabytes of the memory in the package" };
const TRANSISTORS: Limits =
    Limits { unit: "billion transistors", zero: false, most: 10_000, remedy: "give billions (80 for 80,000,000,000)" };
/// Faster than any high-bandwidth memory by its size, in GB/s for each GB: the first generation reaches 128. A rate in
/// bits is eight times too great.
const MOST_BY_SIZE: u32 = 200;
/// Entries of the control list with a `.z` paragraph, and none of them.
const Z_FAMILIES: [&str; 10] =
    ["none", "3a001", "4a003", "4a004", "4a005", "5a002", "5a004", "5a992", "5d002", "5d992"];
/// More accelerators than any one thing that is sold holds.
const MOST_IN_A_UNIT: u64 = 100_000;

/// Reads a spec sheet: `file` is its name, for faults, and `text` its content.
///
/// With a table `[memory]` it is the sheet of a stack of high-bandwidth memory sold by itself, else of an accelerator.
///
/// TPP is the greatest over the precisions of dense TOPS (or TFLOPS) × bit length, or `published_tpp` where the maker
/// claims more; sparse rates are checked and never counted. Unless `precisions = "all"` says that the list is whole, or
/// the maker has published a TPP, the list gives a lower bound only. The die area sums the logic dies on non-planar
/// nodes. What is missing is named in the good's `ask`, by its key.
///
/// ```
/// let good = tidewaiter_goods::read_spec(
///     "chip.toml",
///     r#"
///     name = "Example X1"
///     precisions = "all"
///     origin = "maker"
///     [[throughput]]
///     precision = "FP8"
///     bits = 8
///     dense = 1979
///     sparse = 3958
///     [[die]]
///     area_mm2 = 814
///     node_nm = 4
///     logic = true
///     "#,
/// ).map_err(|faults| format!("{faults:?}"))?;
/// let spec = good.spec.ok_or("no figures")?;
/// assert_eq!(spec.tpp.value.to_string(), "15832");
/// assert_eq!(spec.die_area_mm2.value.to_string(), "814");
/// # Ok::<(), String>(())
/// ```
///
/// Source of the measures: 15 CFR part 774, supplement no. 1, 3A090, technical notes 1 and 2.
///
/// # Errors
/// Every fault of the sheet, in order of its lines: no TOML, an unknown key, a value that cannot be true (a die of 0
/// mm², a performance density above 1000, a bandwidth that no memory of its kind reaches, one in bits, more than 1,000,000 TOPS, a negative number,
/// a sparse rate without its dense one). A sheet with a fault is refused whole.
pub fn read_spec(file: &str, text: &str) -> Result<Good, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut sheet = Sheet { file, text, faults: Vec::new() };
    if text.len() > LONGEST {
        let remedy = "give one chip a sheet, in a few dozen lines";
        return Err(vec![Fault::new("not-a-spec", Position::file(file), "it is longer than 1 MB", remedy)]);
    }
    let (parsed, errors) = DeTable::parse_recoverable(text);
    // What follows the first is most often its consequence.
    if let Some(error) = errors.first() {
        let at = error.span().map_or(0, |span| span.start);
        let says = error.message().lines().collect::<Vec<_>>().join(" ");
        sheet.fault(at, "", format!("it is no TOML here ({says})"), "write key = value, texts in quotes");
        return Err(sheet.faults);
    }
    let mut table = Table::new(parsed.get_ref(), 0, "");
    let good = read(&mut table, &mut sheet);
    table.finish(&mut sheet);
    sheet.faults.sort();
    if sheet.faults.is_empty() { Ok(good) } else { Err(sheet.faults) }
}

/// What a sheet says of the item, whatever it is.
struct Head {
    name: String,
    id: String,
    maker: String,
    designer_country: Option<Country>,
    origin: Origin,
    /// Where the figures stand.
    words: String,
}

impl Head {
    fn read(table: &mut Table<'_, '_>, sheet: &mut Sheet<'_>) -> Self {
        let name = table.text(sheet, "name");
        if name.is_empty() && !table.has("name") {
            table.fault(sheet, "name", "it is missing", "give the chip a name: name = \"...\"");
        }
        let maker = table.text(sheet, "maker");
        let source = table.text(sheet, "source");
        let origin = table.origin(sheet, "origin").unwrap_or_default();
        let country = table.text(sheet, "designer_country");
        let designer_country = country.parse::<Country>().ok();
        if designer_country.is_none() && !country.is_empty() {
            let says = format!("\"{country}\" is no two-letter country code");
            table.fault(sheet, "designer_country", says, "write one such as US or CN, or leave it out");
        }
        let id = format!("spec:{}", name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-"));
        let words = if source.is_empty() { format!("spec sheet {}", sheet.file) } else { source };
        Self { name, id, maker, designer_country, origin, words }
    }

    fn figure(&self, value: Range, origin: Origin) -> Figure {
        if value.is_unknown() { Figure::unknown() } else { Figure { value, origin, source: self.words.clone() } }
    }
}

fn read(table: &mut Table<'_, '_>, sheet: &mut Sheet<'_>) -> Good {
    let head = Head::read(table, sheet);
    match table.one(sheet, "memory", "memory.") {
        None => accelerator(head, table, sheet),
        Some(memory) => stack::read(head, memory, table, sheet),
    }
}

/// A sheet of an accelerator.
fn accelerator(head: Head, table: &mut Table<'_, '_>, sheet: &mut Sheet<'_>) -> Good {
    let origin = head.origin;
    let forms = [Form::Ic, Form::Card, Form::Board, Form::System, Form::Other].map(|form| (form.as_str(), form));
    let form = table.word(sheet, "form", &forms).unwrap_or(Form::Other);
    let alone = matches!(form, Form::Ic | Form::Card).then_some(1);
    let per_unit = table.whole(sheet, "count", MOST_IN_A_UNIT).or(alone);
    let datacenter = table.truth(sheet, "datacenter");
    let z_family = table.word(sheet, "z_family", &Z_FAMILIES.map(|entry| (entry, entry))).unwrap_or_default();
    let z_family = if z_family == "none" { String::new() } else { z_family.to_uppercase() };

    let performance = Performance::read(table, sheet, origin);
    let dies = Dies::read(table, sheet, origin);
    performance.check_density(&dies, table, sheet);
    let rates = Rates::read(table, sheet);
    let transistors = table.range(sheet, "transistors_bn", TRANSISTORS);

    let mut ask = performance.ask.clone();
    ask.extend(dies.ask.iter().cloned());
    let missing = [
        (datacenter.is_unknown(), "whether it is designed or marketed for data centres (datacenter)"),
        (
            rates.dram.exact().is_none(),
            "its total DRAM bandwidth (hbm_bandwidth_gbs, gddr_bandwidth_gbs, lpddr_bandwidth_gbs)",
        ),
        (rates.io.upper().is_none(), "the rate over all its other inputs and outputs (io_bandwidth_gbs)"),
        (head.designer_country.is_none(), "where its designer is headquartered (designer_country)"),
        (form == Form::Other, "the form in which it is sold (form)"),
        (per_unit.is_none(), "how many are in one unit (count)"),
    ];
    ask.extend(missing.into_iter().filter(|(open, _)| *open).map(|(_, what)| what.to_owned()));
    let spec = Accelerator {
        id: head.id.clone(),
        name: head.name.clone(),
        maker: head.maker.clone(),
        designer_country: head.designer_country,
        tpp: head.figure(performance.tpp, performance.origin),
        die_area_mm2: head.figure(dies.area, dies.origin),
        dram_bandwidth_gbs: head.figure(rates.dram, origin),
        io_bandwidth_gbs: head.figure(rates.io, origin),
        dram_capacity_gb: head.figure(rates.capacity, origin),
        datacenter,
        datacenter_source: head.words.clone(),
        fabrication: Fabrication {
            transistors_bn: head.figure(transistors, origin),
            node_nm: head.figure(dies.node, dies.origin),
            non_planar: dies.non_planar,
            hbm: rates.hbm,
        },
    };
    Good {
        resolution: Resolution::Accelerator,
        spec: Some(Arc::new(spec)),
        memory: None,
        candidates: vec![head.id],
        per_unit,
        units: 1,
        form,
        z_family,
        why: format!("{}; {}; {}", head.words, performance.why, dies.why),
        ask: not_in_the_sheet(&ask),
    }
}

fn not_in_the_sheet(ask: &[String]) -> String {
    if ask.is_empty() { String::new() } else { format!("Not in the sheet: {}.", ask.join("; ")) }
}

/// Rates and capacity of an accelerator's memory, and the rate over its other inputs and outputs.
struct Rates {
    dram: Range,
    io: Range,
    capacity: Range,
    /// Does the package hold high-bandwidth memory?
    hbm: Truth,
}

impl Rates {
    fn read(table: &mut Table<'_, '_>, sheet: &mut Sheet<'_>) -> Self {
        let kinds = [("hbm_bandwidth_gbs", 60_000), ("gddr_bandwidth_gbs", 10_000), ("lpddr_bandwidth_gbs", 5_000)];
        let given: Vec<(&str, Range)> = kinds
            .into_iter()
            .map(|(kind, most)| (kind, table.has(kind), table.range(sheet, kind, Limits { most, ..BANDWIDTH })))
            .filter_map(|(kind, there, value)| there.then_some((kind, value)))
            .collect();
        let hbm = given.iter().find(|(kind, _)| *kind == "hbm_bandwidth_gbs").map(|(_, value)| *value);
        let io = table.range(sheet, "io_bandwidth_gbs", Limits { most: 20_000, ..BANDWIDTH });
        let capacity = table.range(sheet, "dram_capacity_gb", CAPACITY);
        let by_size = hbm.and_then(|hbm| hbm.over(&capacity).lower());
        if by_size.is_some_and(|rate| rate > Decimal::from(MOST_BY_SIZE)) {
            let says = format!("more than {MOST_BY_SIZE} GB/s for each GB of memory cannot be");
            table.fault(sheet, "hbm_bandwidth_gbs", says, BANDWIDTH.remedy);
        }
        let said = table.truth(sheet, "hbm");
        // A kind of memory that stands alone in the sheet is all there is.
        let has = match hbm {
            Some(rate) => rate.above(Decimal::ZERO),
            None if given.is_empty() => Truth::Unknown,
            None => Truth::No,
        };
        if !said.is_unknown() && !has.is_unknown() && said != has {
            let remedy = "leave hbm out: the bandwidths tell it";
            table.fault(sheet, "hbm", "it contradicts the bandwidths given", remedy);
        }
        let dram = given.into_iter().map(|(_, value)| value).reduce(|a, b| a.plus(&b)).unwrap_or_default();
        Self { dram, io, capacity, hbm: if has.is_unknown() { said } else { has } }
    }
}
