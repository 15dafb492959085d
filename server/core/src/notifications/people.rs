//! Who is told about an account (NOTIF-08): its admins, and the partner users in whose scope it lies.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use switchroom_entity::{account, account_manager, user};
use switchroom_types::PartnerId;
use switchroom_types::access::{Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::users::UserStatus;

use crate::error::Result;
use crate::tx::Tx;

/// Whom something concerns.
#[derive(Clone, Copy, Debug)]
pub enum Audience<'a> {
    /// Admins of the account, Administrators of its partner, and its Account Managers.
    Account(&'a account::Model),
    /// Everybody of a partner, for what no account has yet.
    Partner(PartnerId),
}

/// The active people of an audience.
pub async fn audience(tx: &Tx, audience: Audience<'_>) -> Result<Vec<user::Model>> {
    let people = match audience {
        Audience::Partner(partner) => Condition::all().add(of_partner(partner.0)),
        Audience::Account(account) => {
            let managers = Query::select()
                .column(account_manager::Column::UserId)
                .from(account_manager::Entity)
                .and_where(Expr::col(account_manager::Column::AccountId).eq(account.id))
                .to_owned();
            let in_scope = user::Column::Scope.eq(Scope::All.as_str()).or(user::Column::Id.in_subquery(managers));
            let admins = user::Column::AccountId.eq(account.id).and(user::Column::Role.eq(Role::Admin.as_str()));
            Condition::any().add(admins).add(Condition::all().add(of_partner(account.partner_id)).add(in_scope))
        }
    };
    Ok(user::Entity::find().filter(people).filter(user::Column::Status.eq(UserStatus::Active.as_str())).all(tx.conn()).await?)
}

fn of_partner(partner: uuid::Uuid) -> Condition {
    let own = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(Expr::col(account::Column::PartnerId).eq(partner))
        .and_where(Expr::col(account::Column::Kind).eq(AccountKind::Partner.as_str()))
        .to_owned();
    Condition::all().add(user::Column::AccountId.in_subquery(own)).add(user::Column::Role.eq(Role::Partner.as_str()))
}
