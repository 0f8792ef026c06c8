//! Who is behind a party, drawn: as text, as a graph for Graphviz, and as one SVG file.

mod dot;
mod svg;
mod table;
mod tree;

pub use dot::dot;
pub use svg::svg;
pub use table::table;
