//! One open page's stream of marks.

use futures::stream::{BoxStream, StreamExt};
use std::collections::VecDeque;
use std::sync::Arc;
use switchroom_types::live::{Mark, Topic};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::access::Actor;
use crate::error::Result;
use crate::live::audience::Audience;
use crate::live::hub::StreamGuard;
use crate::live::marks::{self, Cursor};
use crate::live::{LiveMark, session};
use crate::notifications;
use crate::portal::Portal;

/// A page that missed more than this loads again what it shows instead.
const REPLAY: usize = 2_000;

/// What the page is told, with the place to go on from after an interruption.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveItem {
    pub resume: Cursor,
    pub topic: Topic,
    pub data: Mark,
}

pub type LiveStream = BoxStream<'static, LiveItem>;

/// Opens the stream: first [`Topic::Ready`] (or [`Topic::Resync`] if something may have been missed since `from`), then
/// what was missed, then what comes. It ends after [`Topic::Session`].
///
/// # Permissions
/// Anybody signed in; what it delivers depends on who it is.
///
/// # Errors
/// 429 when the person has too many streams open.
pub async fn stream(portal: &Portal, actor: &Actor, from: Option<Cursor>) -> Result<LiveStream> {
    let guard = portal.live.open(actor)?;
    // Subscribed before anything is read, so that nothing falls between the replay and the live marks.
    let live = portal.live.subscribe();
    let audience = Audience::of(portal, actor).await?;
    let holder = session::Holder::of(actor);
    let now = match portal.live.floor() {
        Some(floor) => floor,
        None => marks::latest(portal).await?,
    };
    let pending = Some(notifications::pending(portal, actor.user_id).await?);
    let hello = |topic, resume| LiveItem { resume, topic, data: Mark { pending, ..Default::default() } };
    let mut waiting = VecDeque::new();
    match from {
        None => waiting.push_back(hello(Topic::Ready, now)),
        Some(from) => {
            let missed = if marks::is_kept(portal, from).await? { Some(marks::marks_after(portal, from, REPLAY).await?) } else { None };
            match missed {
                Some(missed) if missed.len() < REPLAY => {
                    waiting.push_back(hello(Topic::Ready, from));
                    waiting.extend(missed.iter().filter(|mark| audience.hears(mark)).map(item));
                }
                _ => waiting.push_back(hello(Topic::Resync, now)),
            }
        }
    }
    let state = State { portal: portal.clone(), guard, live, audience, holder, waiting, last: now, over: false };
    Ok(futures::stream::unfold(state, |mut state| async move { state.next().await.map(|item| (item, state)) }).boxed())
}

struct State {
    portal: Portal,
    guard: StreamGuard,
    live: Receiver<Arc<LiveMark>>,
    audience: Audience,
    holder: session::Holder,
    waiting: VecDeque<LiveItem>,
    last: Cursor,
    over: bool,
}

impl State {
    async fn next(&mut self) -> Option<LiveItem> {
        if let Some(item) = self.waiting.pop_front() {
            return Some(item);
        }
        while !self.over {
            let mark = tokio::select! {
                // Changed, or the hub is gone: either way it is over.
                _ = self.guard.ended.changed() => None,
                mark = self.live.recv() => Some(mark),
            };
            match mark {
                None => return Some(self.end()),
                Some(Ok(mark)) => {
                    self.last = mark.resume;
                    if let Err(error) = self.audience.refresh(&self.portal, &mark).await {
                        tracing::warn!(%error, "assignments could not be read again");
                    }
                    if !self.audience.hears(&mark) {
                        continue;
                    }
                    if mark.topic == Topic::Session && !self.stands().await {
                        return Some(self.end());
                    }
                    return Some(item(&mark));
                }
                Some(Err(RecvError::Lagged(_))) => {
                    return Some(LiveItem { resume: self.last, topic: Topic::Resync, data: Mark::default() });
                }
                Some(Err(RecvError::Closed)) => return None,
            }
        }
        None
    }

    /// Whether the session and the rights are still those with which the stream was opened.
    async fn stands(&self) -> bool {
        match session::standing(&self.portal, std::slice::from_ref(&self.holder)).await {
            Ok(standing) => standing.contains(&self.holder),
            Err(_) => true,
        }
    }

    fn end(&mut self) -> LiveItem {
        self.over = true;
        LiveItem { resume: self.last, topic: Topic::Session, data: Mark::default() }
    }
}

fn item(mark: &LiveMark) -> LiveItem {
    LiveItem { resume: mark.resume, topic: mark.topic, data: mark.data.clone() }
}
