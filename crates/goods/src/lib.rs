//! What is being sold? Text, part number or spec sheet to accelerator and count.
//!
//! A [`Catalogue`] is a set of tables (`data/catalogue/*.csv`): accelerators with their figures, products that hold
//! accelerators, part-number families, and the words of the trade. [`Catalogue::read`] takes a description and a part
//! number as an order gives them, and says which accelerators they may mean, how many, in what form, and why. What
//! cannot be read is `Unresolved` with a question; nothing is guessed. [`read_spec`] takes the spec sheet of a chip that no
//! catalogue has.
//!
//! ```
//! use tidewaiter_goods::Catalogue;
//! let catalogue = Catalogue::builtin()?;
//! let good = catalogue.read("8x HGX H200 141GB", "");
//! assert_eq!(good.candidates, ["nvidia-h200-sxm"]);
//! assert_eq!(good.count(), Some(8));
//! # Ok::<(), tidewaiter_goods::CatalogueError>(())
//! ```

mod catalogue;
mod combine;
mod count;
mod empty;
mod error;
mod figure;
mod index;
mod memory;
mod noun;
mod part_number;
#[cfg(test)]
mod properties;
mod quantity;
mod read;
mod reading;
mod scan;
mod spec;
mod tables;
mod text;

use include_dir::{Dir, include_dir};

pub use catalogue::Catalogue;
pub use error::CatalogueError;
pub use spec::read_spec;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data/catalogue");

/// The built-in catalogue's files as (name, text), sorted by name, for the snapshot's hash.
#[must_use]
pub fn builtin_files() -> Vec<(&'static str, &'static str)> {
    let mut files: Vec<_> = FILES
        .files()
        .filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)))
        .filter(|(name, _)| name.ends_with(".csv"))
        .collect();
    files.sort_unstable();
    files
}
