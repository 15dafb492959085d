//! One template with everything that its form shows, and what the form offers.

use sea_orm::{ConnectionTrait, Statement};
use switchroom_entity::template;
use switchroom_types::access::Permission;
use switchroom_types::templates::{CxAccess, CxLevel, TemplateChoices, TemplateDetail, TemplateForm, TemplateOrigin, TemplateProduct};
use switchroom_types::{AccountId, TemplateId, Timestamp};

use super::catalogue::Catalogue;
use super::{list, mitel_cx, row, sources};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::text;

/// The Mitel CX part is left out for people who may not see it (TPL-05).
///
/// # Permissions
/// `templates.view`; deactivated accounts can be looked at, too.
pub async fn get(portal: &Portal, actor: &Actor, account: AccountId, id: TemplateId) -> Result<TemplateDetail> {
    let scope = actor.account_in_any_state(portal, account, Permission::TEMPLATES_VIEW).await?;
    let db = portal.db.read();
    let access = mitel_cx::access(db, actor, scope.account_id).await?;
    detail(db, &access, row::one(db, scope.account_id, id).await?).await
}

pub(super) async fn detail(conn: &impl ConnectionTrait, access: &CxAccess, model: template::Model) -> Result<TemplateDetail> {
    let account = AccountId(model.account_id);
    let mut settings = row::settings(&model.settings)?;
    let mut gone = Catalogue::read(conn, account).await?.gone(&settings);
    if access.level == CxLevel::None {
        settings.mitel_cx = None;
        gone.retain(|setting| !setting.field.starts_with(TemplateProduct::MitelCx.as_str()));
    }
    let (users, drifted) = counts(conn, &model).await?;
    Ok(TemplateDetail {
        id: TemplateId(model.id),
        account_id: account,
        version: model.version,
        products: row::products(&model.products),
        origin: TemplateOrigin::parse(&model.origin).ok_or_else(|| Error::corrupt("template origin"))?,
        users,
        drifted,
        gone,
        created_at: Timestamp(model.created_at),
        modified_at: Timestamp(model.modified_at),
        modified_by: model.modified_by,
        form: TemplateForm { name: model.name, description: model.description, settings },
    })
}

/// Users who came from it, and those who are not as it says any more.
async fn counts(conn: &impl ConnectionTrait, model: &template::Model) -> Result<(u64, u64)> {
    let sql = "SELECT COUNT(*) AS users, COALESCE(SUM(CASE WHEN settings_key <> $3 THEN 1 ELSE 0 END), 0) AS drifted \
               FROM user_services WHERE account_id = $1 AND template_id = $2";
    let values = [model.account_id.into(), model.id.into(), model.settings_key.clone().into()];
    let found = conn.query_one_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    let Some(found) = found else { return Ok((0, 0)) };
    let count = |name: &str| -> Result<u64> { Ok(u64::try_from(found.try_get::<i64>("", name)?).unwrap_or_default()) };
    Ok((count("users")?, count("drifted")?))
}

/// # Permissions
/// `templates.view`; deactivated accounts can be looked at, too.
pub async fn choices(portal: &Portal, actor: &Actor, account: AccountId) -> Result<TemplateChoices> {
    let scope = actor.account_in_any_state(portal, account, Permission::TEMPLATES_VIEW).await?;
    let db = portal.db.read();
    let mut pbx = sources::pbx(db, scope.account_id).await?;
    let known = list::by_name(db, scope.account_id).await?;
    let learned = pbx.as_mut().map(|lists| std::mem::take(&mut lists.templates)).unwrap_or_default();
    let learned = learned.into_iter().map(|template| template.name).filter(|name| !known.contains_key(&text::fold(name))).collect();
    Ok(TemplateChoices {
        pbx_integrated: sources::integrated(db, scope.account_id, TemplateProduct::MivoiceBusiness).await?,
        pbx,
        learned,
        cx: mitel_cx::access(db, actor, scope.account_id).await?,
    })
}
