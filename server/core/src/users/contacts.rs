//! A partner user who is a support contact of accounts drops out with their removal (SUPC-08).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_entity::{support_contact, user};
use switchroom_types::access::Scope;
use switchroom_types::notifications::NoticeCode;
use switchroom_types::users::UserStatus;
use switchroom_types::{AccountId, UserId};

use crate::error::Result;
use crate::notifications::{Notice, notify};
use crate::tx::Tx;

/// Removes the contacts that stand for this person and tells the partner's Administrators which accounts they stood for.
/// An account's only contact stays as a bare address: it must not be left without one (SUPC-06).
pub(super) async fn drop_out(tx: &mut Tx, user: &user::Model) -> Result<()> {
    let theirs = support_contact::Entity::find().filter(support_contact::Column::UserId.eq(user.id)).all(tx.conn()).await?;
    if theirs.is_empty() {
        return Ok(());
    }
    let backend = tx.portal().db.backend();
    let keep = "UPDATE support_contacts SET user_id = NULL WHERE user_id = $1 AND NOT EXISTS \
         (SELECT 1 FROM support_contacts other WHERE other.account_id = support_contacts.account_id AND other.email_key <> support_contacts.email_key)";
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, keep, [user.id.into()])).await?;
    support_contact::Entity::delete_many().filter(support_contact::Column::UserId.eq(user.id)).exec(tx.conn()).await?;
    let administrators = user::Entity::find()
        .filter(user::Column::AccountId.eq(user.account_id))
        .filter(user::Column::Scope.eq(Scope::All.as_str()))
        .filter(user::Column::Status.eq(UserStatus::Active.as_str()))
        .filter(user::Column::Id.ne(user.id))
        .all(tx.conn())
        .await?;
    for administrator in administrators {
        let mut args = serde_json::Map::new();
        args.insert("name".to_owned(), user.name.clone().into());
        args.insert("count".to_owned(), theirs.len().into());
        let notice = Notice {
            user_id: UserId(administrator.id),
            account_id: AccountId(administrator.account_id),
            about: None,
            code: NoticeCode::SupportContactDropped,
            args,
            title: format!("{} was removed and is no longer a support contact", user.name),
            detail: None,
            link: Some("/accounts".to_owned()),
        };
        notify(tx, notice).await?;
    }
    Ok(())
}
