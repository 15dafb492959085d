//! Changes to Account Information.

use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountForm, AccountPatch, SavedAccount};
use switchroom_types::error::FieldConflict;
use switchroom_types::history::{Action, Asset, Change};
use switchroom_types::{AccountId, AppError, FieldError};

use super::{contacts, create, form, get, row};
use crate::access::{Actor, PartnerScope};
use crate::error::Result;
use crate::history::{Event, changes};
use crate::portal::Portal;

/// Stores the form. With a `version`, only if nobody else has changed the account since it was read (ACC-25).
///
/// # Permissions
/// `accounts.edit`, partner users and Account Admins (ACC-09); the account is active.
///
/// # Errors
/// 412 `input.stale` with both values of each field that differs; 422 with the fields that need attention.
pub async fn edit(portal: &Portal, actor: &Actor, id: AccountId, version: Option<i32>, form: &AccountForm) -> Result<SavedAccount> {
    let scope = actor.account(portal, id, Permission::ACCOUNTS_EDIT).await?;
    let (mut clean, mut errors) = form::check(form, scope.kind);
    if !clean.cloud_region.is_empty() && clean.cloud_region != scope.account.cloud_region {
        errors.push(FieldError::new("cloud_region", "account.cloud_region_fixed", "The cloud location cannot be changed"));
    }

    let mut tx = portal.begin(actor).await?;
    let stored = row::lock(&tx, id).await?;
    let present = contacts::load(tx.conn(), id).await?;
    clean.support_contacts = contacts::check(tx.conn(), actor, scope.kind, &form.support_contacts, &present, &mut errors).await?;
    errors.finish()?;
    let mut model = stored.clone();
    row::fill(&mut model, &clean);
    let mut changed = changes(Some(&stored), Some(&model));
    let (before, after) = (contacts::emails(&present), contacts::emails(&clean.support_contacts));
    if before != after {
        changed.push(Change { property: "support_contacts".to_owned(), before: before.into(), after: after.into() });
    }
    if version.is_some_and(|version| version != stored.version) {
        return Err(AppError::stale(conflicts(&changed)).into());
    }
    let warnings = match (scope.partner_id, model.name_key != stored.name_key && actor.is_partner()) {
        (Some(partner_id), true) => {
            let scope = PartnerScope { partner_id, ..actor.partner(Permission::ACCOUNTS_VIEW)? };
            create::same_name(tx.conn(), &scope, &model.name, Some(id)).await?
        }
        _ => Vec::new(),
    };
    if changed.is_empty() {
        return Ok(SavedAccount { account: get::detail(tx.conn(), stored).await?, warnings });
    }
    row::touch(&mut model, &tx);
    row::update(&tx, &model).await?;
    contacts::save(&tx, id, &clean.support_contacts).await?;
    if model.name != stored.name {
        crate::orders::account_renamed(&tx, &model).await?;
    }
    tx.record(Event::new(id, scope.partner_id, Action::Edit, Asset::Account).of(id, &model.name).changes(changed));
    let account = get::detail(tx.conn(), model).await?;
    tx.commit().await?;
    Ok(SavedAccount { account, warnings })
}

/// Changes some fields, as programs do.
///
/// # Permissions
/// As for [`edit`].
pub async fn patch(portal: &Portal, actor: &Actor, id: AccountId, version: Option<i32>, patch: AccountPatch) -> Result<SavedAccount> {
    let scope = actor.account(portal, id, Permission::ACCOUNTS_EDIT).await?;
    let present = get::detail(portal.db.read(), scope.account).await?;
    let switch = patch.bandwidth_optimization;
    let mut saved = SavedAccount { account: present, warnings: Vec::new() };
    if patch.touches_form() || version.is_some() {
        let mut form = saved.account.form.clone();
        patch.apply(&mut form);
        // The rest of the form is as it was a moment ago; a change in between must not be undone by it.
        let basis = version.unwrap_or(saved.account.version);
        saved = edit(portal, actor, id, Some(basis), &form).await?;
    }
    if let Some(on) = switch {
        set_bandwidth_optimization(portal, actor, id, on).await?;
        saved.account.bandwidth_optimization = on;
    }
    Ok(saved)
}

/// Switches Bandwidth Optimization; stored at once (ACC-14).
///
/// # Permissions
/// `accounts.edit`; the account is active.
pub async fn set_bandwidth_optimization(portal: &Portal, actor: &Actor, id: AccountId, on: bool) -> Result<()> {
    let scope = actor.account(portal, id, Permission::ACCOUNTS_EDIT).await?;
    let mut tx = portal.begin(actor).await?;
    let stored = row::lock(&tx, id).await?;
    if stored.bandwidth_optimization == on {
        return Ok(());
    }
    let mut model = stored.clone();
    model.bandwidth_optimization = on;
    // The form's version stays: the switch is no part of the form and must not make it stale.
    row::touch(&mut model, &tx);
    model.version = stored.version;
    row::update(&tx, &model).await?;
    let changed = changes(Some(&stored), Some(&model));
    tx.record(Event::new(id, scope.partner_id, Action::Edit, Asset::Account).of(id, &model.name).changes(changed));
    tx.commit().await
}

fn conflicts(changed: &[Change]) -> Vec<FieldConflict> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(values) => values.iter().filter_map(|value| value.as_str()).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    changed
        .iter()
        .map(|change| FieldConflict { field: change.property.clone(), yours: text(&change.after), theirs: text(&change.before) })
        .collect()
}
