//! Deleted people, kept apart for thirty days: listed, restored, or erased for good (USR-B2). Licences, SMS numbers, tokens
//! and sessions went with the deletion (USR-41) and do not come back.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::{deleted_user, user, user_field, user_source};
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::history::{Action, Asset};
use switchroom_types::list::{ListQuery, Page, Sort, SortColumn};
use switchroom_types::users::{BIN_KEPT, DeletedUser, DeletedUserSort, Registration, UserDetail};
use switchroom_types::{AccountId, AppError, PartnerId, Timestamp, UserId};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::search;
use crate::tx::Tx;
use crate::users::rights::{Judge, Standing};
use crate::users::{clash, find, get, row};

/// Rows a statement; people erased in one transaction.
const BATCH: usize = 500;

/// Puts people into the bin, within the transaction that deletes them.
pub(super) async fn keep(tx: &Tx, users: &[user::Model]) -> Result<()> {
    for chunk in users.chunks(BATCH) {
        let rows = chunk.iter().map(|model| stored(tx, model)).collect::<Result<Vec<_>>>()?;
        deleted_user::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

fn stored(tx: &Tx, model: &user::Model) -> Result<deleted_user::ActiveModel> {
    let data = serde_json::to_value(model).map_err(|error| Error::corrupt(format!("deleted user: {error}")))?;
    let now = tx.now();
    let row = deleted_user::Model {
        id: model.id,
        account_id: model.account_id,
        name: model.name.clone(),
        name_key: model.name_key.clone(),
        email: model.email.clone(),
        email_key: model.email_key.clone(),
        login_key: model.login_key.clone(),
        mobile: model.mobile.clone(),
        phone: model.phone.clone(),
        extension: model.extension.clone(),
        role: model.role.clone(),
        scope: model.scope.clone(),
        search_text: model.search_text.clone(),
        deleted_at: now.0,
        deleted_by: tx.signature.name.clone(),
        purge_after: now.plus_secs(BIN_KEPT).0,
        data,
        merged_into: None,
    };
    Ok(sea_orm::ActiveModelTrait::reset_all(deleted_user::ActiveModel::from(row)))
}

/// The bin, page by page, latest deletion first.
///
/// # Permissions
/// `users.delete`
pub async fn deleted(portal: &Portal, actor: &Actor, account: AccountId, query: &ListQuery) -> Result<Page<DeletedUser>> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_DELETE).await?;
    query.only_filters(&[])?;
    let key = sort_key(query.sort::<DeletedUserSort>()?);
    let mut select = Query::select();
    select.from(deleted_user::Entity).and_where(Expr::col(deleted_user::Column::AccountId).eq(scope.account_id.0));
    // What has had its time is gone, whether or not it was erased yet.
    select.and_where(Expr::col(deleted_user::Column::PurgeAfter).gt(portal.clock.now().0));
    if let Some(found) = search::within(&portal.db, "deleted_users", &query.search)? {
        select.and_where(found);
    }
    for column in COLUMNS {
        select.column(column);
    }
    let total = paging::total(portal.db.read(), &select).await?;
    paging::seek(&mut select, &key, Expr::col(deleted_user::Column::Id), query)?;
    let (rows, next) = paging::fetch::<Stored>(portal.db.read(), &select, &key, query).await?;
    paging::page(rows, next, total, Stored::into_row)
}

fn sort_key(sort: Sort<DeletedUserSort>) -> SortKey {
    let (expr, kind) = match sort.column {
        DeletedUserSort::Deleted => (Expr::col(deleted_user::Column::DeletedAt), KeyKind::Int),
        DeletedUserSort::Name => (Expr::col(deleted_user::Column::NameKey), KeyKind::Text),
    };
    SortKey { id: sort.column.id(), expr, kind, descending: sort.descending }
}

const COLUMNS: [deleted_user::Column; 12] = [
    deleted_user::Column::Id,
    deleted_user::Column::AccountId,
    deleted_user::Column::Name,
    deleted_user::Column::Email,
    deleted_user::Column::Extension,
    deleted_user::Column::Mobile,
    deleted_user::Column::Phone,
    deleted_user::Column::Role,
    deleted_user::Column::Scope,
    deleted_user::Column::DeletedAt,
    deleted_user::Column::DeletedBy,
    deleted_user::Column::PurgeAfter,
];

#[derive(Debug, FromQueryResult)]
struct Stored {
    id: Uuid,
    account_id: Uuid,
    name: String,
    email: String,
    extension: Option<String>,
    mobile: Option<String>,
    phone: Option<String>,
    role: String,
    scope: Option<String>,
    deleted_at: i64,
    deleted_by: String,
    purge_after: i64,
}

impl Stored {
    fn into_row(self) -> Result<DeletedUser> {
        Ok(DeletedUser {
            role: Role::parse(&self.role).ok_or_else(|| Error::corrupt("deleted user role"))?,
            scope: self.scope.as_deref().and_then(Scope::parse),
            id: UserId(self.id),
            account_id: AccountId(self.account_id),
            name: self.name,
            email: self.email,
            extension: self.extension,
            mobile: self.mobile,
            phone: self.phone,
            deleted_at: Timestamp(self.deleted_at),
            deleted_by: self.deleted_by,
            purge_after: Timestamp(self.purge_after),
        })
    }
}

/// Takes somebody back out of the bin. Their password still holds; whoever waited for a welcome mail needs a new one.
///
/// # Permissions
/// `users.delete`; nobody brings back somebody with more rights than their own.
///
/// # Errors
/// 404 unless the person is in this account's bin; 409 `users.email_taken` or `users.attributes_taken`, naming who has the
/// values by now.
pub async fn restore(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<UserDetail> {
    let scope = actor.account(portal, account, Permission::USERS_DELETE).await?;
    let mut tx = portal.begin(actor).await?;
    find::take_turns(&tx, scope.account_id).await?;
    let kept = in_bin(&tx, scope.account_id, id).await?;
    let judge = Judge::of(tx.conn(), actor, &scope).await?;
    judge.not_above_kept(&kept)?;
    let mut model: user::Model =
        serde_json::from_value(kept.data).map_err(|error| Error::corrupt(format!("deleted user {}: {error}", kept.id)))?;
    model.licenses = String::new();
    model.sms_number = None;
    model.pending_email = None;
    model.locked_at = None;
    model.mail_error = None;
    let custom = model.role_id.map(|id| judge.roles().available(id).is_some());
    // Where their custom role has gone since, somebody has to decide anew what they may do; otherwise its name may be another.
    let stands = if custom == Some(false) { Standing::lowest(scope.kind) } else { Standing::of(&model)? };
    judge.set(&mut model, stands);
    if model.registration == Registration::Invited.as_str() {
        Registration::NotInvited.as_str().clone_into(&mut model.registration);
    }
    row::touch(&mut model, &tx);
    clash::check(tx.conn(), &model).await?;
    if let Err(error) = row::insert(&tx, scope.account_id, std::slice::from_ref(&model)).await {
        drop(tx);
        return Err(clash::worded(portal, &model, error).await);
    }
    deleted_user::Entity::delete_by_id(kept.id).exec(tx.conn()).await?;
    let event = Event::new(scope.account_id, scope.partner_id, Action::Restore, Asset::User).of(model.id, &model.name);
    tx.record(event.changes(row::changes(None, Some(&model))));
    tx.commit().await?;
    get::detail(portal.db.write(), &judge, model).await
}

/// Erases somebody for good, before their time.
///
/// # Permissions
/// `users.delete`; never somebody with more rights.
///
/// # Errors
/// 404 unless the person is in this account's bin.
pub async fn erase(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<()> {
    let scope = actor.account(portal, account, Permission::USERS_DELETE).await?;
    let mut tx = portal.begin(actor).await?;
    let kept = in_bin(&tx, scope.account_id, id).await?;
    Judge::of(tx.conn(), actor, &scope).await?.not_above_kept(&kept)?;
    deleted_user::Entity::delete_by_id(kept.id).exec(tx.conn()).await?;
    forget(&tx, &[kept.id]).await?;
    tx.record(purged(scope.account_id, scope.partner_id, &kept));
    tx.commit().await
}

async fn in_bin(tx: &Tx, account: AccountId, id: UserId) -> Result<deleted_user::Model> {
    let found = deleted_user::Entity::find()
        .filter(deleted_user::Column::AccountId.eq(account.0))
        .filter(deleted_user::Column::Id.eq(id.0))
        .filter(deleted_user::Column::PurgeAfter.gt(tx.now().0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    found.ok_or_else(|| AppError::not_found("user").into())
}

/// Where their data came from waits with them, and goes with them.
async fn forget(tx: &Tx, ids: &[Uuid]) -> Result<()> {
    user_source::Entity::delete_many().filter(user_source::Column::UserId.is_in(ids.iter().copied())).exec(tx.conn()).await?;
    user_field::Entity::delete_many().filter(user_field::Column::UserId.is_in(ids.iter().copied())).exec(tx.conn()).await?;
    Ok(())
}

fn purged(account: AccountId, partner: Option<PartnerId>, kept: &deleted_user::Model) -> Event {
    Event::new(account, partner, Action::Purge, Asset::User).of(kept.id, &kept.name)
}

/// Erases whoever has been in the bin for thirty days. Several replicas may do this at once.
pub(crate) async fn sweep(portal: &Portal) -> Result<()> {
    loop {
        let mut tx = portal.begin_as_system().await?;
        let due = deleted_user::Entity::find()
            .filter(deleted_user::Column::PurgeAfter.lte(tx.now().0))
            .order_by_asc(deleted_user::Column::PurgeAfter)
            .limit(BATCH as u64)
            .lock_exclusive()
            .all(tx.conn())
            .await?;
        if due.is_empty() {
            return Ok(());
        }
        deleted_user::Entity::delete_many().filter(deleted_user::Column::Id.is_in(due.iter().map(|kept| kept.id))).exec(tx.conn()).await?;
        forget(&tx, &due.iter().map(|kept| kept.id).collect::<Vec<_>>()).await?;
        for kept in &due {
            tx.record(purged(AccountId(kept.account_id), None, kept));
        }
        tx.commit().await?;
    }
}
