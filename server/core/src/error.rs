//! Failures inside the use cases. What people may see is an [`AppError`]; everything else is logged once, where it
//! leaves this crate, and becomes `internal` or `unavailable`.

use sea_orm::{DbErr, RuntimeErr, SqlErr};
use switchroom_types::AppError;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A refusal, worded for the caller.
    #[error(transparent)]
    App(#[from] AppError),
    #[error("database: {0}")]
    Db(#[from] DbErr),
    /// Stored or configured data is not what the code relies on.
    #[error("{0}")]
    Corrupt(String),
    #[error("i/o: {0}")]
    Io(#[from] std::io::Error),
}

impl Error {
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
    }

    /// The name of the unique index or columns that a write ran into, if that is what happened.
    pub fn unique_violation(&self) -> Option<String> {
        match self {
            Self::Db(error) => match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(message)) => Some(message),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the same call may succeed later without a change (database gone, disk full, lock not had in time).
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Db(error) => is_unavailable(error),
            Self::Io(_) => true,
            Self::App(error) => error.status == 503 || error.status == 429,
            Self::Corrupt(_) => false,
        }
    }
}

fn is_unavailable(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            use sea_orm::sqlx::Error as E;
            match cause.as_ref() {
                E::Io(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Protocol(_) => true,
                // SQLite: busy, locked, i/o error, full, cannot open. PostgreSQL: connection, resources, operator intervention.
                E::Database(error) => error.code().is_some_and(|code| {
                    let primary = code.parse::<u32>().map(|code| code & 0xff);
                    matches!(primary, Ok(5 | 6 | 10 | 13 | 14))
                        || (code.len() == 5 && ["08", "53", "57"].iter().any(|class| code.starts_with(class)))
                }),
                _ => false,
            }
        }
        _ => false,
    }
}

/// PostgreSQL stores no U+0000: SQLSTATE 22021 (character not in repertoire) in texts, 22P05 (untranslatable) in JSON.
fn is_unstorable_text(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = error else { return false };
    let code = cause.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| ["22021", "22P05"].contains(&code.as_ref()))
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        match error {
            Error::App(error) => error,
            Error::Db(cause) if is_unstorable_text(&cause) => {
                Self::bad_request("input.malformed", "A text in the request contains the character U+0000.")
            }
            Error::Db(cause) if is_unavailable(&cause) => {
                tracing::error!(error = %cause, "the database is not available");
                Self::unavailable()
            }
            cause => {
                tracing::error!(error = %cause, "internal error");
                Self::internal()
            }
        }
    }
}
