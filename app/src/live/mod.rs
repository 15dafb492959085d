//! What changes elsewhere, as it happens: one stream of the server's marks for the whole page, and hooks that tell a list
//! or a component that what it shows has changed. Marks carry ids only; whoever is told asks the server again.

mod connection;
mod hooks;
mod status;

pub use hooks::{use_live_history, use_live_job, use_live_jobs, use_live_notifications};
pub use status::LiveStatus;

use crate::shell::{Viewer, use_viewer};
use connection::Connection;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::sync::Arc;
use switchroom_types::live::{Mark, Topic};

type Heard = Arc<dyn Fn(Topic, &Mark) + Send + Sync>;

/// How the stream is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveState {
    /// Open, or just being opened.
    Fine,
    /// The server has not been reached for a while; it is tried again.
    Away,
    /// Nobody is signed in any more.
    SignedOut,
}

/// The page's stream; copies into handlers.
#[derive(Clone, Copy)]
pub struct Live {
    pub state: RwSignal<LiveState>,
    /// Whose rights may change while the page is open (ROLE-B1).
    viewer: Option<Viewer>,
    listeners: StoredValue<Vec<(u64, Heard)>>,
    next: StoredValue<u64>,
    /// Where to go on; at first where the server stood when it rendered this page.
    cursor: StoredValue<Option<String>>,
    /// Wrapped, because local storage would panic where a page is rendered on one thread and dropped on another.
    connection: StoredValue<Option<SendWrapper<Connection>>>,
    attempts: StoredValue<u32>,
    /// Counts what was planned; a timer of an earlier plan does nothing.
    plan: StoredValue<u64>,
}

impl Live {
    /// For the frame around the pages of people who are signed in. Connects in the browser only.
    pub fn provide() -> Self {
        let rendered_at = SharedValue::new(floor).into_inner();
        let live = Self {
            state: RwSignal::new(LiveState::Fine),
            viewer: use_viewer(),
            listeners: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            cursor: StoredValue::new(rendered_at),
            connection: StoredValue::new(None),
            attempts: StoredValue::new(0),
            plan: StoredValue::new(0),
        };
        provide_context(live);
        Effect::new(move |_| live.start());
        live
    }

    /// Calls `heard` for every mark until the owner of the caller goes away.
    fn listen(self, heard: impl Fn(Topic, &Mark) + Send + Sync + 'static) {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let Some(id) = id else { return };
        self.listeners.update_value(|all| all.push((id, Arc::new(heard))));
        on_cleanup(move || {
            let _ = self.listeners.try_update_value(|all| all.retain(|(known, _)| *known != id));
        });
    }

    fn tell(self, topic: Topic, mark: &Mark) {
        // Copied: a listener may come or go while they are called.
        let all = self.listeners.try_get_value().unwrap_or_default();
        for (_, heard) in all {
            heard(topic, mark);
        }
    }
}

/// The page's stream; `None` outside the frame.
pub fn use_live() -> Option<Live> {
    use_context()
}

#[cfg(feature = "ssr")]
fn floor() -> Option<String> {
    crate::server::portal().live.floor().map(|floor| floor.to_string())
}

#[cfg(not(feature = "ssr"))]
fn floor() -> Option<String> {
    None
}
