//! What both measurements need: movements from the columns that `bench/tracing/make_consignments.py` writes.

use std::fs::File;
use std::io::{BufReader, Read};
use std::time::Instant;

use tidewaiter_tracing::{Flow, Movement, Role};

/// A flow, what each site is, and how long it took.
pub(crate) struct World {
    pub flow: Flow,
    pub roles: Vec<Role>,
    pub read_s: f64,
    pub order_s: f64,
}

/// Read `PREFIX.bin` (day, sender, receiver and units of each movement, 32 bits each, the lowest first) and `PREFIX.roles`
/// (a byte a site: 0 between, 1 origin, 2 destination).
pub(crate) fn read(prefix: &str) -> Result<World, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let path = format!("{prefix}.bin");
    let length = std::fs::metadata(&path)?.len() / 16;
    let mut movements = Vec::with_capacity(usize::try_from(length)?);
    let mut file = BufReader::with_capacity(1 << 20, File::open(&path)?);
    let mut row = [0u8; 16];
    for record in 0..u32::try_from(length)? {
        file.read_exact(&mut row)?;
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = row;
        let day = i32::from_le_bytes([a, b, c, d]);
        movements.push(Movement {
            departs: day,
            arrives: day,
            from: u32::from_le_bytes([e, f, g, h]),
            to: u32::from_le_bytes([i, j, k, l]),
            units: u32::from_le_bytes([m, n, o, p]),
            record,
        });
    }
    let role = |byte: &u8| match byte {
        1 => Role::Origin,
        2 => Role::Destination,
        _ => Role::Between,
    };
    let roles = std::fs::read(format!("{prefix}.roles"))?.iter().map(role).collect();
    let read_s = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let flow = Flow::new(movements);
    Ok(World { flow, roles, read_s, order_s: start.elapsed().as_secs_f64() })
}

/// Do something so often; its last answer, and the median of the milliseconds.
pub(crate) fn median<T>(runs: usize, mut work: impl FnMut() -> T) -> (T, f64) {
    let mut times = Vec::new();
    let mut once = || {
        let start = Instant::now();
        let answer = work();
        times.push(start.elapsed().as_secs_f64() * 1e3);
        answer
    };
    let mut answer = once();
    for _ in 1..runs {
        answer = once();
    }
    times.sort_by(f64::total_cmp);
    (answer, times.get(times.len() / 2).copied().unwrap_or_default())
}

/// The greatest memory held so far, in MB.
pub(crate) fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().map_or(0, |kb| kb / 1024)
}
