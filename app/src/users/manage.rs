//! "Manage": what can be done with the ticked users, or with everybody in the account (USR-27 to USR-30, USR-37).

use super::api::{list_users, manage_users};
use super::bulk_settings::{self, SettingsDialog};
use super::features;
use crate::i18n::t;
use crate::roles::api::available_roles;
use crate::shell::can;
use crate::ui::table::List;
use crate::ui::{Button, Checkbox, ConfirmDialog, Dialog, DialogSize, Toasts, Tone, Variant, Work, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::access::Permission;
use switchroom_types::list::{ListQuery, Selection};
use switchroom_types::roles::AvailableRole;
use switchroom_types::users::{BulkAction, BulkRequest, UserPatch};
use switchroom_types::{AccountId, UserId};

/// The state of the panel and its dialogs; a handle that copies into all of them.
#[derive(Clone, Copy)]
pub struct Manage {
    account: AccountId,
    list: List,
    panel: RwSignal<bool>,
    /// Everybody, whatever is ticked or filtered.
    all: RwSignal<bool>,
    /// How many users are meant, as far as that is known.
    count: RwSignal<Option<u64>>,
    dialogs: [(BulkAction, RwSignal<bool>); 4],
    /// What a change sets: a role, a scope, or a status.
    pub(super) setting: RwSignal<String>,
    /// The custom roles that a change can set, once somebody asks.
    pub(super) roles: RwSignal<Vec<AvailableRole>>,
    include_registered: RwSignal<bool>,
    work: Work,
    toasts: Toasts,
}

impl Manage {
    pub fn new(account: AccountId, list: List) -> Self {
        Self {
            account,
            list,
            panel: RwSignal::new(false),
            all: RwSignal::new(true),
            count: RwSignal::new(None),
            dialogs: [BulkAction::WelcomeMails, BulkAction::PasswordResets, BulkAction::Delete, BulkAction::Change]
                .map(|action| (action, RwSignal::new(false))),
            setting: RwSignal::new(String::new()),
            roles: RwSignal::new(Vec::new()),
            include_registered: RwSignal::new(false),
            work: Work::new(),
            toasts: use_toasts(),
        }
    }

    /// The panel, for what is ticked or else for everybody.
    pub fn open(self) {
        self.aim(self.list.picked_count().value == 0);
        self.panel.set(true);
    }

    pub fn ask_all(self, action: BulkAction) {
        self.aim(true);
        self.ask(action);
    }

    pub fn ask_picked(self, action: BulkAction) {
        self.aim(false);
        self.ask(action);
    }

    fn aim(self, all: bool) {
        self.all.set(all);
        if !all {
            let picked = self.list.picked_count();
            self.count.set(picked.exact.then_some(picked.value));
            return;
        }
        self.count.set(None);
        spawn_local(async move {
            let nobody_in_particular = ListQuery { limit: Some(1), ..ListQuery::default() };
            if let Ok(page) = list_users(self.account, nobody_in_particular).await {
                let _ = self.count.try_set(page.total.exact.then_some(page.total.value));
            }
        });
    }

    pub(super) fn ask(self, action: BulkAction) {
        self.work.error.set(None);
        self.include_registered.set(false);
        self.setting.set(String::new());
        if action == BulkAction::Change && can(Permission::ROLES_ASSIGN) {
            spawn_local(async move {
                let roles = available_roles(self.account).await.unwrap_or_default();
                let _ = self.roles.try_set(roles);
            });
        }
        for (of, open) in self.dialogs {
            open.set(of == action);
        }
    }

    pub(super) fn dialog(self, action: BulkAction) -> RwSignal<bool> {
        let found = self.dialogs.into_iter().find(|(of, _)| *of == action);
        found.map_or(self.panel, |(_, open)| open)
    }

    fn selection(self) -> Selection<UserId> {
        let everybody = || Selection::Matching { query: ListQuery::default(), except: Vec::new() };
        let ids = |keys: Vec<String>| keys.iter().filter_map(|key| key.parse().ok()).collect();
        match untrack(|| self.list.selection()).filter(|_| !self.all.get_untracked()) {
            None => everybody(),
            Some(Selection::Ids(keys)) => Selection::Ids(ids(keys)),
            Some(Selection::Matching { query, except }) => Selection::Matching { query, except: ids(except) },
        }
    }

    pub(super) fn start(self, action: BulkAction) {
        let request = BulkRequest {
            action,
            selection: self.selection(),
            include_registered: self.include_registered.get_untracked(),
            change: if action == BulkAction::Change { bulk_settings::patch(&self.setting.get_untracked()) } else { UserPatch::default() },
            confirmed: self.count.get_untracked(),
        };
        self.work.run_or(
            manage_users(self.account, request),
            move |started| {
                self.dialog(action).set(false);
                self.panel.set(false);
                self.list.clear_selection();
                self.toasts.show(Tone::Ok, format!("{}. {}", t!(users::STARTED_TITLE, n = started.total), t!(users::STARTED_TEXT)));
            },
            move |error| {
                // Somebody came or went: the dialog now names the right number, and confirming it goes on.
                if let Some(count) = error.args.get("count").and_then(|count| count.parse().ok()) {
                    self.count.set(Some(count));
                }
            },
        );
    }

    /// Whom it is about.
    pub(super) fn whom(self) -> String {
        match (self.all.get(), self.count.get()) {
            (true, Some(n)) => t!(users::MANAGE_EVERYONE, n = n),
            (false, Some(n)) => t!(users::MANAGE_SELECTED, n = n),
            (_, None) => String::new(),
        }
    }
}

/// The panel at the side: "< Return to list", then the actions that the viewer has the right to (ROLE-04).
#[component]
pub fn ManagePanel(manage: Manage) -> impl IntoView {
    let body = move || {
        let all = manage.all.get();
        let welcome = if all { t!(users::SEND_WELCOME_ALL) } else { t!(users::SEND_WELCOME) };
        let reset = if all { t!(users::RESET_PASSWORDS_ALL) } else { t!(users::RESET_PASSWORDS) };
        let may_mail = can(Permission::USERS_ADD) || can(Permission::USERS_EDIT);
        view! {
            <div class="stack">
                <div class="row">
                    <Button variant=Variant::Link icon="chevron-left" on_click=move |_| manage.panel.set(false)>{t!(users::RETURN_TO_LIST)}</Button>
                </div>
                <p role="status">{move || manage.whom()}</p>
                <h3 class="card-title">{t!(users::ACTIONS)}</h3>
                {may_mail.then(|| action(manage, BulkAction::WelcomeMails, welcome, t!(users::SEND_WELCOME_TEXT)))}
                {can(Permission::USERS_EDIT).then(|| action(manage, BulkAction::PasswordResets, reset, t!(users::RESET_PASSWORDS_TEXT)))}
                {can(Permission::USERS_EDIT).then(|| bulk_settings::section(manage))}
                {can(Permission::USERS_EDIT).then(|| features::section(manage.account))}
                {can(Permission::USERS_DELETE).then(|| action(manage, BulkAction::Delete, t!(users::DELETE_USERS), t!(users::DELETE_USERS_TEXT)))}
            </div>
        }
    };
    let title = move || match (manage.all.get(), manage.count.get()) {
        (false, Some(n)) => t!(users::MANAGE_SOME, n = n),
        _ => t!(users::MANAGE_ALL).to_owned(),
    };
    view! {
        <Dialog id="manage-users" open=manage.panel title=Signal::derive(title) size=DialogSize::Panel>
            {body}
        </Dialog>
    }
    .into_any()
}

fn action(manage: Manage, action: BulkAction, label: &'static str, text: &'static str) -> AnyView {
    let icon = match action {
        BulkAction::WelcomeMails => "mail",
        BulkAction::PasswordResets => "key",
        BulkAction::Delete => "trash",
        BulkAction::Change => "settings",
    };
    let variant = if action == BulkAction::Delete { Variant::Danger } else { Variant::Plain };
    view! {
        <section class="stack-small">
            <div class="row"><Button icon=icon variant=variant on_click=move |_| manage.ask(action)>{label}</Button></div>
            <p class="muted">{text}</p>
        </section>
    }
    .into_any()
}

/// One question for each action.
#[component]
pub fn ManageDialogs(manage: Manage) -> impl IntoView {
    let title = move |action: BulkAction| {
        Signal::derive(move || {
            match (action, manage.all.get()) {
                (BulkAction::WelcomeMails, false) => t!(users::SEND_WELCOME),
                (BulkAction::WelcomeMails, true) => t!(users::SEND_WELCOME_ALL),
                (BulkAction::PasswordResets, false) => t!(users::RESET_PASSWORDS),
                (BulkAction::PasswordResets, true) => t!(users::RESET_PASSWORDS_ALL),
                (BulkAction::Delete, false) => t!(users::DELETE_SELECTED_TITLE),
                (BulkAction::Delete, true) => t!(users::DELETE_ALL_TITLE),
                (BulkAction::Change, _) => t!(users::BULK_SETTINGS),
            }
            .to_owned()
        })
    };
    let consequences = Signal::derive(move || {
        let mut lines = Vec::new();
        if let Some(n) = manage.count.get() {
            lines.push(t!(users::DELETE_MANY, n = n));
        }
        lines.push(t!(users::DELETE_MANY_FREES).to_owned());
        lines.push(t!(users::DELETE_USERS_TEXT).to_owned());
        lines.push(t!(users::DELETE_FINAL).to_owned());
        lines
    });
    let work = manage.work;
    view! {
        <ConfirmDialog
            id="send-welcome"
            open=manage.dialog(BulkAction::WelcomeMails)
            title=title(BulkAction::WelcomeMails)
            confirm=t!(users::SEND).to_owned()
            work=work
            on_confirm=Callback::new(move |()| manage.start(BulkAction::WelcomeMails))
        >
            <p>{move || manage.whom()}</p>
            <p class="muted">{t!(users::SEND_WELCOME_TEXT)}</p>
            <Checkbox
                name="include_registered"
                label=t!(users::INCLUDE_REGISTERED)
                note=t!(users::INCLUDE_REGISTERED_NOTE).to_owned()
                value=manage.include_registered
            />
        </ConfirmDialog>
        <ConfirmDialog
            id="reset-passwords"
            open=manage.dialog(BulkAction::PasswordResets)
            title=title(BulkAction::PasswordResets)
            confirm=t!(users::RESET).to_owned()
            work=work
            on_confirm=Callback::new(move |()| manage.start(BulkAction::PasswordResets))
        >
            <p>{move || manage.whom()}</p>
            <p class="muted">{t!(users::RESET_PASSWORDS_TEXT)}</p>
        </ConfirmDialog>
        <ConfirmDialog
            id="delete-users"
            open=manage.dialog(BulkAction::Delete)
            title=title(BulkAction::Delete)
            confirm=t!(users::DELETE).to_owned()
            word="delete"
            danger=true
            consequences=consequences
            work=work
            on_confirm=Callback::new(move |()| manage.start(BulkAction::Delete))
        />
        <SettingsDialog manage=manage work=work />
    }
    .into_any()
}
