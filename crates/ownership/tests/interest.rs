//! Control by votes and integrated interest, as a caller gets them.

use proptest::prelude::*;
use tidewaiter_model::{Date, Decimal};
use tidewaiter_ownership::{Stakes, Standing, read_stakes};

fn stakes(rows: &str) -> Stakes {
    let (read, _) = read_stakes("s.csv", &format!("owner,owned,share,interest\n{rows}"));
    Stakes::new(read, Date::constant(2025, 10, 15), str::to_lowercase)
}

#[test]
fn votes_of_the_controlled_count() {
    let found = stakes("A,B,60,\nA,C,20,\nB,C,31,\nC,D,>50,\n").controls("A", "D");
    assert_eq!((found.answer, found.witnesses.len()), (Standing::Yes, 4));
    assert_eq!(found.lower, ">50");
    assert_eq!(stakes("A,B,60,\nA,C,20,\nB,C,31,\nC,D,>50,\n").controlled_by("A"), ["B", "C", "D"]);
    // Half is not control, though it is enough for the 50 percent rules.
    assert_eq!(stakes("A,B,50,\n").controls("A", "B").answer, Standing::No);
    assert_eq!(stakes("A,B,50-75,\n").controls("A", "B").answer, Standing::Possible);
    assert_eq!(stakes("A,B,\n").controls("A", "B").answer, Standing::Possible);
    assert_eq!(stakes("A,B,\nQ,B,50,\n").controls("A", "B").answer, Standing::No);
    // Votes go before shares of the same pair.
    assert_eq!(stakes("A,B,90,\nA,B,10,votes\n").controls("A", "B").answer, Standing::No);
    assert_eq!(stakes("A,B,10,\nA,B,90,votes\n").controls("A", "B").answer, Standing::Yes);
    assert_eq!(stakes("A,B,90,control\n").controls("A", "B").answer, Standing::No);
    assert_eq!(stakes("A,B,90,\n").controls("A", "Nowhere").answer, Standing::No);
}

#[test]
fn integrated_interest_of_known_structures() {
    let of = |rows: &str, owner: &str, company: &str| {
        let found = stakes(rows).integrated(owner, company);
        (found.lower.to_string(), found.upper.to_string())
    };
    let is = |low: &str, high: &str| (low.to_owned(), high.to_owned());
    assert_eq!(of("A,B,50,\nB,C,50,\n", "A", "C"), is("25", "25"), "a chain multiplies");
    assert_eq!(of("A,B,50,\nA,C,10,\nB,C,40,\n", "A", "C"), is("30", "30"), "paths add up");
    assert_eq!(of("A,B,>25-50,\nB,C,50-75,\n", "A", "C"), is("12.5", "37.5"), "bands");
    assert_eq!(of("A,B,,\n", "A", "B"), is("0", "100"));
    assert_eq!(of("A,B,100,\nB,A,100,\n", "A", "B"), is("100", "100"), "not 200 (BODS fixture 10)");
    assert_eq!(of("A,B,40,\nB,B,20,\n", "A", "B"), is("50", "50"), "own shares belong to the others");
    assert_eq!(
        of("A,B,30,\nB,C,60,\nC,B,50,\n", "A", "C"),
        is("25.71428571", "25.71428571"),
        "0.3 * 0.6 / (1 - 0.6 * 0.5)"
    );
    assert_eq!(of("A,B,30,\n", "B", "A"), is("0", "0"));
    assert_eq!(of("A,B,140,\n", "A", "B"), is("0", "100"), "an unread share is unknown");
    assert_eq!(of("A,B,90,\nQ,B,90,\n", "A", "B"), is("90", "90"), "shares over 100 are kept");
}

/// Two circles of 100 percent that hold each other wholly have no outside owner.
#[test]
fn closed_circles_end() {
    let found = stakes("A,B,1,\nB,C,100,\nC,B,99,\n").integrated("A", "C");
    assert_eq!((found.lower, found.upper), (Decimal::ONE_HUNDRED, Decimal::ONE_HUNDRED));
    let stakes = stakes("X,Y,100,\nY,X,100,\nA,B,10,\n");
    assert_eq!(stakes.integrated("A", "X").upper, Decimal::ZERO);
}

proptest! {
    /// The fixpoint against the rule repeated until nothing changes, on exact shares.
    #[test]
    fn control_agrees_with_the_rule_repeated(
        rows in proptest::collection::btree_map(("[A-E]", "[A-E]"), 0u32..=60, 0..12),
    ) {
        let text: String = rows.iter().map(|((a, b), share)| format!("{a},{b},{share},\n")).collect();
        let stakes = stakes(&text);
        let mut held = vec!["A".to_owned()];
        loop {
            let before = held.len();
            for company in ["B", "C", "D", "E"] {
                let sum: u32 = rows.iter().filter(|((a, b), _)| b == company && held.contains(a)).map(|(_, s)| s).sum();
                if sum > 50 && !held.iter().any(|h| h == company) {
                    held.push(company.to_owned());
                }
            }
            if held.len() == before { break; }
        }
        for company in ["B", "C", "D", "E"] {
            let expected = if held.iter().any(|h| h == company) { Standing::Yes } else { Standing::No };
            prop_assert_eq!(stakes.controls("A", company).answer, expected);
        }
        held.retain(|h| h != "A");
        held.sort();
        prop_assert_eq!(stakes.controlled_by("A"), held);
    }
}
