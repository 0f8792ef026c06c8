//! A spec sheet to a good, for a chip that no catalogue has.
//!
//! A sheet is TOML. All figures are of one accelerator as it is packaged, all its dies together; what is missing is
//! unknown. A number may be written as a range: `"700..800"`, `">=700"`, `"<=800"`, `"unknown"`. `docs/goods.md` lists
//! the keys.

mod performance;
mod sheet;

use std::sync::Arc;

use tidewaiter_model::{Accelerator, Country, Fault, Figure, Form, Good, Origin, Position, Range, Resolution};
use toml::de::DeTable;

use performance::{Dies, Performance};
use sheet::{Limits, Sheet, Table};

/// Longest sheet that is read, in bytes.
const LONGEST: usize = 1 << 20;

const BANDWIDTH: Limits = Limits {
    unit: "GB/s",
    zero: true,
    most: 100_000,
    remedy: "give gigabytes a second: divide a figure in gigabits by 8, one in MB/s by 1000",
};
const CAPACITY: Limits =
    Limits { unit: "GB", zero: true, most: 10_000, remedy: "give gigabytes of the memory in the package" };
/// More accelerators than any one thing that is sold holds.
const MOST_IN_A_UNIT: u64 = 100_000;

/// Reads a spec sheet: `file` is its name, for faults, and `text` its content.
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
/// mm², a performance density above 1000, a bandwidth above 100,000 GB/s, more than 1,000,000 TOPS, a negative number,
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

fn read(table: &mut Table<'_, '_>, sheet: &mut Sheet<'_>) -> Good {
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
    let forms = [Form::Ic, Form::Card, Form::Board, Form::System, Form::Other].map(|form| (form.as_str(), form));
    let form = table.word(sheet, "form", &forms).unwrap_or(Form::Other);
    let alone = matches!(form, Form::Ic | Form::Card).then_some(1);
    let per_unit = table.whole(sheet, "count", MOST_IN_A_UNIT).or(alone);
    let datacenter = table.truth(sheet, "datacenter");

    let performance = Performance::read(table, sheet, origin);
    let dies = Dies::read(table, sheet, origin);
    performance.check_density(&dies, table, sheet);
    let kinds = ["hbm_bandwidth_gbs", "gddr_bandwidth_gbs", "lpddr_bandwidth_gbs"];
    let given: Vec<Range> = kinds
        .into_iter()
        .map(|kind| (table.has(kind), table.range(sheet, kind, BANDWIDTH)))
        .filter_map(|(there, value)| there.then_some(value))
        .collect();
    let dram = given.into_iter().reduce(|a, b| a.plus(&b)).unwrap_or_default();
    let (io, capacity) =
        (table.range(sheet, "io_bandwidth_gbs", BANDWIDTH), table.range(sheet, "dram_capacity_gb", CAPACITY));

    let words = if source.is_empty() { format!("spec sheet {}", sheet.file) } else { source };
    let figure = |value: Range, origin: Origin| {
        if value.is_unknown() { Figure::unknown() } else { Figure { value, origin, source: words.clone() } }
    };
    let mut ask = performance.ask.clone();
    ask.extend(dies.ask.iter().cloned());
    let missing = [
        (datacenter.is_unknown(), "whether it is designed or marketed for data centres (datacenter)"),
        (
            dram.exact().is_none(),
            "its total DRAM bandwidth (hbm_bandwidth_gbs, gddr_bandwidth_gbs, lpddr_bandwidth_gbs)",
        ),
        (io.upper().is_none(), "the rate over all its other inputs and outputs (io_bandwidth_gbs)"),
        (designer_country.is_none(), "where its designer is headquartered (designer_country)"),
        (form == Form::Other, "the form in which it is sold (form)"),
        (per_unit.is_none(), "how many are in one unit (count)"),
    ];
    ask.extend(missing.into_iter().filter(|(open, _)| *open).map(|(_, what)| what.to_owned()));
    let id = format!("spec:{}", name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-"));
    let spec = Accelerator {
        id: id.clone(),
        name,
        maker,
        designer_country,
        tpp: figure(performance.tpp, performance.origin),
        die_area_mm2: figure(dies.area, dies.origin),
        dram_bandwidth_gbs: figure(dram, origin),
        io_bandwidth_gbs: figure(io, origin),
        dram_capacity_gb: figure(capacity, origin),
        datacenter,
        datacenter_source: words.clone(),
    };
    Good {
        resolution: Resolution::Accelerator,
        spec: Some(Arc::new(spec)),
        memory: None,
        candidates: vec![id],
        per_unit,
        units: 1,
        form,
        z_family: String::new(),
        why: format!("{words}; {}; {}", performance.why, dies.why),
        ask: if ask.is_empty() { String::new() } else { format!("Not in the sheet: {}.", ask.join("; ")) },
    }
}
