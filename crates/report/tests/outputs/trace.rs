//! Where goods went, in every output: looked at as snapshots, well-formed whatever strangers write.

use insta::assert_snapshot;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use tidewaiter_model::trace::TraceAnswer;
use tidewaiter_report::{Style, json, trace};

use crate::hostile::{check_page, check_text, nasty, written};
use crate::sample::trace as sample;

fn table(answer: &TraceAnswer, width: usize, unicode: bool) -> String {
    trace::table(answer, &Style { width, colour: false, unicode })
}

/// All elements are closed in order, no attribute stands twice, every entity is known; how many there are of each name.
fn elements(xml: &str) -> std::collections::BTreeMap<String, usize> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut found = std::collections::BTreeMap::new();
    let mut open = 0_usize;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                open += 1;
                *found.entry(element.name().as_ref().to_owned()).or_default() += 1;
                element.attributes().for_each(|attribute| drop(attribute.unwrap()));
            }
            Event::Empty(element) => {
                *found.entry(element.name().as_ref().to_owned()).or_default() += 1;
                element.attributes().for_each(|attribute| drop(attribute.unwrap()));
            }
            Event::End(_) => open -= 1,
            Event::GeneralRef(name) => {
                assert!(["amp", "lt", "gt", "quot"].contains(&name.as_ref()), "{name:?}");
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0);
    found
}

#[test]
fn tables() {
    assert_snapshot!("trace_hub_110", table(&sample::hub(), 110, true));
    assert_snapshot!("trace_hub_60_ascii", table(&sample::hub(), 60, false));
    assert_snapshot!("trace_nothing_80", table(&sample::nothing(), 80, true));
}

#[test]
fn files_of_other_programs() {
    let hub = sample::hub();
    assert_snapshot!("trace_hub_json", written(|out| json::trace(&hub, false, out)));
    assert_snapshot!("trace_hub_routes_csv", trace::routes(&hub).unwrap());
    assert_snapshot!("trace_hub_graphml", trace::graphml(&hub));
    assert_snapshot!("trace_hub_ftm", trace::ftm(&hub));
    let line = written(|out| json::trace(&hub, true, out));
    assert_eq!(line.matches('\n').count(), 1);
}

#[test]
fn drawings() {
    assert_snapshot!("trace_hub_sankey", trace::sankey(&sample::hub()));
    assert_snapshot!("trace_direct_sankey", trace::sankey(&sample::direct()));
    // The land is always the same few thousand points.
    let without_land =
        |map: &str| map.lines().filter(|line| !line.contains("stroke=\"#b4aea1\"")).collect::<Vec<_>>().join("\n");
    assert_snapshot!("trace_hub_map", without_land(&trace::map(&sample::hub())));
    assert_snapshot!("trace_nothing_map", without_land(&trace::map(&sample::nothing())));
}

#[test]
fn page() {
    let page = trace::html(&sample::hub());
    let drawing = |part: &str| part.split("</section>").skip(1).collect::<String>();
    let without_drawings: Vec<String> = page
        .split("<section class=\"drawing\">")
        .enumerate()
        .map(|(at, part)| if at == 0 { part.to_owned() } else { drawing(part) })
        .collect();
    assert_snapshot!("trace_hub_html", without_drawings.join("\n").replace("><", ">\n<"));
}

#[test]
fn every_world_is_drawn_well_formed() {
    for answer in
        [sample::hub(), sample::nothing(), sample::direct(), sample::world(12), sample::world(40), sample::world(200)]
    {
        check_page(&trace::html(&answer));
        elements(&trace::map(&answer));
        elements(&trace::sankey(&answer));
        let graph = elements(&trace::graphml(&answer));
        assert_eq!(graph.get("node").copied().unwrap_or(0), answer.sites.len());
        assert_eq!(graph.get("edge").copied().unwrap_or(0), answer.legs.len());
    }
}

#[test]
fn the_greatest_numbers_and_days_break_no_drawing() {
    let mut answer = sample::hub();
    for leg in &mut answer.legs {
        (leg.units, leg.at_most, leg.at_least) = (u64::MAX, u64::MAX, u64::MAX);
        (leg.first, leg.last) = (tidewaiter_model::Date::MIN, tidewaiter_model::Date::MAX);
        for month in &mut leg.months {
            (month.units, month.month) = (u64::MAX, tidewaiter_model::Date::MAX);
        }
    }
    // A leg to a site that is not there is left out, not guessed.
    answer.legs[0].to = 99;
    answer.routes[0].sites = vec![0, 99];
    answer.shortages[0].site = 99;
    let page = trace::html(&answer);
    check_page(&page);
    assert!(!page.contains("NaN") && !page.contains("inf\""), "no number is lost");
    assert_eq!(elements(&trace::graphml(&answer)).get("edge"), Some(&(answer.legs.len() - 1)));
}

fn number(line: &str, name: &str) -> f64 {
    let (_, rest) = line.split_once(&format!(" {name}=\"")).unwrap();
    rest.split('"').next().unwrap().parse().unwrap()
}

/// Left, top, right and bottom of every box of the flow drawing.
fn boxes(svg: &str) -> Vec<[f64; 4]> {
    let boxes = svg.lines().filter(|line| line.starts_with("<rect") && line.contains("rx=\"2\""));
    boxes
        .map(|line| {
            let (x, y) = (number(line, "x"), number(line, "y"));
            [x, y, x + number(line, "width"), y + number(line, "height")]
        })
        .collect()
}

/// Left, top, right and bottom of the small texts that stand on a halo, by their widest letters.
fn numbers(svg: &str) -> Vec<[f64; 4]> {
    let texts = svg.lines().filter(|line| line.starts_with("<text") && line.contains("aria-hidden"));
    texts
        .map(|line| {
            let (x, y, size) = (number(line, "x"), number(line, "y"), number(line, "font-size"));
            let text = line.split('>').nth(1).unwrap().split('<').next().unwrap();
            let wide = f64::from(u32::try_from(text.chars().count()).unwrap()) * size * 0.58;
            [x, y - size * 0.8, x + wide, y + size * 0.2]
        })
        .collect()
}

fn apart(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1]
}

#[test]
fn nothing_written_lies_on_a_box_or_on_another_text() {
    for sites in [3, 12, 40, 80, 200] {
        let mut world = sample::world(sites);
        // Every other world has numbers as long as they come.
        let times = if sites % 20 == 0 { 10_000 } else { 1 };
        for leg in &mut world.legs {
            (leg.units, leg.at_most, leg.at_least) = (leg.units * times, leg.at_most * times, leg.at_least * times);
        }
        let drawing = trace::sankey(&world);
        let (boxes, numbers) = (boxes(&drawing), numbers(&drawing));
        assert!(boxes.len() > 1 && boxes.len() < 40, "{}", boxes.len());
        assert!(!numbers.is_empty());
        for (at, a) in boxes.iter().enumerate() {
            assert!(boxes[at + 1..].iter().all(|b| apart(a, b)), "{sites}: {a:?}");
            assert!(numbers.iter().all(|b| apart(a, b)), "{sites}: {a:?}");
        }
        for (at, a) in numbers.iter().enumerate() {
            assert!(numbers[at + 1..].iter().all(|b| apart(a, b)), "{sites}: {a:?}");
        }
        let map = trace::map(&world);
        let codes = self::numbers(&map);
        for (at, a) in codes.iter().enumerate() {
            assert!(codes[at + 1..].iter().all(|b| apart(a, b)), "{sites}: {a:?}");
        }
    }
}

#[test]
fn what_goes_on_between_two_hubs_is_drawn_forward() {
    let mut answer = sample::hub();
    assert_eq!(trace::sankey(&answer).matches("back: ").count(), 2, "one band, written twice");
    answer.legs.retain(|leg| leg.to != 0);
    let mut between = answer.legs[4].clone();
    (between.from, between.to) = (1, 4);
    answer.legs.push(between);
    assert!(!trace::sankey(&answer).contains("back: "));
    // The other way round, too: both hubs are one step from the origins.
    let last = answer.legs.len() - 1;
    (answer.legs[last].from, answer.legs[last].to) = (4, 1);
    answer.legs[0].first = answer.legs[3].last;
    assert!(!trace::sankey(&answer).contains("back: "));
}

#[test]
fn ftm_refers_only_to_what_it_brings() {
    let entities: Vec<Value> =
        trace::ftm(&sample::world(40)).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> =
        entities.iter().filter(|e| e["schema"] == "LegalEntity").map(|e| e["id"].as_str().unwrap()).collect();
    let legs = entities.iter().filter(|entity| entity["schema"] == "EconomicActivity");
    for end in legs.flat_map(|leg| [&leg["properties"]["sender"][0], &leg["properties"]["receiver"][0]]) {
        assert!(ids.contains(&end.as_str().unwrap()), "{end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn strangers_text_breaks_no_trace(texts in proptest::collection::vec(nasty(), 1..8), width in 60usize..200) {
        let mut texts = texts.iter().cycle().cloned();
        let mut next = || texts.next().unwrap_or_default();
        let mut answer = sample::hub();
        (answer.question.from, answer.question.to, answer.question.item) = (vec![next(), next()], vec![next()], next());
        (answer.question.since, answer.question.until) = (next(), next());
        (answer.at_least.amount.value, answer.at_least.amount.currency, answer.at_least.amount.tpp) = (next(), next(), next());
        for site in &mut answer.sites {
            (site.name, site.also) = (next(), vec![next()]);
        }
        for certificate in &mut answer.certificates {
            certificate.arithmetic = next();
            for term in &mut certificate.terms {
                (term.says, term.records) = (next(), vec![next(), next()]);
            }
        }
        for route in &mut answer.routes {
            route.steps = vec![next(), next()];
        }
        for leg in &mut answer.legs {
            leg.records = vec![next()];
        }
        answer.shortages[0].record = next();
        answer.narrowing[0].find_out = next();
        (answer.joins[0].one, answer.joins[0].other, answer.joins[0].why) = (next(), next(), next());
        (answer.left_out[0].why, answer.notes) = (next(), vec![next()]);
        let finding = &mut answer.findings[0];
        (finding.code, finding.says, finding.settle, finding.cite) = (next(), next(), next(), next());
        (finding.evidence[0].what, finding.evidence[0].value) = (next(), next());

        check_page(&trace::html(&answer));
        elements(&trace::sankey(&answer));
        elements(&trace::map(&answer));
        elements(&trace::graphml(&answer));
        check_text(&trace::table(&answer, &Style { width, colour: false, unicode: true }), width);
        let csv = trace::routes(&answer).unwrap();
        prop_assert_eq!(csv.lines().count(), 1 + answer.routes.len());
        for line in trace::ftm(&answer).lines() {
            let entity: Value = serde_json::from_str(line).unwrap();
            prop_assert!(entity["id"].as_str().is_some_and(|id| id.starts_with("tidewaiter-")));
        }
    }
}
