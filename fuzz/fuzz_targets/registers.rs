//! Every reader of registers, in memory and as a stream: whatever the bytes, no harm, and the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidewaiter_model::{Date, Decimal};
use tidewaiter_ownership::{Found, Records, StakeTable, Stakes, Statements, read_register};

fuzz_target!(|data: &[u8]| {
    let register = read_register("fuzz", data);
    assert_eq!(read_register("fuzz", data), register, "the same bytes, the same register");
    for stake in &register.stakes {
        assert!(!stake.owner.is_empty() && !stake.owned.is_empty(), "everybody is called something");
        assert!(stake.from.is_none_or(|from| stake.to.is_none_or(|to| from <= to)));
        let inside = |bound: Option<Decimal>| bound.is_none_or(|b| b >= Decimal::ZERO && b <= Decimal::ONE_HUNDRED);
        assert!(inside(stake.share.lower()) && inside(stake.share.upper()));
    }
    let mut table = StakeTable::default();
    let _ = table.read_csv("fuzz", data);
    const DAY: Date = Date::constant(2025, 10, 15);
    let mut records = Records::default();
    records.read("fuzz", data);
    let statements = Statements::new(records.finished().stakes, str::to_lowercase);
    let stakes = Stakes::new(register.stakes.clone(), DAY, str::to_lowercase);
    let listed = register.stakes.iter().take(1).map(|s| s.owner.clone()).collect();
    let restricted = stakes.restricted(&listed);
    for stake in register.stakes.iter().take(8) {
        let answer = restricted.answer(&stake.owned);
        assert!(answer.lower <= answer.upper || answer.listed);
        let _ = stakes.controls(&stake.owner, &stake.owned);
        if let Found::One(owned) = statements.find(&stake.owned) {
            let above = statements.above(owned, DAY, 100);
            let _ = (above.controllers(), above.ultimate_owners());
        }
        let found = stakes.integrated(&stake.owner, &stake.owned);
        assert!(found.lower <= found.upper && found.upper <= Decimal::ONE_HUNDRED);
    }
});
