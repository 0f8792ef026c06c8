//! A memo of pure answers.
//!
//! Order books name the same party and the same item over and over. The answers are pure functions of what was asked,
//! so remembering them changes the time and nothing else.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

/// Shards, so that two threads rarely wait for each other.
const SHARDS: usize = 16;

/// A bounded memo from a text key to a shared answer. When a shard is full it is emptied: the next asking computes
/// the same answer again.
pub(crate) struct Memo<T> {
    shards: Vec<Mutex<HashMap<String, Arc<T>>>>,
    hasher: RandomState,
    shard_max: usize,
}

impl<T> Memo<T> {
    pub(crate) fn new(entries_max: usize) -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            hasher: RandomState::new(),
            shard_max: entries_max.div_ceil(SHARDS),
        }
    }

    /// The remembered answer for the key, or the one that `answer` gives now.
    pub(crate) fn get_or(&self, key: &str, answer: impl FnOnce() -> T) -> Arc<T> {
        let shard_index = usize::try_from(self.hasher.hash_one(key) >> 32).unwrap_or_default() % SHARDS;
        let Some(shard) = self.shards.get(shard_index) else {
            return Arc::new(answer());
        };
        if let Some(known) = shard.lock().unwrap_or_else(PoisonError::into_inner).get(key) {
            return Arc::clone(known);
        }
        // Computed outside the lock: two threads may both compute it, and get the same.
        let fresh = Arc::new(answer());
        let mut map = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if map.len() >= self.shard_max {
            map.clear();
        }
        map.insert(key.to_owned(), Arc::clone(&fresh));
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_and_stays_bounded() {
        let memo = Memo::new(32);
        assert_eq!(*memo.get_or("a", || 1), 1);
        assert_eq!(*memo.get_or("a", || 2), 1);
        for i in 0..1000 {
            memo.get_or(&i.to_string(), || i);
        }
        let kept: usize = memo.shards.iter().map(|s| s.lock().unwrap().len()).sum();
        assert!(kept <= 48, "{kept} kept");
    }
}
