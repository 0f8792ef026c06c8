//! The catalogue: tables, validated and indexed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tidewaiter_model::{Accelerator, Country, Decimal, Fabrication, Form, Good, MemoryStack};

use crate::error::CatalogueError;
use crate::figure::{self, Sources};
use crate::index::{Classes, Index};
use crate::memory;
use crate::tables::{self, AcceleratorRow, FamilyRow, MakerRow, MemoryRow, Numbered, ProductRow, SourceRow, WordRow};

/// An accelerator and what tells it from its namesakes.
#[derive(Debug)]
pub(crate) struct Chip {
    pub accelerator: Arc<Accelerator>,
    pub form: Form,
    /// Forms and editions it comes in.
    pub variants: Classes,
    /// Memory sizes it comes in, in GB.
    pub sizes: Vec<Decimal>,
    /// Meant only where a text names its memory size.
    pub by_memory: bool,
    /// Thermal design power, or board power, in watts.
    pub watts: Option<u32>,
}

/// Does a product come with accelerators?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gpus {
    /// Its name says which.
    Fixed,
    /// It always holds some of the listed ones.
    Included,
    /// It may be sold without.
    Optional,
    /// Its name does not say which.
    Open,
}

/// A board, system or server.
#[derive(Debug)]
pub(crate) struct Product {
    pub name: String,
    pub form: Form,
    pub holds: Vec<usize>,
    /// How many accelerators one may hold; empty where not known.
    pub per_unit: Vec<u64>,
    pub gpus: Gpus,
    pub z_family: String,
    pub source: String,
}

/// A kind of memory stack.
#[derive(Debug)]
pub(crate) struct Stack {
    pub memory: Arc<MemoryStack>,
    /// The maker's index; `None` for a generation of whatever maker.
    pub maker: Option<usize>,
    /// What its part numbers begin with.
    pub prefixes: Vec<String>,
}

/// A family of part numbers.
#[derive(Debug)]
pub(crate) struct Family {
    /// Without hyphens, in capitals.
    pub prefix: String,
    /// The product code at the third place of the third field; empty where the family is one product.
    pub code: String,
    /// `None` where the family holds no accelerator.
    pub holds: Option<Vec<usize>>,
    pub form: Form,
    pub per_unit: Option<u64>,
    pub z_family: String,
    pub what: String,
    pub source: String,
}

/// Accelerators, the products that hold them, part-number families and the words of the trade.
#[derive(Debug)]
pub struct Catalogue {
    pub(crate) chips: Vec<Chip>,
    pub(crate) products: Vec<Product>,
    pub(crate) families: Vec<Family>,
    pub(crate) stacks: Vec<Stack>,
    /// Makers and their countries, in the order of their table.
    pub(crate) makers: Vec<(String, Country)>,
    pub(crate) index: Index,
    by_id: BTreeMap<String, usize>,
}

impl Catalogue {
    /// The catalogue that is built in.
    ///
    /// # Errors
    /// None where the project's own tests pass; they read these tables.
    pub fn builtin() -> Result<Self, CatalogueError> {
        Self::parse(crate::builtin_files())
    }

    /// A catalogue from its tables: (file name, text) of `sources.csv`, `makers.csv`, `words.csv`, `products.csv`,
    /// `part-numbers.csv`, `memory.csv` and any number of `accelerators-*.csv`, in any order.
    ///
    /// # Errors
    /// The first fault found, with file, row and column.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, CatalogueError> {
        let mut tables: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, text) in files {
            let single = ["sources.csv", "makers.csv", "words.csv", "products.csv", "part-numbers.csv", "memory.csv"];
            let accelerators = name.starts_with("accelerators-") && name.ends_with(".csv");
            if !accelerators && !single.contains(&name) {
                return Err(CatalogueError::UnknownFile { file: name.to_owned() });
            }
            tables.insert(name, text);
        }
        let table = |file: &'static str| tables.get(file).copied().ok_or(CatalogueError::MissingFile { file });
        let mut builder = Builder::new(table("sources.csv")?)?;
        builder.makers(table("makers.csv")?)?;
        builder.words(table("words.csv")?)?;
        for (file, text) in tables.iter().filter(|(name, _)| name.starts_with("accelerators-")) {
            for row in tables::rows(file, text)? {
                builder.accelerator(file, &row)?;
            }
        }
        for row in tables::rows("products.csv", table("products.csv")?)? {
            builder.product(&row)?;
        }
        for row in tables::rows("part-numbers.csv", table("part-numbers.csv")?)? {
            builder.family(&row)?;
        }
        for row in tables::rows("memory.csv", table("memory.csv")?)? {
            builder.stack(&row)?;
        }
        Ok(builder.done)
    }

    /// Reads what is being sold from an order line's description and part number; either may be empty.
    #[must_use]
    pub fn read(&self, description: &str, part_number: &str) -> Good {
        crate::read::read(self, description, part_number)
    }

    /// An accelerator by its id.
    #[must_use]
    pub fn accelerator(&self, id: &str) -> Option<&Arc<Accelerator>> {
        self.by_id.get(id).and_then(|n| self.chips.get(*n)).map(|chip| &chip.accelerator)
    }

    /// The thermal design power, or board power, of an accelerator by its id, in watts, as the table gives it; for
    /// comparing with the power of a site, not for the law.
    ///
    /// ```
    /// let catalogue = tidewaiter_goods::Catalogue::builtin().unwrap();
    /// assert_eq!(catalogue.watts("nvidia-h100-sxm"), Some(700));
    /// ```
    #[must_use]
    pub fn watts(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).and_then(|n| self.chips.get(*n)).and_then(|chip| chip.watts)
    }

    /// All accelerators, ordered by id.
    pub fn accelerators(&self) -> impl Iterator<Item = &Arc<Accelerator>> {
        self.by_id.values().filter_map(|n| self.chips.get(*n)).map(|chip| &chip.accelerator)
    }
}

struct Builder {
    sources: Sources,
    makers: BTreeMap<String, Country>,
    product_ids: BTreeSet<String>,
    done: Catalogue,
}

impl Builder {
    fn new(sources: &str) -> Result<Self, CatalogueError> {
        let rows: Vec<Numbered<SourceRow>> = tables::rows("sources.csv", sources)?;
        let sources = rows.into_iter().map(|(_, row)| (row.key, (row.origin, row.text))).collect();
        let done = Catalogue {
            chips: Vec::new(),
            products: Vec::new(),
            families: Vec::new(),
            stacks: Vec::new(),
            makers: Vec::new(),
            index: Index::default(),
            by_id: BTreeMap::new(),
        };
        Ok(Self { sources, makers: BTreeMap::new(), product_ids: BTreeSet::new(), done })
    }

    fn makers(&mut self, text: &str) -> Result<(), CatalogueError> {
        let rows: Vec<Numbered<MakerRow>> = tables::rows("makers.csv", text)?;
        for (n, (line, row)) in rows.into_iter().enumerate() {
            let country =
                row.country.parse::<Country>().map_err(|e| cell("makers.csv", line, "country", e.to_string()))?;
            for name in tables::names(&row.names) {
                if let Some(entry) = self.done.index.entry(&name) {
                    entry.maker = Some(n);
                }
            }
            self.done.makers.push((row.maker.clone(), country));
            self.makers.insert(row.maker, country);
        }
        Ok(())
    }

    fn words(&mut self, text: &str) -> Result<(), CatalogueError> {
        let rows: Vec<Numbered<WordRow>> = tables::rows("words.csv", text)?;
        for (line, row) in rows {
            let class = Classes::named(&row.class)
                .ok_or_else(|| cell("words.csv", line, "class", format!("{:?} is no class of words", row.class)))?;
            for word in tables::names(&row.words) {
                if let Some(entry) = self.done.index.entry(&word) {
                    entry.classes = entry.classes.join(class);
                }
            }
        }
        Ok(())
    }

    fn accelerator(&mut self, file: &str, (line, row): &Numbered<AcceleratorRow>) -> Result<(), CatalogueError> {
        let fault = |column, message| cell(file, *line, column, message);
        let figure = |column, text: &str| figure::figure(text, &self.sources).map_err(|m| fault(column, m));
        let designer_country = *self
            .makers
            .get(&row.maker)
            .ok_or_else(|| fault("maker", format!("{:?} is not in makers.csv", row.maker)))?;
        let (datacenter, datacenter_source) =
            figure::truth(&row.datacenter, &self.sources).map_err(|m| fault("datacenter", m))?;
        let tpp = figure("tpp", &row.tpp)?;
        let computed = figure("tpp_computed", &row.tpp_computed)?;
        agree(&tpp.value.exact(), &computed.value.exact()).map_err(|m| fault("tpp_computed", m))?;
        let watts = row.tdp_w.parse::<u32>().ok();
        if !row.tdp_w.is_empty() && watts.is_none() {
            return Err(fault("tdp_w", format!("{:?} is not a whole number of watts", row.tdp_w)));
        }
        let mut variants = Classes::default();
        for variant in row.variant.split('|').filter(|v| !v.is_empty()) {
            let class = Classes::named(&format!("variant:{variant}"))
                .ok_or_else(|| fault("variant", format!("{variant:?} has no words in words.csv")))?;
            variants = variants.join(class);
        }
        let accelerator = Accelerator {
            id: row.id.clone(),
            name: row.name.clone(),
            maker: row.maker.clone(),
            designer_country: Some(designer_country),
            tpp,
            die_area_mm2: figure("die_mm2", &row.die_mm2)?,
            dram_bandwidth_gbs: figure("dram_gbs", &row.dram_gbs)?,
            io_bandwidth_gbs: figure("io_gbs", &row.io_gbs)?,
            dram_capacity_gb: figure("dram_gb", &row.dram_gb)?,
            datacenter,
            datacenter_source,
            fabrication: Fabrication::default(),
        };
        let by_memory = match row.listed.as_str() {
            "" => false,
            "by memory" => true,
            other => return Err(fault("listed", format!("{other:?} is neither empty nor \"by memory\""))),
        };
        let chip = Chip {
            accelerator: Arc::new(accelerator),
            form: form(&row.form).map_err(|m| fault("form", m))?,
            variants,
            sizes: figure::sizes(&row.dram_gb),
            by_memory,
            watts,
        };
        let number = self.done.chips.len();
        if self.done.by_id.insert(row.id.clone(), number).is_some() {
            return Err(fault("id", format!("{:?} stands twice", row.id)));
        }
        for name in tables::names(&row.names) {
            if let Some(entry) = self.done.index.entry(&name)
                && !entry.accelerators.contains(&number)
            {
                entry.accelerators.push(number);
            }
        }
        self.done.chips.push(chip);
        Ok(())
    }

    fn product(&mut self, (line, row): &Numbered<ProductRow>) -> Result<(), CatalogueError> {
        let fault = |column, message| cell("products.csv", *line, column, message);
        if !self.product_ids.insert(row.id.clone()) {
            return Err(fault("id", format!("{:?} stands twice", row.id)));
        }
        let per_unit = row.per_unit.split('|').filter(|p| !p.is_empty()).map(str::parse).collect::<Result<_, _>>();
        let product = Product {
            name: row.name.clone(),
            form: form(&row.form).map_err(|m| fault("form", m))?,
            holds: self.holds(&row.holds).map_err(|m| fault("holds", m))?,
            per_unit: per_unit.map_err(|e| fault("per_unit", format!("{:?}: {e}", row.per_unit)))?,
            gpus: match row.gpus.as_str() {
                "fixed" => Gpus::Fixed,
                "included" => Gpus::Included,
                "optional" => Gpus::Optional,
                "open" => Gpus::Open,
                other => return Err(fault("gpus", format!("{other:?} is not fixed, included, optional or open"))),
            },
            z_family: row.z_family.clone(),
            source: self.source(&row.source).map_err(|m| fault("source", m))?,
        };
        let number = self.done.products.len();
        for name in tables::names(&row.names) {
            if let Some(entry) = self.done.index.entry(&name)
                && !entry.products.contains(&number)
            {
                entry.products.push(number);
            }
        }
        self.done.products.push(product);
        Ok(())
    }

    fn family(&mut self, (line, row): &Numbered<FamilyRow>) -> Result<(), CatalogueError> {
        let fault = |column, message| cell("part-numbers.csv", *line, column, message);
        let holds = match row.holds.as_str() {
            "none" => None,
            ids => Some(self.holds(ids).map_err(|m| fault("holds", m))?),
        };
        let per_unit = if row.per_unit.is_empty() {
            None
        } else {
            Some(row.per_unit.parse().map_err(|e| fault("per_unit", format!("{:?}: {e}", row.per_unit)))?)
        };
        self.done.families.push(Family {
            prefix: row.prefix.replace('-', "").to_uppercase(),
            code: row.code.to_uppercase(),
            holds,
            form: form(&row.form).map_err(|m| fault("form", m))?,
            per_unit,
            z_family: row.z_family.clone(),
            what: row.what.clone(),
            source: self.source(&row.source).map_err(|m| fault("source", m))?,
        });
        Ok(())
    }

    fn stack(&mut self, (line, row): &Numbered<MemoryRow>) -> Result<(), CatalogueError> {
        let fault = |column, message| cell("memory.csv", *line, column, message);
        let figure = |column, text: &str| figure::figure(text, &self.sources).map_err(|m| fault(column, m));
        if self.done.stacks.iter().any(|s| s.memory.id == row.id) {
            return Err(fault("id", format!("{:?} stands twice", row.id)));
        }
        let position = self.done.makers.iter().position(|(name, _)| *name == row.maker);
        let maker = match (position, row.maker.as_str()) {
            (None, "") => None,
            (None, other) => return Err(fault("maker", format!("{other:?} is not in makers.csv"))),
            (known, _) => known,
        };
        let (bandwidth_gbs, area_mm2) =
            (figure("bandwidth_gbs", &row.bandwidth_gbs)?, figure("area_mm2", &row.area_mm2)?);
        let memory = MemoryStack {
            id: row.id.clone(),
            name: row.name.clone(),
            maker: row.maker.clone(),
            designer_country: maker.and_then(|n| self.done.makers.get(n)).map(|(_, country)| *country),
            density: memory::density(&bandwidth_gbs, &area_mm2),
            bandwidth_gbs,
            area_mm2,
        };
        let number = self.done.stacks.len();
        for name in tables::names(&row.names) {
            if let Some(entry) = self.done.index.entry(&name)
                && !entry.memory.contains(&number)
            {
                entry.memory.push(number);
            }
        }
        let prefixes = row.prefixes.split('|').filter(|p| !p.is_empty()).map(str::to_uppercase).collect();
        self.done.stacks.push(Stack { memory: Arc::new(memory), maker, prefixes });
        Ok(())
    }

    fn holds(&self, ids: &str) -> Result<Vec<usize>, String> {
        let number =
            |id: &str| self.done.by_id.get(id).copied().ok_or_else(|| format!("{id:?} is no accelerator's id"));
        ids.split('|').filter(|id| !id.is_empty()).map(number).collect()
    }

    fn source(&self, key: &str) -> Result<String, String> {
        self.sources
            .get(key)
            .map(|(_, text)| text.clone())
            .ok_or_else(|| format!("source {key:?} is not in sources.csv"))
    }
}

fn cell(file: &str, row: u64, column: &'static str, message: String) -> CatalogueError {
    CatalogueError::Cell { file: file.to_owned(), row, column, message }
}

/// A published and a computed performance differ by -3 to +6 % at most, or one of them is wrong.
fn agree(published: &Option<Decimal>, computed: &Option<Decimal>) -> Result<(), String> {
    let (Some(published), Some(computed)) = (published, computed) else { return Ok(()) };
    let hundred = Decimal::ONE_HUNDRED;
    let low = computed.checked_mul(Decimal::from(97));
    let high = computed.checked_mul(Decimal::from(106));
    let scaled = published.checked_mul(hundred);
    if scaled < low || scaled > high {
        return Err(format!("the published {published} and the computed {computed} are more than -3..+6 % apart"));
    }
    Ok(())
}

fn form(text: &str) -> Result<Form, String> {
    match text {
        "ic" => Ok(Form::Ic),
        "card" => Ok(Form::Card),
        "board" => Ok(Form::Board),
        "system" => Ok(Form::System),
        "" => Ok(Form::Other),
        other => Err(format!("{other:?} is not ic, card, board or system")),
    }
}
