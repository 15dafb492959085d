//! Account groups (ACC-B3): the filter of lists, the dialog for the selection, looking after the names, and the card on
//! Account Information.

pub mod api;
mod assign_dialog;
mod card;
mod manage_dialog;

pub use assign_dialog::AssignDialog;
pub use card::AccountGroupsCard;
pub use manage_dialog::ManageGroups;

use crate::i18n::t;
use crate::ui::table::Filter;
use leptos::prelude::*;

/// The filter of a list of accounts, or of what belongs to them. Call it once, in the page component.
pub fn group_filter() -> Filter {
    let groups = Resource::new(
        || (),
        move |()| async move {
            let groups = api::account_groups().await.unwrap_or_default();
            groups.into_iter().map(|group| (group.id.to_string(), group.name)).collect::<Vec<_>>()
        },
    );
    Filter::one("group", t!(account_groups::GROUP), groups)
}
