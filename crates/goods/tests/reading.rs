//! One test a rule of reading: what is read, and that the answer says why and what to ask.

use tidewaiter_goods::Catalogue;
use tidewaiter_model::{Decimal, Form, Good, Resolution, Truth};

fn read(description: &str, part_number: &str) -> Good {
    Catalogue::builtin()
        .map(|c| c.read(description, part_number))
        .unwrap_or_else(|e| Good::unresolved(e.to_string(), ""))
}

#[test]
fn eight_times_a_board_of_eight_is_one_board() {
    let good = read("8x HGX H200 141GB", "");
    assert_eq!((good.per_unit, good.units, good.form), (Some(8), 1, Form::Board));
    assert!(good.why.contains("read as one such board"), "{}", good.why);
    let good = read("8 units of HGX H200 8-GPU", "");
    assert_eq!((good.per_unit, good.units), (Some(8), 8));
    let good = read("16x HGX H100", "");
    assert_eq!(good.count(), None, "16 boards or 16 accelerators");
    assert!(good.ask.contains("How many accelerators are in one unit?"), "{}", good.ask);
}

#[test]
fn several_candidates_give_bounds() {
    let good = read("H100", "");
    let spec = good.spec.expect("an accelerator");
    assert_eq!(spec.name, "NVIDIA H100 (NVL 94GB, PCIe 80GB or SXM5 80GB)");
    assert_eq!(spec.tpp.value.to_string(), "12224..15840");
    assert_eq!(spec.datacenter, Truth::Yes);
    assert_eq!(good.ask, "Which of these is it: NVIDIA H100 (NVL 94GB, PCIe 80GB or SXM5 80GB)?");
    let good = read("RTX PRO 4500 Blackwell", "");
    let spec = good.spec.expect("an accelerator");
    assert_eq!(spec.datacenter, Truth::Unknown, "the server edition is marketed for data centres, the other is not");
}

#[test]
fn memory_that_the_maker_does_not_sell_is_noted() {
    let good = read("RTX 4090 涡轮卡 48G", "");
    assert_eq!(good.candidates, ["nvidia-rtx-4090"]);
    assert!(good.why.contains("48 GB is not a memory size that its maker sells"), "{}", good.why);
}

#[test]
fn a_customer_s_number_reads_as_the_product_s() {
    for (number, id) in [
        ("935-24287-0041-000", "nvidia-h200-sxm"),
        ("935-24287-274F-0R1", "nvidia-h200-sxm"),
        ("935-24287-A840-000", "nvidia-h200-sxm"),
        ("935-24287-A5A1-000", "nvidia-h800-sxm"),
        ("900-2G133-A8A0-000", "nvidia-l20"),
        ("９３５－２４２８７－００４１－０００", "nvidia-h200-sxm"),
        ("935242870041000", "nvidia-h200-sxm"),
    ] {
        let good = read("Generic Part Number", number);
        assert_eq!(good.candidates, [id], "{number}");
        assert_eq!(good.resolution, Resolution::Accelerator);
    }
    let good = read("", "935-24287-00Q0-000");
    assert_eq!(good.resolution, Resolution::Unresolved, "an unknown product of a known family");
    assert!(good.candidates.iter().any(|c| c == "nvidia-h20-96") && good.spec.is_none());
}

#[test]
fn description_and_part_number_in_conflict_are_said() {
    for (text, number) in [
        ("HGX H20 8 GPU", "935-24287-0001-000"),
        ("NVIDIA L20", "900-2G133-0080-000"),
        ("network cable", "900-21010-0000-000"),
        ("NVIDIA H100 PCIe 80GB", "980-9I042-00C000"),
        ("HGX H20 8 GPU 935-24287-0001-000", ""),
    ] {
        let good = read(text, number);
        assert_eq!(good.resolution, Resolution::Unresolved, "{text} {number}");
        assert!(good.ask.contains("Which of the two is right?"), "{}", good.ask);
        assert!(!good.candidates.is_empty());
    }
}

#[test]
fn the_part_number_narrows_the_description() {
    let good = read("NVIDIA H100", "900-21010-0020-000");
    assert_eq!(good.candidates, ["nvidia-h100-nvl"]);
    let good = read("HGX H100", "935-24287-0000-000");
    assert_eq!((good.per_unit, good.units), (Some(8), 1), "its family says eight");
    let good = read("GPU server", "SYS-821GE-TNHR");
    assert_eq!(good.candidates, ["nvidia-b200", "nvidia-h100-sxm", "nvidia-h200-sxm"]);
}

#[test]
fn systems_with_encryption_keep_their_family() {
    assert_eq!(read("DGX H100", "").z_family, "5A002");
    assert_eq!(read("GB200 NVL72", "").z_family, "5A002");
    assert_eq!(read("Generic Part Number", "900-2G530-0370-000").z_family, "4A003");
    assert_eq!(read("H100 PCIe", "").z_family, "");
}

#[test]
fn an_accessory_is_none_only_where_it_is_plain() {
    for text in [
        "H100 heatsink",
        "power cable for RTX 4090",
        "适用于H100的散热器",
        "NVLink switch",
        "GPU cable",
        "GB300 switch tray",
    ] {
        let good = read(text, "");
        assert_eq!(good.resolution, Resolution::NotAccelerator, "{text}: {}", good.why);
    }
    for text in [
        "H100 80GB heatsink",
        "Heatsink for GPU, 8 x H100 SXM5",
        "heatsink, H100",
        "compatible with H100",
        "server for H100",
        "A100 NVLink bridge",
        "cable and A100 80GB",
    ] {
        let good = read(text, "");
        assert_eq!(good.resolution, Resolution::Unresolved, "{text}: {}", good.why);
        assert!(!good.ask.is_empty());
    }
}

#[test]
fn two_accelerators_are_put_on_their_own_lines() {
    for text in ["H100 80GB, A100 80GB", "H100/H200", "1x H100 + 1x A100", "DGX H100 and DGX H200"] {
        let good = read(text, "");
        assert_eq!(good.resolution, Resolution::Unresolved, "{text}");
        assert!(good.ask.contains("own line"), "{text}: {}", good.ask);
        assert!(good.candidates.len() > 1);
    }
}

#[test]
fn a_computer_s_own_memory_is_not_the_accelerator_s() {
    let good = read("H100 80GB SXM5 server, DDR5 64GB x 16, 2x 960GB SSD", "");
    assert_eq!(good.candidates, ["nvidia-h100-sxm"]);
    let good = read("server 64GB DDR5, H100 SXM", "");
    assert_eq!(good.candidates, ["nvidia-h100-sxm"]);
}

#[test]
fn a_text_too_long_for_an_item_is_asked_for_again() {
    let good = read(&format!("cable{}H100", " ".repeat(100_000)), "");
    assert_eq!(good.resolution, Resolution::Unresolved, "{}", good.why);
}

#[test]
fn what_is_missing_is_asked() {
    for text in [
        "AI server",
        "GPU server",
        "Dell PowerEdge R760xa",
        "PowerEdge XE9680 准系统",
        "HGX",
        "",
        "IT equipment",
        "RTX 4090 laptop",
    ] {
        let good = read(text, "");
        assert_eq!(good.resolution, Resolution::Unresolved, "{text}");
        assert!(good.ask.ends_with('?') || good.ask.ends_with('.'), "{text}: {}", good.ask);
    }
}

#[test]
fn machines_are_counted_apart_from_what_is_in_them() {
    for (text, per_unit, units) in [
        ("32x DGX H100", Some(8), 32),
        ("DGX H100 (qty 32)", Some(8), 32),
        ("DGX H100 32台", Some(8), 32),
        ("SYS-821GE-TNHR, 100 units", Some(8), 100),
        ("100x SYS-821GE-TNHR 8x H200", Some(8), 100),
        ("128x HGX H100 8-GPU servers", Some(8), 128),
        ("10台 HGX H100 8卡服务器", Some(8), 10),
        ("8x H100 server", Some(8), 1),
        ("128x H100 server", None, 1),
        ("10台 HGX H100 服务器", None, 10),
        ("4x XE9680 32x H100", Some(8), 4),
        ("H100 cluster 1024 GPUs 128 nodes", Some(8), 128),
        ("SYS-A21GE-NBRT B200 8 GPU server x 4", Some(8), 4),
        ("4x servers with 8x H100", Some(8), 4),
        ("H100 8-GPU server x 4", Some(8), 4),
        ("2 x GB200 NVL72", Some(72), 2),
        ("2 GPU servers H100", None, 1),
    ] {
        let good = read(text, "");
        assert_eq!((good.per_unit, good.units), (per_unit, units), "{text}: {}", good.why);
    }
}

/// Whatever accelerator a text names, the memory in it never makes it memory sold by itself.
#[test]
fn an_accelerator_s_memory_is_not_sold_by_itself() {
    let catalogue = Catalogue::builtin().expect("the built-in catalogue is valid");
    for accelerator in catalogue.accelerators() {
        for words in ["80GB HBM3", "HBM3E 12-Hi stack", "高带宽内存 HBM2E", "SK hynix HBM3 memory", "8颗 HBM3 颗粒"]
        {
            for text in [format!("{} {words}", accelerator.name), format!("{words} {}", accelerator.name)] {
                let good = catalogue.read(&text, "");
                assert!(
                    !matches!(good.resolution, Resolution::Memory | Resolution::NotAccelerator),
                    "{text}: {}",
                    good.why
                );
            }
        }
    }
}

/// Every stack of the catalogue lies above 2 GB/s per mm², so far that no third party's figure leaves it open.
#[test]
fn every_stack_is_dense() {
    let catalogue = Catalogue::builtin().expect("the built-in catalogue is valid");
    for (text, ids) in
        [("HBM", 6), ("HBM2 cube", 1), ("HBM3E / HBM4 stack", 2), ("Flashbolt", 1), ("HBM3 Gen2 stack", 1)]
    {
        let good = catalogue.read(text, "");
        let memory = good.memory.expect(text);
        assert_eq!((good.resolution, good.candidates.len()), (Resolution::Memory, ids), "{text}");
        assert!(memory.density.value.above(Decimal::new(212, 2)).is_yes(), "{text}: {}", memory.density.value);
    }
}

#[test]
fn a_memory_maker_s_part_number_and_other_words() {
    let catalogue = Catalogue::builtin().expect("the built-in catalogue is valid");
    let read = |text: &str, number: &str| catalogue.read(text, number);
    assert_eq!(read("", "KHAA84901B-JC17").candidates, ["samsung-hbm2e"]);
    assert_eq!(read("HBM2 4GB", "H5VR32ESM4H-20C").candidates, ["skhynix-hbm2"]);
    // The two say different makers or things: both are told, and it is asked.
    assert_eq!(read("NVIDIA H100 SXM", "KHAA84901B-JC17").resolution, Resolution::Unresolved);
    assert_eq!(read("heatsink", "KHAA84901B-JC17").resolution, Resolution::Unresolved);
    assert_eq!(read("HBM3 16GB stack", "935-24287-0041-000").resolution, Resolution::Unresolved);
    // Too short to be one of their numbers, or another kind of memory.
    assert_eq!(read("", "KHAA8").resolution, Resolution::Unresolved);
    assert_eq!(read("", "H5AN8G8NAFR-UHC").resolution, Resolution::Unresolved);
}
