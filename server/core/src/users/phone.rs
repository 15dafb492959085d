//! Phone Number Conflict Search (USR-42 to USR-44): who has a number, active or not.

use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::user;
use switchroom_types::access::Permission;
use switchroom_types::users::{PhoneHolder, UserStatus};
use switchroom_types::{AccountId, AppError, FieldError, UserId};

use crate::access::Actor;
use crate::contact::e164;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// Longest entry, in characters.
const LONGEST: usize = 40;

/// The people of the account whose mobile number, phone or extension is `phone`, written as in the country or in E.164.
///
/// # Permissions
/// `users.view`
///
/// # Errors
/// 422 at `phone` when it is empty or too long.
pub async fn holders(portal: &Portal, actor: &Actor, account: AccountId, phone: &str) -> Result<Vec<PhoneHolder>> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_VIEW).await?;
    let entered = phone.trim();
    if entered.is_empty() {
        return Err(AppError::invalid(vec![FieldError::required("phone")]).into());
    }
    if entered.chars().count() > LONGEST {
        return Err(AppError::invalid(vec![FieldError::too_long("phone", LONGEST)]).into());
    }
    // A number is unique per account, but one person's mobile may be another's desk phone.
    let mut having = Condition::any().add(user::Column::Extension.eq(entered));
    let mut forms = vec![entered.to_owned()];
    if let Some(number) = e164(entered, &scope.account.country) {
        having = having.add(user::Column::Extension.eq(number.as_str()));
        forms.push(number);
    }
    having = having.add(user::Column::Mobile.is_in(forms.iter().cloned())).add(user::Column::Phone.is_in(forms.iter().cloned()));
    let found = user::Entity::find()
        .filter(user::Column::AccountId.eq(scope.account_id.0))
        .filter(having)
        .order_by_asc(user::Column::NameKey)
        .limit(20)
        .all(portal.db.read())
        .await?;
    found.into_iter().map(|model| holder(model, &forms)).collect()
}

fn holder(model: user::Model, forms: &[String]) -> Result<PhoneHolder> {
    let status = UserStatus::parse(&model.status).ok_or_else(|| Error::corrupt("user status"))?;
    let phone = [&model.mobile, &model.phone, &model.extension].into_iter().flatten().find(|number| forms.contains(number)).cloned();
    Ok(PhoneHolder {
        id: UserId(model.id),
        username: model.login_id.unwrap_or(model.email),
        name: model.name,
        status,
        phone: phone.unwrap_or_default(),
    })
}
