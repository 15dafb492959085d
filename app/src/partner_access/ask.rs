//! Asking for access.

use super::api::request_access;
use super::requests::hour_choices;
use crate::i18n::t;
use crate::ui::{Card, Form, FormActions, FormState, SelectField, TextArea, Tone, use_toasts};
use leptos::prelude::*;
use switchroom_types::AccountId;
use switchroom_types::partner_access::{AccessRequestForm, PartnerAccess, TEXT};

#[component]
pub(super) fn AskForm(account: AccountId, on_changed: Callback<PartnerAccess>) -> impl IntoView {
    let state = FormState::new("access-request");
    let toasts = use_toasts();
    let (reason, hours) = (RwSignal::new(String::new()), RwSignal::new("4".to_owned()));
    let submit = move |()| {
        let form = AccessRequestForm { reason: reason.get_untracked(), hours: hours.get_untracked().parse().unwrap_or_default() };
        state.submit(request_access(account, form), move |now| {
            toasts.show(Tone::Ok, t!(partner_access::ASKED));
            on_changed.run(now);
        });
    };
    view! {
        <Card title=t!(partner_access::ASK).to_owned() id="ask-access">
            <Form state=state on_submit=Callback::new(submit)>
                <div class="stack">
                    <TextArea name="reason" label=t!(partner_access::REASON) value=reason required=true max=TEXT help=t!(partner_access::REASON_HELP) />
                    <SelectField name="hours" label=t!(partner_access::DURATION) value=hours options=hour_choices(None) />
                </div>
                <FormActions state=state save=t!(partner_access::ASK) guard=false />
            </Form>
        </Card>
    }
    .into_any()
}
