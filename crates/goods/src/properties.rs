//! What must hold for every name of the built-in catalogue, and for every text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use proptest::prelude::*;
use tidewaiter_model::{Country, Origin, Range, Resolution, Truth};

use crate::combine::{Candidates, hull};
use crate::tables::{self, AcceleratorRow, ProductRow};
use crate::{Catalogue, CatalogueError, builtin_files};

fn catalogue() -> &'static Catalogue {
    static BUILTIN: OnceLock<Catalogue> = OnceLock::new();
    BUILTIN.get_or_init(|| Catalogue::builtin().unwrap())
}

/// Each name in the accelerator tables, with the ids that it stands for.
fn names() -> &'static Vec<(String, Vec<String>)> {
    static NAMES: OnceLock<Vec<(String, Vec<String>)>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut by_name: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (file, text) in builtin_files() {
            if file.starts_with("accelerators-") {
                for (_, row) in tables::rows::<AcceleratorRow>(file, text).unwrap() {
                    for name in tables::names(&row.names) {
                        by_name.entry(canonical(&name)).or_default().insert(row.id.clone());
                    }
                }
            }
        }
        by_name.into_iter().map(|(name, ids)| (name, ids.into_iter().collect())).collect()
    })
}

/// Names that differ only in case and spacing are one name.
fn canonical(name: &str) -> String {
    crate::text::tokens(name).iter().map(|t| t.text.clone()).collect::<Vec<_>>().join(" ")
}

fn any_name() -> impl Strategy<Value = &'static (String, Vec<String>)> {
    (0..names().len()).prop_map(|n| &names()[n])
}

/// A name as people write it: the space between letters and digits may go, others may be hyphens; any case; any width.
fn respell(name: &str, joins: &[bool], hyphens: &[bool], wide: bool, upper: &[bool]) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (n, c) in chars.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|m| chars.get(m)).copied().unwrap_or(' ');
        let after = chars.get(n + 1).copied().unwrap_or(' ');
        if *c == ' ' {
            let lone = |at: Option<usize>| at.and_then(|m| chars.get(m)).is_none_or(|c| *c == ' ');
            let joint = before.is_ascii_alphabetic() && after.is_ascii_digit();
            // A single letter and its number are always written together: "H100", and so is the X of "A100X".
            let first = joint && lone(n.checked_sub(2));
            let last = before.is_ascii_digit() && after.is_ascii_alphabetic() && lone(Some(n + 2));
            if first || (last && (after == 'x' || joins[n % joins.len()])) || (joint && joins[n % joins.len()]) {
                continue;
            }
            out.push(if hyphens[n % hyphens.len()] { '-' } else { ' ' });
        } else if wide && c.is_ascii_graphic() {
            out.push(char::from_u32(u32::from(*c) + 0xfee0).unwrap());
        } else if upper[n % upper.len()] {
            out.push(c.to_ascii_uppercase());
        } else {
            out.push(*c);
        }
    }
    out
}

fn plainly(name: &str) -> String {
    respell(name, &[true], &[false], false, &[false])
}

#[test]
fn every_name_reads_as_itself_and_as_no_other() {
    for (name, ids) in names() {
        let good = catalogue().read(&plainly(name), "");
        assert_eq!(good.resolution, Resolution::Accelerator, "{name}: {} {}", good.why, good.ask);
        assert!(
            !good.candidates.is_empty() && good.candidates.iter().all(|c| ids.contains(c)),
            "{name}: {:?}",
            good.candidates
        );
    }
}

#[test]
fn every_product_is_found_by_its_names() {
    let text = builtin_files().into_iter().find(|(f, _)| *f == "products.csv").unwrap().1;
    for (_, row) in tables::rows::<ProductRow>("products.csv", text).unwrap() {
        let holds: Vec<&str> = row.holds.split('|').filter(|h| !h.is_empty()).collect();
        for name in tables::names(&row.names) {
            let good = catalogue().read(&name, "");
            assert_ne!(good.resolution, Resolution::NotAccelerator, "{name}");
            assert!(good.candidates.iter().all(|c| holds.contains(&c.as_str())), "{name}: {:?}", good.candidates);
            let settled = good.resolution == Resolution::Accelerator;
            assert_eq!(settled, matches!(row.gpus.as_str(), "fixed" | "included"), "{name}: {} {}", good.why, good.ask);
            assert!(settled || !good.ask.is_empty(), "{name}");
        }
    }
}

#[test]
fn the_catalogue_is_whole() {
    let all: Vec<_> = catalogue().accelerators().collect();
    assert!(all.len() >= 150, "{} accelerators", all.len());
    assert!(all.windows(2).all(|w| w[0].id < w[1].id), "ordered by id");
    let mut makers: BTreeMap<&str, u32> = BTreeMap::new();
    for accelerator in &all {
        *makers.entry(&accelerator.maker).or_default() += 1;
        assert!(accelerator.designer_country.is_some(), "{}", accelerator.id);
        assert!(!accelerator.datacenter_source.is_empty(), "{}", accelerator.id);
        for figure in [
            &accelerator.tpp,
            &accelerator.die_area_mm2,
            &accelerator.dram_bandwidth_gbs,
            &accelerator.io_bandwidth_gbs,
            &accelerator.dram_capacity_gb,
        ] {
            assert_eq!(
                figure.value.is_unknown(),
                figure.source.is_empty(),
                "{}: a figure and its source",
                accelerator.id
            );
            assert_eq!(figure.value.is_unknown(), figure.origin == Origin::Unstated, "{}", accelerator.id);
        }
        assert_eq!(catalogue().accelerator(&accelerator.id), Some(*accelerator));
    }
    println!(
        "{} accelerators, {} products, {} part-number rows: {makers:?}",
        all.len(),
        catalogue().products.len(),
        catalogue().families.len()
    );
}

/// The figures on which real answers turn, by the maker's own words.
#[test]
fn figures_that_decide() {
    let tpp = |id: &str| catalogue().accelerator(id).unwrap().tpp.clone();
    let density = |id: &str| {
        let chip = catalogue().accelerator(id).unwrap();
        chip.tpp.value.over(&chip.die_area_mm2.value)
    };
    let limit = |n, scale| tidewaiter_model::Decimal::new(n, scale);
    for id in ["nvidia-h20-96", "nvidia-l20", "nvidia-a30", "nvidia-a10", "nvidia-rtx-5090-d", "nvidia-rtx-6000d"] {
        assert_eq!(tpp(id).origin, Origin::Maker, "{id}: within 6 % of a limit only the maker's figure decides");
    }
    assert_eq!(tpp("nvidia-h20-96").value.below(limit(2400, 0)), Truth::Yes);
    assert_eq!(density("nvidia-a10").below(limit(32, 1)), Truth::Yes);
    assert_eq!(density("nvidia-l20").below(limit(32, 1)), Truth::Yes);
    assert_eq!(density("nvidia-rtx-6000d").below(limit(32, 1)), Truth::Yes);
    assert_eq!(tpp("nvidia-a30").value.at_least(limit(2400, 0)), Truth::Yes);
    assert!(tpp("amd-mi308x").value.is_unknown(), "nobody published it");
    assert_eq!(catalogue().accelerator("huawei-ascend-910b2").unwrap().designer_country, Some(Country::CN));
    let bandwidth = catalogue().accelerator("amd-mi300x").unwrap().dram_bandwidth_gbs.value;
    assert_eq!(bandwidth, Range::exactly(limit(5300, 0)), "AMD's 5.3 TB/s, not a database's 10.3");
}

#[test]
fn faults_name_file_row_and_column() {
    // (table, what stands there, what is put in its place, column, the fault's words)
    let faults = [
        (
            "accelerators-nvidia.csv",
            "15840@nvp",
            "15840",
            "tpp",
            "\"15840\" has no source; write value@key, the key from sources.csv",
        ),
        (
            "accelerators-nvidia.csv",
            "15840@nvp",
            "0@nvp",
            "tpp",
            "\"0\" is not above zero; leave the cell empty where the figure is unknown",
        ),
        ("accelerators-nvidia.csv", "15840@nvp", "1@moon", "tpp", "source \"moon\" is not in sources.csv"),
        (
            "accelerators-nvidia.csv",
            "15840@nvp",
            "17000@nvp",
            "tpp_computed",
            "the published 17000 and the computed 15832 are more than -3..+6 % apart",
        ),
        ("accelerators-nvidia.csv", "nvidia-h100-pcie", "nvidia-h100-sxm", "id", "\"nvidia-h100-sxm\" stands twice"),
        (
            "accelerators-nvidia.csv",
            "board,sxm,by memory",
            "board,smx,by memory",
            "variant",
            "\"smx\" has no words in words.csv",
        ),
        ("products.csv", "nvidia-b300,8", "nvidia-b301,8", "holds", "\"nvidia-b301\" is no accelerator's id"),
        (
            "part-numbers.csv",
            "card,1,,H100 PCIe,nvl",
            "card,one,,H100 PCIe,nvl",
            "per_unit",
            "\"one\": invalid digit found in string",
        ),
        (
            "makers.csv",
            "NVIDIA,US",
            "NVIDIA,Texas",
            "country",
            "`Texas` is no two-letter country code (ISO 3166-1 alpha-2, such as SG or CN)",
        ),
    ];
    for (file, from, to, column, message) in faults {
        let mut row = 0;
        let files: Vec<(&str, String)> = builtin_files()
            .into_iter()
            .map(|(name, text)| {
                if name != file {
                    return (name, text.to_owned());
                }
                row = text.lines().position(|l| l.contains(from)).unwrap() + 1;
                (name, text.replacen(from, to, 1))
            })
            .collect();
        let fault = Catalogue::parse(files.iter().map(|(n, t)| (*n, t.as_str()))).map(|_| ()).unwrap_err();
        assert_eq!(fault.to_string(), format!("{file}, row {row}, column {column}: {message}"));
    }
    assert!(matches!(Catalogue::parse([("chips.csv", "")]), Err(CatalogueError::UnknownFile { .. })));
    assert!(matches!(Catalogue::parse([]), Err(CatalogueError::MissingFile { file: "sources.csv" })));
}

proptest! {
    #[test]
    fn spelling_does_not_change_the_reading(
        (name, _) in any_name(),
        joins in prop::collection::vec(any::<bool>(), 1..5),
        hyphens in prop::collection::vec(any::<bool>(), 1..5),
        wide in any::<bool>(),
        upper in prop::collection::vec(any::<bool>(), 1..7),
    ) {
        let plain = catalogue().read(&plainly(name), "");
        let other = respell(name, &joins, &hyphens, wide, &upper);
        prop_assert_eq!(&catalogue().read(&other, "").candidates, &plain.candidates, "{}", other);
    }

    /// A name with something glued on is another name, or not certain: never the chip of the shorter name.
    #[test]
    fn a_name_does_not_swallow_a_longer_one((name, ids) in any_name(), glued in "[0-9]{1,2}|[a-fh-wyz]") {
        let longer = format!("{}{glued}", plainly(name));
        let known = names().iter().any(|(n, _)| *n == canonical(&longer));
        let good = catalogue().read(&longer, "");
        let ends_in_letter = plainly(name).ends_with(|c: char| c.is_ascii_alphabetic());
        let joins = glued.starts_with(|c: char| c.is_ascii_alphabetic()) == ends_in_letter;
        // "RTX 4000 Adaz" may still be an "RTX 4000".
        let shorter = names().iter().any(|(n, _)| name.starts_with(&format!("{n} ")));
        if !known && joins && !shorter {
            let same = good.resolution == Resolution::Accelerator && good.candidates.iter().any(|c| ids.contains(c));
            prop_assert!(!same, "{} read as {:?}", longer, good.candidates);
        }
    }

    /// Whatever stands after it, an accelerator that opens the text with its memory is not taken for an accessory.
    #[test]
    fn a_named_accelerator_never_becomes_its_accessory(
        (name, _) in any_name(),
        rest in prop::collection::vec(
            prop::sample::select(vec![
                ", heatsink", " heatsink", " with cable", ", bracket", " for server", " cable for GPU", "散热器", " 配件", ", 2x CPU",
                " network card", ", switch", " compatible", " SXM5", " PCIe", " 8卡", " x 64", " not a GPU", " box", ", NVLink bridge",
            ]),
            0..4,
        ),
    ) {
        let text = format!("{} 80GB{}", plainly(name), rest.concat());
        prop_assert_ne!(catalogue().read(&text, "").resolution, Resolution::NotAccelerator, "{}", text);
    }

    /// Nor does one that is counted, whatever stands before it, unless it is right behind a "for".
    #[test]
    fn a_counted_accelerator_never_becomes_what_stands_before_it(
        (name, _) in any_name(),
        before in prop::sample::select(vec![
            "heatsink", "heatsink for GPU", "cable for A100", "cable and", "network card", "cable for GPU and", "spare parts for server", "散热器",
            "bracket for H100 and", "switch for HGX", "fan", "CPU", "memory for", "power supply",
        ]),
        joint in prop::sample::select(vec![", ", " + ", " / ", "; ", " and ", "，"]),
    ) {
        let text = format!("{before}{joint}8 x {}", plainly(name));
        prop_assert_ne!(catalogue().read(&text, "").resolution, Resolution::NotAccelerator, "{}", text);
    }

    #[test]
    fn counts_are_read_wherever_they_stand(
        n in 1_u64..5000,
        name in prop::sample::select(vec!["RTX 4090", "L40S", "NVIDIA H100 PCIe 80GB", "A800 80G", "MI300X", "Gaudi 3", "昇腾910B3"]),
        form in 0_usize..10,
    ) {
        let text = match form {
            0 => format!("{n}x {name}"),
            1 => format!("{name} x {n}"),
            2 => format!("{n} pcs {name}"),
            3 => format!("{name} {n}张"),
            4 => format!("{n}*{name}"),
            5 => format!("{name}, qty {n}"),
            6 => format!("{name} {n} units"),
            7 => format!("{name} 数量：{n}"),
            8 => format!("{n}块 {name}"),
            _ => format!("{name} ({n} pcs)"),
        };
        // "PCIe x16" is a slot's width.
        prop_assume!(![3080, 3090, 4080, 4090, 5080, 5090].contains(&n), "also names of cards");
        prop_assume!(!(n == 16 && form == 1 && name.contains("PCIe")));
        prop_assert_eq!(catalogue().read(&text, "").count(), Some(n), "{}", text);
    }

    #[test]
    fn a_hull_holds_each_of_its_candidates(picks in prop::collection::btree_set(0_usize..150, 1..6)) {
        let set: Candidates = picks;
        let hull = hull(catalogue(), &set).unwrap();
        for chip in set.iter().filter_map(|n| catalogue().chips.get(*n)).map(|c| &c.accelerator) {
            for (outer, inner) in [
                (&hull.tpp, &chip.tpp),
                (&hull.die_area_mm2, &chip.die_area_mm2),
                (&hull.dram_bandwidth_gbs, &chip.dram_bandwidth_gbs),
            ] {
                prop_assert!(outer.value.lower().is_none_or(|l| inner.value.lower().is_some_and(|i| i >= l)));
                prop_assert!(outer.value.upper().is_none_or(|u| inner.value.upper().is_some_and(|i| i <= u)));
                prop_assert!(outer.origin >= inner.origin);
            }
            prop_assert!(hull.datacenter == chip.datacenter || hull.datacenter.is_unknown());
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,120}", part in "\\PC{0,40}") {
        let good = catalogue().read(&text, &part);
        prop_assert_eq!(good.spec.is_some(), good.resolution == Resolution::Accelerator);
        prop_assert!(good.resolution != Resolution::Unresolved || !good.ask.is_empty());
        prop_assert!(!good.why.is_empty());
    }

    #[test]
    fn words_of_the_trade_in_any_order_are_answered(
        words in prop::collection::vec(prop::sample::select(vec![
            "H100", "8x", "GPU", "server", "cable", "for", "HGX", "DGX", "80GB", "x", "8", "卡", "台", "with", "A10", "L4", "SXM", "PCIe", "，", "NVL72",
            "935-24287-0001-000", "没有", "heatsink", "十", "SYS-821GE-TNHR", "/", "RTX", "4090", "D",
        ]), 0..12),
    ) {
        let good = catalogue().read(&words.join(" "), "");
        prop_assert_eq!(good.spec.is_some(), good.resolution == Resolution::Accelerator);
        prop_assert!(good.resolution != Resolution::Accelerator || !good.candidates.is_empty());
        prop_assert!(good.per_unit.is_some() || !good.ask.is_empty() || good.resolution == Resolution::NotAccelerator);
    }
}
