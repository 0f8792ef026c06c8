//! When can goods first be anywhere? Prints what laying the movements out and one question took.
//! `cargo run --release -p tidewaiter-tracing --example reach -- PREFIX DAY RUNS [SITE]`; without a site, from all origins.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

mod common;

use tidewaiter_tracing::{Direction, Role, Timetable};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(prefix), Some(day), Some(runs)) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("give PREFIX of .bin and .roles, DAY as days since 1970, and RUNS".into());
    };
    let (day, runs): (i32, usize) = (day.parse()?, runs.parse()?);
    let world = common::read(&prefix)?;
    let with = |role: Role| {
        (0u32..).zip(&world.roles).filter(|(_, is)| **is == role).map(|(site, _)| site).collect::<Vec<u32>>()
    };
    let (forward, lay_out_ms) = common::median(1, || Timetable::new(&world.flow, Direction::Forward));
    let origins = match arguments.next() {
        Some(site) => vec![site.parse()?],
        None => with(Role::Origin),
    };
    let (reach, reach_ms) = common::median(runs, || forward.reach(&origins, day));
    let numbers: u64 = reach.sites().map(|(site, _)| u64::from(site)).sum();
    let days: i64 = reach.sites().map(|(_, day)| i64::from(day)).sum();
    drop(forward);
    let backward = Timetable::new(&world.flow, Direction::Backward);
    let last = world.flow.movements().last().map_or(day, |m| m.departs);
    let (back, back_ms) = common::median(runs, || backward.reach(&with(Role::Destination), last));
    println!(
        "{{\"rows\":{},\"sites\":{},\"circular_days\":{},\"read_s\":{:.3},\"order_s\":{:.3},\"lay_out_s\":{:.3},\"reach_ms\":{reach_ms:.3},\"reached\":{},\"numbers\":{numbers},\"days\":{days},\"back_ms\":{back_ms:.3},\"back\":{},\"peak_mb\":{}}}",
        world.flow.movements().len(),
        world.flow.sites(),
        world.flow.circular_days().len(),
        world.read_s,
        world.order_s,
        lay_out_ms / 1e3,
        reach.count(),
        back.count(),
        common::peak()
    );
    Ok(())
}
