//! Setting up an authenticator app: scan or type the key, then show a code.

use super::api::{begin_authenticator, confirm_authenticator};
use crate::i18n::{t, tr_error};
use crate::ui::{Banner, CopyButton, Dialog, Form, FormActions, FormState, Skeleton, TextField, Tone};
use leptos::prelude::*;
use switchroom_types::factors::{Enrolment, RecoveryCodes};

#[component]
pub(super) fn SetUpDialog(open: RwSignal<bool>, on_done: Callback<RecoveryCodes>) -> impl IntoView {
    view! {
        <Dialog id="authenticator" open=open title=t!(factors::SET_UP_TITLE) light_dismiss=false>
            <SetUp on_done />
        </Dialog>
    }
    .into_any()
}

/// Begins anew each time that it is shown.
#[component]
pub(super) fn SetUp(on_done: Callback<RecoveryCodes>) -> impl IntoView {
    let enrolment = LocalResource::new(begin_authenticator);
    move || match enrolment.get() {
        None => view! { <Skeleton lines=6 /> }.into_any(),
        Some(Ok(enrolment)) => view! { <Enrol enrolment on_done /> }.into_any(),
        Some(Err(error)) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
    }
}

#[component]
fn Enrol(enrolment: Enrolment, on_done: Callback<RecoveryCodes>) -> impl IntoView {
    let state = FormState::new("authenticator");
    let code = RwSignal::new(String::new());
    let submit = move |()| state.submit(confirm_authenticator(code.get_untracked()), move |codes| on_done.run(codes));
    let key = enrolment.key.replace(' ', "");
    let image = format!("data:image/svg+xml,{}", crate::sessions::next::encode(&enrolment.qr_svg));
    view! {
        <ol class="steps">
            <li>
                <p>{t!(factors::SCAN)}</p>
                <img class="qr" src=image alt=t!(factors::QR) width="200" height="200" />
                <details class="sign-in-more">
                    <summary>{t!(factors::NO_CAMERA)}</summary>
                    <p class="entry-secret"><code>{enrolment.key}</code> <CopyButton text=key /></p>
                    <p><a class="link" href=enrolment.uri rel="external">{t!(factors::OPEN_APP)}</a></p>
                </details>
            </li>
            <li>
                <Form state=state on_submit=Callback::new(submit)>
                    <TextField name="code" label=t!(factors::FIRST_CODE) value=code autocomplete="one-time-code" max=8 required=true />
                    <FormActions state=state save=t!(factors::CONFIRM) guard=false />
                </Form>
            </li>
        </ol>
    }
    .into_any()
}
