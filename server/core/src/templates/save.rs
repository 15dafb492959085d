//! Adding and changing templates.

use sea_orm::ConnectionTrait;
use switchroom_entity::template;
use switchroom_types::access::Permission;
use switchroom_types::error::FieldConflict;
use switchroom_types::history::{Action, Asset, Change};
use switchroom_types::templates::{CxLevel, TemplateDetail, TemplateForm, TemplateOrigin, TemplateProduct, fields};
use switchroom_types::{AccountId, AppError, FieldError, TemplateId};

use super::row::{self, NewTemplate};
use super::{form, get, mitel_cx, sources};
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::history::Event;
use crate::portal::Portal;

/// Stores a new template (TPL-02); also what "Save as new" does (TPL-08).
///
/// # Permissions
/// `templates.add`; with a Mitel CX part also write access there.
///
/// # Errors
/// 422 at the fields; 403 `templates.cx_unavailable` or `templates.cx_read_only`.
pub async fn create(portal: &Portal, actor: &Actor, account: AccountId, form: &TemplateForm) -> Result<TemplateDetail> {
    let scope = actor.account(portal, account, Permission::TEMPLATES_ADD).await?;
    let (clean, errors) = form::check(form);
    errors.finish()?;
    let tx = portal.begin(actor).await?;
    let access = mitel_cx::access(tx.conn(), actor, scope.account_id).await?;
    mitel_cx::may_change(&access, None, clean.settings.mitel_cx.as_ref())?;
    may_have_pbx(tx.conn(), &scope, false, &clean).await?;
    let model = NewTemplate { account_id: scope.account_id, form: &clean, origin: TemplateOrigin::Portal }.into_model(&tx)?;
    row::insert(&tx, &model).await?;
    let mut tx = tx;
    tx.record(created(&scope, &model)?);
    let detail = get::detail(tx.conn(), &access, model).await?;
    tx.commit().await?;
    Ok(detail)
}

/// The event of a new template.
pub(super) fn created(scope: &AccountScope, model: &template::Model) -> Result<Event> {
    let event = Event::new(scope.account_id, scope.partner_id, Action::Create, Asset::Template).of(model.id, &model.name);
    Ok(event.changes(changes(None, Some(model))?))
}

/// Stores the form over the template (TPL-08). With a `version`, only if nobody else has changed it since it was read. The
/// Mitel CX part of people who may not see it stays as it is.
///
/// # Permissions
/// `templates.edit`; for a change to the Mitel CX part also write access there.
///
/// # Errors
/// 412 `input.stale` with both values of each field that differs; 422 at the fields; 403 as for [`create`].
pub async fn edit(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    id: TemplateId,
    version: Option<i32>,
    form: &TemplateForm,
) -> Result<TemplateDetail> {
    let scope = actor.account(portal, account, Permission::TEMPLATES_EDIT).await?;
    let mut tx = portal.begin(actor).await?;
    let before = row::lock(&tx, scope.account_id, id).await?;
    let (mut clean, errors) = form::check(form);
    errors.finish()?;
    let stored = row::settings(&before.settings)?;
    let access = mitel_cx::access(tx.conn(), actor, scope.account_id).await?;
    if access.level == CxLevel::None && clean.settings.mitel_cx.is_none() {
        clean.settings.mitel_cx = stored.mitel_cx.clone();
    }
    mitel_cx::may_change(&access, stored.mitel_cx.as_ref(), clean.settings.mitel_cx.as_ref())?;
    may_have_pbx(tx.conn(), &scope, stored.mivoice_business.is_some(), &clean).await?;
    let mut after = before.clone();
    row::fill(&mut after, &clean)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(AppError::stale(conflicts(&changes(Some(&before), Some(&after))?)).into());
    }
    if after == before {
        return get::detail(tx.conn(), &access, before).await;
    }
    row::touch(&mut after, &tx);
    row::update(&tx, &after).await?;
    let event = Event::new(scope.account_id, scope.partner_id, Action::Edit, Asset::Template).of(after.id, &after.name);
    tx.record(event.changes(changes(Some(&before), Some(&after))?));
    let detail = get::detail(tx.conn(), &access, after).await?;
    tx.commit().await?;
    Ok(detail)
}

/// TPL-02: settings for a product that the account does not have would never reach anybody.
async fn may_have_pbx(conn: &impl ConnectionTrait, scope: &AccountScope, had: bool, form: &TemplateForm) -> Result<()> {
    let has = form.settings.mivoice_business.is_some();
    if !has || had || sources::integrated(conn, scope.account_id, TemplateProduct::MivoiceBusiness).await? {
        return Ok(());
    }
    let message = "The account has no MiVoice Business integration";
    Err(AppError::invalid(vec![FieldError::new("settings.mivoice_business", "templates.not_integrated", message)]).into())
}

/// Name, description and every setting by its name.
pub(super) fn changes(before: Option<&template::Model>, after: Option<&template::Model>) -> Result<Vec<Change>> {
    let told = |model: Option<&template::Model>| -> Result<std::collections::BTreeMap<String, serde_json::Value>> {
        let Some(model) = model else { return Ok(Default::default()) };
        let mut told = fields(&row::settings(&model.settings)?);
        told.insert("name".to_owned(), model.name.clone().into());
        if !model.description.is_empty() {
            told.insert("description".to_owned(), model.description.clone().into());
        }
        if !model.products.is_empty() {
            told.insert("products".to_owned(), model.products.clone().into());
        }
        Ok(told)
    };
    let (mut before, mut after) = (told(before)?, told(after)?);
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort();
    names.dedup();
    let change = |property: String| {
        let (old, new) = (before.remove(&property).unwrap_or_default(), after.remove(&property).unwrap_or_default());
        (old != new).then_some(Change { property, before: old, after: new })
    };
    Ok(names.into_iter().filter_map(change).collect())
}

fn conflicts(changed: &[Change]) -> Vec<FieldConflict> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    changed
        .iter()
        .filter(|change| change.property != "products")
        .map(|change| FieldConflict { field: change.property.clone(), yours: text(&change.after), theirs: text(&change.before) })
        .collect()
}
