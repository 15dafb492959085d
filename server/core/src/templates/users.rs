//! Who came from a template, and in what they are not as it says any more (TPL-B1): also the preview of re-applying it.

use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use switchroom_entity::{template, user, user_service};
use switchroom_types::access::Permission;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::templates::{CxLevel, TemplateUser};
use switchroom_types::{AccountId, AppError, FieldError, TemplateId, Timestamp, UserId};
use uuid::Uuid;

use super::{mitel_cx, row};
use crate::access::Actor;
use crate::error::Result;
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;

/// By name; `filter.drifted=true` leaves those whom re-applying would change.
///
/// # Permissions
/// `templates.view` and `users.view`
pub async fn users(portal: &Portal, actor: &Actor, account: AccountId, id: TemplateId, query: &ListQuery) -> Result<Page<TemplateUser>> {
    let scope = actor.account_in_any_state(portal, account, Permission::TEMPLATES_VIEW).await?;
    actor.require(Permission::USERS_VIEW)?;
    query.only_filters(&["drifted"])?;
    let drifted = match query.filter("drifted") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            return Err(AppError::invalid(vec![FieldError::new("filter.drifted", "list.unknown_value", "true or false")]).into());
        }
    };
    let db = portal.db.read();
    let model = row::one(db, scope.account_id, id).await?;
    let hidden = mitel_cx::access(db, actor, scope.account_id).await?.level == CxLevel::None;
    let mut select = came_from(&model, drifted);
    for column in [user::Column::Id, user::Column::Name, user::Column::Email] {
        select.column((user::Entity, column));
    }
    for column in [user_service::Column::Settings, user_service::Column::TemplateVersion, user_service::Column::AppliedAt] {
        select.column((user_service::Entity, column));
    }
    let total = paging::total(db, &select).await?;
    let key = SortKey { id: "name", expr: Expr::col((user::Entity, user::Column::NameKey)), kind: KeyKind::Text, descending: false };
    paging::seek(&mut select, &key, Expr::col((user::Entity, user::Column::Id)), query)?;
    let (rows, next) = paging::fetch::<Stored>(db, &select, &key, query).await?;
    let present = row::settings(&model.settings)?;
    paging::page(rows, next, total, |stored| {
        let mut differs = row::settings(&stored.settings)?.differences(&present);
        if hidden {
            differs.retain(|field| !field.starts_with("mitel_cx."));
        }
        Ok(TemplateUser {
            id: UserId(stored.id),
            name: stored.name,
            email: stored.email,
            template_version: stored.template_version,
            applied_at: Timestamp(stored.applied_at),
            differs,
        })
    })
}

/// The users of a template without columns.
pub(super) fn came_from(model: &template::Model, drifted: bool) -> SelectStatement {
    let service = |column: user_service::Column| Expr::col((user_service::Entity, column));
    let person = |column: user::Column| Expr::col((user::Entity, column));
    let joined =
        person(user::Column::Id).eq(service(user_service::Column::UserId)).and(person(user::Column::AccountId).eq(model.account_id));
    let mut select = Query::select();
    select
        .from(user_service::Entity)
        .inner_join(user::Entity, joined)
        .and_where(service(user_service::Column::AccountId).eq(model.account_id))
        .and_where(service(user_service::Column::TemplateId).eq(model.id));
    if drifted {
        select.and_where(service(user_service::Column::SettingsKey).ne(model.settings_key.clone()));
    }
    select
}

#[derive(Debug, FromQueryResult)]
struct Stored {
    id: Uuid,
    name: String,
    email: String,
    settings: serde_json::Value,
    template_version: i32,
    applied_at: i64,
}
