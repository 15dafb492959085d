//! People by what the list of users searches: name, e-mail, extension.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult, StatementBuilder};
use switchroom_entity::{account, user};
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountState;
use switchroom_types::palette::{Hit, HitKind};
use uuid::Uuid;

use super::found::{found, ranked};
use super::search::may;
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::portal::Portal;
use crate::search::{Search, Searchable};

/// Hits among which the best are chosen.
const CONSIDERED: u64 = 50;

#[derive(FromQueryResult)]
struct Stored {
    id: Uuid,
    account_id: Uuid,
    name: String,
    email: String,
    account_name: String,
}

pub(super) async fn find(portal: &Portal, actor: &Actor, scope: Option<&AccountScope>, term: &str) -> Result<Vec<Hit>> {
    // Across accounts only the trigram index can find them, and trigrams have three characters.
    if !may(actor, &[Permission::USERS_VIEW]) || (scope.is_none() && term.chars().count() < 3) {
        return Ok(Vec::new());
    }
    let of = |column: user::Column| Expr::col((user::Entity, column));
    let mut select = Query::select();
    let search = match scope {
        Some(_) => Search::prepare(&portal.db, Searchable::Users, term).await?,
        None => Search::everywhere(&portal.db, Searchable::Users, term),
    };
    search.apply(&mut select);
    for column in [user::Column::Id, user::Column::AccountId, user::Column::Name, user::Column::Email] {
        select.column((user::Entity, column));
    }
    select
        .expr_as(Expr::col((account::Entity, account::Column::Name)), "account_name")
        .inner_join(account::Entity, Expr::col((account::Entity, account::Column::Id)).equals((user::Entity, user::Column::AccountId)))
        .and_where(account::Column::State.eq(AccountState::Active.as_str()))
        .limit(CONSIDERED);
    match scope {
        Some(scope) => select.and_where(of(user::Column::AccountId).eq(scope.account_id.0)),
        None => {
            let partner = actor.partner(Permission::USERS_VIEW)?;
            select.and_where(partner.open_accounts(portal, account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
        }
    };
    let rows = portal.db.read().query_all_raw(StatementBuilder::build(&select, &portal.db.backend())).await?;
    let mut hits = Vec::with_capacity(rows.len());
    for row in rows {
        let stored = Stored::from_query_result(&row, "")?;
        hits.push(Hit {
            kind: HitKind::User,
            found: found(&stored.name, term),
            title: stored.name,
            detail: stored.email,
            account: scope.is_none().then_some(stored.account_name),
            href: format!("/accounts/{}/users/{}", stored.account_id, stored.id),
        });
    }
    Ok(ranked(hits))
}
