//! RF-11: the description is of something plainer than what the part number is.

use std::sync::LazyLock;

use tidewaiter_model::{Finding, Resolution, Severity};

use crate::assess::{lacks, need};
use crate::words::{Words, plain};
use crate::{About, Assessment, Case, Flag};

pub(super) struct PlainDescription;

static ABOUT: About = About {
    code: "RF-11",
    title: "The description is of something plainer than the item",
    what: "Raised where the line is read as an accelerator by its part number, while the description speaks only of an adapter, accessories, parts or the like. Where the description itself names the accelerator, a graphics processor or a server, it is not raised.",
    why: "Goods packed or described as something else than they are do not fit their papers; accelerators have moved as \"adapters\" and under made-up brands.",
    example: "Raised: description \"adapter, computer accessories\" with the part number of an H100 card. Not raised: \"NVIDIA H100 PCIe with power adapter\".",
    unknown: "no part number is given.",
    needs: "the description and the part number",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 11",
    settle: "Compare description, part number and label with the maker's own; have the description put right on every paper before the goods move.",
    since: None,
    status: "in force",
};

static PLAINER: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "adapter; adapters; adaptor; adaptors; accessory; accessories; spare parts; computer parts; pc parts;
         electronic parts; components; controller; controllers; memory module; sample; samples; consumer goods;
         video card parts; aksesori; phụ kiện; อุปกรณ์เสริม; 配件; 转接卡; 轉接卡; 适配器; 適配器; 零件; 样品; 樣品;
         控制卡;",
    )
});

static NAMES_IT: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "gpu; gpus; accelerator; accelerators; tensor core; graphics processor; server; servers; hgx; dgx; mgx; sxm;
         oam; 加速卡; 加速器; 服务器; 伺服器; 算力; 八卡; 模组;",
    )
});

impl Flag for PlainDescription {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || {
            let read = case.good.resolution == Resolution::Accelerator;
            let (number, words) = (&case.line.part_number, &case.line.description);
            lacks([
                (case.good.resolution == Resolution::Unresolved, need::ITEM),
                (read && number.trim().is_empty(), "the part number (column part number)"),
                (read && words.trim().is_empty(), "the description (column description)"),
            ])
        })
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let description = &case.line.description;
    if case.good.resolution != Resolution::Accelerator || case.line.part_number.trim().is_empty() {
        return None;
    }
    let plainer = PLAINER.find(description)?;
    let text = plain(description);
    let spec = case.good.spec.as_ref();
    // A model's name is the word of it that holds both letters and digits: H100, MI300X, L40S.
    let name = spec.map(|s| plain(&s.name)).unwrap_or_default();
    let model = |word: &str| word.chars().any(char::is_numeric) && word.chars().any(char::is_alphabetic);
    let named = name.split(' ').any(|word| model(word) && text.contains(&format!(" {word} ")));
    if named || NAMES_IT.find_plain(&text).is_some() {
        return None;
    }
    let item = spec.map_or("an accelerator", |s| s.name.as_str());
    let says = format!("The description speaks of \"{plainer}\", the part number is of {item}.");
    let evidence = vec![case.cell("description", description), case.cell("part number", &case.line.part_number)];
    ABOUT.finding(Severity::Review, says, evidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Order;

    fn described(text: &str) -> Option<Finding> {
        Order::ordinary().with(|o| o.line.description = text.to_owned()).raises(&PlainDescription)
    }

    #[test]
    fn raised_where_the_words_are_plainer_than_the_number() {
        for text in ["Adapter", "graphics card accessories", "电脑配件", "PCIe adaptor (sample)"] {
            assert_eq!(described(text).map(|f| f.evidence.len()), Some(2), "{text}");
        }
    }

    #[test]
    fn not_raised_where_the_item_is_named() {
        for text in
            ["NVIDIA H100 PCIe with power adapter", "GPU server incl. accessories", "H100加速卡 配件", "", "PCIe card"]
        {
            assert_eq!(described(text), None, "{text}");
        }
    }

    #[test]
    fn not_raised_by_real_adapters() {
        let adapter = Order::ordinary().with(|o| {
            o.line.description = "network adapter".to_owned();
            o.good.resolution = Resolution::NotAccelerator;
        });
        assert_eq!(adapter.raises(&PlainDescription), None);
        let no_number = Order::ordinary().with(|o| {
            o.line.description = "adapter".to_owned();
            o.line.part_number = String::new();
        });
        assert_eq!(no_number.raises(&PlainDescription), None);
    }

    #[test]
    fn not_assessable_without_a_part_number_or_words() {
        let open = Order::ordinary().with(|o| o.line.part_number.clear());
        assert_eq!(open.lacks(&PlainDescription), ["the part number (column part number)"]);
        let wordless = Order::ordinary().with(|o| o.line.description.clear());
        assert_eq!(wordless.lacks(&PlainDescription), ["the description (column description)"]);
        let unread = Order::ordinary().with(|o| o.good = tidewaiter_model::Good::unresolved("", ""));
        assert_eq!(unread.lacks(&PlainDescription), ["an item that can be read (description or part number)"]);
    }
}
