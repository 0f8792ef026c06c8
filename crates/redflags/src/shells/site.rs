//! SHELL-11: the claimed site cannot run what was bought for it.

use tidewaiter_model::{Decimal, Evidence};

use super::{About, Answer, Indicator, Subject};

pub(super) struct Power;

/// Watts of a whole server for each watt of its accelerators, in tenths, without the building's own: eight H100 of
/// 700 W are 5.6 kW, the DGX H100 with them takes up to 10.2 kW.
///
/// Source: NVIDIA, DGX H100 datasheet (10.2 kW max).
const SERVER_TENTHS: u64 = 18;

const SHORT: &str = "the accelerators alone need more than the site has";
const TIGHT: &str = "with their servers they need more than the site has";
const ENOUGH: &str = "the site has enough";

static ABOUT: About = About {
    code: "SHELL-11",
    title: "The site cannot run what was bought for it",
    what: "The watts of the accelerators ordered for the claimed site (watts of each by the catalogue) against its power and its cooling, whichever is less. Raised where the accelerators alone need more, and where they do with their servers (1.8 times as much).",
    why: "A site shown to inspectors holds dummies or nothing where the goods went on.",
    innocent: "sites are built out in steps, goods are stored before they are installed, and old machines are taken out.",
    example: "Raised: 2,048 accelerators of 700 W (1.4 MW) for a site of 1 MW. Not raised: the same for 5 MW.",
    settle: "The power contract, the operator's confirmation and photographs of the racks with serial numbers.",
    bands: (&[SHORT, TIGHT, ENOUGH], 2, 2),
};

impl Indicator for Power {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, subject: &Subject<'_>) -> Answer {
        let Some(sites) = subject.sites else { return Answer::NotAssessable("a table of sites") };
        if sites.is_empty() {
            return Answer::NotAssessable("a site of its own in the table of sites");
        }
        let mut best: Option<(usize, Answer)> = None;
        for site in sites {
            let least = [site.power_mw, site.cooling_mw].into_iter().flatten().min();
            let Some(limit) = least.and_then(|mw| mw.checked_mul(Decimal::from(1_000_000))) else { continue };
            if site.watts == 0 {
                continue;
            }
            let alone = Decimal::from(site.watts);
            let served = Decimal::from(site.watts.saturating_mul(SERVER_TENTHS) / 10);
            let (rank, band) = if alone > limit {
                (0, SHORT)
            } else if served > limit {
                (1, TIGHT)
            } else {
                (2, ENOUGH)
            };
            let says = format!(
                "accelerators of {} kW were ordered for {}, which has {} kW.",
                site.watts / 1000,
                site.name,
                limit.checked_div(Decimal::from(1000)).unwrap_or_default().round().normalize()
            );
            let evidence = vec![
                Evidence::new(
                    "watts of the accelerators",
                    site.watts.to_string(),
                    format!("{} and the catalogue", subject.book),
                )
                .against(&limit.normalize()),
                Evidence::new(
                    "power or cooling of the site, whichever is less",
                    format!("{} W", limit.normalize()),
                    &site.source,
                ),
            ];
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, Answer::band(band, says, evidence)));
            }
        }
        best.map_or(Answer::NotAssessable("the power of its site, and accelerators that were read"), |(_, answer)| {
            answer
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shells::SiteClaim;
    use crate::shells::testing::Company;

    fn at(power: &str, cooling: &str, watts: u64) -> &'static str {
        let site = SiteClaim {
            name: "Heron DC 1".to_owned(),
            power_mw: power.parse().ok(),
            cooling_mw: cooling.parse().ok(),
            source: "sites.csv, row 2".to_owned(),
            watts,
        };
        Company::ordinary().with(|c| c.sites = Some(vec![site])).band(&Power)
    }

    #[test]
    fn against_the_lesser_of_power_and_cooling() {
        assert_eq!(at("1", "", 1_433_600), SHORT);
        assert_eq!(at("2", "", 1_433_600), TIGHT);
        assert_eq!(at("2", "1", 1_433_600), SHORT);
        assert_eq!(at("5", "5", 1_433_600), ENOUGH);
        assert_eq!(at("1", "", 1_000_000), TIGHT, "just enough for the cards alone");
    }

    #[test]
    fn not_assessable_without_figures() {
        assert_eq!(at("", "", 1_433_600), "");
        assert_eq!(at("1", "1", 0), "", "no accelerator was read");
        assert_eq!(Company::ordinary().with(|c| c.sites = None).band(&Power), "");
        assert_eq!(Company::ordinary().with(|c| c.sites = Some(Vec::new())).band(&Power), "");
    }
}
