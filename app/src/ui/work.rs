//! Something that a person has started and that takes a moment: its button is busy meanwhile, a refusal stays readable.

use leptos::{prelude::*, task::spawn_local};
use switchroom_types::{AppError, Result};

/// Copy it into handlers. Forms have one ([`super::FormState`]), confirmations are given one.
#[derive(Clone, Copy, Default)]
pub struct Work {
    pub busy: RwSignal<bool>,
    /// The last refusal.
    pub error: RwSignal<Option<AppError>>,
}

impl Work {
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs `done` on success; otherwise the error stays.
    pub fn run<T: 'static>(self, work: impl Future<Output = Result<T>> + 'static, done: impl FnOnce(T) + 'static) {
        self.run_or(work, done, |_| ());
    }

    /// Like [`Self::run`]; `refused` sees the error before it is shown.
    ///
    /// A second click while it runs does nothing, and nothing is shown any more where the page was left meanwhile.
    pub fn run_or<T: 'static>(
        self,
        work: impl Future<Output = Result<T>> + 'static,
        done: impl FnOnce(T) + 'static,
        refused: impl FnOnce(&AppError) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let outcome = work.await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(value) => done(value),
                Err(error) => {
                    refused(&error);
                    self.error.set(Some(error));
                }
            }
        });
    }
}
