//! Sends the welcome mail with its registration link (AUTH-17).

use sea_orm::{ConnectionTrait, Statement};
use switchroom_entity::{account, user};
use switchroom_types::users::Registration;
use switchroom_types::{AccountId, UserId};

use crate::error::Result;
use crate::links::{Purpose, issue};
use crate::mail::{MailRequest, Template, queue};
use crate::tx::Tx;

/// Makes a new registration link (older ones stop working), queues the welcome mail and marks the person as invited.
/// The caller has authorised the change, stored the user in `tx`, and records the event.
///
/// Nothing happens for somebody who has already registered.
pub async fn invite(tx: &mut Tx, user: &mut user::Model, account: &account::Model) -> Result<()> {
    if user.registration == Registration::Registered.as_str() {
        return Ok(());
    }
    send_welcome(tx, user, account).await
}

/// The same for anybody; registered people get it when an admin explicitly includes them (USR-30).
pub async fn send_welcome(tx: &mut Tx, user: &mut user::Model, account: &account::Model) -> Result<()> {
    let link = issue(tx, user, Purpose::Welcome).await?;
    let values = serde_json::json!({"name": user.name, "account": account.name, "link": link, "days": Purpose::Welcome.life() / 86_400});
    let request = MailRequest {
        account_id: AccountId(user.account_id),
        user_id: Some(UserId(user.id)),
        to: user.email.clone(),
        template: Template::Welcome,
        language: user.language.clone(),
        values,
    };
    queue(tx, request).await?;
    if user.registration == Registration::NotInvited.as_str() {
        Registration::Invited.as_str().clone_into(&mut user.registration);
        let sql = "UPDATE users SET registration = 'invited' WHERE id = $1 AND registration = 'not_invited'";
        tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, [user.id.into()])).await?;
    }
    Ok(())
}
