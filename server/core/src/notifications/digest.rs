//! The mail of the day (NOTIF-B3): what was put aside for a person becomes one mail, grouped by account. Taking the lines and
//! queuing the mail are one transaction, so that several replicas send it once.

use chrono_tz::Tz;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use switchroom_types::{AccountId, Timestamp, UserId};
use uuid::Uuid;

use super::mail::absolute;
use super::people::{Reader, reader, seen};
use super::words;
use crate::error::Result;
use crate::mail::{MailRequest, Template, queue_unsigned};
use crate::portal::Portal;
use crate::tx::Tx;

/// Lines of one mail.
const LINES: usize = 200;
/// People looked up at once.
const BATCH: u64 = 200;

#[derive(Debug, FromQueryResult)]
struct Item {
    about_account_id: Option<Uuid>,
    code: String,
    args: Value,
    title: String,
    link: Option<String>,
    times: i64,
    created_at: i64,
}

/// Sends whatever is due. Replicas may do this at once.
pub async fn send_digests(portal: &Portal) -> Result<()> {
    let now = portal.clock.now();
    loop {
        let sql = format!("SELECT DISTINCT user_id FROM notification_digest_items WHERE due_at <= $1 LIMIT {BATCH}");
        let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [now.0.into()]);
        let rows = portal.db.write().query_all_raw(statement).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            send(portal, UserId(row.try_get("", "user_id")?), now).await?;
        }
    }
}

async fn send(portal: &Portal, user: UserId, now: Timestamp) -> Result<()> {
    let mut tx = portal.begin_as_system().await?;
    let sql = "DELETE FROM notification_digest_items WHERE user_id = $1 AND due_at <= $2 RETURNING *";
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [user.0.into(), now.0.into()]);
    let rows = tx.conn().query_all_raw(statement).await?;
    let mut items = rows.iter().map(|row| Item::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
    items.sort_by_key(|item| item.created_at);
    if let Some(to) = reader(tx.conn(), user).await? {
        let abouts: BTreeSet<AccountId> = items.iter().filter_map(|item| item.about_account_id).map(AccountId).collect();
        let abouts: Vec<AccountId> = abouts.into_iter().collect();
        let names: BTreeMap<Uuid, String> = seen(tx.conn(), user, &abouts).await?.map(|(id, name)| (id.0, name)).collect();
        // What the person may not see any more is left out.
        items.retain(|item| item.about_account_id.is_none_or(|about| names.contains_key(&about)));
        if !items.is_empty() {
            write(&mut tx, &to, items, &names).await?;
        }
    }
    tx.commit_without_history("what is mailed has its own history").await
}

async fn write(tx: &mut Tx, to: &Reader, items: Vec<Item>, names: &BTreeMap<Uuid, String>) -> Result<()> {
    let total = items.len();
    let mut sections: BTreeMap<(&str, Uuid), Vec<Item>> = BTreeMap::new();
    for item in items {
        // What is about no account is about the reader's own.
        let about = item.about_account_id.unwrap_or(to.account_id);
        sections.entry((names.get(&about).map_or(&to.account_name, String::as_str), about)).or_default().push(item);
    }
    let mut left = LINES;
    let mut shown = Vec::new();
    for ((name, _), items) in sections {
        let count = items.len();
        let lines: Vec<Value> = items.iter().take(left).map(|item| line(tx, to, item)).collect();
        left -= lines.len();
        if !lines.is_empty() {
            shown.push(json!({ "heading": format!("{name} ({count})"), "lines": lines }));
        }
    }
    let values = json!({
        "total": total,
        "sections": shown,
        "more": total.saturating_sub(LINES),
        "link": absolute(tx, None),
    });
    let request = MailRequest {
        account_id: AccountId(to.account_id),
        user_id: Some(UserId(to.id)),
        to: to.email.clone(),
        template: Template::NotificationDigest,
        language: to.language.clone(),
        values,
    };
    queue_unsigned(tx, request).await.map(drop)
}

fn line(tx: &Tx, to: &Reader, item: &Item) -> Value {
    let zone: Tz = to.zone.parse().unwrap_or(Tz::UTC);
    let at = Timestamp(item.created_at).to_utc().map(|at| at.with_timezone(&zone).format("%Y-%m-%d, %H:%M").to_string());
    let times = if item.times > 1 { format!(" ×{}", item.times) } else { String::new() };
    let said = words::headline(&to.language, &item.code, &item.args, &item.title);
    let notes: Vec<String> = [words::outcome(&to.language, &item.code, &item.args), at].into_iter().flatten().collect();
    json!({ "text": format!("{said}{times}"), "note": notes.join(" · "), "link": absolute(tx, item.link.as_deref()) })
}
