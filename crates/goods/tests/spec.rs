//! Spec sheets: what is computed, what stays open and is asked for, and what is refused.

#[cfg(test)]
mod spec {
    use proptest::prelude::*;
    use tidewaiter_goods::read_spec;
    use tidewaiter_model::{Accelerator, Form, Good, Origin, Resolution, Truth};

    const EXAMPLE: &str = include_str!("../../../examples/chip.toml");

    fn good(text: &str) -> Good {
        read_spec("chip.toml", text).unwrap_or_else(|faults| panic!("refused: {faults:?}"))
    }

    fn spec(text: &str) -> Accelerator {
        good(text).spec.map(|s| Accelerator::clone(&s)).expect("figures")
    }

    fn faults(text: &str) -> Vec<String> {
        read_spec("chip.toml", text).map(|_| ()).unwrap_err().iter().map(ToString::to_string).collect()
    }

    /// The one fault of a sheet whose rest is sound.
    fn fault(line: &str) -> String {
        let all = faults(&format!("name = \"X\"\n{line}\n"));
        assert_eq!(all.len(), 1, "{all:#?}");
        all.concat()
    }

    #[test]
    fn the_example_says_all() {
        let read = good(EXAMPLE);
        assert_eq!((read.resolution, read.form, read.count()), (Resolution::Accelerator, Form::Card, Some(1)));
        assert_eq!(read.ask, "");
        let spec = spec(EXAMPLE);
        assert_eq!((spec.tpp.value.to_string(), spec.tpp.origin), ("8000".to_owned(), Origin::Maker));
        assert_eq!(spec.die_area_mm2.value.to_string(), "810..820", "two compute dies and the I/O die, no memory");
        assert_eq!(spec.dram_bandwidth_gbs.value.to_string(), "3200");
        assert_eq!(spec.io_bandwidth_gbs.value.to_string(), "500");
        assert_eq!(
            (spec.datacenter, spec.designer_country.map(|c| c.to_string())),
            (Truth::Yes, Some("US".to_owned()))
        );
    }

    #[test]
    fn a_stack_of_memory_has_a_sheet_of_its_own() {
        let read = good(include_str!("../../../examples/memory.toml"));
        assert_eq!((read.resolution, read.form, read.count()), (Resolution::Memory, Form::Ic, Some(1)));
        assert_eq!((read.spec.is_none(), read.ask.as_str()), (true, ""));
        let memory = read.memory.expect("a stack");
        assert_eq!((memory.density.value.to_string(), memory.density.origin), ("9.44..10.2609".into(), Origin::Maker));
        let open = good("name = \"X\"\n[memory]\nbandwidth_gbs = 800");
        assert!(open.memory.is_some_and(|m| m.density.value.is_unknown()));
        assert!(open.ask.contains("memory.area_mm2"), "{}", open.ask);
        // What belongs to a processor, or to no sheet, is refused.
        let refused = |rest: &str| fault(&format!("[memory]\nbandwidth_gbs = 800\n{rest}"));
        assert!(refused("copackaged = \"yes\"").contains("column memory.copackaged"));
        assert!(refused("area_mm2 = 110\nlayers = 8").contains("no such key"));
        assert!(
            fault("datacenter = \"yes\"\n[memory]\nbandwidth_gbs = 800").contains("column datacenter: no such key")
        );
        assert!(fault("[memory]\nbandwidth_gbs = 9440").contains("divide a figure in gigabits by 8"));
    }

    #[test]
    fn rates_in_bits_are_refused() {
        for (line, says) in [
            ("hbm_bandwidth_gbs = \"4800 Gbit/s\"", "a byte is 8 bits: write 600,"),
            ("hbm_bandwidth_gbs = \"26800 Gb/s\"", "write 3350,"),
            ("hbm_bandwidth_gbs = \"26.8Tbps\"", "give gigabytes a second"),
            ("gddr_bandwidth_gbs = \"1024 GT/s\"", "counts transfers, not bytes"),
            ("io_bandwidth_gbs = \"900 GB/s\"", "write a number without its unit"),
            ("hbm_bandwidth_gbs = 26800\ndram_capacity_gb = 80", "for each GB of memory cannot be"),
            ("gddr_bandwidth_gbs = 14336", "divide a figure in gigabits by 8"),
            ("hbm_bandwidth_gbs = 64000", "divide a figure in gigabits by 8"),
        ] {
            let told = fault(line);
            assert!(told.contains(says), "{line}: {told}");
        }
        assert_eq!(
            spec("name = \"X\"\nhbm_bandwidth_gbs = 8000\ndram_capacity_gb = 288").dram_bandwidth_gbs.value.to_string(),
            "8000"
        );
    }

    #[test]
    fn how_it_is_made_and_what_else_it_is() {
        let text = |rest: &str| format!("name = \"X\"\n{rest}\n");
        assert_eq!(good(&text("z_family = \"5A002\"")).z_family, "5A002");
        assert_eq!(good(&text("z_family = \"none\"")).z_family, "");
        assert!(fault("z_family = \"5A999\"").contains("none of its words"));
        let made = |rest: &str| spec(&text(rest)).fabrication;
        let dies =
            "[[die]]\nnode_nm = 65\nlogic = true\narea_mm2 = 900\n[[die]]\nnode_nm = 5\nlogic = true\narea_mm2 = 90";
        let both = made(&format!("transistors_bn = \"28..32\"\nhbm_bandwidth_gbs = 800\n{dies}"));
        assert_eq!((both.node_nm.value.to_string(), both.non_planar, both.hbm), ("5".into(), Truth::Yes, Truth::Yes));
        assert_eq!(both.transistors_bn.value.to_string(), "28..32");
        let old = made("gddr_bandwidth_gbs = 500\n[[die]]\nnode_nm = 65\nlogic = true\narea_mm2 = 900");
        assert_eq!((old.non_planar, old.hbm), (Truth::No, Truth::No));
        let nothing = made("");
        assert_eq!((nothing.non_planar, nothing.hbm), (Truth::Unknown, Truth::Unknown));
        assert!(nothing.node_nm.value.is_unknown() && nothing.transistors_bn.value.is_unknown());
        assert!(fault("transistors_bn = 80_000_000_000").contains("give billions"));
        assert!(fault("hbm = true\ngddr_bandwidth_gbs = 500").contains("contradicts"));
    }

    #[test]
    fn sparse_rates_never_count() {
        let rate = |rest: &str| {
            let text = format!("name = \"X\"\nprecisions = \"all\"\n[[throughput]]\nbits = 8\n{rest}\n");
            spec(&text).tpp.value.to_string()
        };
        assert_eq!(rate("dense = 300"), "2400");
        assert_eq!(rate("dense = 300\nsparse = 600"), "2400");
        assert_eq!(rate("dense = \"unknown\"\nsparse = 600"), "unknown");
    }

    #[test]
    fn the_published_tpp_rules_where_it_is_higher() {
        let tpp = |head: &str| {
            let text = format!("name = \"X\"\norigin = \"maker\"\n{head}\n[[throughput]]\nbits = 8\ndense = 1979\n");
            let figure = spec(&text).tpp;
            (figure.value.to_string(), figure.origin)
        };
        assert_eq!(tpp("published_tpp = 15840"), ("15840".to_owned(), Origin::Maker));
        assert_eq!(tpp("published_tpp = 15000"), ("15832".to_owned(), Origin::Maker));
        assert_eq!(tpp(""), (">=15832".to_owned(), Origin::Maker), "perhaps there is a faster precision");
        assert_eq!(tpp("precisions = \"some\""), (">=15832".to_owned(), Origin::Maker));
        assert_eq!(tpp("precisions = \"all\""), ("15832".to_owned(), Origin::Maker));
        // A third party's claim: within 6 % of the maker's it is the same; above, both bound.
        let third = "published_tpp_origin = \"third-party\"\nprecisions = \"all\"\npublished_tpp";
        assert_eq!(tpp(&format!("{third} = 16000")), ("15832".to_owned(), Origin::Maker));
        assert_eq!(tpp(&format!("{third} = 31664")), ("15832..31664".to_owned(), Origin::ThirdParty));
        // The maker's own TPP is over all precisions, though a rate is not given.
        let text = "name = \"X\"\norigin = \"maker\"\npublished_tpp = 2368\n[[throughput]]\nbits = 8\n";
        assert_eq!(spec(text).tpp.value.to_string(), "2368");
    }

    #[test]
    fn what_counts_for_the_area() {
        let area = |dies: &str| spec(&format!("name = \"X\"\n{dies}")).die_area_mm2.value.to_string();
        let compute = "[[die]]\narea_mm2 = 100\nnode_nm = 5\nlogic = true\ncount = 8\n";
        assert_eq!(area(compute), "800");
        assert_eq!(area(&format!("{compute}[[die]]\narea_mm2 = 370\nnode_nm = 6\nlogic = true\ncount = 4\n")), "2280");
        assert_eq!(area(&format!("{compute}[[die]]\narea_mm2 = 50\nnode_nm = 65\nlogic = true\n")), "800", "planar");
        assert_eq!(area(&format!("{compute}[[die]]\narea_mm2 = 50\nnode_nm = 5\nlogic = false\n")), "800", "memory");
        // Between 10 and 28 nm there are both kinds; a die of unsaid kind counts perhaps.
        assert_eq!(area(&format!("{compute}[[die]]\narea_mm2 = 50\nnode_nm = 14\nlogic = true\n")), "800..850");
        assert_eq!(
            area(&format!("{compute}[[die]]\narea_mm2 = 50\nnode_nm = 14\nplanar = false\nlogic = true\n")),
            "850"
        );
        assert_eq!(area(&format!("{compute}[[die]]\narea_mm2 = 50\nnode_nm = 5\n")), "800..850");
        assert_eq!(area("[[die]]\narea_mm2 = \"700..800\"\nnode_nm = 5\nlogic = true\n"), "700..800");
        assert_eq!(area("[[die]]\narea_mm2 = \">=700\"\nnode_nm = 5\nlogic = true\n"), ">=700");
        assert_eq!(area("[[die]]\nnode_nm = 5\nlogic = true\n"), ">=0");
        // Nothing that counts: no density, rather than one of nothing.
        assert_eq!(area("[[die]]\narea_mm2 = 50\nplanar = true\nlogic = true\n"), "unknown");
        assert_eq!(area(""), "unknown");
    }

    #[test]
    fn what_is_missing_is_asked_by_its_key() {
        let read = good("name = \"X\"");
        for key in [
            "[[throughput]]",
            "published_tpp",
            "[[die]]",
            "datacenter",
            "hbm_bandwidth_gbs",
            "io_bandwidth_gbs",
            "designer_country",
            "form",
            "count",
        ] {
            assert!(read.ask.contains(key), "{key}: {}", read.ask);
        }
        assert!(read.spec.is_some_and(|s| s.tpp.value.is_unknown()));
        let read =
            good("name = \"X\"\n[[throughput]]\nbits = 8\ndense = 100\n[[die]]\nname = \"core\"\nlogic = true\n");
        assert!(read.ask.contains("precisions = \"all\""), "{}", read.ask);
        assert!(read.ask.contains("whether the die core is planar (die.planar)"), "{}", read.ask);
        assert!(read.ask.contains("the area of the die core (die.area_mm2)"), "{}", read.ask);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let die = |rest: &str| fault(&format!("[[die]]\n{rest}"));
        let rate = |rest: &str| fault(&format!("[[throughput]]\n{rest}"));
        let all = [
            die("area_mm2 = 0"),
            die("area_mm2 = -814"),
            die("area_mm2 = 814e6"),
            die("area_mm2 = \"800..700\""),
            die("area_mm2 = \"814 mm2\""),
            die("area_mm2 = nan"),
            die("node_nm = 5\nplanar = true"),
            die("node_nm = 65\nplanar = false"),
            die("count = 0"),
            die("count = 1.5"),
            fault("hbm_bandwidth_gbs = 3_200_000"),
            fault("io_bandwidth_gbs = \"900..900_000\""),
            fault("dram_capacity_gb = 96_000_000"),
            rate("bits = 8\ndense = 1_979_000_000"),
            rate("bits = 8\ndense = 0"),
            rate("bits = 8\nsparse = 3958"),
            rate("bits = 8\ndense = 3958\nsparse = 1979"),
            rate("dense = 1979"),
            rate("bits = 0\ndense = 1979"),
            fault("published_tpp = -1"),
            fault("published_tpp = 1e99"),
            fault("[[throughput]]\nbits = 8\ndense = 9000\n[[die]]\narea_mm2 = 8.14\nnode_nm = 4\nlogic = true"),
            fault("tflops = 1979"),
            die("area = 814"),
            fault("die = 814"),
            fault("[die]\narea_mm2 = 814"),
            fault("datacenter = \"perhaps\""),
            fault("form = \"gpu\""),
            fault("designer_country = \"Texas\""),
            fault("maker = 7"),
            fault("origin = \"me\""),
            fault("name = \"Y\""),
            fault("x = = 1"),
            faults("maker = \"Y\"").concat(),
            faults("name = \" \"").concat(),
        ];
        insta::assert_snapshot!("refused", all.join("\n"));
    }

    #[test]
    fn every_fault_of_a_sheet_is_told_once_in_order() {
        let all = faults("name = \"X\"\nnmae = 1\n[[die]]\narea_mm2 = 0\n[[throughput]]\nbits = 8\nsparse = 5\n");
        assert_eq!(all.len(), 3, "{all:#?}");
        for (fault, line) in all.iter().zip(["row 2, column nmae", "row 4, column die.area_mm2", "row 7"]) {
            assert!(fault.contains(line), "{fault}");
        }
    }

    #[test]
    fn a_sheet_too_long_or_too_deep_is_refused() {
        assert!(faults(&"#\n".repeat(600_000)).concat().contains("longer than 1 MB"));
        assert!(!faults(&format!("name = {}", "[".repeat(100_000))).is_empty());
    }

    proptest! {
        /// Against the definition: the greatest of dense × bits, and the area of what counts.
        #[test]
        fn figures_are_those_of_the_definition(
            rates in prop::collection::vec((1_u32..=64, 1_u32..100_000, 1_u32..3), 1..6),
            dies in prop::collection::vec((1_u32..900, any::<bool>(), any::<bool>(), 1_u32..9), 1..6),
        ) {
            let mut text = "name = \"X\"\nprecisions = \"all\"\n".to_owned();
            for (bits, dense, times) in &rates {
                text += &format!("[[throughput]]\nbits = {bits}\ndense = {dense}\nsparse = {}\n", dense * times);
            }
            for (area, planar, logic, count) in &dies {
                text += &format!("[[die]]\narea_mm2 = {area}\nplanar = {planar}\nlogic = {logic}\ncount = {count}\n");
            }
            let tpp = rates.iter().map(|(bits, dense, _)| bits * dense).max().unwrap();
            let area: u32 = dies.iter().filter(|(_, planar, logic, _)| !planar && *logic).map(|(a, _, _, n)| a * n).sum();
            match read_spec("chip.toml", &text) {
                Ok(good) => {
                    let spec = good.spec.unwrap();
                    prop_assert_eq!(spec.tpp.value.to_string(), tpp.to_string());
                    let wanted = if area == 0 { "unknown".to_owned() } else { area.to_string() };
                    prop_assert_eq!(spec.die_area_mm2.value.to_string(), wanted);
                }
                Err(_) => prop_assert!(area > 0 && tpp / area >= 1000, "{text}"),
            }
        }

        /// Taking a line out never makes the figures narrower: less said is less known.
        #[test]
        fn what_is_left_out_never_lowers_a_bound(gone in 0_usize..40) {
            let whole = spec(EXAMPLE);
            let lines: Vec<&str> = EXAMPLE.lines().collect();
            let line = lines.get(gone).copied().unwrap_or_default();
            prop_assume!(!line.starts_with("[["));
            let rest: String = lines.iter().enumerate().filter(|(n, _)| *n != gone).map(|(_, l)| format!("{l}\n")).collect();
            let Ok(part) = read_spec("chip.toml", &rest) else { return Ok(()) };
            let part = part.spec.unwrap();
            // A rate that counts less, or a die that counts less, may lower the upper bound; never TPP's where it is closed.
            prop_assert!(part.tpp.value.upper().is_none_or(|u| whole.tpp.value.upper().is_some_and(|w| u >= w)), "{line}");
            prop_assert!(part.datacenter != Truth::No);
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,200}") {
            let _ = read_spec("chip.toml", &text);
        }

        #[test]
        fn any_sheet_of_known_keys_is_answered(
            lines in prop::collection::vec((
                prop::sample::select(vec![
                    "name", "bits", "dense", "sparse", "area_mm2", "node_nm", "planar", "logic", "count", "published_tpp",
                    "hbm_bandwidth_gbs", "form", "[[die]]", "[[throughput]]",
                ]),
                prop::sample::select(vec!["1", "0", "-1", "1e28", "9e99", "inf", "\"<=5\"", "\">=5\"", "\"0..9\"", "true", "[]", "0x10", "\"\""]),
            ), 0..12),
        ) {
            let text: String =
                lines.iter().map(|(k, v)| if k.starts_with('[') { format!("{k}\n") } else { format!("{k} = {v}\n") }).collect();
            if let Err(faults) = read_spec("chip.toml", &text) {
                prop_assert!(!faults.is_empty() && faults.iter().all(|f| f.position.row.is_some() && !f.remedy.is_empty()));
            }
        }
    }
}
