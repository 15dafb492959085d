//! A new customer account.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use switchroom_entity::{account, account_manager};
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountForm, AccountKind, AccountState, SavedAccount};
use switchroom_types::history::{Action, Asset, Change};
use switchroom_types::{AccountId, FieldError};

use super::{contacts, form, get, row};
use crate::access::{Actor, PartnerScope};
use crate::error::Result;
use crate::history::{Event, changes};
use crate::portal::Portal;
use crate::text;

/// Stores the account with its contacts; an Account Manager is assigned to it (ACC-02 to ACC-06).
///
/// # Permissions
/// `accounts.add`, partner users.
///
/// # Errors
/// 422 with the fields that need attention.
pub async fn create(portal: &Portal, actor: &Actor, form: &AccountForm) -> Result<SavedAccount> {
    let scope = actor.partner(Permission::ACCOUNTS_ADD)?;
    let kind = AccountKind::Customer;
    let (mut clean, mut errors) = form::check(form, kind);
    match form::region(&clean.cloud_region, &portal.settings.cloud_regions) {
        Ok(region) => clean.cloud_region = region,
        Err(error) => errors.push(error),
    }
    clean.support_contacts = contacts::check(portal.db.read(), actor, kind, &form.support_contacts, &[], &mut errors).await?;
    errors.finish()?;

    let mut tx = portal.begin(actor).await?;
    let warnings = same_name(tx.conn(), &scope, &clean.name, None).await?;
    let number = row::unused_number(tx.conn()).await?;
    let model = row::new(&tx, scope.partner_id, kind, number, &clean);
    let id = AccountId(model.id);
    row::insert(&tx, &model).await?;
    contacts::save(&tx, id, &clean.support_contacts).await?;
    let mut created = changes(None, Some(&model));
    created.push(Change {
        property: "support_contacts".to_owned(),
        before: serde_json::Value::Null,
        after: contacts::emails(&clean.support_contacts).into(),
    });
    let mut event = Event::new(id, Some(scope.partner_id), Action::Create, Asset::Account).of(id, &model.name).changes(created);
    if let Some(manager) = scope.manager {
        let assignment = account_manager::ActiveModel {
            account_id: Set(id.0),
            user_id: Set(manager.0),
            assigned_at: Set(tx.now().0),
            assigned_by: Set(actor.name.clone()),
        };
        account_manager::Entity::insert(assignment).exec_without_returning(tx.conn()).await?;
        event = event.core("account_manager", actor.name.clone());
    }
    tx.record(event.core("account_number", number.to_string()));
    let account = get::detail(tx.conn(), model).await?;
    tx.commit().await?;
    Ok(SavedAccount { account, warnings })
}

/// A warning if another account within the scope has this name (ACC-06); accounts out of sight are not told about.
pub(super) async fn same_name(
    conn: &impl ConnectionTrait,
    scope: &PartnerScope,
    name: &str,
    except: Option<AccountId>,
) -> Result<Vec<FieldError>> {
    use sea_orm::sea_query::IntoCondition;
    let same = account::Entity::find()
        .filter(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()).into_condition())
        .filter(account::Column::Kind.eq(AccountKind::Customer.as_str()))
        .filter(account::Column::State.is_in([AccountState::Active.as_str(), AccountState::Deactivated.as_str()]))
        .filter(account::Column::NameKey.eq(text::fold(name)))
        .filter(account::Column::Id.ne(except.map(|id| id.0).unwrap_or_default()))
        .count(conn)
        .await?;
    Ok(match same {
        0 => Vec::new(),
        _ => vec![FieldError::new("name", "account.duplicate_name", "Another account has this name.")],
    })
}

/// The same warning while the form is being filled in.
///
/// # Permissions
/// `accounts.view`, partner users.
pub async fn check_name(portal: &Portal, actor: &Actor, name: &str, except: Option<AccountId>) -> Result<Vec<FieldError>> {
    let scope = actor.partner(Permission::ACCOUNTS_VIEW)?;
    same_name(portal.db.read(), &scope, name, except).await
}
