//! What every form shares: the refused fields, the busy state, whether something was changed.

use super::{Banner, Button, Tone, UnsavedGuard, Variant, Work, browser};
use crate::i18n::{t, tr_error, tr_field_error};
use leptos::{ev::SubmitEvent, prelude::*};
use switchroom_types::AppError;

/// The state of one form; copy it into handlers. `prefix` keeps element ids apart when a page has several forms.
#[derive(Clone, Copy)]
pub struct FormState {
    pub prefix: &'static str,
    /// The last refusal.
    pub error: RwSignal<Option<AppError>>,
    pub busy: RwSignal<bool>,
    /// Something was entered since the last save.
    pub dirty: RwSignal<bool>,
    /// Name and label of each field, for the summary.
    labels: StoredValue<Vec<(String, String)>>,
}

impl FormState {
    pub fn new(prefix: &'static str) -> Self {
        Self {
            prefix,
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            dirty: RwSignal::new(false),
            labels: StoredValue::new(Vec::new()),
        }
    }

    pub fn id(self, field: &str) -> String {
        format!("{}-{field}", self.prefix)
    }

    /// Runs the save: busy meanwhile, `done` on success, otherwise the error stands at the fields and at the top.
    pub fn submit<T: 'static>(self, work: impl Future<Output = Result<T, AppError>> + 'static, done: impl FnOnce(T) + 'static) {
        let saved = move |value| {
            self.dirty.set(false);
            done(value);
        };
        let show = move |_: &AppError| request_animation_frame(move || browser::focus(&self.id("errors")));
        Work { busy: self.busy, error: self.error }.run_or(work, saved, show);
    }

    pub(super) fn register(self, name: &str, label: &str) {
        self.labels.update_value(|labels| labels.push((name.to_owned(), label.to_owned())));
    }

    fn label(self, name: &str) -> Option<String> {
        self.labels.with_value(|labels| labels.iter().find(|(known, _)| known == name).map(|(_, label)| label.clone()))
    }

    /// The message for a field, if it was refused.
    pub(super) fn field_error(self, name: &str) -> Option<String> {
        self.error.with(|error| error.as_ref().and_then(|error| error.field(name)).map(tr_field_error))
    }
}

/// A form whose fields find their errors by themselves. Without scripts it posts to `action`, if there is one.
#[component]
pub fn Form(
    state: FormState,
    on_submit: Callback<()>,
    #[prop(optional, into)] action: Option<String>,
    #[prop(optional, into)] class: Option<String>,
    children: Children,
) -> impl IntoView {
    provide_context(state);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !state.busy.get_untracked() {
            on_submit.run(());
        }
    };
    view! {
        <form
            class=class.unwrap_or_else(|| "form".to_owned())
            method="post"
            action=action
            novalidate=""
            on:submit=submit
            on:input=move |_| state.dirty.set(true)
        >
            <FormErrors state=state />
            {children()}
        </form>
    }
    .into_any()
}

/// The summary at the top: what was refused, with links to the fields.
#[component]
pub fn FormErrors(state: FormState) -> impl IntoView {
    let summary = move || {
        state.error.get().map(|error| {
            let fields = error.errors.iter().map(|refused| {
                let id = state.id(&refused.field);
                let target = id.clone();
                let label = state.label(&refused.field).map(|label| format!("{label}: "));
                view! {
                    <li>
                        <a
                            class="link"
                            href=format!("#{id}")
                            on:click=move |event| {
                                event.prevent_default();
                                browser::focus(&target);
                            }
                        >
                            {label}
                            {tr_field_error(refused)}
                        </a>
                    </li>
                }
            });
            let fields = fields.collect_view();
            view! {
                <Banner tone=Tone::Bad title=tr_error(&error)>
                    <ul>{fields}</ul>
                </Banner>
            }
        })
    };
    view! {
        <div class="form-errors" id=state.id("errors") tabindex="-1">
            {summary}
        </div>
    }
    .into_any()
}

/// Save and Cancel at the foot of a form, with the note about unsaved changes. `children` stand at the other end.
#[component]
pub fn FormActions(
    state: FormState,
    /// Defaults to "Save".
    #[prop(optional, into)]
    save: Option<String>,
    #[prop(optional, into)] on_cancel: Option<Callback<()>>,
    /// Nothing to save, or not yet valid (TPL-07); usually only `busy` keeps Save from working.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Guards against leaving with unsaved entries.
    #[prop(default = true)]
    guard: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let save = save.unwrap_or_else(|| t!(ui::SAVE).to_owned());
    view! {
        <div class="form-actions">
            <div class="form-actions-start row">{children.map(|children| children())}</div>
            {guard.then(|| view! { <UnsavedGuard dirty=state.dirty /> })}
            {on_cancel.map(|on_cancel| view! { <Button on_click=move |_| on_cancel.run(())>{t!(ui::CANCEL)}</Button> })}
            <Button variant=Variant::Primary submit=true busy=state.busy disabled=disabled>{save}</Button>
        </div>
    }
    .into_any()
}
