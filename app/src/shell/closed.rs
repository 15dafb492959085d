//! What an account shows while it is deactivated or being deleted: nothing but the way back (ACC-19).

use crate::t;
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::accounts::{AccountContext, AccountState};

#[component]
pub(super) fn ClosedAccount(account: AccountContext) -> impl IntoView {
    let text = match account.state {
        AccountState::PendingDeletion => t!(shell::BEING_DELETED),
        _ => t!(shell::DEACTIVATED),
    };
    view! {
        <Title text=account.name.clone() />
        <div class="page-message">
            <h1>{account.name}</h1>
            <p>{text}</p>
            <p>
                <a href="/accounts">{t!(shell::TO_ACCOUNTS)}</a>
            </p>
        </div>
    }
}
