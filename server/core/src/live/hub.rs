//! Fans marks out to the open streams of this process.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::{AccountId, AppError, PartnerId, UserId};
use tokio::sync::{Notify, broadcast, watch};

use crate::access::Actor;
use crate::live::Cursor;
use crate::live::session::Holder;

/// How many marks a slow stream may lag before it is told to load again.
const BACKLOG: usize = 1_024;
/// Streams that one person may have open in one process; a browser needs one, however many tabs it has.
const PER_USER: usize = 16;

/// A change, addressed. Streams deliver it to those who may know of it.
#[derive(Clone, Debug)]
pub struct LiveMark {
    pub cursor: Cursor,
    /// Everything up to here has been seen by whoever sees this mark; where a stream is taken up again.
    pub resume: Cursor,
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
    open: Arc<Mutex<Open>>,
    floor: watch::Sender<Option<Cursor>>,
}

#[derive(Default)]
struct Open {
    next: u64,
    streams: HashMap<u64, Stream>,
}

struct Stream {
    holder: Holder,
    over: watch::Sender<bool>,
}

impl LiveHub {
    pub(crate) fn new() -> Self {
        Self {
            wake: Arc::new(Notify::new()),
            marks: broadcast::Sender::new(BACKLOG),
            open: Arc::default(),
            floor: watch::Sender::new(None),
        }
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

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Arc<LiveMark>> {
        self.marks.subscribe()
    }

    /// Where the stream of marks stands: whoever reads data now and opens a stream from here later misses nothing between.
    /// `None` in a process that delivers nothing.
    pub fn floor(&self) -> Option<Cursor> {
        *self.floor.borrow()
    }

    pub(crate) fn set_floor(&self, floor: Cursor) {
        self.floor.send_replace(Some(floor));
    }

    /// Counts a stream in and watches over its holder's session until the guard is dropped.
    ///
    /// # Errors
    /// 429 when the person has too many open streams.
    pub(crate) fn open(&self, actor: &Actor) -> Result<StreamGuard, AppError> {
        let holder = Holder::of(actor);
        let mut open = self.lock();
        if open.streams.values().filter(|stream| stream.holder.user == holder.user).count() >= PER_USER {
            return Err(AppError::throttled(30));
        }
        let id = open.next;
        open.next += 1;
        let (over, ended) = watch::channel(false);
        open.streams.insert(id, Stream { holder, over });
        Ok(StreamGuard { hub: self.clone(), id, ended })
    }

    /// Whose streams are open.
    pub(crate) fn holders(&self) -> Vec<Holder> {
        let mut holders: Vec<Holder> = self.lock().streams.values().map(|stream| stream.holder.clone()).collect();
        holders.sort();
        holders.dedup();
        holders
    }

    /// Ends the streams of those whose session or rights are no longer what they were.
    pub(crate) fn end_all_but(&self, asked: &[Holder], standing: &HashSet<Holder>) {
        for stream in self.lock().streams.values() {
            if asked.contains(&stream.holder) && !standing.contains(&stream.holder) {
                stream.over.send_replace(true);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // A panic while holding it leaves a map that is still whole.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open stream; dropping it counts the stream out.
pub(crate) struct StreamGuard {
    hub: LiveHub,
    id: u64,
    /// Becomes true when the stream must end.
    pub ended: watch::Receiver<bool>,
}

impl Drop for StreamGuard {
    fn drop(&mut self) {
        self.hub.lock().streams.remove(&self.id);
    }
}
