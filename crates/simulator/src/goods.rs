//! What is sold: real chips by their public names, with prices, watts and weights that are plausible, not quoted.

use crate::day;

/// A kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// An accelerator card for data centres.
    Card,
    /// A board or server with eight of them.
    Server,
    /// A smaller card that few rules reach.
    Small,
    /// A card for games or workstations.
    Desk,
    /// Not an accelerator.
    Other,
}

/// An item of the price list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) name: &'static str,
    /// As other people write it.
    pub(crate) also: &'static str,
    pub(crate) part: &'static str,
    pub(crate) class: Class,
    /// US dollars a unit.
    pub(crate) price: u64,
    pub(crate) watts: u64,
    /// Grams a unit, packed.
    pub(crate) grams: u64,
    pub(crate) hs: &'static str,
    /// Sold from and until, year and month.
    pub(crate) sold: ((i16, i8), (i16, i8)),
}

const fn item(
    name: &'static str,
    also: &'static str,
    part: &'static str,
    class: Class,
    figures: (u64, u64, u64),
    sold: ((i16, i8), (i16, i8)),
) -> Item {
    let hs = match class {
        Class::Server => "8471.80",
        Class::Card | Class::Small | Class::Desk => "8473.30",
        Class::Other => "8517.62",
    };
    Item { name, also, part, class, price: figures.0, watts: figures.1, grams: figures.2, hs, sold }
}

const ALWAYS: ((i16, i8), (i16, i8)) = ((2022, 1), (2026, 12));

/// The price list.
pub(crate) const ITEMS: [Item; 30] = [
    item(
        "NVIDIA A100 80GB PCIe",
        "A100 PCIe 80G",
        "900-21001-0020-000",
        Class::Card,
        (11_500, 300, 2_100),
        ((2022, 1), (2024, 6)),
    ),
    item(
        "HGX A100 8-GPU 80GB",
        "8x A100 SXM4 80GB baseboard",
        "935-23587-0000-000",
        Class::Server,
        (98_000, 6_500, 60_000),
        ((2022, 1), (2024, 3)),
    ),
    item(
        "NVIDIA H100 PCIe 80GB",
        "H100 80G PCIe",
        "900-21010-0000-000",
        Class::Card,
        (28_500, 350, 2_200),
        ((2022, 11), (2025, 9)),
    ),
    item(
        "NVIDIA H100 NVL 94GB PCIe",
        "H100 NVL",
        "900-21010-0020-000",
        Class::Card,
        (29_500, 400, 2_300),
        ((2023, 10), (2026, 12)),
    ),
    item(
        "HGX H100 8-GPU 80GB",
        "8x HGX H100",
        "935-24287-0001-000",
        Class::Server,
        (225_000, 10_200, 130_000),
        ((2023, 1), (2025, 12)),
    ),
    item("DGX H100", "NVIDIA DGX H100 640GB", "", Class::Server, (310_000, 10_200, 145_000), ((2023, 2), (2025, 8))),
    item(
        "HGX H200 8-GPU 141GB",
        "8x HGX H200 141GB",
        "935-24287-0040-000",
        Class::Server,
        (252_000, 10_200, 132_000),
        ((2024, 5), (2026, 12)),
    ),
    item(
        "NVIDIA H200 NVL 141GB",
        "H200 NVL PCIe",
        "900-21010-0040-000",
        Class::Card,
        (31_000, 600, 2_400),
        ((2024, 11), (2026, 12)),
    ),
    item("8x HGX B200 180GB", "HGX B200 8-GPU", "", Class::Server, (345_000, 14_300, 150_000), ((2025, 1), (2026, 12))),
    item("DGX B300", "NVIDIA DGX B300", "", Class::Server, (415_000, 14_500, 155_000), ((2025, 9), (2026, 12))),
    item("AMD Instinct MI250", "MI250 OAM", "", Class::Card, (9_800, 560, 2_500), ((2022, 3), (2024, 12))),
    item("AMD Instinct MI300X", "MI300X OAM 192GB", "", Class::Card, (15_200, 750, 2_600), ((2024, 1), (2026, 12))),
    item("Intel Gaudi 2", "Gaudi2 HL-225", "", Class::Card, (8_700, 600, 2_400), ((2022, 9), (2025, 6))),
    item(
        "NVIDIA L40S 48GB",
        "L40S PCIe",
        "900-2G133-0080-000",
        Class::Card,
        (8_100, 350, 1_900),
        ((2023, 9), (2026, 12)),
    ),
    item("NVIDIA A30 24GB", "A30", "", Class::Small, (4_600, 165, 1_500), ((2022, 1), (2024, 6))),
    item("NVIDIA A10 24GB", "A10", "", Class::Small, (2_900, 150, 1_400), ((2022, 1), (2025, 6))),
    item("NVIDIA L4 24GB", "L4 PCIe", "900-2G193-0000-000", Class::Small, (2_600, 72, 900), ((2023, 4), (2026, 12))),
    item("NVIDIA T4 16GB", "Tesla T4", "", Class::Small, (1_900, 70, 800), ((2022, 1), (2024, 12))),
    item("NVIDIA RTX A4000", "RTX A4000 16GB", "", Class::Desk, (1_050, 140, 1_100), ((2022, 1), (2025, 12))),
    item(
        "GeForce RTX 4090 24GB",
        "RTX 4090",
        "900-1G136-2530-000",
        Class::Desk,
        (1_750, 450, 3_800),
        ((2022, 10), (2025, 6)),
    ),
    item("GeForce RTX 4070 12GB", "RTX 4070", "", Class::Desk, (590, 200, 2_100), ((2023, 4), (2025, 12))),
    item("GeForce RTX 5090 32GB", "RTX 5090", "", Class::Desk, (2_350, 575, 4_100), ((2025, 2), (2026, 12))),
    item(
        "NVIDIA RTX 6000 Ada 48GB",
        "RTX 6000 Ada Generation",
        "",
        Class::Desk,
        (7_200, 300, 2_000),
        ((2023, 1), (2026, 6)),
    ),
    item(
        "Jetson AGX Orin 64GB developer kit",
        "AGX Orin devkit",
        "",
        Class::Desk,
        (1_950, 60, 1_900),
        ((2023, 4), (2026, 12)),
    ),
    item(
        "NVIDIA ConnectX-7 NDR 400Gb/s adapter card",
        "CX-7 NDR 400G NIC",
        "",
        Class::Other,
        (1_650, 25, 500),
        ((2022, 9), (2026, 12)),
    ),
    item(
        "Quantum-2 InfiniBand switch, 64 ports",
        "QM9700 NDR switch",
        "",
        Class::Other,
        (24_500, 1_400, 16_000),
        ((2022, 9), (2026, 12)),
    ),
    item("2U rack server, two sockets, no GPU", "2U server barebone", "", Class::Other, (7_400, 800, 32_000), ALWAYS),
    item("7.68 TB NVMe SSD U.2", "NVMe 7.68TB", "", Class::Other, (880, 20, 300), ALWAYS),
    item("64 GB DDR5 RDIMM", "DDR5 64G ECC", "", Class::Other, (265, 8, 80), ALWAYS),
    item("42U rack with power distribution", "42U rack + PDU", "", Class::Other, (2_300, 0, 125_000), ALWAYS),
];

impl Item {
    /// Is it sold on that day?
    pub(crate) fn sold_on(&self, date: i32) -> bool {
        let ((from_year, from_month), (to_year, to_month)) = self.sold;
        (day::of(from_year, from_month, 1)..day::of(to_year, to_month, 28)).contains(&date)
    }
}

/// The item of a number of the price list.
pub(crate) fn of(number: u8) -> &'static Item {
    const NONE: &Item = &item("", "", "", Class::Other, (0, 0, 0), ALWAYS);
    ITEMS.get(usize::from(number)).unwrap_or(NONE)
}

/// The numbers of the items of some classes that are sold on a day.
pub(crate) fn sold(date: i32, classes: &[Class]) -> Vec<u8> {
    (0..).zip(&ITEMS).filter(|(_, i)| classes.contains(&i.class) && i.sold_on(date)).map(|(n, _)| n).collect()
}
