//! The only source of the current time, so that tests can drive expiry, throttling and leases.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use switchroom_types::Timestamp;

/// The system's clock, or the same clock moved by an offset that a test sets.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset: Arc<AtomicI64>,
}

impl Clock {
    pub fn now(&self) -> Timestamp {
        Timestamp(chrono::Utc::now().timestamp_micros() + self.offset.load(Ordering::Relaxed))
    }

    /// Moves this clock and all its clones forward (tests and simulations).
    pub fn advance_secs(&self, seconds: i64) {
        self.offset.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}
