//! Queues what happened for every webhook that wants it, within the transaction of what it tells about.

use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement};
use serde_json::{Value, json};
use std::collections::{BTreeMap, btree_map::Entry};
use switchroom_entity::{account, webhook, webhook_delivery};
use switchroom_types::notification_rules::Occasion;
use switchroom_types::notifications::{NotificationKind, NotificationStatus, Severity};
use switchroom_types::webhooks::DeliveryState;
use switchroom_types::{AccountId, AccountNumber, PartnerId, Timestamp, WebhookId};
use uuid::Uuid;

use super::row;
use crate::error::{Error, Result};
use crate::notification_rules::for_webhooks;
use crate::tx::Tx;

/// What happened, once, whoever else is told of it.
pub struct Happening<'a> {
    /// The account it is about; without one only the partner's own webhooks hear of it.
    pub about: Option<AccountId>,
    pub partner_id: PartnerId,
    pub code: &'a str,
    pub kind: NotificationKind,
    pub status: NotificationStatus,
    pub args: &'a Value,
    /// In English.
    pub title: &'a str,
    pub detail: Option<&'a str>,
    /// Path within the portal.
    pub link: Option<&'a str>,
}

/// Stores one delivery for each webhook of the account, and of the Partner Account, that wants it.
pub(crate) async fn emit(tx: &mut Tx, happening: &Happening<'_>) -> Result<()> {
    let severity = Severity::of(happening.code, happening.status);
    let mut body = None;
    let occasion = Occasion { kind: happening.kind, severity, account: happening.about };
    let mut chosen: BTreeMap<Uuid, Option<Vec<WebhookId>>> = BTreeMap::new();
    for webhook in enabled(tx, happening).await? {
        let of_account = match chosen.entry(webhook.account_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let decision = for_webhooks(tx.conn(), AccountId(webhook.account_id), &occasion).await?;
                new.insert(decision.route.webhooks)
            }
        };
        if !row::wants(&webhook, of_account.as_deref(), happening.kind, severity)? {
            continue;
        }
        let text = match &body {
            Some(text) => Clone::clone(text),
            None => body.insert(describe(tx, happening, severity).await?).clone(),
        };
        let model = delivery(&webhook, happening.code, happening.title, text, tx.now());
        webhook_delivery::Entity::insert(webhook_delivery::ActiveModel::from(model)).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Enabled webhooks of the account and of its Partner Account, which hears of no work inside an account that lets its
/// people in on approval (ACC-B4).
async fn enabled(tx: &Tx, happening: &Happening<'_>) -> Result<Vec<webhook::Model>> {
    let sql = "SELECT w.* FROM webhooks w JOIN accounts a ON a.id = w.account_id WHERE w.enabled AND \
               (w.account_id = $1 OR (a.kind = 'partner' AND a.partner_id = $2 \
               AND NOT ($3 AND EXISTS (SELECT 1 FROM closed_to_partners WHERE closed_to_partners.account_id = $1))))";
    let about = happening.about.map_or(Uuid::nil(), Uuid::from);
    let values = [about.into(), happening.partner_id.0.into(), (happening.kind == NotificationKind::Job).into()];
    let rows = tx.conn().query_all_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(rows.iter().map(|row| webhook::Model::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

async fn describe(tx: &Tx, happening: &Happening<'_>, severity: Severity) -> Result<String> {
    let account = match happening.about {
        Some(id) => account::Entity::find_by_id(id.0).one(tx.conn()).await?,
        None => None,
    };
    let number = |account: &account::Model| u32::try_from(account.number).ok().and_then(AccountNumber::new);
    let account = account.map(|account| json!({ "id": account.id, "number": number(&account), "name": account.name }));
    let url = happening.link.map(|path| format!("{}{path}", tx.portal().settings.public_url));
    let body = json!({
        "id": Uuid::now_v7(),
        "type": happening.code,
        "kind": happening.kind,
        "severity": severity,
        "status": happening.status,
        "at": tx.now(),
        "account": account,
        "title": happening.title,
        "detail": happening.detail,
        "data": happening.args,
        "url": url,
    });
    serde_json::to_string(&body).map_err(|error| Error::corrupt(error.to_string()))
}

/// Something new to be sent at once.
pub(super) fn delivery(webhook: &webhook::Model, code: &str, title: &str, body: String, now: Timestamp) -> webhook_delivery::Model {
    webhook_delivery::Model {
        id: Uuid::now_v7(),
        account_id: webhook.account_id,
        webhook_id: webhook.id,
        code: code.to_owned(),
        title: title.to_owned(),
        body,
        state: DeliveryState::Queued.as_str().to_owned(),
        once: false,
        attempts: 0,
        next_attempt_at: now.0,
        lease_until: None,
        response_status: None,
        error: None,
        duration_ms: None,
        attempted_at: None,
        created_at: now.0,
    }
}
