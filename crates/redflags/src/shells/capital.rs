//! SHELL-10: a capital far below what it orders.

use std::collections::BTreeMap;

use tidewaiter_model::{Decimal, Evidence};

use super::{About, Answer, Indicator, Subject};

pub(super) struct Capital;

const THOUSAND: &str = "orders over 1000 times its capital";
const HUNDRED: &str = "orders 100 to 1000 times its capital";
const TEN: &str = "orders 10 to 100 times its capital";
const BELOW: &str = "orders up to 10 times its capital";

static ABOUT: About = About {
    code: "SHELL-10",
    title: "A capital far below what it orders",
    what: "The value of all its orders in the book over its registered or paid-up capital. Raised from 100 times on. Compared where both are in one currency, or by a table of rough rates; not where a currency is not in it; a line without a price only adds to the value.",
    why: "Somebody else pays where a company of a thousand orders for millions.",
    innocent: "in many countries one unit of money is a lawful capital, and parents, banks and lessors pay for machines.",
    example: "Raised: capital SGD 1,000, orders of SGD 12,000,000. Not raised: capital SGD 5,000,000.",
    settle: "How the purchase is financed, and from whose account it is paid.",
    bands: (&[THOUSAND, HUNDRED, TEN, BELOW], 2, 3),
};

impl Indicator for Capital {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn assess(&self, subject: &Subject<'_>) -> Answer {
        let entity = match subject.registered.entity() {
            Ok(entity) => entity,
            Err(needs) => return Answer::NotAssessable(needs),
        };
        let Some(capital) = entity.capital else { return Answer::NotAssessable("its capital") };
        if entity.currency.is_empty() {
            return Answer::NotAssessable("the currency of its capital");
        }
        if subject.trade.value.is_empty() {
            return Answer::NotAssessable("prices with a currency");
        }
        let Some(value) = value_in(subject, &entity.currency) else {
            return Answer::NotAssessable("prices in the currency of its capital");
        };
        let times = |n: i64| capital.checked_mul(Decimal::from(n)).is_some_and(|limit| value > limit);
        let band = if times(1000) {
            THOUSAND
        } else if times(100) {
            HUNDRED
        } else if times(10) {
            TEN
        } else if subject.trade.unpriced > 0 {
            // What was not priced may be the greater part.
            return Answer::NotAssessable("the prices of all its lines");
        } else {
            BELOW
        };
        let in_currency = |n: Decimal| format!("{} {}", n.round().normalize(), entity.currency);
        let says = format!("it ordered for {} with a capital of {}.", in_currency(value), in_currency(capital));
        let foreign = subject.trade.value.iter().any(|(code, _)| *code != entity.currency);
        let rated = if foreign { " and rough rates of data/shells/rates.csv" } else { "" };
        let evidence = vec![
            Evidence::new("capital", in_currency(capital), entity.source.clone()),
            Evidence::new("value of its orders", in_currency(value), format!("{}{rated}", subject.book)),
        ];
        Answer::band(band, says, evidence)
    }
}

/// Units of each currency for one US dollar, in round figures of about 2024: enough to tell a hundred times from ten,
/// and for nothing else. Not checked against a source.
#[must_use]
pub fn rough_rates() -> BTreeMap<String, Decimal> {
    let rows = include_str!("../../../../data/shells/rates.csv").lines().skip(1);
    rows.filter_map(|row| {
        let (code, rate) = row.split_once(',')?;
        Some((code.trim().to_owned(), rate.trim().parse().ok()?))
    })
    .collect()
}

/// All that it ordered, in one currency; `None` where a part cannot be told in it.
fn value_in(subject: &Subject<'_>, currency: &str) -> Option<Decimal> {
    let rate = |code: &str| subject.rates.get(code).copied().filter(|rate| *rate > Decimal::ZERO);
    subject.trade.value.iter().try_fold(Decimal::ZERO, |sum, (code, value)| {
        let value =
            if code == currency { *value } else { value.checked_div(rate(code)?)?.checked_mul(rate(currency)?)? };
        sum.checked_add(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shells::testing::Company;

    fn company(capital: i64, currency: &str) -> Company {
        // Its orders are of 2,000,000 USD.
        Company::ordinary().with(|c| {
            c.entity.capital = Some(capital.into());
            c.entity.currency = currency.to_owned();
        })
    }

    #[test]
    fn in_the_same_currency_only() {
        assert_eq!(company(1_000, "USD").band(&Capital), THOUSAND);
        assert_eq!(company(2_000, "USD").band(&Capital), HUNDRED);
        assert_eq!(company(20_000, "USD").band(&Capital), TEN);
        assert_eq!(company(200_000, "USD").band(&Capital), BELOW);
        assert_eq!(company(0, "USD").band(&Capital), THOUSAND);
        assert_eq!(company(1_000, "SGD").band(&Capital), "");
        assert_eq!(company(1_000, "").band(&Capital), "");
    }

    #[test]
    fn across_currencies_by_a_table_handed_in() {
        let rated = |capital| {
            company(capital, "HKD")
                .with(|c| c.rates = [("USD", 1), ("HKD", 8)].map(|(code, n)| (code.to_owned(), n.into())).into())
                .band(&Capital)
        };
        assert_eq!(rated(15_999), THOUSAND);
        assert_eq!(rated(16_000), HUNDRED);
    }

    #[test]
    fn rough_rates_are_read() {
        let rates = rough_rates();
        assert_eq!(rates.len(), 65);
        assert!(rates.values().all(|rate| *rate > Decimal::ZERO));
        assert_eq!(rates.get("USD"), Some(&Decimal::ONE));
    }

    #[test]
    fn what_is_unpriced_is_not_taken_for_little() {
        assert_eq!(company(200_000, "USD").with(|c| c.trade.unpriced = 1).band(&Capital), "");
        assert_eq!(company(1_000, "USD").with(|c| c.trade.unpriced = 1).band(&Capital), THOUSAND);
    }
}
