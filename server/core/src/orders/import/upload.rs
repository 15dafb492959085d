//! Takes a file, checks every row and keeps it for review. No order changes yet.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use std::collections::{HashMap, HashSet};
use switchroom_entity::{account, import, import_row, order, partner};
use switchroom_types::accounts::AccountKind;
use switchroom_types::orders::{OrderImport, OrderImportState, PartnerChoice};
use switchroom_types::{AccountNumber, AppError, FieldError, ImportId, PartnerId};
use uuid::Uuid;

use super::check::{Checked, Target, check};
use super::parse::{RawRow, parse};
use super::report;
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// Seconds for which an upload can be reviewed and its failed rows fetched.
const KEEP: i64 = 7 * 24 * 3600;

/// A file with what the form says about it.
#[derive(Clone, Debug)]
pub struct Upload {
    pub file_name: String,
    pub bytes: bytes::Bytes,
    /// The distributor's name; subscription numbers are unique within partner and feed.
    pub feed: String,
    /// For rows without `partner_account`.
    pub partner: Option<PartnerId>,
}

/// The partners that orders can be for.
///
/// # Permissions
/// The operator only.
pub async fn partners(portal: &Portal, actor: &Actor) -> Result<Vec<PartnerChoice>> {
    actor.require_operator()?;
    all_partners(portal).await
}

/// For callers that have authorised.
pub(super) async fn all_partners(portal: &Portal) -> Result<Vec<PartnerChoice>> {
    let db = portal.db.read();
    let partners = partner::Entity::find().order_by_asc(partner::Column::Name).all(db).await?;
    let accounts = account::Entity::find().filter(account::Column::Kind.eq(AccountKind::Partner.as_str())).all(db).await?;
    let numbers: HashMap<Uuid, i64> = accounts.into_iter().map(|account| (account.id, account.number)).collect();
    partners
        .into_iter()
        .map(|partner| {
            let number = numbers.get(&partner.account_id).copied().and_then(|number| AccountNumber::new(u32::try_from(number).ok()?));
            let number = number.ok_or_else(|| Error::corrupt("a partner without account"))?;
            Ok(PartnerChoice { id: PartnerId(partner.id), name: partner.name, number })
        })
        .collect()
}

/// Reads and checks the file and stores it for review.
///
/// # Permissions
/// The operator only.
///
/// # Errors
/// 413 and 422 for a file that cannot be read as a whole; mistakes within rows are kept with the rows.
pub async fn upload(portal: &Portal, actor: &Actor, upload: Upload) -> Result<OrderImport> {
    actor.require_operator()?;
    let feed = feed_name(&upload.feed)?;
    let choices = partners(portal, actor).await?;
    if let Some(partner) = upload.partner
        && choices.iter().all(|choice| choice.id != partner)
    {
        let error = FieldError::new("partner", "orders.partner_unknown", "There is no such Partner Account");
        return Err(AppError::invalid(vec![error]).into());
    }
    let partners = choices.iter().map(|choice| (choice.number.get().to_string(), choice.id)).collect();
    let target = Target { feed: feed.clone(), partner: upload.partner, partners };
    let bytes = upload.bytes;
    // Reading 20 MiB takes a noticeable moment; other requests go on meanwhile.
    let checked = tokio::task::spawn_blocking(move || parse(&bytes).map(|rows| check_all(rows, &target))).await;
    let rows = checked.map_err(|error| Error::corrupt(format!("reading an order file: {error}")))??;
    let updates = existing(portal, &feed, &rows).await?;
    let valid = rows.iter().filter(|(_, checked)| checked.is_ok()).count() as u64;
    let facts = serde_json::json!({
        "kind": "orders", "feed": feed, "partner": upload.partner, "creates": valid - updates, "updates": updates,
    });
    let id = Uuid::now_v7();
    store(portal, actor, id, &upload.file_name, facts, rows).await?;
    report::get(portal, actor, ImportId(id)).await
}

fn feed_name(text: &str) -> Result<String, AppError> {
    let name = text.trim().to_lowercase();
    let fits = !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let error = || FieldError::new("feed", "orders.bad_feed", "Up to 40 letters, digits, - and _");
    if fits { Ok(name) } else { Err(AppError::invalid(vec![error()])) }
}

type Row = (RawRow, Result<Checked, Vec<FieldError>>);

/// Checks each row, and that no two rows are the same order.
fn check_all(rows: Vec<RawRow>, target: &Target) -> Vec<Row> {
    let mut seen: HashMap<(PartnerId, String), u64> = HashMap::new();
    rows.into_iter()
        .map(|row| {
            let checked = check(&row, target).and_then(|checked| {
                match seen.insert((checked.partner, checked.input.subscription_number.clone()), row.line) {
                    None => Ok(checked),
                    Some(first) => {
                        let error = FieldError::new("subscription_number", "orders.twice", "This subscription number is in the file twice");
                        Err(vec![error.arg("line", first)])
                    }
                }
            });
            (row, checked)
        })
        .collect()
}

/// How many of the valid rows are orders that exist.
async fn existing(portal: &Portal, feed: &str, rows: &[Row]) -> Result<u64> {
    let mut by_partner: HashMap<PartnerId, HashSet<&str>> = HashMap::new();
    for checked in rows.iter().filter_map(|(_, checked)| checked.as_ref().ok()) {
        by_partner.entry(checked.partner).or_default().insert(&checked.input.subscription_number);
    }
    let mut found = 0;
    for (partner, numbers) in by_partner {
        for chunk in numbers.into_iter().collect::<Vec<_>>().chunks(1_000) {
            use sea_orm::PaginatorTrait;
            found += order::Entity::find()
                .filter(order::Column::PartnerId.eq(partner.0))
                .filter(order::Column::Feed.eq(feed))
                .filter(order::Column::SubscriptionNumber.is_in(chunk.iter().copied()))
                .count(portal.db.read())
                .await?;
        }
    }
    Ok(found)
}

async fn store(portal: &Portal, actor: &Actor, id: Uuid, file_name: &str, facts: serde_json::Value, rows: Vec<Row>) -> Result<()> {
    let tx = portal.begin(actor).await?;
    let now = tx.now();
    let sweep = [
        "DELETE FROM import_rows WHERE import_id IN (SELECT id FROM imports WHERE account_id = $1 AND expires_at < $2 AND state <> 'running')",
        "DELETE FROM imports WHERE account_id = $1 AND expires_at < $2 AND state <> 'running'",
    ];
    for sql in sweep {
        let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [actor.account_id.0.into(), now.0.into()]);
        tx.conn().execute_raw(statement).await?;
    }
    let failed = rows.iter().filter(|(_, checked)| checked.is_err()).count();
    let name: String = file_name.chars().filter(|c| !c.is_control()).take(200).collect();
    let model = import::ActiveModel {
        id: Set(id),
        account_id: Set(actor.account_id.0),
        user_id: Set(actor.user_id.0),
        file_name: Set(name),
        state: Set(OrderImportState::Preview.as_str().to_owned()),
        job_id: Set(None),
        row_count: Set(i64::try_from(rows.len()).unwrap_or_default()),
        error_count: Set(i64::try_from(failed).unwrap_or_default()),
        columns: Set(facts),
        notes: Set(serde_json::json!([])),
        created_at: Set(now.0),
        expires_at: Set(now.plus_secs(KEEP).0),
    };
    import::Entity::insert(model).exec_without_returning(tx.conn()).await?;
    let mut batch = Vec::with_capacity(rows.len().min(1_000));
    for (idx, (row, checked)) in (0_i64..).zip(rows) {
        let errors = checked.err().unwrap_or_default();
        batch.push(import_row::ActiveModel {
            import_id: Set(id),
            idx: Set(idx),
            account_id: Set(actor.account_id.0),
            state: Set(if errors.is_empty() { "pending" } else { "failed" }.to_owned()),
            email_key: Set(String::new()),
            data: Set(serde_json::to_value(row).unwrap_or_default()),
            errors: Set(serde_json::to_value(errors).unwrap_or_default()),
            mobile_key: Set(None),
            extension_key: Set(None),
            login_key: Set(None),
            user_key: Set(None),
        });
        if batch.len() == 1_000 {
            import_row::Entity::insert_many(std::mem::take(&mut batch)).exec_without_returning(tx.conn()).await?;
        }
    }
    if !batch.is_empty() {
        import_row::Entity::insert_many(batch).exec_without_returning(tx.conn()).await?;
    }
    tx.commit_without_history("an upload under review changes no order").await
}
