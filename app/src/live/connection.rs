//! The `EventSource` behind [`Live`]: opening, going on after an interruption, resting while nobody looks.
//!
//! A browser opens six connections to one host over HTTP/1.1, and each stream keeps one. A tab that is hidden therefore
//! gives its stream up after a moment and takes it up again, without a loss, when it is looked at.

use super::{Live, LiveState};
use crate::shell::api::who_am_i;
use crate::ui::browser::{Listener, document};
use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use std::time::Duration;
use switchroom_types::live::{Mark, Topic};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

const REST_AFTER: Duration = Duration::from_secs(20);
/// Shorter interruptions are nobody's concern.
const AWAY_AFTER: Duration = Duration::from_secs(6);
const LONGEST_PAUSE: u32 = 60;
const ASK_AGAIN: Duration = Duration::from_secs(5);

fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

pub(super) struct Connection {
    source: EventSource,
    _messages: Vec<Closure<dyn FnMut(MessageEvent)>>,
    _failed: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.source.set_onerror(None);
        self.source.close();
    }
}

impl Live {
    pub(super) fn start(self) {
        self.connect();
        let visible = Listener::new("visibilitychange", true, move |_| self.on_visibility());
        let online = Listener::new("online", false, move |_| self.retry_now());
        let restored = Listener::new("pageshow", false, move |_| self.on_visibility());
        // They live as long as the frame.
        StoredValue::new_local([visible, online, restored]);
    }

    fn connect(self) {
        if self.state.try_get_untracked().is_none_or(|state| state == LiveState::SignedOut) {
            return;
        }
        let cursor = self.cursor.try_get_value().flatten();
        let url = match &cursor {
            Some(cursor) => format!("/api/v1/live?last_event_id={cursor}"),
            None => "/api/v1/live".to_owned(),
        };
        let Ok(source) = EventSource::new(&url) else { return };
        let messages = Topic::ALL.iter().map(|topic| {
            let topic = *topic;
            let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| self.received(topic, &event));
            let _ = source.add_event_listener_with_callback(topic.as_str(), heard.as_ref().unchecked_ref());
            heard
        });
        let messages = messages.collect();
        let failed = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| self.failed());
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        let connection = Connection { source, _messages: messages, _failed: failed };
        let _ = self.connection.try_set_value(Some(SendWrapper::new(connection)));
    }

    fn received(self, topic: Topic, event: &MessageEvent) {
        let id = event.last_event_id();
        if !id.is_empty() {
            let _ = self.cursor.try_set_value(Some(id));
        }
        let mark: Mark = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let _ = self.attempts.try_set_value(0);
        let _ = self.plan.try_update_value(|plan| *plan += 1);
        if self.state.try_get_untracked() == Some(LiveState::Away) {
            self.state.set(LiveState::Fine);
        }
        if topic == Topic::Session {
            self.ask_who();
        }
        self.tell(topic, &mark);
    }

    /// The browser tries again by itself as long as the source is not closed; a refusal closes it.
    fn failed(self) {
        let closed = self.connection.try_with_value(|connection| {
            connection.as_ref().is_none_or(|connection| connection.source.ready_state() == EventSource::CLOSED)
        });
        self.after(AWAY_AFTER, move |live| {
            if live.is_silent() && live.state.try_get_untracked() == Some(LiveState::Fine) {
                live.state.set(LiveState::Away);
            }
        });
        if closed == Some(true) {
            let attempt = self.attempts.try_update_value(|attempts| {
                *attempts += 1;
                *attempts
            });
            let seconds = (2_u32 << attempt.unwrap_or(1).min(5)).min(LONGEST_PAUSE);
            set_timeout(
                move || {
                    if self.is_silent() {
                        self.ask_who();
                    }
                },
                Duration::from_secs(u64::from(seconds)),
            );
        }
    }

    fn is_silent(self) -> bool {
        let open = |connection: &Option<SendWrapper<Connection>>| {
            connection.as_ref().is_some_and(|connection| connection.source.ready_state() == EventSource::OPEN)
        };
        !self.connection.try_with_value(open).unwrap_or(true)
    }

    /// Runs unless something was received or planned in the meantime.
    fn after(self, pause: Duration, run: impl Fn(Self) + 'static) {
        let plan = self.plan.try_get_value();
        set_timeout(
            move || {
                if self.plan.try_get_value() == plan {
                    run(self);
                }
            },
            pause,
        );
    }

    fn on_visibility(self) {
        if is_hidden() {
            set_timeout(
                move || {
                    if is_hidden() {
                        let _ = self.connection.try_set_value(None);
                    }
                },
                REST_AFTER,
            );
        } else if self.connection.try_with_value(Option::is_none) == Some(true) {
            self.connect();
        }
    }

    /// A person does not want to wait for the next attempt.
    pub(super) fn retry_now(self) {
        if self.is_silent() {
            let _ = self.attempts.try_set_value(0);
            self.connect();
        }
    }

    /// The stream ended or was refused: whoever is signed in still gets a new one, with the rights of now.
    fn ask_who(self) {
        if self.state.try_get_untracked().is_none() {
            return; // The frame is gone.
        }
        let _ = self.connection.try_set_value(None);
        spawn_local(async move {
            match who_am_i().await {
                Err(error) if error.status == 401 => {
                    // The sign-in dialog is over the page by now; when somebody has signed in, the stream goes on.
                    let _ = self.state.try_set(LiveState::SignedOut);
                    set_timeout(move || self.ask_who(), ASK_AGAIN);
                }
                Ok(me) => {
                    if let Some(viewer) = self.viewer {
                        viewer.renew(me);
                    }
                    let _ = self.state.try_set(LiveState::Fine);
                    self.connect();
                }
                Err(_) => self.failed(),
            }
        });
    }
}
