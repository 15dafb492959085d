//! "Bulk User Settings" of the Manage panel: role and status of many people at once (USR-35), which can be undone (USR-B6).

use super::labels;
use super::manage::Manage;
use crate::i18n::t;
use crate::shell::{can, use_account};
use crate::ui::{Button, ConfirmDialog, SelectField, Work};
use leptos::prelude::*;
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::roles::AvailableRole;
use switchroom_types::users::{BulkAction, UserPatch, UserStatus};

/// In the panel, beside the other actions.
pub(super) fn section(manage: Manage) -> AnyView {
    view! {
        <section class="stack-small">
            <h3 class="card-title">{t!(users::BULK_SETTINGS)}</h3>
            <div class="row"><Button icon="settings" on_click=move |_| manage.ask(BulkAction::Change)>{t!(users::BULK_SETTINGS)}</Button></div>
            <p class="muted">{t!(users::BULK_SETTINGS_TEXT)}</p>
        </section>
    }
    .into_any()
}

/// What is chosen, as the change that the server makes: `role:admin` or `role:<id>`, `scope:all`, `status:inactive`.
pub(super) fn patch(setting: &str) -> UserPatch {
    let (what, value) = setting.split_once(':').unwrap_or_default();
    match what {
        "role" => UserPatch { role: Role::parse(value), role_id: value.parse().ok(), ..UserPatch::default() },
        "scope" => UserPatch { scope: Scope::parse(value), ..UserPatch::default() },
        "status" => UserPatch { status: UserStatus::parse(value), ..UserPatch::default() },
        _ => UserPatch::default(),
    }
}

fn settings(kind: AccountKind, custom: Vec<AvailableRole>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    if can(Permission::ROLES_ASSIGN) {
        let mut roles = if kind == AccountKind::Partner {
            vec![
                (format!("scope:{}", Scope::Assigned), labels::role(Role::Partner, Some(Scope::Assigned), "")),
                (format!("scope:{}", Scope::All), labels::role(Role::Partner, Some(Scope::All), "")),
            ]
        } else {
            vec![
                (format!("role:{}", Role::User), t!(users::ROLE_USER).to_owned()),
                (format!("role:{}", Role::Admin), t!(users::ROLE_ADMIN).to_owned()),
            ]
        };
        roles.extend(custom.into_iter().filter(|role| role.grantable).filter_map(|role| Some((format!("role:{}", role.id?), role.name))));
        all.extend(roles.into_iter().map(|(id, role)| (id, t!(users::BULK_ROLE, role = role))));
    }
    for (status, label) in [(UserStatus::Active, t!(users::ACTIVE)), (UserStatus::Inactive, t!(users::INACTIVE))] {
        all.push((format!("status:{status}"), t!(users::BULK_STATUS, status = label)));
    }
    all
}

/// Asks which setting.
#[component]
pub(super) fn SettingsDialog(manage: Manage, work: Work) -> impl IntoView {
    let kind = use_account().kind;
    let options = Signal::derive(move || settings(kind, manage.roles.get()));
    let consequences = Signal::derive(move || vec![t!(users::BULK_SKIPS).to_owned(), t!(users::BULK_UNDO).to_owned()]);
    view! {
        <ConfirmDialog
            id="bulk-settings"
            open=manage.dialog(BulkAction::Change)
            title=t!(users::BULK_SETTINGS).to_owned()
            confirm=t!(ui::SAVE).to_owned()
            work=work
            consequences=consequences
            on_confirm=Callback::new(move |()| manage.start(BulkAction::Change))
        >
            <p>{move || manage.whom()}</p>
            <SelectField
                name="setting"
                label=t!(users::BULK_SETTING)
                value=manage.setting
                options=options
                empty=t!(users::BULK_CHOOSE).to_owned()
                required=true
            />
        </ConfirmDialog>
    }
    .into_any()
}
