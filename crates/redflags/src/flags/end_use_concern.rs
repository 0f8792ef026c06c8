//! END-USE-CONCERN: the stated use is military, or one of the weapons that part 744 names.

use std::sync::LazyLock;

use tidewaiter_model::{Finding, Severity};

use crate::assess::{lacks, need};
use crate::words::{Words, plain, says_nothing};
use crate::{About, Assessment, Case, Flag};

pub(super) struct EndUseOfConcern;

static ABOUT: About = About {
    code: "END-USE-CONCERN",
    title: "The stated use is military or a weapon's",
    what: "Looked for whatever the item is. Raised where the end use speaks of military, intelligence, nuclear, missile, chemical or biological weapons uses, in English, Chinese, Malay, Indonesian, Thai and Vietnamese. A sentence that denies the use (\"not for military or nuclear use\", 非军事用途) does not raise it, nor do words that only sound like it (nuclear medicine).",
    why: "Part 744 asks for a licence for such uses for many destinations, also where the item itself is not controlled. A stated use is knowledge.",
    example: "Raised: \"simulation for a missile programme\". Not raised: \"civil use only, not for military purposes\"; \"nuclear magnetic resonance imaging\".",
    unknown: "the end use is empty.",
    needs: "the stated end use",
    cite: "15 CFR 744.2 to 744.4, 744.6, 744.21 and 744.22",
    settle: "Ask what exactly is meant and by whom; check the sections of part 744 for the destination, and do not proceed before it is settled.",
    since: None,
    status: "in force",
};

static CONCERNS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "# Military.
         military; armed forces; army; air force; navy; naval; defence ministry; ministry of defence;
         ministry of defense; defense ministry; weapon; weapons; weaponry; munitions; warfare; battlefield;
         ketenteraan; tentera; militer; persenjataan; senjata; quân sự; quân đội; vũ khí; ทหาร; กองทัพ; อาวุธ; 军事;
         軍事; 军用; 軍用; 军工; 軍工; 军方; 軍方; 军队; 軍隊; 解放军; 解放軍; 国防; 國防; 武器; 武警; 作战;
         # Intelligence.
         signals intelligence; military intelligence; intelligence agency; 情报机构; 军情;
         # Nuclear, missiles, chemical and biological weapons.
         nuclear; thermonuclear; warhead; warheads; uranium enrichment; missile; missiles; hypersonic; hypersonics;
         ballistic; cruise missiles; nerve agent; chemical weapons; biological weapons; nuklear; peluru berpandu;
         hạt nhân; tên lửa; นิวเคลียร์; ขีปนาวุธ; 核武; 核弹; 核彈; 核试验; 核試驗; 导弹; 導彈; 高超音速; 生化武器;
         铀浓缩;",
    )
});

/// What only sounds like it.
const SOUNDS_LIKE: &str = "nuclear medicine; nuclear magnetic; nuclear imaging; nuclear physics; nuclear fusion; nuclear family; \
    nuclear receptor; nuclear receptors; nuclear segmentation; salvation army; army of; navy blue; naval architecture; \
    weapons detection; weapon detection; non nuclear; non military; nonmilitary";

/// Words that deny what follows in the same sentence, and words after which they do not.
const DENIALS: [&str; 16] = [
    "not",
    "no",
    "non",
    "never",
    "without",
    "neither",
    "nor",
    "excludes",
    "excluding",
    "except",
    "prohibited",
    "cannot",
    "bukan",
    "tidak",
    "dilarang",
    "không",
];
const NO_DENIAL_BEFORE: [&str; 10] =
    ["only", "just", "limited", "yet", "disclosed", "stated", "public", "known", "specified", "restricted"];
const DENIALS_RUN_TOGETHER: [&str; 7] = ["非", "不用于", "不得", "不涉及", "禁止", "无军", "ไม่"];

impl Flag for EndUseOfConcern {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn for_any_item(&self) -> bool {
        true
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || lacks([(says_nothing(&case.line.end_use), need::END_USE)]))
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let sentences = case.line.end_use.split(['.', ';', '!', '?', '。', '；', '！', '？']);
    let word = sentences.into_iter().find_map(concern)?;
    let says = format!("The stated end use speaks of a use that part 744 may restrict ({word}).");
    ABOUT.finding(Severity::Review, says, vec![case.cell("end use", &case.line.end_use)])
}

/// The word of concern in one sentence, unless its clause denies it. "Not civil but military" is two clauses.
fn concern(sentence: &str) -> Option<&'static str> {
    let mut text = plain(sentence);
    for phrase in SOUNDS_LIKE.split("; ") {
        text = text.replace(&format!(" {phrase} "), " ");
    }
    text.split(" but ").find_map(|clause| CONCERNS.find_plain(&plain(clause)).filter(|word| !denied(clause, word)))
}

fn denied(clause: &str, word: &str) -> bool {
    let (before, after) = clause.split_once(word).unwrap_or((clause, ""));
    let words: Vec<&str> = before.split_whitespace().collect();
    let denied_before = words.iter().enumerate().any(|(at, w)| {
        let next = words.get(at.saturating_add(1)).copied().unwrap_or_default();
        DENIALS.contains(w) && !NO_DENIAL_BEFORE.contains(&next)
    });
    // "Military use is prohibited", "military use: none".
    let after = plain(after);
    let denied_after = [" prohibited ", " excluded ", " not intended "].iter().any(|phrase| after.contains(phrase))
        || [" no ", " none "].iter().any(|phrase| after.ends_with(phrase));
    denied_before || denied_after || DENIALS_RUN_TOGETHER.iter().any(|denial| before.contains(denial))
}

#[cfg(test)]
mod tests {
    use tidewaiter_model::Control;

    use super::*;
    use crate::testing::Order;

    #[test]
    fn raised_by_uses_of_concern() {
        for text in [
            "simulation for a missile programme",
            "Military imagery analysis",
            "军用仿真",
            "国防项目模型训练",
            "not only civil but military planning",
            "not a nuclear but a military project",
            "End use not disclosed. Nuclear weapons simulation.",
            "analisis ketenteraan",
        ] {
            assert!(Order::ordinary().end_use(text).raises(&EndUseOfConcern).is_some(), "{text}");
        }
    }

    #[test]
    fn raised_for_items_that_are_not_controlled() {
        let order = Order::ordinary().end_use("missile guidance").with(|o| o.control = Control::NotControlled);
        assert_eq!(
            crate::raise_all(&order.case()).iter().map(|f| f.code.as_str()).collect::<Vec<_>>(),
            ["END-USE-CONCERN"]
        );
    }

    #[test]
    fn not_raised_by_denials_and_likenesses() {
        for text in [
            "civil use only, not for military purposes",
            "Will not be used for nuclear, missile, chemical or biological weapons",
            "non-military research",
            "for civil aviation, but not for military use",
            "非军事用途",
            "不用于任何军事、核武器或导弹用途",
            "nuclear magnetic resonance imaging",
            "nuclear medicine at the university hospital",
            "models to combat fraud",
            "Military use is prohibited",
            "Military end use: none",
            "Not for:\n- military\n- nuclear",
            "bukan untuk kegunaan ketenteraan",
            "冠军联赛数据分析",
            "alarmy application",
            "",
        ] {
            assert_eq!(Order::ordinary().end_use(text).raises(&EndUseOfConcern), None, "{text}");
        }
    }

    #[test]
    fn not_assessable_without_an_end_use() {
        let open = Order::ordinary().end_use("n/a");
        assert_eq!(open.lacks(&EndUseOfConcern), ["the end use (column end use)"]);
    }
}
