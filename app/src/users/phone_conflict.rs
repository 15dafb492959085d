//! Phone Number Conflict Search (USR-42 to USR-44).

use super::api::{delete_user, phone_holders};
use crate::i18n::t;
use crate::shell::can;
use crate::ui::{Banner, Button, ConfirmDialog, Dialog, Form, FormState, KeyValue, KeyValues, TextField, Tone, Variant, Work};
use leptos::prelude::*;
use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::users::{PhoneHolder, UserStatus};

#[component]
pub fn PhoneConflictDialog(account: AccountId, open: RwSignal<bool>, on_deleted: Callback<()>) -> impl IntoView {
    let state = FormState::new("phone-conflict");
    let phone = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Vec<PhoneHolder>>);
    let deleting = RwSignal::new(None::<PhoneHolder>);
    let asking = RwSignal::new(false);
    let work = Work::new();
    Effect::new(move |_| {
        if open.get() {
            phone.set(String::new());
            found.set(None);
            state.error.set(None);
        }
    });
    let search = Callback::new(move |()| {
        found.set(None);
        state.submit(phone_holders(account, phone.get_untracked()), move |holders| found.set(Some(holders)));
    });
    let remove = move |()| {
        let Some(holder) = deleting.get_untracked() else { return };
        work.run(delete_user(account, holder.id), move |()| {
            asking.set(false);
            let _ = found.try_update(|found| {
                if let Some(found) = found {
                    found.retain(|known| known.id != holder.id);
                }
            });
            on_deleted.run(());
        });
    };
    let ask = Callback::new(move |holder: PhoneHolder| {
        deleting.set(Some(holder));
        asking.set(true);
    });
    let results = move || match found.get() {
        None => ().into_any(),
        Some(holders) if holders.is_empty() => view! { <Banner tone=Tone::Neutral>{t!(users::NO_USER_FOUND)}</Banner> }.into_any(),
        Some(holders) => view! {
            <p>{t!(users::PHONE_FOUND)}</p>
            {holders.into_iter().map(|holder| view! { <Holder holder=holder ask=ask /> }).collect_view()}
        }
        .into_any(),
    };
    let foot = move || view! { <Button on_click=move |_| open.set(false)>{t!(users::DONE)}</Button> };
    let name = move || deleting.with(|holder| holder.as_ref().map(|holder| holder.name.clone()).unwrap_or_default());
    view! {
        <Dialog id="phone-conflict" open=open title=t!(users::PHONE_SEARCH).to_owned() light_dismiss=false foot=foot>
            <Form state=state on_submit=search>
                <TextField name="phone" label=t!(users::PHONE) value=phone kind="tel" required=true max=40 help=t!(users::PHONE_SEARCH_HELP).to_owned() />
                <Button submit=true variant=Variant::Primary icon="search" busy=state.busy>{t!(users::SEARCH_BUTTON)}</Button>
            </Form>
            <div aria-live="polite" class="stack">{results}</div>
        </Dialog>
        <ConfirmDialog
            id="phone-conflict-delete"
            open=asking
            title=t!(users::DELETE_TITLE).to_owned()
            confirm=t!(users::DELETE).to_owned()
            word="delete"
            danger=true
            work=work
            consequences=Signal::derive(move || vec![t!(users::DELETE_SIGN_IN, name = name()), t!(users::DELETE_FINAL).to_owned()])
            on_confirm=Callback::new(remove)
        />
    }
    .into_any()
}

#[component]
fn Holder(holder: PhoneHolder, ask: Callback<PhoneHolder>) -> impl IntoView {
    let kept = StoredValue::new(holder.clone());
    // As the wording of the requirement has it, in every language.
    let status = if holder.status == UserStatus::Active { "ACTIVE" } else { "INACTIVE" };
    view! {
        <div class="holder">
            <KeyValues>
                <KeyValue name=t!(users::NAME)>{holder.name}</KeyValue>
                <KeyValue name=t!(users::STATUS)>{status}</KeyValue>
                <KeyValue name=t!(users::USERNAME)>{holder.username}</KeyValue>
                <KeyValue name=t!(users::PHONE)>{holder.phone}</KeyValue>
            </KeyValues>
            {move || can(Permission::USERS_DELETE).then(|| view! {
                <Button small=true variant=Variant::Danger on_click=move |_| ask.run(kept.get_value())>{t!(users::DELETE)}</Button>
            })}
        </div>
    }
    .into_any()
}
