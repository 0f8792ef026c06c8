//! `tidewaiter simulate`: a world of invented companies, orders and consignments, with the truth beside them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use anyhow::{Context, bail};
use tidewaiter_simulator::{Settings, Sink, Summary, Table, VERSION};

use crate::Outcome;
use crate::args::{Hardness, Simulate};
use crate::output::Terminal;

/// Tables as CSV files of a folder.
struct Files(BTreeMap<Table, csv::Writer<BufWriter<File>>>);

impl Files {
    fn create(folder: &Path) -> anyhow::Result<Self> {
        let mut files = BTreeMap::new();
        for table in Table::ALL {
            let path = folder.join(table.file());
            if let Some(above) = path.parent() {
                fs::create_dir_all(above).with_context(|| format!("{} cannot be made", above.display()))?;
            }
            let file = File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
            files.insert(table, csv::Writer::from_writer(BufWriter::new(file)));
        }
        Ok(Self(files))
    }

    fn finish(self) -> anyhow::Result<()> {
        for mut file in self.0.into_values() {
            file.flush()?;
        }
        Ok(())
    }
}

impl Sink for Files {
    type Error = anyhow::Error;

    fn row(&mut self, table: Table, cells: &[&str]) -> anyhow::Result<()> {
        if let Some(file) = self.0.get_mut(&table) {
            file.write_record(cells)?;
        }
        Ok(())
    }
}

fn settings(args: &Simulate) -> Settings {
    let difficulty = match args.difficulty {
        Hardness::Easy => tidewaiter_simulator::Difficulty::Easy,
        Hardness::Medium => tidewaiter_simulator::Difficulty::Medium,
        Hardness::Hard => tidewaiter_simulator::Difficulty::Hard,
    };
    let usual = Settings::new(args.seed, args.orders, difficulty);
    Settings {
        share_diverted: args.share_diverted.unwrap_or(usual.share_diverted),
        noise: args.noise.unwrap_or(usual.noise),
        missing: args.missing.unwrap_or(usual.missing),
        hiding: args.hiding.unwrap_or(usual.hiding),
        ..usual
    }
}

pub(crate) fn run(args: &Simulate, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let folder = &args.out;
    if folder.join("orders.csv").exists() && !args.force {
        bail!("{} holds a world already; choose another folder, or say --force to write over it", folder.display());
    }
    let settings = settings(args);
    let mut files = Files::create(folder)?;
    let summary = tidewaiter_simulator::simulate(&settings, &mut files)
        .with_context(|| format!("{} cannot be written", folder.display()))?;
    files.finish()?;
    for (name, text) in [("README.md", about(&settings, &summary)), ("world.toml", made_by(args, &settings, &summary))]
    {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    terminal.say(format!(
        "wrote {}: {} orders, {} lines, {} of them diverted, {} companies; README.md says what each file is",
        folder.display(),
        summary.orders,
        summary.lines,
        summary.diverted,
        summary.companies
    ));
    Ok(Outcome::Quiet)
}

/// By what the world was made, for programs.
fn made_by(args: &Simulate, settings: &Settings, summary: &Summary) -> String {
    let difficulty = match args.difficulty {
        Hardness::Easy => "easy",
        Hardness::Medium => "medium",
        Hardness::Hard => "hard",
    };
    format!(
        "schema = \"tidewaiter/world/1\"\nengine = \"{}\"\nsimulator = \"{VERSION}\"\n\n\
         [settings]\nseed = {}\norders = {}\ndifficulty = \"{difficulty}\"\n\
         # In ten-thousandths.\nshare_diverted = {}\nnoise = {}\nmissing = {}\nhiding = {}\n\n\
         [counts]\norders = {}\nlines = {}\ndiverted_lines = {}\ncompanies = {}\nin_schemes = {}\n",
        crate::world::ENGINE,
        settings.seed,
        args.orders,
        settings.share_diverted,
        settings.noise,
        settings.missing,
        settings.hiding,
        summary.orders,
        summary.lines,
        summary.diverted,
        summary.companies,
        summary.shells,
    )
}

/// What the folder holds.
fn about(settings: &Settings, summary: &Summary) -> String {
    let files: String = Table::ALL.iter().map(|t| format!("| `{}` | {} |\n", t.file(), t.says())).collect();
    format!(
        "# A simulated world\n\n\
         Every company, person, list entry and order in it is invented; only chips, cities and the days of controls are \
         real.\n\n\
         Made by `tidewaiter simulate`, version {VERSION} of the simulator, seed {}. The same version, seed and settings \
         give the same files.\n\
         Settings, in ten-thousandths: share diverted {}, noise {}, missing {}, hiding {}.\n\
         {} orders, {} lines, {} of them diverted; {} companies, {} of them in a scheme.\n\n\
         | file | what |\n|---|---|\n{files}\n\
         The files under `truth/` are for measuring; nothing may learn from them where it is judged. Seeds below 1000 are \
         for tuning, seeds from 1000 on for judging.\n",
        settings.seed,
        settings.share_diverted,
        settings.noise,
        settings.missing,
        settings.hiding,
        summary.orders,
        summary.lines,
        summary.diverted,
        summary.companies,
        summary.shells,
    )
}
