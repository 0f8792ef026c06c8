//! The command `tidewaiter`.

fn main() {}
