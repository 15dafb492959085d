//! Quick links, as far as rights go, tips (DASH-01 to DASH-03), and figures below them.

use super::cards::{Cards, Place};
use super::tips::Tips;
use crate::i18n::{Text, keys::dashboard as text, t};
use crate::shell::{can, use_account, use_me};
use crate::ui::{Card, Crumb, Icon, PageHeader};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::AccountId;
use switchroom_types::access::{Permission, Role};
use switchroom_types::accounts::AccountKind;
use switchroom_types::sessions::SignInMethod;

struct Link {
    label: Text,
    icon: &'static str,
    href: String,
}

/// Of the partner area, and of people with one account.
#[component]
pub fn Dashboard() -> impl IntoView {
    let me = use_me();
    let links = move || match me.role {
        Role::Partner => partner_links(),
        Role::Admin => account_links(me.account_id, me.method == SignInMethod::Password),
        Role::User | Role::Operator => password_link(me.method == SignInMethod::Password).into_iter().collect(),
    };
    let place = match me.role {
        Role::Partner => Some(Place { account: None, kind: AccountKind::Customer, subscriptions: me.subscriptions_visible }),
        Role::Admin => Some(Place { account: Some(me.account_id), kind: me.account_kind, subscriptions: me.subscriptions_visible }),
        Role::User | Role::Operator => None,
    };
    view! { <Page links=links title=t!(dashboard::TITLE).to_owned() crumbs=Vec::new() place /> }
}

/// Of an account that a partner user has entered.
#[component]
pub fn AccountDashboard() -> impl IntoView {
    let account = use_account();
    let with_password = use_me().method == SignInMethod::Password;
    let crumbs = vec![Crumb::link(t!(accounts::ACCOUNTS), "/accounts"), Crumb::here(account.name.clone())];
    let place = Place { account: Some(account.id), kind: account.kind, subscriptions: account.subscriptions_visible };
    view! { <Page links=move || account_links(account.id, with_password) title=account.name crumbs=crumbs place=Some(place) /> }
}

#[component]
fn Page(
    links: impl Fn() -> Vec<Link> + Send + 'static,
    title: String,
    crumbs: Vec<Crumb>,
    /// What figures are shown about; none to people without rights.
    place: Option<Place>,
) -> impl IntoView {
    let rows = move || {
        links()
            .into_iter()
            .map(|link| {
                view! {
                    <li>
                        <a class="quick-link" href=link.href>
                            <Icon name=link.icon />
                            <span>{link.label.text()}</span>
                            <Icon name="chevron-right" />
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Title text=title.clone() />
        <div class="page">
            <PageHeader title=title crumbs=crumbs />
            <div class="dashboard">
                <Card title=t!(dashboard::QUICK_LINKS).to_owned()>
                    <ul class="quick-links">{rows}</ul>
                </Card>
                <Tips />
            </div>
            {place.map(|place| view! { <Cards place /> })}
        </div>
    }
    .into_any()
}

fn partner_links() -> Vec<Link> {
    let mut links = Vec::new();
    if can(Permission::ACCOUNTS_ADD) {
        links.push(Link { label: text::ADD_ACCOUNT, icon: "plus", href: "/accounts/new".to_owned() });
    }
    if can(Permission::ACCOUNTS_VIEW) {
        links.push(Link { label: text::VIEW_ACCOUNTS, icon: "building", href: "/accounts".to_owned() });
    }
    links
}

fn account_links(id: AccountId, with_password: bool) -> Vec<Link> {
    let mut links = Vec::new();
    if can(Permission::ACCOUNTS_VIEW) {
        links.push(Link { label: text::VIEW_ACCOUNT, icon: "building", href: format!("/accounts/{id}/info") });
    }
    if can(Permission::USERS_VIEW) {
        links.push(Link { label: text::VIEW_USERS, icon: "users", href: format!("/accounts/{id}/users") });
    }
    if can(Permission::USERS_ADD) {
        links.push(Link { label: text::ADD_USER, icon: "user-plus", href: format!("/accounts/{id}/users/new") });
    }
    links.extend(password_link(with_password));
    links
}

/// AUTH-23: hidden for people without a password here.
fn password_link(with_password: bool) -> Option<Link> {
    with_password.then(|| Link { label: text::CHANGE_PASSWORD, icon: "key", href: "/profile#password".to_owned() })
}
