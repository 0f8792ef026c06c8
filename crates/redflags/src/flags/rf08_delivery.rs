//! RF-08: the place of delivery is vague.

use std::sync::LazyLock;

use tidewaiter_model::{Finding, Severity};

use crate::assess::{lacks, need};
use crate::words::{Words, says_nothing};
use crate::{About, Assessment, Case, Flag};

pub(super) struct VagueDelivery;

static ABOUT: About = About {
    code: "RF-08",
    title: "The place of delivery is vague",
    what: "Raised where the ship-to cell says that the place is still open (\"TBD\", \"to be advised\"), or names only a part of the world (\"South East Asia\", 海外) and no country. A store or free zone as the place of delivery is a note: something else must be where the item runs.",
    why: "Vague delivery dates, or delivery to out-of-the-way places, leave open where the item ends up.",
    example: "Raised: ship-to \"Asia, site to be advised\". Not raised: \"Asia Square Tower 1, Singapore\". Note: \"Bonded warehouse 7, Port Klang, Malaysia\".",
    unknown: "ship-to is empty.",
    needs: "the place of delivery",
    cite: "15 CFR part 732, Supplement No. 3, (b), red flag 8",
    settle: "Ask for the street address where the item will be installed, and for a day of delivery.",
    since: None,
    status: "in force",
};

static OPEN: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "tbd; tba; tbc; to be advised; to be confirmed; to be determined; to be announced; to be decided;
         will advise; various; multiple locations; several locations; undisclosed; on request; 待定; 另行通知;
         待通知;",
    )
});

static REGIONS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "asia; apac; asean; asia pacific; south east asia; southeast asia; middle east; europe; africa;
         latin america; overseas; abroad; offshore; worldwide; international waters; high seas; third country;
         luar negara; ต่างประเทศ; nước ngoài; 海外; 境外; 国外; 國外; 东南亚; 東南亞; 亚太; 亞太; 中东; 中東;
         第三国; 第三國;",
    )
});

static STORES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "warehouse; bonded; free trade zone; free zone; ftz; freeport; self storage; storage unit; gudang;
         คลังสินค้า; kho ngoại quan; 保税; 保稅; 仓库; 倉庫; 货仓; 貨倉;",
    )
});

impl Flag for VagueDelivery {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, case: &Case<'_>) -> Assessment {
        Assessment::of(raise(case), || {
            lacks([(case.line.ship_to.as_ref().is_none_or(|p| p.text.trim().is_empty()), need::SHIP_TO)])
        })
    }
}

/// The finding, where the line raises the flag.
fn raise(case: &Case<'_>) -> Option<Finding> {
    let place = case.line.ship_to.as_ref()?;
    let evidence = vec![case.cell("ship-to", &place.text)];
    let open = (says_nothing(&place.text) && !place.text.trim().is_empty()) || OPEN.has(&place.text);
    if open || (place.country.is_none() && REGIONS.has(&place.text)) {
        let says = format!("The place of delivery is not settled: \"{}\".", place.text.trim());
        return ABOUT.finding(Severity::Review, says, evidence);
    }
    let store = STORES.find(&place.text)?;
    let says = format!("The place of delivery is a store or free zone ({store}), not a place where the item runs.");
    ABOUT.finding(Severity::Note, says, evidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Order, place};

    fn to(text: &str, code: &str) -> Option<Finding> {
        Order::ordinary().with(|o| o.line.ship_to = Some(place(text, code))).raises(&VagueDelivery)
    }

    #[test]
    fn raised_where_the_place_is_open() {
        for (text, code) in
            [("TBD", ""), ("Malaysia, site to be advised", "MY"), ("South-East Asia", ""), ("东南亚", "")]
        {
            assert_eq!(to(text, code).map(|f| f.severity), Some(Severity::Review), "{text}");
        }
        assert_eq!(to("Bonded warehouse 7, Port Klang", "MY").map(|f| f.severity), Some(Severity::Note));
    }

    #[test]
    fn not_raised_by_places() {
        for (text, code) in
            [("Asia Square Tower 1, Singapore", "SG"), ("Hamburg", "DE"), ("Overijssel", "NL"), ("", "")]
        {
            assert_eq!(to(text, code), None, "{text}");
        }
        assert_eq!(Order::ordinary().with(|o| o.line.ship_to = None).raises(&VagueDelivery), None);
    }

    #[test]
    fn not_assessable_without_a_place() {
        let open = Order::ordinary().with(|o| o.line.ship_to = None);
        assert_eq!(open.lacks(&VagueDelivery), ["the place of delivery (column ship-to)"]);
    }
}
