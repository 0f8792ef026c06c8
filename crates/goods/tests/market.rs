//! How well market strings are read: precision and recall on a labelled corpus written for this.
//!
//! `cargo test -p tidewaiter-goods --test market -- --nocapture` prints the table.

use tidewaiter_goods::Catalogue;
use tidewaiter_model::{Good, Resolution};

/// Strings that are read otherwise than labelled, and why that stands. None of them clears an accelerator.
const KNOWN: [(&str, &str); 7] = [
    ("拆机 A100 SXM4 40G 模组", "模组 is also a board of eight, so that the count is asked"),
    ("昇腾 910C 模组 384颗", "模组 is also a board of eight, so that the count is asked"),
    ("a dozen RTX 4090", "behind the article a bare number right before a name is not counted"),
    ("NVL72 rack GB200 x 3", "the 3 may count racks or accelerators, so that the count is asked"),
    ("H100 PCIe 转接线", "only an accessory right behind the name is taken for what is sold"),
    ("A100 水冷头 50个", "a count behind the accessory may be the accelerator's"),
    ("GPU支架 铝合金", "only an accessory at the text's end is taken for what is sold"),
];

#[derive(Debug)]
struct Case {
    text: String,
    part_number: String,
    reads: String,
    accelerators: Vec<String>,
    count: Option<u64>,
    form: String,
}

fn corpus() -> Vec<Case> {
    let mut reader = csv::Reader::from_reader(include_str!("market_strings.csv").as_bytes());
    reader
        .records()
        .filter_map(Result::ok)
        .map(|record| {
            let cell = |n: usize| record.get(n).unwrap_or_default().to_owned();
            let mut accelerators: Vec<String> =
                cell(3).split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect();
            accelerators.sort();
            let count = cell(4).parse().ok();
            Case { text: cell(0), part_number: cell(1), reads: cell(2), accelerators, count, form: cell(5) }
        })
        .collect()
}

fn reads(good: &Good) -> &'static str {
    match good.resolution {
        Resolution::Accelerator => "accelerator",
        Resolution::Memory => "memory",
        Resolution::NotAccelerator => "not-accelerator",
        Resolution::Unresolved => "unresolved",
    }
}

/// Every row reads as labelled; what does not is a fault of the reader or of the label, and is printed.
#[test]
fn the_corpus_reads_as_labelled() {
    let catalogue = Catalogue::builtin().expect("the built-in catalogue is valid");
    let cases = corpus();
    assert_eq!(cases.len(), include_str!("market_strings.csv").lines().count() - 1, "every row of the corpus is CSV");
    let (mut said, mut right, mut meant, mut counted, mut count_right) = (0, 0, 0, 0, 0);
    let (mut stacks_said, mut stacks_right, mut stacks_meant) = (0, 0, 0);
    let mut wrong = Vec::new();
    let mut known: Vec<&str> = KNOWN.iter().map(|(text, _)| *text).collect();
    let mut dangerous = Vec::new();
    for case in &cases {
        let good = catalogue.read(&case.text, &case.part_number);
        let is = good.resolution == Resolution::Accelerator;
        let should = case.reads == "accelerator";
        let (is_memory, memory) = (good.resolution == Resolution::Memory, case.reads == "memory");
        let same = good.candidates == case.accelerators;
        said += u32::from(is);
        meant += u32::from(should);
        right += u32::from(is && should && same);
        if should {
            counted += 1;
            count_right += u32::from(is && good.count() == case.count);
        }
        let matches = reads(&good) == case.reads
            && (!(should || memory)
                || (same && good.count() == case.count && (case.form.is_empty() || good.form.as_str() == case.form)));
        stacks_said += u32::from(is_memory);
        stacks_meant += u32::from(memory);
        stacks_right += u32::from(is_memory && memory && same);
        if (should || memory) && good.resolution == Resolution::NotAccelerator {
            dangerous.push(case.text.clone());
        }
        let before = known.len();
        if !matches {
            known.retain(|text| *text != case.text);
        }
        if !matches && known.len() == before {
            wrong.push(format!(
                "{:?} {:?}: expected {} {:?} {:?} {}; read {} {:?} {:?} {} because {} | {}",
                case.text,
                case.part_number,
                case.reads,
                case.accelerators,
                case.count,
                case.form,
                reads(&good),
                good.candidates,
                good.count(),
                good.form.as_str(),
                good.why,
                good.ask
            ));
        }
    }
    println!(
        "{} strings; accelerators: precision {right}/{said}, recall {right}/{meant}; counts {count_right}/{counted}",
        cases.len()
    );
    println!("memory sold by itself: precision {stacks_right}/{stacks_said}, recall {stacks_right}/{stacks_meant}");
    for line in &wrong {
        println!("{line}");
    }
    assert!(dangerous.is_empty(), "an accelerator read as none: {dangerous:?}");
    for (text, why) in KNOWN {
        println!("read otherwise than labelled: {text}: {why}");
    }
    assert!(known.is_empty(), "now read as labelled; take them out of KNOWN: {known:?}");
    assert!(wrong.is_empty(), "{} of {} strings read otherwise than labelled", wrong.len(), cases.len());
}
