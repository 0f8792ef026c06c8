//! Goods: accelerators with their figures, and what a description was read as.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Country, Range, Truth};

/// In what form the accelerator is sold. The control list's family follows it: 3A090 for integrated circuits, 4A090
/// for cards, boards and systems that contain them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A bare integrated circuit.
    Ic,
    /// A card for a slot, such as a PCIe card.
    Card,
    /// A module or baseboard, such as an SXM module or an HGX board of eight.
    Board,
    /// A computer: a server, a workstation, a rack.
    System,
    /// Something else, or not said.
    Other,
}

impl Form {
    /// `ic`, `card`, `board`, `system` or `other`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ic => "ic",
            Self::Card => "card",
            Self::Board => "board",
            Self::System => "system",
            Self::Other => "other",
        }
    }
}

/// Whose figure it is. Within 6 % of a limit only the maker's own figure decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Claimed by the maker in a datasheet, part list or filing.
    Maker,
    /// Measured, derived or reported by somebody else.
    ThirdParty,
    /// Not said.
    #[default]
    Unstated,
}

/// A number with its origin and source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The value, in the unit that the field's name gives.
    pub value: Range,
    /// Whose figure it is.
    pub origin: Origin,
    /// Where it stands.
    pub source: String,
}

impl Figure {
    /// A figure that nobody gave.
    #[must_use]
    pub fn unknown() -> Self {
        Self::default()
    }

    /// The hull of two figures: bounds that hold for both; the weaker origin; both sources.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let source = if self.source == other.source {
            self.source.clone()
        } else {
            format!("{}; {}", self.source, other.source)
        };
        Self { value: self.value.hull(&other.value), origin: self.origin.max(other.origin), source }
    }
}

/// One accelerator: the chip as the rules measure it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Accelerator {
    /// Stable id, such as `nvidia-h100-sxm`.
    pub id: String,
    /// The name people use, such as `NVIDIA H100 SXM5 80GB`.
    pub name: String,
    /// The maker, such as `NVIDIA`.
    pub maker: String,
    /// Where the designer is headquartered; decides the product rule and General Prohibition 10 questions.
    pub designer_country: Option<Country>,
    /// Total processing performance, the highest the maker claims: TOPS × bit length, dense.
    pub tpp: Figure,
    /// Area in mm² of all logic dies on non-planar nodes in the package.
    pub die_area_mm2: Figure,
    /// Aggregate bandwidth to DRAM, copackaged or not, in GB/s.
    pub dram_bandwidth_gbs: Figure,
    /// Aggregate bidirectional rate over all inputs and outputs other than memory, in GB/s.
    pub io_bandwidth_gbs: Figure,
    /// Capacity of the copackaged DRAM, in GB.
    pub dram_capacity_gb: Figure,
    /// Designed or marketed for use in data centres (Note 2 to 3A090)?
    pub datacenter: Truth,
    /// Why `datacenter` is answered so.
    pub datacenter_source: String,
    /// How it is made; a matter for foundries and packaging houses only.
    pub fabrication: Fabrication,
}

/// How an accelerator is made, as far as anybody says. A foundry or packaging house is asked for it (15 CFR part 774,
/// supplement no. 1, Note 1 to 3A090.a); nobody else is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fabrication {
    /// Transistors of the whole packaged circuit, in billions, "aggregated".
    pub transistors_bn: Figure,
    /// The smallest process node of its logic dies, in nm, by its name.
    pub node_nm: Figure,
    /// Is any logic die on a node with non-planar transistors?
    pub non_planar: Truth,
    /// Does the package hold high-bandwidth memory?
    pub hbm: Truth,
}

impl Fabrication {
    /// What is true of either.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let same = |a: Truth, b: Truth| if a == b { a } else { Truth::Unknown };
        Self {
            transistors_bn: self.transistors_bn.hull(&other.transistors_bn),
            node_nm: self.node_nm.hull(&other.node_nm),
            non_planar: same(self.non_planar, other.non_planar),
            hbm: same(self.hbm, other.hbm),
        }
    }
}

/// A stack of high-bandwidth memory sold by itself.
///
/// Memory copackaged with logic whose dominant function is processing is no such stack: it is part of an
/// [`Accelerator`]. Source: 15 CFR part 774, supplement no. 1, 3A090.c.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MemoryStack {
    /// Stable id, such as `samsung-hbm3e`.
    pub id: String,
    /// The name people use, such as `Samsung HBM3E`.
    pub name: String,
    /// The maker; empty where not known.
    pub maker: String,
    /// Where the designer is headquartered.
    pub designer_country: Option<Country>,
    /// Bandwidth of one stack or package, in GB/s.
    pub bandwidth_gbs: Figure,
    /// Area of the package or stack, in mm².
    pub area_mm2: Figure,
    /// Memory bandwidth density, in GB/s per mm². Kept beside what it is made of, since of several stacks it has
    /// closer bounds than their bandwidths over their areas.
    pub density: Figure,
}

/// How far a description could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// An accelerator, or several between which the figures are bounded.
    Accelerator,
    /// A stack of high-bandwidth memory sold by itself: no accelerator, and listed all the same (3A090.c).
    Memory,
    /// Something that holds no accelerator: a cable, a switch, a network card.
    NotAccelerator,
    /// It could not be read: what is missing is asked, nothing is guessed.
    Unresolved,
}

/// What a description was read as.
///
/// Where a text leaves several accelerators open ("H100" may be SXM, PCIe or NVL), `candidates` names them and
/// `spec` holds bounds that are true of each, so that the law still answers where all agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Good {
    /// How far it was read.
    pub resolution: Resolution,
    /// The figures to classify by: of the one candidate, or the hull of all. `None` unless an accelerator.
    pub spec: Option<Arc<Accelerator>>,
    /// The stack to classify by, where [`Resolution::Memory`]; else `None`.
    pub memory: Option<Arc<MemoryStack>>,
    /// Ids of the accelerators (or memory stacks) that the text may mean; one where it is resolved.
    pub candidates: Vec<String>,
    /// Accelerators in one unit of what is sold: 8 for an HGX board, 1 for a card. `None` where not known.
    pub per_unit: Option<u64>,
    /// The number of units that the description itself names ("64x", "2台"); 1 where it names none. Accelerators
    /// named by the text are `per_unit × units`.
    pub units: u64,
    /// In what form it is sold.
    pub form: Form,
    /// Does the item also carry an encryption or other listed function that puts it in a `.z` paragraph? The control
    /// list entry without the suffix, such as `5A002`; empty where not.
    pub z_family: String,
    /// How it was read: which words or which part-number fields meant what.
    pub why: String,
    /// What to ask where it is unresolved or left open.
    pub ask: String,
}

impl Good {
    /// Accelerators (or memory stacks) that the text itself names: `per_unit × units`.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        self.per_unit.and_then(|n| n.checked_mul(self.units))
    }

    /// A good that could not be read.
    #[must_use]
    pub fn unresolved(why: impl Into<String>, ask: impl Into<String>) -> Self {
        Self {
            resolution: Resolution::Unresolved,
            spec: None,
            memory: None,
            candidates: Vec::new(),
            per_unit: None,
            units: 1,
            form: Form::Other,
            z_family: String::new(),
            why: why.into(),
            ask: ask.into(),
        }
    }
}
