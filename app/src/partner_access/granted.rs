//! Above the pages of an account that the viewer was let into for a while.

use super::api::{end_access, get_partner_access};
use super::requests::Refusal;
use crate::i18n::{t, zone};
use crate::shell::CurrentAccount;
use crate::ui::{Banner, Button, Time, Work};
use leptos::prelude::*;
use std::time::Duration;
use switchroom_types::partner_access::RequestState;
use switchroom_types::{AccountId, Timestamp};

#[component]
pub fn GrantedBanner(account: AccountId, until: Timestamp) -> impl IntoView {
    let work = Work::new();
    let current = expect_context::<CurrentAccount>();
    // When the time is over, the page says so, and not the next thing that is clicked.
    Effect::new(move |_| {
        let left = u64::try_from(until.secs_since(zone::now())).unwrap_or_default() + 1;
        if let Ok(timer) = set_timeout_with_handle(move || current.renew(), Duration::from_secs(left)) {
            on_cleanup(move || timer.clear());
        }
    });
    let end = move |_| {
        let work_to_do = async move {
            let access = get_partner_access(account).await?;
            let own = access.requests.into_iter().find(|request| request.own && request.state == RequestState::Approved);
            match own {
                Some(own) => end_access(account, own.id).await.map(drop),
                None => Ok(()),
            }
        };
        work.run(work_to_do, move |()| current.renew());
    };
    view! {
        <Banner>
            <span>{t!(partner_access::GRANTED)} " " <Time at=until /></span>
            <span class="scripting-only">
                <Button small=true busy=work.busy on_click=end>{t!(partner_access::END_OWN)}</Button>
            </span>
        </Banner>
        <Refusal work />
    }
    .into_any()
}
