//! Waits until calls stop coming.

use leptos::prelude::*;
use std::time::Duration;

/// Runs the last of several calls once none has come for `delay`. A pending call dies with the component.
#[derive(Clone, Copy)]
pub struct Debounce {
    delay: Duration,
    pending: StoredValue<Option<TimeoutHandle>>,
}

impl Debounce {
    pub fn new(milliseconds: u64) -> Self {
        let this = Self { delay: Duration::from_millis(milliseconds), pending: StoredValue::new(None) };
        on_cleanup(move || this.cancel());
        this
    }

    pub fn call(self, work: impl FnOnce() + 'static) {
        self.cancel();
        let handle = set_timeout_with_handle(work, self.delay).ok();
        let _ = self.pending.try_set_value(handle);
    }

    pub fn cancel(self) {
        let pending = self.pending.try_update_value(Option::take).flatten();
        if let Some(handle) = pending {
            handle.clear();
        }
    }
}
