//! Carries out bulk actions, a hundred users a step: effects, per-user results and progress commit together, so a crash
//! neither sends a mail twice nor forgets anybody.

use sea_orm::EntityTrait;
use std::collections::HashMap;
use switchroom_entity::{account, job_item, user};
use switchroom_types::history::{Action, Asset};
use switchroom_types::jobs::{ItemState, JobKind};
use switchroom_types::{AppError, PartnerId};
use uuid::Uuid;

use crate::access::AccountScope;
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::identity;
use crate::imports;
use crate::jobs::{Counts, JobContext, Step};
use crate::users::rights::Judge;
use crate::users::{bulk_change, delete, find, invite, row};

/// Users a step; also what a cancellation may still let through.
const BATCH: u64 = 100;

/// A result other than done, as code and text.
type Reason = (String, String);

/// Works until every item is settled or the job is cancelled.
pub(crate) async fn perform(context: &JobContext, kind: JobKind) -> Result<serde_json::Value> {
    while step(context, kind).await? {}
    Ok(serde_json::json!({}))
}

/// Settles the next items; false if there were none, or the job was cancelled.
pub(super) async fn step(context: &JobContext, kind: JobKind) -> Result<bool> {
    let items = context.pending(BATCH).await?;
    if items.is_empty() {
        return Ok(false);
    }
    let Some(mut step) = context.step().await? else { return Ok(false) };
    let account = account::Entity::find_by_id(context.account_id().0).one(step.tx.conn()).await?;
    let account = account.ok_or_else(|| AppError::not_found("account"))?;
    find::take_turns(&step.tx, context.account_id()).await?;
    let ids = items.iter().filter_map(|item| item.target_id);
    let users = find::many_for_update(&step.tx, context.account_id(), ids).await?;
    let mut users: HashMap<Uuid, user::Model> = users.into_iter().map(|user| (user.id, user)).collect();
    let counts = settle(context, &mut step, kind, account, &items, &mut users).await?;
    step.commit(counts).await?;
    Ok(true)
}

async fn settle(
    context: &JobContext,
    step: &mut Step<'_>,
    kind: JobKind,
    account: account::Model,
    items: &[job_item::Model],
    users: &mut HashMap<Uuid, user::Model>,
) -> Result<Counts> {
    let changes = match kind {
        JobKind::UndoChange => bulk_change::changes(step, context.payload("change_job")?, items.iter().map(|item| item.idx)).await?,
        _ => HashMap::new(),
    };
    let scope = AccountScope::of(account)?;
    let judge = Judge::with(step.tx.conn(), context.payload("powers")?, &scope).await?;
    let mut counts = Counts::default();
    let mut leaving = Vec::new();
    for item in items {
        let user = item.target_id.and_then(|id| users.remove(&id));
        let reason = match user {
            None => Some(("users.gone".to_owned(), "This user does not exist any more.".to_owned())),
            Some(user) => match kind {
                JobKind::DeleteUsers | JobKind::UndoImport => {
                    let mut reason = judge.refuse_delete(&user).map(|error| (error.code.into_owned(), error.message));
                    if kind == JobKind::UndoImport && reason.is_none() {
                        reason = imports::refuse_undo(&user).map(|(code, message)| (code.to_owned(), message.to_owned()));
                    }
                    if reason.is_none() {
                        leaving.push(user);
                    }
                    reason
                }
                JobKind::ChangeUsers => bulk_change::change(context, step, &judge, &scope, item.idx, user).await?,
                JobKind::UndoChange => bulk_change::undo(step, &judge, &scope, user, &changes).await?,
                _ => mail(context, step, kind, &scope.account, user).await?,
            },
        };
        let state = if reason.is_some() { ItemState::Skipped } else { ItemState::Done };
        step.settle(item.idx, state, reason.as_ref().map(|(code, message)| (code.as_str(), message.clone()))).await?;
        counts.add(state);
    }
    delete::remove(&mut step.tx, Some(PartnerId(scope.account.partner_id)), &leaving).await?;
    Ok(counts)
}

async fn mail(
    context: &JobContext,
    step: &mut Step<'_>,
    kind: JobKind,
    account: &account::Model,
    before: user::Model,
) -> Result<Option<Reason>> {
    let refusal = match kind {
        JobKind::WelcomeMails => invite::refuse_welcome(&before, context.payload("include_registered")?),
        JobKind::PasswordResets => invite::refuse_reset(&before),
        _ => return Err(Error::corrupt("not a bulk action on users")),
    };
    if let Some((code, message)) = refusal {
        return Ok(Some((code.to_owned(), message.to_owned())));
    }
    let mut after = before.clone();
    after.mail_error = None;
    if kind == JobKind::PasswordResets {
        identity::request_reset_for(&mut step.tx, &mut after, account).await?;
        return Ok(None);
    }
    identity::send_welcome(&mut step.tx, &mut after, account).await?;
    if after != before {
        row::update(&step.tx, &after).await?;
    }
    let event = Event::new(context.account_id(), Some(PartnerId(account.partner_id)), Action::SendMail, Asset::User);
    let event = event.of(after.id, &after.name).changes(changes(Some(&before), Some(&after))).core("mail", "welcome");
    step.tx.record(event.extra("job", context.id().to_string()));
    Ok(None)
}
