//! Work that has not ended yet.

use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, FromQueryResult};
use switchroom_entity::{account, job};
use switchroom_types::dashboard::{Figures, RunningJob};
use switchroom_types::jobs::JobKind;
use switchroom_types::{AccountId, JobId};
use uuid::Uuid;

use super::people::{count, statement};
use super::reach::Reach;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// Jobs shown by name; the others are only counted.
const SHOWN: u64 = 5;

#[derive(FromQueryResult)]
struct Stored {
    id: Uuid,
    kind: String,
    account_id: Uuid,
    name: String,
    done: i64,
    total: i64,
}

pub(super) async fn running(portal: &Portal, reach: &Reach) -> Result<Figures> {
    let column = |column: job::Column| Expr::col((job::Entity, column));
    let mut select = Query::select();
    select
        .from(job::Entity)
        .and_where(reach.inside_accounts(portal, column(job::Column::AccountId)))
        // Written out, so that the planner can prove the partial index.
        .and_where(Expr::cust("jobs.state IN ('queued', 'running')"));
    let mut counted = select.clone();
    counted.expr_as(Expr::col(Asterisk).count(), "n");
    for of in [job::Column::Id, job::Column::Kind, job::Column::AccountId, job::Column::Total] {
        select.column((job::Entity, of));
    }
    select
        .column((account::Entity, account::Column::Name))
        .expr_as(Expr::cust("jobs.succeeded + jobs.skipped + jobs.failed"), "done")
        .inner_join(account::Entity, Expr::col((account::Entity, account::Column::Id)).equals((job::Entity, job::Column::AccountId)))
        .order_by((job::Entity, job::Column::CreatedAt), Order::Desc)
        .limit(SHOWN);
    let running = count(portal, counted).await?;
    let rows = portal.db.read().query_all_raw(statement(portal, &select)).await?;
    let jobs = rows.iter().map(|row| Stored::from_query_result(row, "").map_err(Error::from).and_then(brief)).collect::<Result<_>>()?;
    Ok(Figures::Jobs { running, jobs })
}

fn brief(stored: Stored) -> Result<RunningJob> {
    Ok(RunningJob {
        id: JobId(stored.id),
        kind: JobKind::parse(&stored.kind).ok_or_else(|| Error::corrupt("job kind"))?,
        account_id: AccountId(stored.account_id),
        account_name: stored.name,
        done: stored.done.unsigned_abs(),
        total: stored.total.unsigned_abs(),
    })
}
