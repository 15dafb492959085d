//! Fans marks out to the open streams of this process.

use std::sync::Arc;
use switchroom_types::live::{Mark, Topic};
use switchroom_types::{AccountId, PartnerId, UserId};
use tokio::sync::{Notify, broadcast};

use crate::live::Cursor;

/// How many marks a slow stream may lag before it is told to load again.
const BACKLOG: usize = 1_024;

/// A change, addressed. Streams deliver it to those who may know of it.
#[derive(Clone, Debug)]
pub struct LiveMark {
    pub cursor: Cursor,
    pub partner_id: Option<PartnerId>,
    pub account_id: Option<AccountId>,
    /// Set: for this person only.
    pub user_id: Option<UserId>,
    pub topic: Topic,
    pub data: Mark,
}

#[derive(Clone)]
pub struct LiveHub {
    wake: Arc<Notify>,
    marks: broadcast::Sender<Arc<LiveMark>>,
}

impl LiveHub {
    pub(crate) fn new() -> Self {
        Self { wake: Arc::new(Notify::new()), marks: broadcast::Sender::new(BACKLOG) }
    }

    /// Says that new marks have been committed.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }

    pub(crate) fn send(&self, mark: LiveMark) {
        // No receiver means no open page.
        let _ = self.marks.send(Arc::new(mark));
    }

    pub fn subscribe(&self) -> broadcast::Receiver<Arc<LiveMark>> {
        self.marks.subscribe()
    }
}
