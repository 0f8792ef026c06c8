//! How long both bounds take on made-up flows of growing size: the median of five runs, in milliseconds; and once
//! each what explains them: both certificates, both assignments, counts of three sites' stock.
//!
//! `cargo run --release -p tidewaiter-tracing --example bounds -- 1000 50000 5000000`: the days that the
//! flow takes, then any number of sizes; the more days, the more often goods wait between two movements. Few sites do
//! most of the trade (a power law); they send what they have, makers and a few others also what no record shows; goods
//! are under way for up to six days; 3 % of the sites are origins, 3 % other makers, 5 % destinations.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a generator of made-up numbers"
)]

use std::time::Instant;

use tidewaiter_tracing::{Assumed, Extreme, Flow, Interval, Movement, Role, Serials, Sides};

/// Marsaglia's xorshift64*.
struct Draws(u64);

impl Draws {
    fn share(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: u32) -> u32 {
        (self.share() * f64::from(end)) as u32
    }

    /// A site by a power law with exponent 1.6, the first the most often.
    fn site(&mut self, sites: u32) -> u32 {
        let least = f64::from(sites).powf(-0.6);
        let place = (least + (1.0 - least) * self.share()).powf(-1.0 / 0.6);
        (place as u32).saturating_sub(1).min(sites - 1)
    }
}

/// Roles as if drawn: a site's size tells nothing of its role.
fn role(site: u32) -> (Role, bool) {
    match (site.wrapping_mul(2_654_435_761) >> 16) % 100 {
        0..3 => (Role::Origin, false),
        3..8 => (Role::Destination, false),
        8..11 => (Role::Between, true),
        _ => (Role::Between, false),
    }
}

fn movements(count: u32, sites: u32, days: u32) -> Vec<Movement> {
    let mut draws = Draws(88_172_645_463_325_252);
    let mut stock = vec![0_u32; sites as usize];
    let mut movements = Vec::with_capacity(count as usize);
    for record in 0..count {
        let departs = (u64::from(record) * u64::from(days) / u64::from(count)) as i32;
        loop {
            let (from, to) = (draws.site(sites), draws.site(sites));
            let (role, maker) = role(from);
            let mut units = 1 + draws.below(64);
            let Some(held) = stock.get_mut(from as usize) else { continue };
            if role == Role::Between && !maker && draws.below(100) > 0 {
                units = units.min(*held);
            }
            if from == to || units == 0 {
                continue;
            }
            *held = held.saturating_sub(units);
            if let Some(held) = stock.get_mut(to as usize) {
                *held = held.saturating_add(units);
            }
            let arrives = departs + draws.below(7).cast_signed();
            movements.push(Movement { departs, arrives, from, to, units, record });
            break;
        }
    }
    movements
}

fn main() {
    let sizes: Vec<u32> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let Some((days, sizes)) = sizes.split_first() else { return };
    println!(
        "movements  order  bounds  certificates  assignments  counts | at least   at most   arrived  short | peak MB"
    );
    for count in sizes.iter().copied() {
        let sites = (count / 25).max(10);
        let sides = Sides::new((0..sites).map(|site| role(site).0).collect(), i32::MIN..=i32::MAX);
        let made = movements(count, sites, *days);
        let started = Instant::now();
        let flow = Flow::new(made);
        let order = started.elapsed().as_millis();
        let (serials, assumed) = (Serials::default(), Assumed::default());
        let mut times = Vec::new();
        let mut last = None;
        for _ in 0..5 {
            drop(last.take());
            let started = Instant::now();
            last = Some(Interval::of(&flow, &sides, &serials, &assumed));
            times.push(started.elapsed().as_millis());
        }
        times.sort_unstable();
        let (Some(interval), Some(median)) = (last, times.get(2)) else { continue };
        let peak = peak_megabytes();
        let started = Instant::now();
        let sums: Vec<u64> = [Extreme::Least, Extreme::Most].map(|e| interval.certificate(e, &flow).sum()).to_vec();
        let certificates = started.elapsed().as_millis();
        let started = Instant::now();
        let assigned: usize = [Extreme::Least, Extreme::Most].map(|e| interval.assignment(e, &flow).len()).iter().sum();
        let assignments = started.elapsed().as_millis();
        let started = Instant::now();
        let _ = interval.narrowing(&flow, 3);
        let counts = started.elapsed().as_millis();
        let (least, most) = (interval.at_least().units, interval.at_most().units);
        assert_eq!((sums, assigned), (vec![least, most], 2 * flow.movements().len()), "a certificate does not add up");
        let (arrived, short) = (interval.arrived(), interval.shortages().len());
        println!(
            "{count:>9} {order:>6} {median:>7} {certificates:>13} {assignments:>12} {counts:>7} | {least:>8} {most:>9} {arrived:>9} {short:>6} | {peak}"
        );
    }
}

/// The most memory that the program has held, as Linux tells it; 0 elsewhere.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default() / 1024
}
