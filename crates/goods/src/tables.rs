//! The catalogue's tables, row by row, as they stand in the files.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::CatalogueError;

/// A row of `sources.csv`.
#[derive(Debug, Deserialize)]
pub struct SourceRow {
    pub key: String,
    pub origin: tidewaiter_model::Origin,
    pub text: String,
}

/// A row of `makers.csv`.
#[derive(Debug, Deserialize)]
pub struct MakerRow {
    pub maker: String,
    pub country: String,
    pub names: String,
}

/// A row of `words.csv`.
#[derive(Debug, Deserialize)]
pub struct WordRow {
    pub class: String,
    pub words: String,
}

/// A row of `accelerators-*.csv`.
#[derive(Debug, Deserialize)]
pub struct AcceleratorRow {
    pub id: String,
    pub name: String,
    pub maker: String,
    pub names: String,
    pub form: String,
    pub variant: String,
    pub listed: String,
    pub tpp: String,
    pub tpp_computed: String,
    pub die_mm2: String,
    pub dram_gbs: String,
    pub io_gbs: String,
    pub dram_gb: String,
    pub datacenter: String,
    pub tdp_w: String,
}

/// A row of `products.csv`.
#[derive(Debug, Deserialize)]
pub struct ProductRow {
    pub id: String,
    pub name: String,
    pub names: String,
    pub form: String,
    pub holds: String,
    pub per_unit: String,
    pub gpus: String,
    pub z_family: String,
    pub source: String,
}

/// A row of `part-numbers.csv`.
#[derive(Debug, Deserialize)]
pub struct FamilyRow {
    pub prefix: String,
    pub code: String,
    pub holds: String,
    pub form: String,
    pub per_unit: String,
    pub z_family: String,
    pub what: String,
    pub source: String,
}

/// A row of `memory.csv`.
#[derive(Debug, Deserialize)]
pub struct MemoryRow {
    pub id: String,
    pub name: String,
    pub maker: String,
    pub names: String,
    pub bandwidth_gbs: String,
    pub area_mm2: String,
    pub prefixes: String,
}

/// A row with the line that it stands on.
pub type Numbered<T> = (u64, T);

/// Reads a table.
pub fn rows<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<Numbered<T>>, CatalogueError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let fault = |error: &csv::Error| CatalogueError::Csv {
        file: file.to_owned(),
        row: error.position().map_or(0, csv::Position::line),
        message: error.to_string(),
    };
    let headers = reader.headers().map_err(|e| fault(&e))?.clone();
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| fault(&e))?;
        let line = record.position().map_or(0, csv::Position::line);
        out.push((line, record.deserialize(Some(&headers)).map_err(|e| fault(&e))?));
    }
    Ok(out)
}

/// The names that a pattern stands for: `[ThinkSystem] SR680a [V3]` is four names; `a|b` two patterns.
pub fn names(cell: &str) -> Vec<String> {
    let mut out = Vec::new();
    for pattern in cell.split('|').map(str::trim).filter(|p| !p.is_empty()) {
        let mut forms = vec![String::new()];
        for word in pattern.split_whitespace() {
            let optional = word.strip_prefix('[').and_then(|w| w.strip_suffix(']'));
            let text = optional.unwrap_or(word);
            let with: Vec<String> = forms.iter().map(|f| format!("{f} {text}")).collect();
            if optional.is_some() {
                forms.extend(with);
            } else {
                forms = with;
            }
        }
        out.extend(forms.into_iter().map(|f| f.trim().to_owned()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_optional_words() {
        assert_eq!(
            names("[ThinkSystem] SR680a [V3]|x"),
            ["SR680a", "ThinkSystem SR680a", "SR680a V3", "ThinkSystem SR680a V3", "x"]
        );
    }
}
