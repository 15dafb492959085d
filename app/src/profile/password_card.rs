//! "Change your password" (AUTH-23).

use super::api::change_password;
use crate::i18n::t;
use crate::sessions::strength;
use crate::ui::{Card, Form, FormActions, FormState, PasswordField, Tone, use_toasts};
use leptos::prelude::*;

#[component]
pub(super) fn PasswordCard() -> impl IntoView {
    let state = FormState::new("password");
    let toasts = use_toasts();
    let [current, new, repeat] = [(); 3].map(|()| RwSignal::new(String::new()));
    let judged = Signal::derive(move || Some(strength(&new.get())));
    let submit = move |()| {
        let work = change_password(current.get_untracked(), new.get_untracked(), repeat.get_untracked());
        state.submit(work, move |()| {
            for field in [current, new, repeat] {
                field.set(String::new());
            }
            toasts.show(Tone::Ok, t!(profile::PASSWORD_CHANGED));
        });
    };
    view! {
        <Card title=t!(profile::CHANGE_PASSWORD) id="password">
            <Form state=state on_submit=Callback::new(submit)>
                <PasswordField name="current" label=t!(profile::CURRENT_PASSWORD) value=current />
                <PasswordField
                    name="new"
                    label=t!(profile::NEW_PASSWORD)
                    value=new
                    autocomplete="new-password"
                    help=t!(sign_in::REQUIREMENTS)
                    strength=judged
                />
                <PasswordField name="repeat" label=t!(profile::REPEAT_PASSWORD) value=repeat autocomplete="new-password" />
                <FormActions state=state save=t!(profile::CHANGE_PASSWORD) guard=false />
            </Form>
        </Card>
    }
    .into_any()
}
