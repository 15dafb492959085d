//! Suggestions while a person types a support contact (SUPC-01, SUPC-04, SUPC-05).

use sea_orm::sea_query::IntoCondition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::user;
use switchroom_types::access::Permission;
use switchroom_types::accounts::SupportContact;
use switchroom_types::users::UserStatus;
use switchroom_types::{AccountId, AppError, UserId};

use crate::access::Actor;
use crate::contact::is_email;
use crate::error::Result;
use crate::portal::Portal;
use crate::search::{self, Searchable};

/// How many are offered.
const LIMIT: u64 = 8;

/// Partners are offered their colleagues; an Account Admin the addresses that their account knows and, if it is one, the
/// typed text itself. Partner users are never enumerable for them.
///
/// # Permissions
/// Partners: `accounts.add` for a new account, `accounts.edit` else. Others: `accounts.edit` in their own account.
pub async fn suggest_contacts(portal: &Portal, actor: &Actor, account: Option<AccountId>, text: &str) -> Result<Vec<SupportContact>> {
    match account {
        Some(id) => drop(actor.account(portal, id, Permission::ACCOUNTS_EDIT).await?),
        None => {
            actor.partner(Permission::ACCOUNTS_ADD)?;
        }
    }
    let text = text.trim();
    let Some(matching) = search::contains(&portal.db, Searchable::Users, text).await? else { return Ok(Vec::new()) };
    let place = match (actor.is_partner(), account) {
        (true, _) => actor.account_id,
        (false, Some(id)) => id,
        (false, None) => return Err(AppError::not_found("account").into()),
    };
    let people = user::Entity::find()
        .filter(user::Column::AccountId.eq(place.0))
        .filter(user::Column::Status.eq(UserStatus::Active.as_str()))
        .filter(matching.into_condition())
        .order_by_asc(user::Column::NameKey)
        .order_by_asc(user::Column::Id)
        .limit(LIMIT)
        .all(portal.db.read())
        .await?;
    let mut offered: Vec<SupportContact> = people
        .into_iter()
        .map(|person| match actor.is_partner() {
            true => SupportContact { user_id: Some(UserId(person.id)), email: person.email, name: person.name },
            false => SupportContact { user_id: None, email: person.email, name: String::new() },
        })
        .collect();
    if is_email(text) && offered.iter().all(|known| !known.email.eq_ignore_ascii_case(text)) {
        offered.insert(0, SupportContact { user_id: None, email: text.to_owned(), name: String::new() });
    }
    Ok(offered)
}
