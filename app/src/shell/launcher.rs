//! The Application Launcher (SHELL-09): what opens in a tab of its own, for everybody of an account, basic users included.

use super::account::CurrentAccount;
use crate::i18n::{Text, t};
use crate::ui::{Menu, MenuItem, Variant};
use leptos::prelude::*;
use switchroom_types::accounts::AccountContext;
use switchroom_types::areas::Area;

/// Something that can be launched while the account has the integration that brings it.
#[derive(Clone, Copy)]
pub struct Application {
    pub label: Text,
    pub icon: &'static str,
    /// Relative to `/accounts/{id}`; answers with the way into the application.
    pub path: &'static str,
    pub area: Area,
}

/// An integration adds the applications here that it brings; there are none yet.
const APPLICATIONS: &[Application] = &[];

/// What the people of this account can launch.
fn launchable(table: &[Application], account: &AccountContext) -> Vec<Application> {
    table.iter().filter(|application| application.area.is_in(&account.integrations)).copied().collect()
}

/// Nothing at all where nothing can be launched.
#[component]
pub(super) fn Launcher() -> impl IntoView {
    let current = expect_context::<CurrentAccount>();
    let items = Memo::new(move |_| {
        let account = current.get()?;
        let found = launchable(APPLICATIONS, &account);
        let items = found.into_iter().map(|one| (one.label.text(), one.icon, format!("/accounts/{}{}", account.id, one.path)));
        Some(items.collect::<Vec<_>>()).filter(|items| !items.is_empty())
    });
    move || {
        items.get().map(|items| {
            let items = Signal::derive(move || {
                items.iter().map(|(label, icon, href)| MenuItem::link(*label, href.clone()).icon(icon)).collect::<Vec<_>>()
            });
            view! { <Menu id="launcher" label=t!(shell::LAUNCHER) icon="launcher" icon_only=true variant=Variant::Ghost items=items /> }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::keys::shell as text;
    use crate::shell::sample::account;

    /// SHELL-09 applications come and go with their integration; without any there is nothing to show
    #[test]
    fn applications_come_with_their_integration() {
        const TABLE: &[Application] = &[
            Application { label: text::NAV_ACCOUNTS, icon: "zap", path: "/launch/workflow-studio", area: Area::WorkflowStudio },
            Application { label: text::NAV_USERS, icon: "headset", path: "/launch/contact-center", area: Area::CustomerCare },
        ];
        let mut account = account();
        assert!(launchable(TABLE, &account).is_empty());
        account.integrations = vec!["workflow_studio".to_owned()];
        assert_eq!(launchable(TABLE, &account).iter().map(|one| one.path).collect::<Vec<_>>(), ["/launch/workflow-studio"]);
        account.integrations = Area::ALL.iter().flat_map(|area| area.integrations()).map(|kind| (*kind).to_owned()).collect();
        assert_eq!(launchable(TABLE, &account).len(), 2);
        assert!(launchable(APPLICATIONS, &account).is_empty(), "none exists yet");
    }
}
