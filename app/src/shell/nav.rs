//! The one table of the navigation. A page of a later version adds its line here.

use crate::i18n::{Text, keys::shell as text};
use switchroom_types::access::{Permission, Role};
use switchroom_types::accounts::AccountContext;
use switchroom_types::areas::Area;
use switchroom_types::sessions::Me;

/// A page that people can go to.
#[derive(Clone, Copy)]
pub struct Entry {
    pub label: Text,
    pub icon: &'static str,
    /// In the partner area from the root, in an account relative to `/accounts/{id}`.
    pub path: &'static str,
    pub needs: Option<Permission>,
    pub when: When,
}

/// What must be so, besides the permission, for an entry to show.
#[derive(Clone, Copy)]
pub enum When {
    Always,
    /// The account has an integration that brings this (SHELL-03). Such pages come with their integrations.
    Integrated(Area),
    /// SUB-05.
    SubscriptionsVisible,
}

#[derive(Clone, Copy)]
pub enum Item {
    Page(Entry),
    /// `id` is the name under which its open state is kept.
    Group {
        id: &'static str,
        label: Text,
        icon: &'static str,
        pages: &'static [Entry],
    },
}

const fn page(label: Text, icon: &'static str, path: &'static str, needs: Option<Permission>) -> Entry {
    Entry { label, icon, path, needs, when: When::Always }
}

const DASHBOARD: Item = Item::Page(page(text::DASHBOARD, "dashboard", "/dashboard", None));

/// SHELL-01
const PARTNER: &[Item] = &[
    DASHBOARD,
    Item::Page(page(text::NAV_ACCOUNTS, "building", "/accounts", Some(Permission::ACCOUNTS_VIEW))),
    Item::Group {
        id: "people",
        label: text::NAV_USER_MANAGEMENT,
        icon: "users",
        pages: &[page(text::NAV_ROLES, "shield", "/roles", Some(Permission::ROLES_VIEW))],
    },
    Item::Group {
        id: "billing",
        label: text::NAV_BILLING,
        icon: "billing",
        pages: &[page(text::NAV_ORDERS, "package", "/orders", Some(Permission::ORDERS_VIEW))],
    },
];

/// SHELL-02
const ACCOUNT: &[Item] = &[
    Item::Page(page(text::DASHBOARD, "dashboard", "/dashboard", None)),
    Item::Page(page(text::NAV_ACCOUNT, "building", "/info", Some(Permission::ACCOUNTS_VIEW))),
    Item::Group {
        id: "users",
        label: text::NAV_USER_MANAGEMENT,
        icon: "users",
        pages: &[
            page(text::NAV_USERS, "users", "/users", Some(Permission::USERS_VIEW)),
            page(text::NAV_ROLES, "shield", "/roles", Some(Permission::ROLES_VIEW)),
            page(text::NAV_TEMPLATES, "template", "/templates", Some(Permission::TEMPLATES_VIEW)),
        ],
    },
    Item::Group {
        id: "billing",
        label: text::NAV_BILLING,
        icon: "billing",
        pages: &[Entry {
            when: When::SubscriptionsVisible,
            ..page(text::NAV_SUBSCRIPTIONS, "layers", "/subscriptions", Some(Permission::SUBSCRIPTIONS_VIEW))
        }],
    },
    Item::Group {
        id: "support",
        label: text::NAV_SUPPORT,
        icon: "support",
        pages: &[page(text::NAV_HISTORY, "history", "/support/history", Some(Permission::HISTORY_VIEW))],
    },
];

/// The operator sees no account data (AUTH-04).
const OPERATOR: &[Item] = &[
    DASHBOARD,
    Item::Page(page(text::NAV_PARTNERS, "building", "/operator/partners", None)),
    Item::Page(page(text::NAV_SIGN_IN, "key", "/operator/sign-in", None)),
    Item::Page(page(text::NAV_ORDER_FEEDS, "package", "/operator/order-feeds", None)),
    Item::Page(page(text::NAV_MAIL, "mail", "/operator/mail", None)),
];

/// People without rights have their own pages only (ROLE-24).
const PERSON: &[Item] = &[DASHBOARD];

/// The items that this person may see, where they are (SHELL-03, SHELL-04); a group without pages is left out.
pub fn items(me: &Me, account: Option<&AccountContext>) -> Vec<(Item, Vec<Entry>)> {
    let table = match (me.role, account) {
        (Role::Partner | Role::Admin, Some(_)) => ACCOUNT,
        (Role::Partner, None) => PARTNER,
        (Role::Operator, _) => OPERATOR,
        _ => PERSON,
    };
    of_table(table, me, account)
}

fn of_table(table: &[Item], me: &Me, account: Option<&AccountContext>) -> Vec<(Item, Vec<Entry>)> {
    let shown = |entry: &Entry| {
        entry.needs.is_none_or(|needed| me.permissions.contains(needed))
            && match entry.when {
                When::Always => true,
                When::Integrated(area) => account.is_some_and(|account| area.is_in(&account.integrations)),
                When::SubscriptionsVisible => account.map_or(me.subscriptions_visible, |account| account.subscriptions_visible),
            }
    };
    table
        .iter()
        .filter_map(|item| match item {
            Item::Page(entry) => shown(entry).then(|| (*item, vec![*entry])),
            Item::Group { pages, .. } => {
                let pages: Vec<Entry> = pages.iter().filter(|entry| shown(entry)).copied().collect();
                (!pages.is_empty()).then_some((*item, pages))
            }
        })
        .collect()
}

/// The address of an entry, and whether the page at `path` belongs to it.
pub fn address(entry: &Entry, account: Option<&AccountContext>, me: &Me) -> String {
    match account {
        // A customer's people have one dashboard.
        Some(_) if me.role != Role::Partner && entry.path == "/dashboard" => entry.path.to_owned(),
        Some(account) => format!("/accounts/{}{}", account.id, entry.path),
        None => entry.path.to_owned(),
    }
}

/// Whether the page at `path` is the entry's own or lies below it.
pub fn is_current(address: &str, path: &str) -> bool {
    path.strip_prefix(address).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::shell::sample::{account, me};
    use switchroom_types::access::Permissions;

    /// SHELL-03, SHELL-04 an entry that an integration brings shows while the account has it, and its reader the right
    #[test]
    fn entries_come_with_their_integration() {
        const TABLE: &[Item] = &[Item::Group {
            id: "support",
            label: text::NAV_SUPPORT,
            icon: "support",
            pages: &[Entry {
                when: When::Integrated(Area::Zoom),
                ..page(text::NAV_HISTORY, "video", "/support/zoom", Some(Permission::SUPPORT_VIEW))
            }],
        }];
        let mut account = account();
        let mut me = me();
        assert!(of_table(TABLE, &me, Some(&account)).is_empty(), "nor the group, which would be empty");
        account.integrations = vec!["chat".to_owned(), "zoom".to_owned()];
        assert_eq!(of_table(TABLE, &me, Some(&account)).len(), 1);
        assert!(of_table(TABLE, &me, None).is_empty());
        me.permissions = Permissions::NONE;
        assert!(of_table(TABLE, &me, Some(&account)).is_empty());
    }

    /// SHELL-03 nothing that waits for an integration is in the navigation today
    #[test]
    fn no_entry_leads_nowhere() {
        let mut account = account();
        let paths = |account: &AccountContext| -> Vec<&str> {
            items(&me(), Some(account)).iter().flat_map(|(_, pages)| pages.iter().map(|entry| entry.path).collect::<Vec<_>>()).collect()
        };
        let before = paths(&account);
        account.integrations = Area::ALL.iter().flat_map(|area| area.integrations()).map(|kind| (*kind).to_owned()).collect();
        assert_eq!(paths(&account), before);
    }

    #[test]
    fn the_page_below_belongs_to_the_entry() {
        assert!(is_current("/accounts", "/accounts") && is_current("/accounts", "/accounts/new"));
        assert!(!is_current("/accounts", "/accountsx") && !is_current("/accounts/1/info", "/accounts/1"));
    }
}
