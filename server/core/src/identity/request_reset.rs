//! Mails a reset link: asked for by the person (AUTH-21) or by an admin (AUTH-22).

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use switchroom_entity::{account, user};
use switchroom_types::history::Action;
use switchroom_types::{AccountId, Timestamp, UserId};
use uuid::Uuid;

use crate::access::{Origin, Signature};
use crate::error::Result;
use crate::identity::{Person, invite};
use crate::links::{Purpose, issue};
use crate::mail::{MailRequest, Template, queue};
use crate::portal::Portal;
use crate::sessions::throttle;
use crate::text;
use crate::tx::Tx;

/// Mails per address and hour that a stranger can cause (AUTH-21).
pub(super) const PER_HOUR: i64 = 3;

/// Whoever asks gets the same answer after the same time, whether or not the name is known.
///
/// # Errors
/// 429 when too many requests come from one address.
///
/// # Permissions
/// None; the link goes to the address on file.
pub async fn request_reset(portal: &Portal, username: &str, origin: &Origin) -> Result<()> {
    let pace = throttle::Pace::start();
    throttle::count_request(portal, "reset", username, origin).await?;
    let key = text::key(username);
    if !key.is_empty() && key.chars().count() <= 254 {
        for id in known(portal, &key).await? {
            let Some(person) = Person::load(portal.db.read(), id).await? else { continue };
            if let Err(error) = send(portal, &person, origin).await {
                // The answer must not differ; the log tells.
                tracing::warn!(%error, user = %id, "the reset mail could not be queued");
            }
        }
    }
    pace.finish().await;
    Ok(())
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

async fn known(portal: &Portal, key: &str) -> Result<Vec<UserId>> {
    let sql = "SELECT id FROM users WHERE email_key = $1 OR login_key = $1 ORDER BY id LIMIT 10";
    let rows = portal.db.read().query_all_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [key.into()])).await?;
    rows.iter().map(|row| Ok(UserId(Id::from_query_result(row, "")?.id))).collect()
}

/// One mail to somebody who can use it: a reset link if registered, the welcome link again if invited.
pub(super) async fn send(portal: &Portal, person: &Person, origin: &Origin) -> Result<()> {
    let invited = person.user.registration == "invited";
    if !person.may_act() || (!person.is_registered() && !invited) || (person.is_registered() && person.user.sso_only) {
        return Ok(());
    }
    let mut tx = Tx::begin_as(portal, Signature::anonymous(origin)).await?;
    if recently(&tx, &person.user.email).await? >= PER_HOUR {
        return Ok(());
    }
    if invited {
        let mut user = person.user.clone();
        invite(&mut tx, &mut user, &person.account).await?;
        tx.record(person.event(Action::SendMail).core("mail", "welcome"));
    } else {
        mail_link(&mut tx, &person.user, &person.account, Purpose::SelfReset).await?;
        tx.record(person.event(Action::PasswordReset));
    }
    tx.commit().await
}

/// How many mails with links went to this address in the last hour.
pub(super) async fn recently(tx: &Tx, address: &str) -> Result<i64> {
    let since: Timestamp = tx.now().plus_secs(-3_600);
    let sql = "SELECT COUNT(*) AS n FROM mails WHERE to_address = $1 AND template IN ('self_reset', 'welcome', 'email_confirm') \
               AND created_at > $2 AND sender_user_id IS NULL";
    let values = [address.into(), since.0.into()];
    let row = tx.conn().query_one_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default())
}

/// An admin has a reset link mailed to a person. The caller has authorised it; the event is recorded here.
///
/// Invited people get their welcome mail again instead, because they have no password yet.
pub async fn request_reset_for(tx: &mut Tx, user: &mut user::Model, account: &account::Model) -> Result<()> {
    let registered = user.registration == "registered";
    let person = Person::load(tx.conn(), UserId(user.id)).await?;
    if registered {
        mail_link(tx, user, account, Purpose::AdminReset).await?;
    } else {
        invite(tx, user, account).await?;
    }
    if let Some(person) = person {
        let action = if registered { Action::PasswordReset } else { Action::SendMail };
        tx.record(person.event(action).core("mail", if registered { "admin_reset" } else { "welcome" }));
    }
    Ok(())
}

async fn mail_link(tx: &mut Tx, user: &user::Model, account: &account::Model, purpose: Purpose) -> Result<()> {
    let link = issue(tx, user, purpose).await?;
    let values = serde_json::json!({"name": user.name, "account": account.name, "link": link, "hours": purpose.life() / 3_600});
    let request = MailRequest {
        account_id: AccountId(user.account_id),
        user_id: Some(UserId(user.id)),
        to: user.email.clone(),
        template: if purpose == Purpose::AdminReset { Template::AdminReset } else { Template::SelfReset },
        language: user.language.clone(),
        values,
    };
    queue(tx, request).await?;
    Ok(())
}
