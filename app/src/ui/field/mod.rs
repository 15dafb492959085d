//! Form fields: label above, help below, the error under the field and wired to it.

mod choice;
mod combobox;
mod password;
mod phone;
mod select;
mod text;
mod time_range;

pub use choice::{Checkbox, Switch};
pub use combobox::{Choice, ChoiceLoader, Combobox};
pub use password::{PasswordField, Strength};
pub use phone::PhoneField;
pub use select::SelectField;
pub use text::{TextArea, TextField};
pub use time_range::{TimeRange, TimeRangeField};

use super::{FormState, Icon};
use crate::i18n::t;
use leptos::{html, prelude::*};
use std::sync::Arc;

/// What stands beside the labels of a page's fields, by the field's name: where its value comes from, for example. A page
/// puts it into the context.
#[derive(Clone)]
pub struct FieldAside(Arc<dyn Fn(&str) -> Option<AnyView> + Send + Sync>);

impl FieldAside {
    pub fn provide(aside: impl Fn(&str) -> Option<AnyView> + Send + Sync + 'static) {
        provide_context(Self(Arc::new(aside)));
    }

    fn of(name: &str) -> Option<AnyView> {
        use_context::<Self>().and_then(|aside| (aside.0)(name))
    }
}

/// What a field's parts have in common. Finds the form's errors by the field's name.
#[derive(Clone)]
pub(super) struct Frame {
    name: String,
    pub id: String,
    pub required: bool,
    pub error: Signal<Option<String>>,
    label: String,
    help: Option<String>,
    note: MaybeProp<String>,
}

impl Frame {
    pub fn new(name: &str, id: Option<String>, label: String, required: bool, help: Option<String>, error: MaybeProp<String>) -> Self {
        let form = use_context::<FormState>();
        if let Some(form) = form {
            form.register(name, &label);
        }
        let id = id.unwrap_or_else(|| form.map_or_else(|| format!("f-{name}"), |form| form.id(name)));
        let name = name.to_owned();
        let own = name.clone();
        let error = Signal::derive(move || error.get().or_else(|| form.and_then(|form| form.field_error(&name))));
        Self { name: own, id, required, error, label, help: help.filter(|help| !help.is_empty()), note: MaybeProp::default() }
    }

    /// Why the field is disabled; stands with the help.
    pub fn note(mut self, note: MaybeProp<String>) -> Self {
        self.note = note;
        self
    }

    /// The value of `aria-describedby`: help and error as far as they are there.
    pub fn described_by(&self) -> impl Fn() -> Option<String> + Send + Sync + Clone + 'static {
        let Self { id, error, help, note, .. } = self.clone();
        move || match (help.is_some() || note.with(|note| note.is_some()), error.with(Option::is_some)) {
            (false, false) => None,
            (true, false) => Some(format!("{id}-help")),
            (false, true) => Some(format!("{id}-error")),
            (true, true) => Some(format!("{id}-error {id}-help")),
        }
    }

    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + Clone + 'static {
        let error = self.error;
        move || error.with(Option::is_some).then_some("true")
    }

    /// The field around its control.
    pub fn around(self, control: AnyView) -> AnyView {
        let Self { name, id, required, error, label, help, note } = self;
        let error_id = format!("{id}-error");
        let label = view! {
            <label class="field-label" for=id.clone()>
                {label}
                {required.then(|| view! { <span class="field-required" aria-hidden="true">"*"</span> })}
            </label>
        };
        let head = match FieldAside::of(&name) {
            Some(aside) => view! { <div class="field-head">{label}{aside}</div> }.into_any(),
            None => label.into_any(),
        };
        view! {
            <div class="field">
                {head}
                {control}
                {error_view(error_id, error)}
                {help_view(format!("{id}-help"), help, note)}
            </div>
        }
        .into_any()
    }

    /// The same around several controls, as a group.
    pub fn around_group(self, controls: AnyView) -> AnyView {
        let described_by = self.described_by();
        let Self { id, required, error, label, help, note, .. } = self;
        view! {
            <fieldset class="field" id=id.clone() tabindex="-1" aria-describedby=described_by>
                <legend class="field-label">
                    {label}
                    {required.then(|| view! { <span class="field-required" aria-hidden="true">"*"</span> })}
                </legend>
                {controls}
                {error_view(format!("{id}-error"), error)}
                {help_view(format!("{id}-help"), help, note)}
            </fieldset>
        }
        .into_any()
    }
}

fn help_view(id: String, help: Option<String>, note: MaybeProp<String>) -> AnyView {
    let text = move || note.get().or_else(|| help.clone());
    view! { {move || text().map(|text| view! { <p class="field-help" id=id.clone()>{text}</p> })} }.into_any()
}

pub(super) fn error_view(id: String, error: Signal<Option<String>>) -> AnyView {
    view! {
        {move || error.get().map(|error| view! {
            <p class="field-error" id=id.clone()>
                <Icon name="circle-alert" />
                <span>
                    <span class="visually-hidden">{t!(ui::ERROR_PREFIX)}</span>
                    {error}
                </span>
            </p>
        })}
    }
    .into_any()
}

/// Keeps the element and the signal alike without touching the caret; takes over what was typed, or filled in by the
/// browser, before the scripts ran: the attribute still says what the server has rendered.
pub(super) fn adopt_typed(field: NodeRef<html::Input>, value: RwSignal<String>) {
    Effect::new(move |before: Option<()>| {
        let Some(field) = field.get() else { return };
        let current = field.value();
        if before.is_none() && current != field.default_value() {
            value.set(current);
            return;
        }
        value.with(|value| {
            if *value != current {
                field.set_value(value);
            }
        });
    });
}
