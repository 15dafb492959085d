//! What the palette offers without asking the server: the pages of the navigation and a few things to do. Both are those
//! that the viewer has elsewhere (SHELL-B2).

use crate::i18n::{Text, keys::palette as text};
use crate::shell::nav;
use switchroom_types::access::{Permission, Role};
use switchroom_types::accounts::{AccountContext, AccountKind};
use switchroom_types::sessions::{Me, SignInMethod};

/// A line of the palette that leads somewhere.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Command {
    pub label: String,
    pub icon: &'static str,
    pub href: String,
}

fn command(label: Text, icon: &'static str, href: impl Into<String>) -> Command {
    Command { label: label.text().to_owned(), icon, href: href.into() }
}

/// The pages of the navigation as it stands beside the palette, and one's own.
pub(super) fn pages(me: &Me, account: Option<&AccountContext>) -> Vec<Command> {
    let entries = nav::items(me, account).into_iter().flat_map(|(_, entries)| entries);
    let mut pages: Vec<_> = entries.map(|entry| command(entry.label, entry.icon, nav::address(&entry, account, me))).collect();
    if account.is_some() && me.role == Role::Partner {
        pages.push(command(text::PARTNER_AREA, "arrow-left", "/dashboard"));
    }
    if matches!(me.role, Role::Partner | Role::Admin | Role::Operator) {
        pages.push(command(text::NOTIFICATIONS, "bell", "/notifications"));
    }
    pages.push(command(text::PROFILE, "user", "/profile"));
    pages
}

/// What can be done from anywhere.
pub(super) fn actions(me: &Me, account: Option<&AccountContext>) -> Vec<Command> {
    let may = |permission: Permission| me.permissions.contains(permission);
    let mut actions = Vec::new();
    if let Some(account) = account {
        let base = format!("/accounts/{}", account.id);
        if may(Permission::USERS_ADD) {
            actions.push(command(text::ADD_USER, "user-plus", format!("{base}/users/new")));
        }
        if may(Permission::USERS_ADD) && account.kind == AccountKind::Customer {
            actions.push(command(text::IMPORT_USERS, "upload", format!("{base}/users/import")));
        }
    }
    if me.role == Role::Partner && may(Permission::ACCOUNTS_ADD) {
        actions.push(command(text::ADD_ACCOUNT, "plus", "/accounts/new"));
    }
    if me.method == SignInMethod::Password {
        actions.push(command(text::CHANGE_PASSWORD, "key", "/profile#password"));
    }
    actions
}

/// Whether each word of the text begins a word of the label, or all of it stands somewhere in it.
pub(super) fn fits(label: &str, typed: &str) -> bool {
    let (label, typed) = (label.to_lowercase(), typed.trim().to_lowercase());
    let words: Vec<&str> = label.split(|c: char| !c.is_alphanumeric()).collect();
    label.contains(&typed) || typed.split_whitespace().all(|part| words.iter().any(|word| word.starts_with(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHELL-B1 pages and actions are found by beginnings of their words
    #[test]
    fn beginnings_of_words() {
        assert!(fits("Add a user", "ad us") && fits("Add a user", "USER") && fits("Benutzer hinzufügen", "füg") && fits("Orders", ""));
        assert!(!fits("Add a user", "order"));
    }
}
