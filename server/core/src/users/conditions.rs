//! What conditions may ask about people, as SQL (USR-B1).

use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use switchroom_entity::{user, user_product};
use switchroom_types::conditions::{Check, Operator, Typed};
use switchroom_types::users::{Registration, UserColumn, UserSource, UserStatus};

use crate::access::AccountScope;
use crate::conditions::{TextColumn, choice, compile, time, unfit};
use crate::contact::e164;
use crate::error::Result;
use crate::portal::Portal;
use crate::search::{self, Searchable};
use crate::text;

/// Shortest text that the trigram index knows.
const TRIGRAM: usize = 3;

pub(super) async fn conditions(portal: &Portal, scope: &AccountScope, typed: &Typed<UserColumn>) -> Result<SimpleExpr> {
    let compiled = compile(typed, &|column, check| test(portal, scope, column, check))?;
    // What every row must contain is in the search text, too, and that has an index.
    let contained = typed.required().into_iter().filter_map(|(column, check)| match (column, check) {
        (UserColumn::Name | UserColumn::Email | UserColumn::Extension, Check::Text(Operator::Contains, entered)) => Some(entered),
        _ => None,
    });
    let longest = contained.filter(|entered| text::fold(entered).chars().count() >= TRIGRAM).max_by_key(|entered| entered.chars().count());
    let Some(longest) = longest else { return Ok(compiled) };
    Ok(search::and(compiled, search::contains(&portal.db, Searchable::Users, longest).await?))
}

fn test(portal: &Portal, scope: &AccountScope, column: UserColumn, check: &Check) -> Result<SimpleExpr> {
    let text = |column: TextColumn, check: &Check| column.compare(&portal.db, check);
    let now = portal.clock.now();
    match column {
        UserColumn::Name => text(TextColumn::new("users.name_key", text::fold), check),
        UserColumn::Email => text(TextColumn::new("users.email_key", text::key), check),
        UserColumn::LoginId => text(TextColumn::new("users.login_key", text::key), check),
        UserColumn::Extension => text(TextColumn::new("users.extension", plain), check),
        UserColumn::SmsNumber => text(TextColumn::new("users.sms_number", plain), &as_stored(scope, check)),
        UserColumn::Mobile => text(TextColumn::new("users.mobile", plain), &as_stored(scope, check)),
        UserColumn::Phone => text(TextColumn::new("users.phone", plain), &as_stored(scope, check)),
        // Kept as it was written: letters beyond ASCII must be entered as they stand there.
        UserColumn::ModifiedBy => {
            let name = if portal.db.is_sqlite() { "LOWER(users.modified_by)" } else { "LOWER(users.modified_by COLLATE \"C\")" };
            text(TextColumn { name, fold: lower, ordered: false }, check)
        }
        UserColumn::Modified => time("users.modified_at", check, now),
        UserColumn::Created => time("users.created_at", check, now),
        UserColumn::LastSignIn => time("users.last_sign_in_at", check, now),
        UserColumn::Status => one_of("users.status", check, |value| UserStatus::parse(value).map(UserStatus::as_str)),
        UserColumn::Registration => one_of("users.registration", check, |value| Registration::parse(value).map(Registration::as_str)),
        UserColumn::Source => one_of("users.source", check, |value| UserSource::parse(value).map(UserSource::as_str)),
        UserColumn::Role => role(check),
        UserColumn::Licenses => licenses(scope, check),
        // No data of Mitel CX are kept in this version, so the column is empty for everybody.
        UserColumn::ContactCenter => {
            Ok(Expr::cust(if matches!(check, Check::Empty(true) | Check::Has(false, _)) { "1 = 1" } else { "1 = 0" }))
        }
    }
}

fn plain(entered: &str) -> String {
    entered.trim().to_owned()
}

fn lower(entered: &str) -> String {
    entered.trim().to_ascii_lowercase()
}

fn one_of(name: &'static str, check: &Check, known: impl Fn(&str) -> Option<&'static str>) -> Result<SimpleExpr> {
    match check {
        Check::Choice(is, value) => known(value).map(|value| choice(name, *is, value)).ok_or_else(unfit),
        _ => Err(unfit()),
    }
}

/// The base roles go by their names on the wire, custom ones by their own; plain users have no label.
fn role(check: &Check) -> Result<SimpleExpr> {
    let Check::Choice(is, value) = check else { return Err(unfit()) };
    let label = match value.as_str() {
        "user" => "",
        "admin" => "Account Admin",
        "all" => "Administrator",
        "assigned" => "Account Manager",
        custom => custom,
    };
    let column = Expr::col((user::Entity, user::Column::RoleLabel));
    Ok(if *is { column.eq(label) } else { column.ne(label) })
}

fn licenses(scope: &AccountScope, check: &Check) -> Result<SimpleExpr> {
    let of_product = |column: user_product::Column| Expr::col((user_product::Entity, column));
    Ok(match check {
        Check::Empty(true) => Expr::col((user::Entity, user::Column::Licenses)).eq(""),
        Check::Empty(false) => Expr::col((user::Entity, user::Column::Licenses)).ne(""),
        Check::Has(has, product) => {
            let holders = Query::select()
                .expr(of_product(user_product::Column::UserId))
                .from(user_product::Entity)
                .and_where(of_product(user_product::Column::AccountId).eq(scope.account_id.0))
                .and_where(of_product(user_product::Column::Product).eq(product.as_str()))
                .to_owned();
            let id = Expr::col((user::Entity, user::Column::Id));
            if *has { id.in_subquery(holders) } else { id.not_in_subquery(holders) }
        }
        _ => return Err(unfit()),
    })
}

/// Numbers are stored in E.164 and entered as people write them: whole numbers in any form, parts without what separates
/// the digits and without what only callers inside the country dial.
fn as_stored(scope: &AccountScope, check: &Check) -> Check {
    let Check::Text(op, entered) = check else { return check.clone() };
    let digits = |text: &str| text.replace("(0)", "").chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    let value = match op {
        Operator::Is | Operator::IsNot => e164(entered, &scope.account.country).unwrap_or_else(|| digits(entered)),
        Operator::StartsWith => match digits(entered) {
            number if number.starts_with('+') => number,
            number => format!("+{}", number.trim_start_matches('0')),
        },
        _ => digits(entered).trim_start_matches('0').to_owned(),
    };
    // Nothing but separators was entered: no number has that.
    let value = if value.is_empty() { entered.clone() } else { value };
    Check::Text(*op, value)
}
