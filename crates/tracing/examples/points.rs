//! How many units are from the origins, by three customary rules? Prints the numbers and what each rule took.
//! `cargo run --release -p tidewaiter-tracing --example points -- PREFIX RUNS`
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

mod common;

use tidewaiter_tracing::{Attribution, Sides};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(prefix), Some(runs)) = (arguments.next(), arguments.next()) else {
        return Err("give PREFIX of .bin and .roles, and RUNS".into());
    };
    let runs: usize = runs.parse()?;
    let world = common::read(&prefix)?;
    let sides = Sides::new(world.roles, i32::MIN..=i32::MAX);
    let (rules, order_ms) = common::median(runs, || Attribution::new(&world.flow, &sides, &[]));
    let (pro_rata, pro_rata_ms) = common::median(runs, || rules.pro_rata());
    let (fifo, fifo_ms) = common::median(runs, || rules.fifo());
    let (lifo, lifo_ms) = common::median(runs, || rules.lifo());
    let number = |units: Option<u64>| units.map_or("null".to_owned(), |units| units.to_string());
    println!(
        "{{\"rows\":{},\"read_s\":{:.3},\"order_s\":{:.3},\"plan_ms\":{order_ms:.1},\"pro_rata_ms\":{pro_rata_ms:.1},\"fifo_ms\":{fifo_ms:.1},\"lifo_ms\":{lifo_ms:.1},\"pro_rata\":{},\"fifo\":{},\"lifo\":{},\"peak_mb\":{}}}",
        world.flow.movements().len(),
        world.read_s,
        world.order_s,
        pro_rata.map_or("null".to_owned(), |units| format!("{units:.3}")),
        number(fifo),
        number(lifo),
        common::peak()
    );
    Ok(())
}
