//! Medians and percentiles: single timings say little on a shared machine.

use std::time::Duration;

#[derive(Clone, Debug)]
pub struct Timings(Vec<Duration>);

impl Timings {
    pub fn new(mut samples: Vec<Duration>) -> Self {
        samples.sort();
        Self(samples)
    }

    /// The sample below which `percent` of all lie.
    pub fn percentile(&self, percent: usize) -> Duration {
        let index = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(index).copied().unwrap_or_default()
    }

    pub fn median_ms(&self) -> f64 {
        ms(self.percentile(50))
    }

    pub fn p95_ms(&self) -> f64 {
        ms(self.percentile(95))
    }
}

pub fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
