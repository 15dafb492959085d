//! What an account shows while it is deactivated or being deleted: nothing but the way back (ACC-19).

use super::viewer::can;
use crate::accounts::{BinnedAccount, ReactivateDialog};
use crate::t;
use crate::ui::{Button, EmptyState, LinkButton, Time, TimeFormat, Variant, browser};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountContext, AccountState};

#[component]
pub(super) fn ClosedAccount(account: AccountContext) -> impl IntoView {
    let deactivated = account.state == AccountState::Deactivated;
    let text = match account.delete_after {
        _ if deactivated => t!(shell::DEACTIVATED),
        Some(_) => t!(shell::IN_BIN),
        None => t!(shell::BEING_DELETED),
    };
    let binned = account.delete_after.filter(|_| account.state == AccountState::PendingDeletion);
    let may_restore = binned.is_some() && untrack(|| can(Permission::ACCOUNTS_DELETE));
    let may_reactivate = deactivated && untrack(|| can(Permission::ACCOUNTS_DELETE));
    let open = RwSignal::new(false);
    // The dialog opens by itself; without scripts the page says what is the matter.
    Effect::new(move |_| open.set(may_reactivate));
    let (id, name) = (account.id, account.name.clone());
    view! {
        <Title text=account.name.clone() />
        <div class="page">
            <EmptyState title=account.name text=text.to_owned() icon="archive">
                {may_reactivate.then(|| view! {
                    <span class="scripting-only">
                        <Button variant=Variant::Primary on_click=move |_| open.set(true)>{t!(accounts::REACTIVATE)}</Button>
                    </span>
                })}
                {binned.map(|at| view! { <p class="muted">{t!(shell::ERASED_ON)} " " <Time at=at format=TimeFormat::Date /></p> })}
                {may_restore.then(|| view! { <BinnedAccount id=id /> })}
                <LinkButton href="/accounts".to_owned()>{t!(shell::TO_ACCOUNTS)}</LinkButton>
            </EmptyState>
        </div>
        <ReactivateDialog id=id name=name open=open on_done=Callback::new(|()| browser::reload()) />
    }
}
