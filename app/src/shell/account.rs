//! The account that the pages under `/accounts/{id}` belong to, loaded once for all of them.

use super::{denied::Trouble, viewer::use_viewer};
use crate::accounts::api::enter_account;
use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};
use switchroom_types::access::Role;
use switchroom_types::accounts::{AccountContext, AccountKind, AccountState};
use switchroom_types::{AccountId, AccountNumber, Result};

/// The account of the address, or a customer's own account everywhere; `None` in the partner area.
#[derive(Clone, Copy)]
pub struct CurrentAccount {
    pub id: Memo<Option<AccountId>>,
    pub loaded: Resource<Option<Result<AccountContext>>>,
}

impl CurrentAccount {
    pub(super) fn provide() -> Self {
        let path = use_location().pathname;
        let viewer = use_viewer();
        let id = Memo::new(move |_| {
            let own = || {
                let me = viewer.and_then(|viewer| viewer.get())?;
                matches!(me.role, Role::Admin | Role::User).then_some(me.account_id)
            };
            in_path(&path.read()).or_else(own)
        });
        let loaded = Resource::new(
            move || id.get(),
            |id| async move {
                match id {
                    Some(id) => Some(enter_account(id).await),
                    None => None,
                }
            },
        );
        let current = Self { id, loaded };
        provide_context(current);
        current
    }
}

impl CurrentAccount {
    fn read<T>(self, what: impl FnOnce(&AccountContext) -> T) -> Option<T> {
        self.loaded.with(|loaded| loaded.as_ref().and_then(|loaded| loaded.as_ref()?.as_ref().ok()).map(what))
    }

    /// Its name, once loaded; tracked.
    pub fn name(self) -> Option<String> {
        self.read(|account| account.name.clone())
    }

    /// Its number in groups of three; tracked.
    pub fn number(self) -> Option<String> {
        self.read(|account| account.number.grouped())
    }
}

/// `/accounts/{id}/…` → the id; `/accounts/new` and the like name none.
fn in_path(path: &str) -> Option<AccountId> {
    path.strip_prefix("/accounts/")?.split('/').next()?.parse().ok()
}

/// What [`use_account`] reads; set before the pages inside the area are built.
#[derive(Clone, Copy)]
struct Entered(StoredValue<Option<AccountContext>>);

/// The frame of the pages of one account: they are built when the account has been loaded, anew for another account.
#[component]
pub fn AccountArea() -> impl IntoView {
    let current = expect_context::<CurrentAccount>();
    let entered = StoredValue::new(None);
    provide_context(Entered(entered));
    let id = use_location().pathname;
    let here = Memo::new(move |_| in_path(&id.read()));
    view! {
        <Transition fallback=|| view! { <div class="page-loading" aria-busy="true"></div> }>
            {move || {
                let loaded = current.loaded.get().flatten();
                Some(match (loaded, here.get()) {
                    (_, None) => view! { <super::Absent /> }.into_any(),
                    (None, _) => return None,
                    (Some(Err(error)), _) => view! { <Trouble error=error /> }.into_any(),
                    (Some(Ok(account)), _) if account.state != AccountState::Active => {
                        view! { <super::closed::ClosedAccount account=account /> }.into_any()
                    }
                    (Some(Ok(account)), _) => {
                        entered.set_value(Some(account));
                        view! { <Outlet /> }.into_any()
                    }
                })
            }}
        </Transition>
    }
}

/// The account whose pages are shown. Only inside the account area; elsewhere it is an empty one.
pub fn use_account() -> AccountContext {
    use_context::<Entered>().and_then(|entered| entered.0.get_value()).unwrap_or_else(|| AccountContext {
        id: AccountId::NIL,
        number: AccountNumber::LOWEST,
        kind: AccountKind::Customer,
        state: AccountState::Active,
        name: String::new(),
        country: String::new(),
        integrations: Vec::new(),
        subscriptions_visible: false,
    })
}
