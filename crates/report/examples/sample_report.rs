//! Writes a made-up answer in every format to a folder, to be looked at:
//! `cargo run -p tidewaiter-report --example sample_report -- sample`

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tidewaiter_report::{ClassificationView, Style, html, json, sarif, table, trace, xlsx};

#[path = "../tests/outputs/sample/mod.rs"]
mod sample;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    fs::create_dir_all(&folder)?;
    let (book, rules, comparison) = (sample::book(), sample::rules(), sample::comparison());
    let (good, answer, ground) = (sample::good(), sample::classification(), sample::ground("2025-04-01"));
    let view = ClassificationView {
        input: "H20".into(),
        good: &good,
        classification: &answer,
        ground: &ground,
        other_day: None,
    };
    let (lists, hits) = (sample::list_rows(), sample::hits());
    let style = Style { width: 80, colour: false, unicode: true };
    fs::write(folder.join("book.txt"), table::book(&book, &style, true))?;
    fs::write(folder.join("comparison.txt"), table::comparison(&comparison, &style))?;
    fs::write(folder.join("classification.txt"), table::classification(&view, &style))?;
    fs::write(folder.join("lists.txt"), table::lists(&lists, &style))?;
    fs::write(folder.join("hits.txt"), table::hits(&hits, &style))?;
    fs::write(folder.join("book.html"), html::book(&book, &rules))?;
    fs::write(folder.join("comparison.html"), html::comparison(&comparison))?;
    let workbook = xlsx::book(&book)?;
    fs::write(folder.join("copy.xlsx"), xlsx::copy_with_results(&workbook, "Lines", 1, &book.lines)?)?;
    fs::write(folder.join("book.xlsx"), workbook)?;
    json::book(&book, &mut File::create(folder.join("book.json"))?)?;
    json::classification(&view, &mut File::create(folder.join("classification.json"))?)?;
    sarif::book(&book, &rules, &mut File::create(folder.join("book.sarif"))?)?;
    traces(&folder)
}

/// Worlds of several sizes, so that the drawings are looked at crowded and empty.
fn traces(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    use sample::trace::{direct, hub, nothing, world};
    let style = Style { width: 110, colour: false, unicode: true };
    for (name, answer) in [
        ("hub", hub()),
        ("nothing", nothing()),
        ("direct", direct()),
        ("world3", world(3)),
        ("world12", world(12)),
        ("world40", world(40)),
        ("world200", world(200)),
    ] {
        let file = |extension: &str| folder.join(format!("trace-{name}.{extension}"));
        fs::write(file("txt"), trace::table(&answer, &style))?;
        fs::write(file("html"), trace::html(&answer))?;
        fs::write(file("sankey.svg"), trace::sankey(&answer))?;
        fs::write(file("map.svg"), trace::map(&answer))?;
        fs::write(file("csv"), trace::routes(&answer)?)?;
        fs::write(file("graphml"), trace::graphml(&answer))?;
        fs::write(file("ftm.jsonl"), trace::ftm(&answer))?;
        json::trace(&answer, false, &mut File::create(file("json"))?)?;
    }
    Ok(())
}
