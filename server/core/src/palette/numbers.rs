//! Telephone numbers and extensions of an account, and whose they are.

use sea_orm::sea_query::{Cond, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, FromQueryResult, StatementBuilder};
use switchroom_entity::user;
use switchroom_types::access::Permission;
use switchroom_types::palette::{Hit, HitKind};
use uuid::Uuid;

use super::found::ranked;
use super::search::may;
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::portal::Portal;

const CONSIDERED: u64 = 20;
/// Fewer digits would find half the people.
const DIGITS: usize = 3;

#[derive(FromQueryResult)]
struct Stored {
    id: Uuid,
    name: String,
    mobile: Option<String>,
    phone: Option<String>,
    extension: Option<String>,
    sms_number: Option<String>,
}

/// Within one account: a number as people write it, with spaces, dashes and brackets; in national form too, without the
/// zero in front of it.
pub(super) async fn find(portal: &Portal, actor: &Actor, scope: Option<&AccountScope>, typed: &str) -> Result<Vec<Hit>> {
    let Some(scope) = scope.filter(|_| may(actor, &[Permission::USERS_VIEW])) else { return Ok(Vec::new()) };
    let Some(digits) = digits(typed) else { return Ok(Vec::new()) };
    let mut select = Query::select();
    let columns = [user::Column::Mobile, user::Column::Phone, user::Column::Extension, user::Column::SmsNumber];
    select.column((user::Entity, user::Column::Id)).column((user::Entity, user::Column::Name)).from(user::Entity);
    let mut any = Cond::any();
    for column in columns {
        select.column((user::Entity, column));
        any = any.add(Expr::col((user::Entity, column)).like(format!("%{digits}%")));
    }
    select.and_where(Expr::col((user::Entity, user::Column::AccountId)).eq(scope.account_id.0)).cond_where(any).limit(CONSIDERED);
    let rows = portal.db.read().query_all_raw(StatementBuilder::build(&select, &portal.db.backend())).await?;
    let mut hits = Vec::with_capacity(rows.len());
    for row in rows {
        let stored = Stored::from_query_result(&row, "")?;
        let numbers = [stored.mobile, stored.phone, stored.extension, stored.sms_number].into_iter().flatten();
        let Some(number) = numbers.into_iter().find(|number| number.contains(&digits)) else { continue };
        let at = number.find(&digits).and_then(|at| u32::try_from(at).ok());
        hits.push(Hit {
            kind: HitKind::PhoneNumber,
            found: at.and_then(|at| Some((at, at + u32::try_from(digits.len()).ok()?))),
            title: number,
            detail: stored.name,
            account: None,
            href: format!("/accounts/{}/users/{}", scope.account_id, stored.id),
        });
    }
    Ok(ranked(hits))
}

/// The digits of something that is written like a number.
fn digits(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if !typed.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '/' | '.')) {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (digits.len() >= DIGITS).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHELL-B1 numbers are found as people write them
    #[test]
    fn what_counts_as_a_number() {
        assert_eq!(digits("+49 (30) 12-34").as_deref(), Some("49301234"));
        assert_eq!(digits("0049 30 12").as_deref(), Some("493012"));
        assert_eq!(digits("030 1234").as_deref(), Some("301234"));
        assert_eq!((digits("12"), digits("A-123"), digits("")), (None, None, None));
    }
}
