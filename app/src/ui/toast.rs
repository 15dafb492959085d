//! Short messages that pass. Never the only place where an error is told.

use super::{Icon, Tone, browser};
use crate::i18n::t;
use leptos::{html, prelude::*};
use std::time::Duration;

/// Long enough to read and to reach Undo (NOTIF-B2).
const SHOWN: Duration = Duration::from_secs(10);
/// More than this many at once push out the oldest.
const MOST: usize = 4;

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    action: Option<(String, Callback<()>)>,
}

/// Shows toasts; copy it into handlers. Provided once by [`ToastRegion`]'s parent with [`Toasts::provide`].
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// For the frame around all pages, before [`ToastRegion`].
    pub fn provide() -> Self {
        let this = Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(this);
        this
    }

    pub fn show(self, tone: Tone, text: impl Into<String>) {
        self.push(tone, text.into(), None);
    }

    /// With a button, mostly Undo.
    pub fn show_with(self, tone: Tone, text: impl Into<String>, action: impl Into<String>, run: impl Fn() + Send + Sync + 'static) {
        self.push(tone, text.into(), Some((action.into(), Callback::new(move |()| run()))));
    }

    fn push(self, tone: Tone, text: String, action: Option<(String, Callback<()>)>) {
        let Some(id) = self.next.try_update_value(|next| {
            *next += 1;
            *next
        }) else {
            return;
        };
        self.shown.update(|shown| {
            shown.push(Toast { id, tone, text, action });
            let surplus = shown.len().saturating_sub(MOST);
            shown.drain(..surplus);
        });
        set_timeout(move || self.remove(id), SHOWN);
    }

    fn remove(self, id: u32) {
        let _ = self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// The page's toasts. Outside a frame that provides them, messages go nowhere.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(Toasts::provide)
}

/// Where toasts appear; once per page.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let region = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let any = toasts.shown.with(|shown| !shown.is_empty());
        if let Some(region) = region.get() {
            // Shown anew it lies above a dialog that opened since.
            browser::raise_popover(&region, any);
        }
    });
    view! {
        <div node_ref=region class="toasts" popover="manual" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id let(toast)>
                <ToastView toast toasts />
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn ToastView(toast: Toast, toasts: Toasts) -> impl IntoView {
    let Toast { id, tone, text, action } = toast;
    let (class, icon) = match tone {
        Tone::Ok => ("toast toast-ok", "circle-check"),
        Tone::Bad | Tone::Warn => ("toast toast-bad", "circle-alert"),
        _ => ("toast", "info"),
    };
    view! {
        <div class=class>
            <Icon name=icon />
            <span class="toast-text">{text}</span>
            {action
                .map(|(label, run)| view! {
                    <button
                        type="button"
                        class="button button-small"
                        on:click=move |_| {
                            toasts.remove(id);
                            run.run(());
                        }
                    >
                        {label}
                    </button>
                })}
            <button type="button" class="button button-ghost button-small button-icon" aria-label=t!(ui::CLOSE) on:click=move |_| toasts.remove(id)>
                <Icon name="x" />
            </button>
        </div>
    }
    .into_any()
}
