//! The operator deactivates a partner and reactivates it (AUTH-04, AUTH-16).

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect, Statement};
use switchroom_entity::partner;
use switchroom_types::history::{Action, Asset, Change};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::partners::{PartnerDetail, PartnerState};
use switchroom_types::{AccountId, AppError, FieldError, PartnerId};

use super::get::detail;
use crate::access::Actor;
use crate::error::Result;
use crate::history::Event;
use crate::portal::Portal;

/// Nobody of the partner and of its customers can sign in any more, sessions and API tokens stop at once; data stays.
/// `confirm` is the word that a person typed.
///
/// # Errors
/// 404 `partner.not_found`; 409 `partner.inactive`; 422 for another word.
///
/// # Permissions
/// Operator.
pub async fn deactivate(portal: &Portal, actor: &Actor, id: PartnerId, confirm: Option<&str>) -> Result<PartnerDetail> {
    actor.require_operator()?;
    if !confirm.is_some_and(|word| word.trim().eq_ignore_ascii_case("deactivate")) {
        let error = FieldError::new("confirm", "confirm.word", "Type “deactivate” to continue").arg("word", "deactivate");
        return Err(AppError::invalid(vec![error]).into());
    }
    set(portal, actor, id, PartnerState::Inactive).await
}

/// # Errors
/// 404 `partner.not_found`; 409 `partner.active`.
///
/// # Permissions
/// Operator.
pub async fn reactivate(portal: &Portal, actor: &Actor, id: PartnerId) -> Result<PartnerDetail> {
    actor.require_operator()?;
    set(portal, actor, id, PartnerState::Active).await
}

async fn set(portal: &Portal, actor: &Actor, id: PartnerId, to: PartnerState) -> Result<PartnerDetail> {
    let mut tx = portal.begin(actor).await?;
    let stored = partner::Entity::find_by_id(id.0).lock_exclusive().one(tx.conn()).await?;
    let stored = stored.ok_or_else(|| AppError::not_found("partner"))?;
    if stored.state == to.as_str() {
        return Err(match to {
            PartnerState::Active => AppError::conflict("partner.active", "This partner is active."),
            PartnerState::Inactive => AppError::conflict("partner.inactive", "This partner is deactivated."),
        }
        .into());
    }
    let (account, name, before) = (AccountId(stored.account_id), stored.name.clone(), stored.state.clone());
    let mut row = stored.into_active_model();
    row.state = Set(to.as_str().to_owned());
    row.update(tx.conn()).await?;
    let action = match to {
        PartnerState::Active => Action::Reactivate,
        PartnerState::Inactive => {
            // Requests are refused anyway, since each asks for the partner's state; this signs people out for good.
            let sql = "DELETE FROM sessions WHERE account_id IN (SELECT id FROM accounts WHERE partner_id = $1)";
            tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [id.0.into()])).await?;
            tx.wake_account(Some(id), account, Topic::Session, &Mark { account_id: Some(account), ..Default::default() });
            Action::Deactivate
        }
    };
    let change = Change { property: "state".to_owned(), before: before.into(), after: to.as_str().into() };
    tx.record(Event::new(account, Some(id), action, Asset::Account).of(account, name).changes(vec![change]));
    let found = detail(tx.conn(), id).await?;
    tx.commit().await?;
    Ok(found)
}
