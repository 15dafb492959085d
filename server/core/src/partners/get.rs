//! One partner with its people, for the operator.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use switchroom_entity::{account, identity_organisation, partner, user};
use switchroom_types::access::Scope;
use switchroom_types::partners::{PartnerDetail, PartnerOrganisation, PartnerPerson};
use switchroom_types::users::{Registration, UserStatus};
use switchroom_types::{AccountId, AppError, PartnerId, Timestamp, UserId};

use super::list::view;
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// # Errors
/// 404 `partner.not_found`.
///
/// # Permissions
/// Operator.
pub async fn get(portal: &Portal, actor: &Actor, id: PartnerId) -> Result<PartnerDetail> {
    actor.require_operator()?;
    detail(portal.db.read(), id).await
}

/// For callers that have authorised.
pub(super) async fn detail(conn: &impl ConnectionTrait, id: PartnerId) -> Result<PartnerDetail> {
    let partner = partner::Entity::find_by_id(id.0).one(conn).await?.ok_or_else(|| AppError::not_found("partner"))?;
    let account = account::Entity::find_by_id(partner.account_id).one(conn).await?.ok_or_else(|| Error::corrupt("Partner Account"))?;
    let people = user::Entity::find().filter(user::Column::AccountId.eq(account.id)).order_by_asc(user::Column::NameKey).all(conn).await?;
    let holds = |user: &&user::Model| user.scope.as_deref() == Some(Scope::All.as_str()) && user.status == UserStatus::Active.as_str();
    let administrators = people.iter().filter(holds).count();
    let people = people.iter().map(|user| {
        Ok(PartnerPerson {
            id: UserId(user.id),
            name: user.name.clone(),
            email: user.email.clone(),
            role_label: user.role_label.clone(),
            registration: Registration::parse(&user.registration).ok_or_else(|| Error::corrupt("registration"))?,
            status: UserStatus::parse(&user.status).ok_or_else(|| Error::corrupt("user status"))?,
            last_sign_in_at: user.last_sign_in_at.map(Timestamp),
            last_administrator: administrators == 1 && holds(&user),
        })
    });
    let people = people.collect::<Result<Vec<_>>>()?;
    let organisations = identity_organisation::Entity::find().filter(identity_organisation::Column::PartnerId.eq(id.0)).all(conn).await?;
    let organisations =
        organisations.into_iter().map(|found| PartnerOrganisation { issuer: found.issuer, organisation: found.organisation });
    Ok(PartnerDetail {
        partner: view(&partner, account.number, account.name, account.user_count)?,
        account_id: AccountId(account.id),
        billing_account: partner.billing_account,
        people,
        organisations: organisations.collect(),
    })
}
