//! What a world is made by.

use crate::draw::WHOLE;

/// How hard the diverted orders are to tell from the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Difficulty {
    /// Shells bear most traces, ordinary buyers few.
    Easy,
    /// Shells hide about a third of their traces.
    #[default]
    Medium,
    /// Shells hide most traces, and more ordinary buyers bear them.
    Hard,
}

/// By what a world is made. Chances and shares are in ten-thousandths, 0 to 10,000.
///
/// # Examples
/// ```
/// use tidewaiter_simulator::{Difficulty, Settings};
/// let settings = Settings { share_diverted: 50, ..Settings::new(1000, 20_000, Difficulty::Hard) };
/// assert!(settings.hiding > Settings::new(1000, 20_000, Difficulty::Easy).hiding);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The same seed and settings give the same world, byte for byte. Seeds below 1000 are for tuning and learning,
    /// seeds from 1000 on for judging.
    pub seed: u64,
    /// How many orders.
    pub orders: u32,
    /// The share of lines that are diverted.
    pub share_diverted: u32,
    /// The chance that an ordinary buyer bears a trace that shells bear, trace by trace.
    pub noise: u32,
    /// The chance that a cell which need not be filled is empty, and that a consignment was not recorded.
    pub missing: u32,
    /// The chance that a shell does not show a trace, trace by trace.
    pub hiding: u32,
}

impl Settings {
    /// The most orders that a world may have.
    pub const ORDERS_MAX: u32 = 20_000_000;

    /// The settings of a difficulty. 0.6 % of the lines are diverted.
    #[must_use]
    pub fn new(seed: u64, orders: u32, difficulty: Difficulty) -> Self {
        let (noise, missing, hiding) = match difficulty {
            Difficulty::Easy => (200, 800, 1_000),
            Difficulty::Medium => (500, 1_500, 3_500),
            Difficulty::Hard => (1_200, 3_000, 6_000),
        };
        Self { seed, orders, share_diverted: 60, noise, missing, hiding }
    }

    /// The settings within their bounds.
    #[must_use]
    pub(crate) fn bounded(self) -> Self {
        Self {
            seed: self.seed,
            orders: self.orders.min(Self::ORDERS_MAX),
            share_diverted: self.share_diverted.min(WHOLE),
            noise: self.noise.min(WHOLE),
            missing: self.missing.min(WHOLE),
            hiding: self.hiding.min(WHOLE),
        }
    }
}
