//! Reproducible choices.

use fastrand::Rng;
use switchroom_types::Timestamp;
use uuid::Uuid;

pub const DAY: i64 = 86_400;

/// A seeded source of choices and ids.
pub struct Random {
    rng: Rng,
    /// The instant that counts as now; everything lies before it.
    pub now: Timestamp,
}

impl Random {
    pub fn new(seed: u64, now: Timestamp) -> Self {
        Self { rng: Rng::with_seed(seed), now }
    }

    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { self.rng.usize(..n) }
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.rng.i64(low..=high)
    }

    /// True in `percent` of all cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(..100) < percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = self.below(from.len());
        from.get(index)
    }

    /// A choice from a list that the program itself holds.
    pub fn word(&mut self, from: &'static [&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// An instant up to `days` ago, during working hours more often than not.
    pub fn ago(&mut self, days: i64) -> Timestamp {
        let seconds = self.between(60, (days * DAY).max(61));
        Timestamp(self.now.plus_secs(-seconds).0 - self.between(0, 999_999))
    }

    /// A UUIDv7 of that instant.
    pub fn id(&mut self, at: Timestamp) -> Uuid {
        let mut bytes = [0; 10];
        self.rng.fill(&mut bytes);
        let millis = u64::try_from(at.millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}
