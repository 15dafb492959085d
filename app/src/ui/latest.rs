//! Of several questions only the last one's answer counts.

use leptos::{prelude::*, task::spawn_local};

/// Asks; an answer that a later question has overtaken, or that comes after the component is gone, is dropped.
#[derive(Clone, Copy)]
pub struct Latest(StoredValue<u32>);

impl Latest {
    pub fn new() -> Self {
        Self(StoredValue::new(0))
    }

    pub fn ask<T: 'static>(self, question: impl Future<Output = T> + 'static, on_answer: impl FnOnce(T) + 'static) {
        let turn = self.overtake();
        spawn_local(async move {
            let answer = question.await;
            if turn.is_some() && self.0.try_get_value() == turn {
                on_answer(answer);
            }
        });
    }

    /// Whatever was asked before is not wanted any more.
    pub fn drop_earlier(self) {
        let _ = self.overtake();
    }

    fn overtake(self) -> Option<u32> {
        self.0.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        })
    }
}

impl Default for Latest {
    fn default() -> Self {
        Self::new()
    }
}
