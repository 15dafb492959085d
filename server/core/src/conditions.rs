//! Conditions as SQL (USR-B1): the groups for every list, and the comparisons for every kind of column. What people typed is
//! bound, never part of the statement. A list says what its columns are, in one exhaustive `match`
//! ([`crate::users`] has one).

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, SimpleExpr};
use switchroom_types::conditions::{Check, Operator, Typed};
use switchroom_types::{AppError, Timestamp};

use crate::db::Db;
use crate::error::{Error, Result};

/// The last character that there is: what starts with a text lies between the text and the text with this behind it.
const LAST: char = '\u{10FFFF}';
const DAY: i64 = 24 * 60 * 60;

/// Joins the groups; `test` turns one check into SQL.
pub fn compile<C: Copy>(typed: &Typed<C>, test: &impl Fn(C, &Check) -> Result<SimpleExpr>) -> Result<SimpleExpr> {
    let join = |items: &[Typed<C>], both: fn(SimpleExpr, SimpleExpr) -> SimpleExpr| {
        let mut joined = None;
        for item in items {
            let next = compile(item, test)?;
            joined = Some(match joined {
                Some(joined) => both(joined, next),
                None => next,
            });
        }
        // The reader refuses empty groups.
        joined.ok_or_else(|| Error::corrupt("an empty group of conditions"))
    };
    match typed {
        Typed::All(items) => join(items, |one, other| one.and(other)),
        Typed::Any(items) => join(items, |one, other| one.or(other)),
        Typed::Test(column, check) => test(*column, check),
    }
}

/// A text column, named with its table (`users.name_key`); what is missing counts as empty.
#[derive(Clone, Copy, Debug)]
pub struct TextColumn {
    pub name: &'static str,
    /// Brings what was entered into the form in which the column is stored.
    pub fold: fn(&str) -> String,
    /// Compared byte by byte (`{text}` in the migrations), so that an index finds what starts with a text.
    pub ordered: bool,
}

impl TextColumn {
    pub const fn new(name: &'static str, fold: fn(&str) -> String) -> Self {
        Self { name, fold, ordered: true }
    }

    fn present(self) -> SimpleExpr {
        // As in the indexes over such columns.
        Expr::cust(format!("COALESCE({}, '')", self.name))
    }

    /// # Errors
    /// `Corrupt` for checks that a text column does not have.
    pub fn compare(self, db: &Db, check: &Check) -> Result<SimpleExpr> {
        let column = || Expr::cust(self.name);
        let found = |value: &str| position(db, self.present(), value);
        Ok(match check {
            Check::Empty(true) => self.present().eq(""),
            Check::Empty(false) => self.present().ne(""),
            Check::Text(op, entered) => {
                let value = (self.fold)(entered);
                match op {
                    Operator::Is => column().eq(value),
                    Operator::IsNot => self.present().ne(value),
                    Operator::Contains => found(&value).gt(0),
                    Operator::NotContains => found(&value).eq(0),
                    Operator::StartsWith if self.ordered => column().gte(value.as_str()).and(column().lt(format!("{value}{LAST}"))),
                    Operator::StartsWith => found(&value).eq(1),
                    _ => return Err(unfit()),
                }
            }
            _ => return Err(unfit()),
        })
    }
}

/// Where a text stands in another, from 1; 0 if it does not.
fn position(db: &Db, within: SimpleExpr, text: &str) -> SimpleExpr {
    let name = if db.is_sqlite() { "instr" } else { "strpos" };
    Func::cust(Alias::new(name)).args([within, Expr::val(text)]).into()
}

/// A column of instants, named with its table.
///
/// # Errors
/// `Corrupt` for checks that such a column does not have.
pub fn time(name: &'static str, check: &Check, now: Timestamp) -> Result<SimpleExpr> {
    let column = || Expr::cust(name);
    let days_ago = |days: u32| now.plus_secs(-i64::from(days) * DAY).0;
    Ok(match check {
        Check::Before(at) => column().lt(at.0),
        Check::After(at) => column().gte(at.0),
        Check::Within(true, days) => column().gte(days_ago(*days)),
        Check::Within(false, days) => Expr::cust(format!("COALESCE({name}, 0)")).lt(days_ago(*days)),
        Check::Empty(true) => column().is_null(),
        Check::Empty(false) => column().is_not_null(),
        _ => return Err(unfit()),
    })
}

/// A column that holds one of a few values of an enumeration. They stand in the text, not as parameters, so that the planner
/// can prove the partial indexes; `known` is one of ours, never what somebody typed.
pub fn choice(name: &'static str, is: bool, known: &'static str) -> SimpleExpr {
    Expr::cust(format!("{name} {} '{known}'", if is { "=" } else { "<>" }))
}

/// A check that a column of this kind does not have; the types refuse it before.
pub fn unfit() -> Error {
    AppError::new(422, "conditions.unfit_op", "This column has no such operator").into()
}
