//! Substring search within a tenant over the folded `search_text` column.
//!
//! PostgreSQL has the tenant and the trigrams in one index. SQLite's trigram index spans all tenants, so the plan depends
//! on how common the text is: a rare one is looked up in the index, a common one is found soon enough by walking the
//! tenant's rows in the order of the list (measured on 100,000 users: 0.1 to 5 ms either way, 450 ms the wrong way).

use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::list::MAX_SEARCH;
use switchroom_types::{AppError, FieldError};

use crate::db::Db;
use crate::error::Result;
use crate::paging;
use crate::text;

/// Up to this many hits in the whole index, the index is used.
const RARE: u64 = 500;
/// Where counting what a text matches stops: "more than 1,000" tells as well as 10,000 that the text is too short, and
/// counting on would cost more than the page.
const COUNT_LIMIT: u64 = 1_000;

/// The tables that can be searched; each has `search_text` and, on SQLite, `row_no` and `<table>_search`.
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

/// How a list finds its text.
#[derive(Clone, Debug)]
pub struct Search {
    table: &'static str,
    plan: Plan,
}

#[derive(Clone, Debug)]
enum Plan {
    /// Nothing is searched for.
    All,
    /// A condition on each row; the database or the order of the list finds them.
    Condition(SimpleExpr),
    /// The rows come from SQLite's trigram index; the value is the GLOB pattern.
    Lookup(String),
}

impl Search {
    /// Chooses the plan for `term`; a blank one matches everything.
    ///
    /// # Errors
    /// 422 at `search` for a term of more than [`MAX_SEARCH`] characters. Query strings are checked where they are read,
    /// server functions are not; a megabyte of trigrams would keep the index busy for minutes.
    pub async fn prepare(db: &Db, table: Searchable, term: &str) -> Result<Self> {
        if term.chars().count() > MAX_SEARCH {
            return Err(AppError::invalid(vec![FieldError::too_long("search", MAX_SEARCH)]).into());
        }
        let table = table.table();
        let term = text::fold(term);
        if term.is_empty() {
            return Ok(Self { table, plan: Plan::All });
        }
        if !db.is_sqlite() {
            return Ok(Self { table, plan: contained(table, &term) });
        }
        let pattern = format!("*{}*", glob_escape(&term));
        // Trigrams need three characters.
        let rare = term.chars().count() >= 3 && hits(db, table, &pattern).await? <= RARE;
        let plan = if rare {
            Plan::Lookup(pattern)
        } else {
            Plan::Condition(Expr::cust_with_values(format!("instr({table}.search_text, ?) > 0"), [term]))
        };
        Ok(Self { table, plan })
    }

    /// For a few hits in any account: always by the trigram index, which stops at the caller's limit, because the rows of
    /// many tenants have no order worth walking.
    pub fn everywhere(db: &Db, table: Searchable, term: &str) -> Self {
        let table = table.table();
        let term = text::fold(term);
        let plan = if db.is_sqlite() { Plan::Lookup(format!("*{}*", glob_escape(&term))) } else { contained(table, &term) };
        Self { table, plan }
    }

    /// Adds FROM and, if need be, the condition. The rest of the query speaks of the table by its name.
    pub fn apply(&self, select: &mut SelectStatement) {
        match &self.plan {
            Plan::All => {
                select.from(Alias::new(self.table));
            }
            Plan::Condition(condition) => {
                select.from(Alias::new(self.table)).and_where(condition.clone());
            }
            Plan::Lookup(pattern) => {
                let found = format!("row_no IN (SELECT rowid FROM {}_search WHERE search_text GLOB ?)", self.table);
                // The limit keeps SQLite from merging this into the query around it and walking the tenant's index instead.
                let rows = Query::select()
                    .column(Asterisk)
                    .from(Alias::new(self.table))
                    .and_where(Expr::cust_with_values(found, [pattern.clone()]))
                    .limit(i64::MAX.unsigned_abs())
                    .to_owned();
                select.from_subquery(rows, Alias::new(self.table));
            }
        }
    }

    /// How far [`crate::paging::total`] may count without the count costing more than the page.
    pub fn count_limit(&self) -> u64 {
        match self.plan {
            Plan::All => paging::COUNT_LIMIT,
            Plan::Condition(_) | Plan::Lookup(_) => COUNT_LIMIT,
        }
    }
}

/// The search as one condition, for queries that combine it with OR; [`Search::apply`] finds rare texts faster.
pub async fn contains(db: &Db, table: Searchable, term: &str) -> Result<Option<SimpleExpr>> {
    let search = Search::prepare(db, table, term).await?;
    Ok(match search.plan {
        Plan::All => None,
        Plan::Condition(condition) => Some(condition),
        Plan::Lookup(pattern) => {
            let table = search.table;
            let found = format!("{table}.row_no IN (SELECT rowid FROM {table}_search WHERE search_text GLOB ?)");
            Some(Expr::cust_with_values(found, [pattern]))
        }
    })
}

/// The search as a condition on a table that is small enough to be read through: it has `search_text` and no index over it.
///
/// # Errors
/// 422 at `search` for a term of more than [`MAX_SEARCH`] characters.
pub fn within(db: &Db, table: &'static str, term: &str) -> Result<Option<SimpleExpr>> {
    if term.chars().count() > MAX_SEARCH {
        return Err(AppError::invalid(vec![FieldError::too_long("search", MAX_SEARCH)]).into());
    }
    let term = text::fold(term);
    if term.is_empty() {
        return Ok(None);
    }
    Ok(Some(if db.is_sqlite() {
        Expr::cust_with_values(format!("instr({table}.search_text, ?) > 0"), [term])
    } else {
        Expr::cust_with_values(format!("strpos({table}.search_text, $1) > 0"), [term])
    }))
}

/// Combines an optional search with what is already required.
pub fn and(condition: SimpleExpr, search: Option<SimpleExpr>) -> SimpleExpr {
    match search {
        Some(search) => condition.and(search),
        None => condition,
    }
}

/// As PostgreSQL's trigram index understands it. Two letters make no trigram: the index would read the whole tenant and
/// sort all hits, so it is kept out, and the list's own index is walked until the page is full.
fn contained(table: &str, term: &str) -> Plan {
    if term.chars().count() < 3 {
        return Plan::Condition(Expr::cust_with_values(format!("strpos({table}.search_text, $1) > 0"), [term.to_owned()]));
    }
    let escaped = term.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Plan::Condition(Expr::cust_with_values(format!("{table}.search_text LIKE $1"), [format!("%{escaped}%")]))
}

async fn hits(db: &Db, table: &str, pattern: &str) -> Result<u64> {
    let probe = Statement::from_sql_and_values(
        db.backend(),
        format!("SELECT COUNT(*) AS n FROM (SELECT 1 FROM {table}_search WHERE search_text GLOB $1 LIMIT {})", RARE + 1),
        [pattern.into()],
    );
    let n: i64 = match db.read().query_one_raw(probe).await? {
        Some(row) => row.try_get("", "n")?,
        None => 0,
    };
    Ok(n.unsigned_abs())
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
