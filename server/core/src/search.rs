//! Substring search within a tenant over the folded `search_text` column.
//!
//! PostgreSQL has the tenant and the trigrams in one index. SQLite's trigram index spans all tenants, so the plan depends
//! on how common the text is: a rare one is looked up in the index, a common one is found soon enough by walking the
//! tenant's rows in the order of the list.

use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ConnectionTrait, Statement};

use crate::db::Db;
use crate::error::Result;
use crate::text;

/// Up to this many hits in the whole index, the index is used.
const RARE: i64 = 2_000;

/// The tables that can be searched; each has `search_text` and, on SQLite, `<table>_search`.
#[derive(Clone, Copy, Debug)]
pub enum Searchable {
    Users,
    Accounts,
    Orders,
}

impl Searchable {
    fn table(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Accounts => "accounts",
            Self::Orders => "orders",
        }
    }
}

/// The condition for rows that contain `term`; `None` if there is nothing to search for.
pub async fn contains(db: &Db, table: Searchable, term: &str) -> Result<Option<SimpleExpr>> {
    let term = text::fold(term);
    if term.is_empty() {
        return Ok(None);
    }
    let name = table.table();
    if !db.is_sqlite() {
        let escaped = term.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        return Ok(Some(Expr::cust_with_values(format!("{name}.search_text LIKE $1"), [format!("%{escaped}%")])));
    }
    let walk = Expr::cust_with_values(format!("instr({name}.search_text, ?) > 0"), [term.clone()]);
    if term.chars().count() < 3 {
        return Ok(Some(walk));
    }
    let pattern = format!("*{}*", glob_escape(&term));
    let probe = Statement::from_sql_and_values(
        db.backend(),
        format!("SELECT COUNT(*) AS n FROM (SELECT 1 FROM {name}_search WHERE search_text GLOB $1 LIMIT {})", RARE + 1),
        [pattern.clone().into()],
    );
    let hits: i64 = match db.read().query_one_raw(probe).await? {
        Some(row) => row.try_get("", "n")?,
        None => 0,
    };
    if hits > RARE {
        return Ok(Some(walk));
    }
    Ok(Some(Expr::cust_with_values(format!("{name}.row_no IN (SELECT rowid FROM {name}_search WHERE search_text GLOB ?)"), [pattern])))
}

fn glob_escape(term: &str) -> String {
    let mut escaped = String::with_capacity(term.len());
    for c in term.chars() {
        if matches!(c, '*' | '?' | '[') {
            escaped.push('[');
            escaped.push(c);
            escaped.push(']');
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// Combines an optional search with what is already required.
pub fn and(condition: SimpleExpr, search: Option<SimpleExpr>) -> SimpleExpr {
    match search {
        Some(search) => condition.and(search),
        None => condition,
    }
}
