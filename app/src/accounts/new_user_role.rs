//! "Role for new partner users", a setting of the whole partner on its own account's page (AUTH-B9).

use super::api::{change_role_of_new_users, role_of_new_users};
use crate::i18n::t;
use crate::ui::{Banner, Card, ErrorState, SelectField, Skeleton, Tone, Work, use_toasts};
use leptos::prelude::*;
use switchroom_types::partners::NewUserRole;

#[component]
pub(super) fn NewUserRoleCard() -> impl IntoView {
    let role = Resource::new(|| (), |()| role_of_new_users());
    view! {
        <Card title=t!(partners::NEW_USER_ROLE).to_owned() id="new-user-role">
            <Suspense fallback=|| view! { <Skeleton /> }>
                {move || role.get().map(|found| match found {
                    Ok(found) => view! { <Choice found=found /> }.into_any(),
                    Err(error) => view! { <ErrorState error=error on_retry=Callback::new(move |()| role.refetch()) /> }.into_any(),
                })}
            </Suspense>
        </Card>
    }
    .into_any()
}

/// Takes effect at once.
#[component]
fn Choice(found: NewUserRole) -> impl IntoView {
    let value = RwSignal::new(found.to_string());
    let kept = StoredValue::new(found);
    let work = Work::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        let Some(chosen) = value.with(|value| NewUserRole::parse(value)) else { return };
        if chosen == kept.get_value() {
            return;
        }
        let back = move |_: &switchroom_types::AppError| value.set(kept.get_value().to_string());
        work.run_or(
            change_role_of_new_users(chosen),
            move |saved| {
                kept.set_value(saved);
                toasts.show(Tone::Ok, t!(partners::NEW_USER_ROLE_SAVED));
            },
            back,
        );
    });
    let options = NewUserRole::ALL.iter().map(|role| {
        let label = match role {
            NewUserRole::Administrator => t!(partners::ADMINISTRATOR),
            NewUserRole::AccountManager => t!(partners::ACCOUNT_MANAGER),
        };
        (role.to_string(), label.to_owned())
    });
    let options = options.collect::<Vec<_>>();
    view! {
        {move || work.error.get().map(|error| view! { <Banner tone=Tone::Bad>{crate::i18n::tr_error(&error)}</Banner> })}
        <SelectField name="new_user_role" id="new-user-role-field" label=t!(partners::NEW_USER_ROLE) value=value options=options disabled=work.busy help=t!(partners::NEW_USER_ROLE_HELP) />
    }
    .into_any()
}
