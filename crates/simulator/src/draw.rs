//! Draws by seed: integers only, so that a world is the same on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// Chances and shares are counted in ten-thousandths.
pub(crate) const WHOLE: u32 = 10_000;

/// What a stream of draws is for. Each thing drawn has a stream of its own, so that a change in one leaves the others.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Places = 1,
    Listed = 2,
    Buyer = 3,
    Scheme = 4,
    Order = 5,
    Register = 6,
    Consignment = 7,
    Listing = 8,
    Site = 9,
    Origin = 10,
    Document = 11,
    Offer = 12,
    Script = 13,
    Person = 14,
}

/// A stream of draws.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub(crate) fn new(seed: u64, stream: Stream, number: u32) -> Self {
        let mut key = [0_u8; 32];
        let parts = seed.to_le_bytes().into_iter().chain([stream as u8]).chain(number.to_le_bytes());
        for (place, byte) in key.iter_mut().zip(parts) {
            *place = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// One of `0..n`; 0 where `n` is 0.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(n);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// One of `low..=high`.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// Days or other signed steps, `low..=high`.
    pub(crate) fn days(&mut self, low: i32, high: i32) -> i32 {
        let span = u32::try_from(high.saturating_sub(low)).unwrap_or(0);
        low + i32::try_from(self.below(span + 1)).unwrap_or(0)
    }

    /// Yes in `chance` of ten thousand.
    pub(crate) fn chance(&mut self, chance: u32) -> bool {
        self.below(WHOLE) < chance
    }

    /// One of them, each as likely; the default of nothing where there is none.
    pub(crate) fn pick<T: Copy + Default>(&mut self, of: &[T]) -> T {
        let at = self.below(u32::try_from(of.len()).unwrap_or(u32::MAX));
        of.get(at as usize).copied().unwrap_or_default()
    }

    /// One of them by weight.
    pub(crate) fn weighted<T: Copy + Default>(&mut self, of: &[(T, u32)]) -> T {
        let mut left = self.below(of.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in of {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        T::default()
    }

    /// Small numbers often, large ones seldom: each doubling from `low` up to `high` is as likely as the one before.
    pub(crate) fn heavy(&mut self, low: u32, high: u32) -> u32 {
        let low = low.max(1);
        let doublings = (high.max(low) / low).ilog2();
        let base = low << self.below(doublings + 1);
        (base + self.below(base)).min(high.max(low))
    }

    /// `value` raised or lowered by up to `spread` ten-thousandths.
    pub(crate) fn about(&mut self, value: u64, spread: u32) -> u64 {
        let share = u64::from(WHOLE - spread.min(WHOLE) + self.below(2 * spread.min(WHOLE) + 1));
        value * share / u64::from(WHOLE)
    }

    /// `count` decimal digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0))).collect()
    }
}
