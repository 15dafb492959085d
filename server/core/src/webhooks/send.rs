//! One attempt, and what follows from it.

use http::{Request, header};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use secrecy::ExposeSecret;
use std::time::{Duration, Instant};
use switchroom_connect::ConnectError;
use switchroom_entity::{account, webhook, webhook_delivery};
use switchroom_types::notifications::NoticeCode;
use switchroom_types::webhooks::DeliveryState;
use switchroom_types::{AccountId, Timestamp};

use super::{row, sign};
use crate::error::Result;
use crate::notifications::{Announcement, Audience, tell};
use crate::portal::Portal;

/// For the whole answer.
const LIMIT: Duration = Duration::from_secs(10);
/// Seconds after which it is given up.
const GIVE_UP: i64 = 24 * 3_600;

/// What came back.
pub(super) struct Outcome {
    status: Option<u16>,
    /// `None`: it has arrived.
    error: Option<&'static str>,
    took: Duration,
}

/// Sends it, whatever happens.
pub(super) async fn attempt(portal: &Portal, webhook: &webhook::Model, delivery: &webhook_delivery::Model) -> Outcome {
    let began = Instant::now();
    let (status, error) = match request(portal, webhook, delivery) {
        Err(error) => {
            tracing::error!(webhook = %webhook.id, %error, "a webhook's request cannot be made");
            (None, Some("outbound.address"))
        }
        Ok(request) => match tokio::time::timeout(LIMIT, portal.connect.http.send(request)).await {
            Err(_) => (None, Some("outbound.slow")),
            Ok(Ok(answer)) => judge(answer.status()),
            Ok(Err(error)) => (None, Some(code(&error))),
        },
    };
    Outcome { status, error, took: began.elapsed() }
}

/// Only 2xx is an arrival; redirects are followed nowhere, since they would lead past the check of the address.
fn judge(status: http::StatusCode) -> (Option<u16>, Option<&'static str>) {
    let error = match status {
        status if status.is_success() => None,
        status if status.is_redirection() => Some("outbound.redirect"),
        _ => Some("outbound.status"),
    };
    (Some(status.as_u16()), error)
}

fn code(error: &ConnectError) -> &'static str {
    match error {
        ConnectError::Private => "outbound.private",
        ConnectError::Slow => "outbound.slow",
        ConnectError::Address(_) => "outbound.address",
        // The answer is of no interest; that it was too long means that the request has arrived nowhere sensible.
        ConnectError::TooLarge | ConnectError::Unreadable | ConnectError::Status(_) => "outbound.status",
        ConnectError::Unreachable => "outbound.unreachable",
    }
}

fn request(portal: &Portal, webhook: &webhook::Model, delivery: &webhook_delivery::Model) -> Result<Request<Vec<u8>>> {
    let secret = row::secret(portal, webhook)?;
    let timestamp = portal.clock.now().0 / 1_000_000;
    let request = Request::post(&webhook.url)
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-switchroom-event", &delivery.code)
        .header("x-switchroom-delivery", delivery.id.to_string())
        .header(sign::TIMESTAMP, timestamp)
        .header(sign::SIGNATURE, sign::signature(secret.expose_secret(), timestamp, &delivery.body)?)
        .body(delivery.body.clone().into_bytes());
    request.map_err(|error| crate::error::Error::corrupt(error.to_string()))
}

/// Stores what came of an attempt: arrived, to be tried again with growing pauses for a day, or given up. Whoever has lost
/// the lease meanwhile stores nothing.
pub(super) async fn settle(portal: &Portal, webhook: &webhook::Model, delivery: &webhook_delivery::Model, outcome: &Outcome) -> Result<()> {
    let mut tx = portal.begin_as_system().await?;
    let now = tx.now();
    let late = delivery.once || now.secs_since(Timestamp(delivery.created_at)) >= GIVE_UP;
    let state = match outcome.error {
        None => DeliveryState::Delivered,
        Some(_) if late => DeliveryState::Failed,
        Some(_) => DeliveryState::Queued,
    };
    let pause = 30 * (1_i64 << delivery.attempts.clamp(0, 7));
    let sql = "UPDATE webhook_deliveries SET state = $1, next_attempt_at = $2, lease_until = NULL, response_status = $3, error = $4, \
               duration_ms = $5, attempted_at = $6 WHERE account_id = $7 AND id = $8 AND attempts = $9 AND state = 'queued'";
    let values = [
        state.as_str().into(),
        now.plus_secs(pause).0.into(),
        outcome.status.map(i32::from).into(),
        outcome.error.map(str::to_owned).into(),
        i32::try_from(outcome.took.as_millis()).unwrap_or(i32::MAX).into(),
        now.0.into(),
        delivery.account_id.into(),
        delivery.id.into(),
        delivery.attempts.into(),
    ];
    let stored = tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    if stored.rows_affected() == 1 && state == DeliveryState::Failed && !delivery.once {
        given_up(&mut tx, webhook).await?;
    }
    tx.commit_without_history("the delivery's own row tells what became of it").await
}

/// People hear of it; other webhooks do not, or one dead receiver would make work for all.
async fn given_up(tx: &mut crate::Tx, webhook: &webhook::Model) -> Result<()> {
    let Some(account) = account::Entity::find_by_id(webhook.account_id).one(tx.conn()).await? else { return Ok(()) };
    let title = format!("The webhook {} of {} does not answer", webhook.name, account.name);
    let announcement = Announcement::new(NoticeCode::WebhookFailed, Some(AccountId(account.id)), title)
        .arg("name", webhook.name.clone())
        .arg("account", account.name.clone())
        .link(format!("/accounts/{}/notifications/webhooks/{}", account.id, webhook.id));
    tell(tx, Audience::Account(&account), &announcement, |_| true).await
}
