//! What must be unique: within the sheet, and against the people already in the account (IMP-04, USR "Data").

use sea_orm::{ConnectionTrait, Statement};
use std::collections::HashMap;
use switchroom_entity::import_row;
use switchroom_types::{AccountId, FieldError};
use uuid::Uuid;

use super::validate::Keys;
use crate::db;
use crate::error::Result;

/// Values asked for at once.
const CHUNK: usize = 2_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unique {
    /// Whom the row changes: once in the sheet, and there in the account (`people`).
    User,
    Email,
    Mobile,
    Extension,
    Login,
}

impl Unique {
    pub const ALL: [Self; 5] = [Self::User, Self::Email, Self::Mobile, Self::Extension, Self::Login];

    /// The row's value; `None` if it has none.
    pub fn of(self, keys: &Keys) -> Option<&str> {
        let value = match self {
            Self::User => &keys.user,
            Self::Email => &keys.email,
            Self::Mobile => &keys.mobile,
            Self::Extension => &keys.extension,
            Self::Login => &keys.login,
        };
        (!value.is_empty()).then_some(value.as_str())
    }

    /// The column of `users` in which nobody else may have the value.
    fn user_column(self) -> Option<&'static str> {
        match self {
            Self::User => None,
            Self::Email => Some("email_key"),
            Self::Mobile => Some("mobile"),
            Self::Extension => Some("extension"),
            Self::Login => Some("login_key"),
        }
    }

    pub fn row_column(self) -> import_row::Column {
        match self {
            Self::User => import_row::Column::UserKey,
            Self::Email => import_row::Column::EmailKey,
            Self::Mobile => import_row::Column::MobileKey,
            Self::Extension => import_row::Column::ExtensionKey,
            Self::Login => import_row::Column::LoginKey,
        }
    }

    pub fn taken(self) -> FieldError {
        match self {
            Self::Email => FieldError::new("email", "users.email_taken", "This e-mail address is already in use in this account"),
            Self::User | Self::Mobile | Self::Extension | Self::Login => {
                FieldError::new(self.field(), "imports.value_taken", "This value is already in use in this account")
            }
        }
    }

    pub fn repeated(self) -> FieldError {
        match self {
            Self::Email => FieldError::new("email", "imports.email_repeated", "This e-mail address is in the sheet more than once"),
            Self::User | Self::Mobile | Self::Extension | Self::Login => {
                FieldError::new(self.field(), "imports.value_repeated", "This value is in the sheet more than once")
            }
        }
    }

    fn field(self) -> &'static str {
        match self {
            Self::User => "user_id",
            Self::Email => "email",
            Self::Mobile => "mobile",
            Self::Extension => "extension",
            Self::Login => "login_id",
        }
    }
}

/// Values of a sheet that people of the account already have, with who has them.
#[derive(Debug, Default)]
pub struct Taken(HashMap<(Unique, String), Uuid>);

impl Taken {
    pub fn errors<'a>(&'a self, keys: &'a Keys) -> impl Iterator<Item = FieldError> + 'a {
        let clashes = |unique: &Unique| {
            let holder = unique.of(keys).and_then(|value| self.0.get(&(*unique, value.to_owned())));
            holder.is_some_and(|holder| holder.to_string() != keys.user)
        };
        Unique::ALL.into_iter().filter(clashes).map(Unique::taken)
    }
}

/// Looks the values up in batches, never row by row.
pub async fn taken(conn: &impl ConnectionTrait, account: AccountId, rows: impl Iterator<Item = &Keys> + Clone) -> Result<Taken> {
    let backend = conn.get_database_backend();
    let mut found = HashMap::new();
    for unique in Unique::ALL {
        let values: Vec<&str> = rows.clone().filter_map(|keys| unique.of(keys)).collect();
        let Some(column) = unique.user_column() else { continue };
        // A subquery with a limit is asked once for each value and finds it in the index. A join is planned for an account of
        // average size, and PostgreSQL then reads a large one from end to end.
        let sql = format!(
            "SELECT * FROM (SELECT wanted.value AS value, \
             (SELECT users.id FROM users WHERE users.account_id = $2 AND users.{column} = wanted.value LIMIT 1) AS holder \
             FROM {} AS wanted) found WHERE holder IS NOT NULL",
            db::listed(backend, "$1")
        );
        for chunk in values.chunks(CHUNK) {
            let bound = [db::list(chunk)?, account.0.into()];
            for row in conn.query_all_raw(Statement::from_sql_and_values(backend, &sql, bound)).await? {
                found.insert((unique, row.try_get("", "value")?), row.try_get("", "holder")?);
            }
        }
    }
    Ok(Taken(found))
}

/// Values that stand in more than one row.
#[derive(Debug, Default)]
pub struct Repeats<'a>(HashMap<(Unique, &'a str), bool>);

impl<'a> Repeats<'a> {
    pub fn among(rows: impl Iterator<Item = &'a Keys>) -> Self {
        let mut seen = HashMap::new();
        for keys in rows {
            for unique in Unique::ALL {
                if let Some(value) = unique.of(keys) {
                    seen.entry((unique, value)).and_modify(|again| *again = true).or_insert(false);
                }
            }
        }
        Self(seen)
    }

    /// Every row with the value is told, the first one too.
    pub fn errors(&self, keys: &Keys) -> impl Iterator<Item = FieldError> {
        let repeats = |unique: &Unique| unique.of(keys).is_some_and(|value| self.0.get(&(*unique, value)) == Some(&true));
        Unique::ALL.into_iter().filter(repeats).map(Unique::repeated)
    }
}
