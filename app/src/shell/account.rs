//! The account that the pages under `/accounts/{id}` belong to, loaded once for all of them.

use super::{denied::Trouble, viewer::use_viewer};
use crate::accounts::api::enter_account;
use crate::live::use_live_history;
use crate::partner_access::{ClosedToPartner, GrantedBanner};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{components::Outlet, hooks::use_location};
use switchroom_types::access::Role;
use switchroom_types::accounts::{AccountContext, AccountKind, AccountState};
use switchroom_types::history::Asset;
use switchroom_types::partner_access::Entry;
use switchroom_types::{AccountId, AccountNumber, AppError, Result};

/// An account that the viewer entered, or why they could not.
type Loaded = Option<(AccountId, Result<AccountContext>)>;

/// What the server has loaded for the page before building it: nothing inside the page then has to wait for it.
#[derive(Clone, Debug)]
pub struct PreparedAccount(pub AccountId, pub Result<AccountContext>);

/// The account of the address, or a customer's own account everywhere; `None` in the partner area.
#[derive(Clone, Copy)]
pub struct CurrentAccount {
    pub id: Memo<Option<AccountId>>,
    loaded: RwSignal<Loaded>,
    /// What the viewer has called an account since it was loaded. Apart, so that its pages are not built anew for it.
    renamed: RwSignal<Option<(AccountId, String)>>,
}

impl CurrentAccount {
    pub(super) fn provide() -> Self {
        let path = use_location().pathname;
        let viewer = use_viewer();
        let id = Memo::new(move |_| {
            let me = viewer.and_then(|viewer| viewer.get());
            of_page(&path.read(), me.map(|me| (me.role, me.account_id)))
        });
        let prepared: Loaded =
            SharedValue::new(|| use_context::<PreparedAccount>().map(|PreparedAccount(id, loaded)| (id, loaded))).into_inner();
        let current = Self { id, loaded: RwSignal::new(prepared), renamed: RwSignal::new(None) };
        Effect::new(move |before: Option<Option<AccountId>>| {
            let id = id.get();
            let unknown = |wanted| match (current.loaded.get_untracked(), before) {
                (Some((known, Ok(_))), _) => known != wanted,
                // Whoever comes back tries again.
                (Some((known, Err(_))), before) => known != wanted || before.is_some_and(|before| before != id),
                (None, _) => true,
            };
            if let Some(wanted) = id.filter(|id| unknown(*id)) {
                current.enter(wanted);
            }
            id
        });
        provide_context(current);
        current
    }

    fn enter(self, id: AccountId) {
        spawn_local(async move {
            if self.loaded.with_untracked(|loaded| matches!(loaded, Some((known, Err(_))) if *known == id)) {
                self.loaded.set(None);
            }
            let entered = enter_account(id).await;
            // Whoever has moved on in the meantime is not brought back.
            if self.id.try_get_untracked().flatten() == Some(id) {
                let _ = self.loaded.try_set(Some((id, entered)));
            }
        });
    }

    /// Asks again whether the viewer may enter; the pages are built anew if the answer is another one (ACC-B4).
    pub fn renew(self) {
        let Some(id) = self.id.try_get_untracked().flatten() else { return };
        spawn_local(async move {
            let entered = enter_account(id).await;
            let known = self.loaded.try_with_untracked(|loaded| match loaded {
                Some((known, Ok(account))) if *known == id => Some((account.entry, account.state)),
                _ => None,
            });
            let now = entered.as_ref().ok().map(|account| (account.entry, account.state));
            if known.flatten() != now && self.id.try_get_untracked().flatten() == Some(id) {
                let _ = self.loaded.try_set(Some((id, entered)));
            }
        });
    }

    /// The account that the page belongs to, once loaded; tracked.
    pub fn get(self) -> Option<AccountContext> {
        self.read(AccountContext::clone)
    }

    fn read<T>(self, what: impl FnOnce(&AccountContext) -> T) -> Option<T> {
        let id = self.id.get()?;
        self.loaded.with(|loaded| match loaded {
            Some((known, Ok(account))) if *known == id => Some(what(account)),
            _ => None,
        })
    }

    /// It could not be entered; tracked.
    pub fn failed(self) -> bool {
        let id = self.id.get();
        self.loaded.with(|loaded| matches!(loaded, Some((known, Err(_))) if Some(*known) == id))
    }

    /// Its name, once loaded; tracked.
    pub fn name(self) -> Option<String> {
        let name = self.read(|account| account.name.clone());
        self.new_name(self.id.get()).or(name)
    }

    /// Shows the name that the viewer has just saved.
    pub fn rename(self, id: AccountId, name: &str) {
        self.renamed.set(Some((id, name.to_owned())));
    }

    fn new_name(self, of: Option<AccountId>) -> Option<String> {
        self.renamed.with(|renamed| renamed.as_ref().filter(|(id, _)| Some(*id) == of).map(|(_, name)| name.clone()))
    }

    /// Its number in groups of three; tracked.
    pub fn number(self) -> Option<String> {
        self.read(|account| account.number.grouped())
    }
}

/// Which account a page belongs to: the one in its address, or the only one that the viewer has.
pub fn of_page(path: &str, viewer: Option<(Role, AccountId)>) -> Option<AccountId> {
    let own = || viewer.filter(|(role, _)| matches!(role, Role::Admin | Role::User)).map(|(_, own)| own);
    in_path(path).or_else(own)
}

/// `/accounts/{id}/…` → the id; `/accounts/new` and the like name none.
fn in_path(path: &str) -> Option<AccountId> {
    path.strip_prefix("/accounts/")?.split('/').next()?.parse().ok()
}

/// What [`use_account`] reads; set before the pages inside the area are built.
#[derive(Clone, Copy)]
struct Entered(StoredValue<Option<AccountContext>>);

/// What the area shows; it is built anew only when this changes.
#[derive(Clone, PartialEq)]
enum Area {
    Nowhere,
    Loading,
    Trouble(AppError),
    Account(AccountContext),
}

/// The frame of the pages of one account: they are built when the account has been loaded, anew for another account.
#[component]
pub fn AccountArea() -> impl IntoView {
    let current = expect_context::<CurrentAccount>();
    let entered = StoredValue::new(None);
    provide_context(Entered(entered));
    let path = use_location().pathname;
    use_live_history(None, &[Asset::PartnerAccess], move |_| current.renew());
    let area = Memo::new(move |_| {
        let Some(here) = in_path(&path.read()) else { return Area::Nowhere };
        current.loaded.with(|loaded| match loaded {
            Some((known, loaded)) if *known == here => loaded.clone().map_or_else(Area::Trouble, Area::Account),
            _ => Area::Loading,
        })
    });
    move || match area.get() {
        Area::Nowhere => view! { <super::Absent /> }.into_any(),
        Area::Loading => view! { <div class="page-loading" aria-busy="true"></div> }.into_any(),
        Area::Trouble(error) => view! { <Trouble error=error /> }.into_any(),
        Area::Account(account) if account.state != AccountState::Active => {
            view! { <super::closed::ClosedAccount account=account /> }.into_any()
        }
        Area::Account(account) if account.entry == Entry::Closed => view! { <ClosedToPartner account=account /> }.into_any(),
        Area::Account(account) => {
            let granted = match account.entry {
                Entry::Granted(until) => Some(view! { <GrantedBanner account=account.id until=until /> }),
                Entry::Open | Entry::Closed => None,
            };
            entered.set_value(Some(account));
            view! {
                {granted}
                <Outlet />
            }
            .into_any()
        }
    }
}

/// The account whose pages are shown. Only inside the account area; elsewhere it is an empty one.
pub fn use_account() -> AccountContext {
    let entered = use_context::<Entered>().and_then(|entered| entered.0.get_value()).map(|account| {
        let current = use_context::<CurrentAccount>();
        match untrack(|| current.and_then(|current| current.new_name(Some(account.id)))) {
            Some(name) => AccountContext { name, ..account },
            None => account,
        }
    });
    entered.unwrap_or_else(|| AccountContext {
        id: AccountId::NIL,
        number: AccountNumber::LOWEST,
        kind: AccountKind::Customer,
        state: AccountState::Active,
        name: String::new(),
        country: String::new(),
        integrations: Vec::new(),
        subscriptions_visible: false,
        delete_after: None,
        entry: Entry::Open,
    })
}
