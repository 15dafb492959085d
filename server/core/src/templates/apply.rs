//! The services of a user: what a template gave them, and what was chosen besides (TPL-10). Drivers of a later version bring
//! them to the PBX; until then they are what the user is meant to have.

use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::{template, user, user_service};
use switchroom_types::access::Permission;
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset, Change};
use switchroom_types::templates::{
    AppliedTemplate, ApplyServices, CxLevel, ServiceCategory, TemplateOption, TemplateSettings, UserServices, VALUE, fields,
};
use switchroom_types::{AccountId, AppError, FieldError, PartnerId, TemplateId, Timestamp, UserId};
use uuid::Uuid;

use super::catalogue::Catalogue;
use super::{mitel_cx, row};
use crate::access::Actor;
use crate::error::Result;
use crate::history::Event;
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::find;

/// Templates that a drop-down offers.
const OFFERED: u64 = 500;

/// # Permissions
/// `users.view`; the templates to choose from also need `templates.view` (ROLE-05).
pub async fn services(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<UserServices> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_VIEW).await?;
    let db = portal.db.read();
    let user = find::one(db, scope.account_id, id).await?;
    view(db, actor, scope.account_id, user.id).await
}

async fn view(conn: &impl ConnectionTrait, actor: &Actor, account: AccountId, user: Uuid) -> Result<UserServices> {
    let mut services = UserServices::default();
    if let Some(model) = of_user(conn, account, user).await? {
        services.settings = row::settings(&model.settings)?;
        if let Some(id) = model.template_id {
            services.template = Some(applied(conn, account, TemplateId(id), &model, &services.settings).await?);
        }
        services.applied_at = Some(Timestamp(model.applied_at));
        services.applied_by = model.applied_by;
    }
    if mitel_cx::access(conn, actor, account).await?.level == CxLevel::None {
        services.settings.mitel_cx = None;
        if let Some(template) = &mut services.template {
            template.differs.retain(|field| !field.starts_with("mitel_cx."));
        }
    }
    if actor.can(Permission::TEMPLATES_VIEW) {
        let catalogue = Catalogue::read(conn, account).await?;
        let all = template::Entity::find()
            .filter(template::Column::AccountId.eq(account.0))
            .order_by_asc(template::Column::NameKey)
            .limit(OFFERED)
            .all(conn)
            .await?;
        for model in all {
            let settings = row::settings(&model.settings)?;
            let (category, tier) = settings.category();
            services.templates.push(TemplateOption {
                id: TemplateId(model.id),
                name: model.name,
                service_category: category.to_owned(),
                tier: tier.to_owned(),
                blocked: !catalogue.gone(&settings).is_empty(),
            });
        }
        services.categories = match catalogue.pbx {
            Some(lists) => lists.categories,
            None => named(&services.templates, services.settings.category()),
        };
    }
    Ok(services)
}

async fn applied(
    conn: &impl ConnectionTrait,
    account: AccountId,
    id: TemplateId,
    model: &user_service::Model,
    settings: &TemplateSettings,
) -> Result<AppliedTemplate> {
    let present = template::Entity::find().filter(template::Column::AccountId.eq(account.0)).filter(template::Column::Id.eq(id.0));
    let present = present.one(conn).await?;
    let differs = match &present {
        Some(present) => settings.differences(&row::settings(&present.settings)?),
        None => Vec::new(),
    };
    Ok(AppliedTemplate {
        id,
        name: present.as_ref().map_or_else(|| model.template_name.clone(), |present| present.name.clone()),
        version: model.template_version,
        current_version: present.map(|present| present.version),
        differs,
    })
}

/// Before a PBX was read: the categories that templates name, and the user's own.
fn named(templates: &[TemplateOption], own: (&str, &str)) -> Vec<ServiceCategory> {
    let mut categories: Vec<ServiceCategory> = Vec::new();
    let pairs = templates.iter().map(|template| (template.service_category.as_str(), template.tier.as_str()));
    for (name, tier) in pairs.chain([own]).filter(|(name, _)| !name.is_empty()) {
        let known = categories.iter().position(|category| category.name == name);
        let at = known.unwrap_or_else(|| {
            categories.push(ServiceCategory { name: name.to_owned(), tiers: Vec::new() });
            categories.len() - 1
        });
        if let Some(category) = categories.get_mut(at)
            && !tier.is_empty()
            && !category.tiers.iter().any(|known| known == tier)
        {
            category.tiers.push(tier.to_owned());
        }
    }
    categories.sort_by(|one, other| one.name.cmp(&other.name));
    categories
}

pub(crate) async fn of_user(conn: &impl ConnectionTrait, account: AccountId, user: Uuid) -> Result<Option<user_service::Model>> {
    let found = user_service::Entity::find().filter(user_service::Column::AccountId.eq(account.0));
    Ok(found.filter(user_service::Column::UserId.eq(user)).one(conn).await?)
}

/// "Apply Changes": gives the user what the template says, or another category and tier.
///
/// # Permissions
/// `users.edit`; choosing a template also `templates.view`. A template's Mitel CX part needs what changing it needs.
///
/// # Errors
/// 404 for a template of another account; 409 `templates.settings_gone`; 422 at the fields.
pub async fn apply(portal: &Portal, actor: &Actor, account: AccountId, id: UserId, wanted: &ApplyServices) -> Result<UserServices> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    if wanted.template_id.is_some() {
        actor.require(Permission::TEMPLATES_VIEW)?;
    }
    let mut errors = FieldErrors::default();
    let category = wanted.service_category.as_deref().map(|text| errors.text("service_category", text, false, VALUE));
    let tier = wanted.tier.as_deref().map(|text| errors.text("tier", text, false, VALUE));
    errors.finish()?;
    let mut tx = portal.begin(actor).await?;
    let user = find::for_update(&tx, scope.account_id, id).await?;
    let before = of_user(tx.conn(), scope.account_id, user.id).await?;
    let old = before.as_ref().map(|before| row::settings(&before.settings)).transpose()?.unwrap_or_default();
    let mut assigned = match wanted.template_id {
        Some(template) => Assigned::template(&row::one(tx.conn(), scope.account_id, template).await?)?,
        None => Assigned {
            template_id: before.as_ref().and_then(|before| before.template_id),
            template_name: before.as_ref().map(|before| before.template_name.clone()).unwrap_or_default(),
            template_version: before.as_ref().map_or(0, |before| before.template_version),
            settings: old.clone(),
        },
    };
    choose(&mut assigned.settings, category, tier)?;
    Catalogue::read(tx.conn(), scope.account_id).await?.applicable(&assigned.settings)?;
    let access = mitel_cx::access(tx.conn(), actor, scope.account_id).await?;
    mitel_cx::may_change(&access, old.mitel_cx.as_ref(), assigned.settings.mitel_cx.as_ref())?;
    assign(&mut tx, scope.partner_id, &user, before, &assigned).await?;
    let view = view(tx.conn(), actor, scope.account_id, user.id).await?;
    tx.commit_without_history("the event is there if something changed").await?;
    Ok(view)
}

/// Puts category and tier in place of the template's.
fn choose(settings: &mut TemplateSettings, category: Option<String>, tier: Option<String>) -> Result<(), AppError> {
    if category.is_none() && tier.is_none() {
        return Ok(());
    }
    let given = category.iter().chain(&tier).any(|text| !text.is_empty());
    if settings.mivoice_business.is_none() && !given {
        return Ok(());
    }
    let pbx = settings.mivoice_business.get_or_insert_default();
    pbx.service_category = category.unwrap_or_else(|| pbx.service_category.clone());
    pbx.tier = tier.unwrap_or_else(|| pbx.tier.clone());
    if pbx.service_category.is_empty() && !pbx.tier.is_empty() {
        return Err(AppError::invalid(vec![FieldError::required("service_category")]));
    }
    Ok(())
}

/// Takes the services away, and with them the template.
///
/// # Permissions
/// `users.edit`; with a Mitel CX part also write access there.
pub async fn clear(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<UserServices> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    let mut tx = portal.begin(actor).await?;
    let user = find::for_update(&tx, scope.account_id, id).await?;
    let Some(before) = of_user(tx.conn(), scope.account_id, user.id).await? else {
        return view(tx.conn(), actor, scope.account_id, user.id).await;
    };
    let old = row::settings(&before.settings)?;
    let access = mitel_cx::access(tx.conn(), actor, scope.account_id).await?;
    mitel_cx::may_change(&access, old.mitel_cx.as_ref(), None)?;
    user_service::Entity::delete_by_id((scope.account_id.0, user.id)).exec(tx.conn()).await?;
    let event = Event::new(scope.account_id, scope.partner_id, Action::Edit, Asset::User).of(user.id, &user.name);
    tx.record(event.changes(changes((&before.template_name, &old), ("", &TemplateSettings::default()))));
    let view = view(tx.conn(), actor, scope.account_id, user.id).await?;
    tx.commit().await?;
    Ok(view)
}

/// What somebody is to get.
#[derive(Clone, Debug)]
pub(crate) struct Assigned {
    pub template_id: Option<Uuid>,
    pub template_name: String,
    pub template_version: i32,
    pub settings: TemplateSettings,
}

impl Assigned {
    pub fn template(model: &template::Model) -> Result<Self> {
        Ok(Self {
            template_id: Some(model.id),
            template_name: model.name.clone(),
            template_version: model.version,
            settings: row::settings(&model.settings)?,
        })
    }
}

/// Stores somebody's services with their event; false if nothing changed. The caller holds the user's row.
pub(crate) async fn assign(
    tx: &mut Tx,
    partner: Option<PartnerId>,
    user: &user::Model,
    before: Option<user_service::Model>,
    assigned: &Assigned,
) -> Result<bool> {
    let Some(told) = put(tx, user, before, assigned).await? else { return Ok(false) };
    let event = Event::new(AccountId(user.account_id), partner, Action::Edit, Asset::User).of(user.id, &user.name).changes(told);
    tx.record(event.core("template", assigned.template_name.clone()).core("template_version", assigned.template_version));
    Ok(true)
}

/// A row that has not been stored yet.
pub(crate) fn service_of(tx: &Tx, user: &user::Model, assigned: &Assigned) -> Result<user_service::Model> {
    let (settings, settings_key) = row::stored(&assigned.settings)?;
    Ok(user_service::Model {
        account_id: user.account_id,
        user_id: user.id,
        template_id: assigned.template_id,
        template_name: assigned.template_name.clone(),
        template_version: assigned.template_version,
        settings,
        settings_key,
        applied_at: tx.now().0,
        applied_by: tx.signature.name.clone(),
    })
}

/// The same without the event: what it has to tell, or nothing if nothing changed.
pub(crate) async fn put(
    tx: &Tx,
    user: &user::Model,
    before: Option<user_service::Model>,
    assigned: &Assigned,
) -> Result<Option<Vec<Change>>> {
    let after = service_of(tx, user, assigned)?;
    let of = |model: &user_service::Model| (model.template_id, model.template_version, model.settings_key.clone());
    if before.as_ref().is_some_and(|before| of(before) == of(&after)) {
        return Ok(None);
    }
    let old = before.as_ref().map(|before| row::settings(&before.settings)).transpose()?.unwrap_or_default();
    let told = changes(
        (before.as_ref().map_or("", |before| before.template_name.as_str()), &old),
        (after.template_name.as_str(), &assigned.settings),
    );
    let known = before.is_some();
    let active = user_service::ActiveModel::from(after).reset_all();
    if known {
        active.update(tx.conn()).await?;
    } else {
        user_service::Entity::insert(active).exec_without_returning(tx.conn()).await?;
    }
    Ok(Some(told))
}

/// The services of some users, by their ids.
pub(crate) async fn of_users(
    conn: &impl ConnectionTrait,
    account: AccountId,
    ids: &[Uuid],
) -> Result<std::collections::HashMap<Uuid, user_service::Model>> {
    let found = user_service::Entity::find()
        .filter(user_service::Column::AccountId.eq(account.0))
        .filter(user_service::Column::UserId.is_in(ids.iter().copied()));
    Ok(found.all(conn).await?.into_iter().map(|model| (model.user_id, model)).collect())
}

/// People who leave take their services with them.
pub(crate) async fn forget(tx: &Tx, account: AccountId, users: &[Uuid]) -> Result<()> {
    user_service::Entity::delete_many()
        .filter(user_service::Column::AccountId.eq(account.0))
        .filter(user_service::Column::UserId.is_in(users.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn changes(before: (&str, &TemplateSettings), after: (&str, &TemplateSettings)) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.0 != after.0 {
        changes.push(Change { property: "template".to_owned(), before: before.0.into(), after: after.0.into() });
    }
    let (mut old, mut new) = (fields(before.1), fields(after.1));
    for property in before.1.differences(after.1) {
        let (before, after) = (old.remove(&property).unwrap_or_default(), new.remove(&property).unwrap_or_default());
        changes.push(Change { property, before, after });
    }
    changes
}
