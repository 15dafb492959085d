//! Turns one SQL text into the dialect of the database at hand.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};

/// Placeholders and what they become on (SQLite, PostgreSQL).
const TYPES: [(&str, &str, &str); 5] = [
    ("{uuid}", "BLOB", "UUID"),
    ("{json}", "TEXT", "JSONB"),
    ("{bytes}", "BLOB", "BYTEA"),
    ("{text}", "TEXT", "TEXT COLLATE \"C\""),
    ("{serial}", "INTEGER PRIMARY KEY AUTOINCREMENT", "BIGSERIAL PRIMARY KEY"),
];

/// Runs statements in order, each with the placeholders of [`TYPES`] replaced.
///
/// A `{row_no}` line gives SQLite a stable integer row number, which the search index refers to; PostgreSQL needs none.
pub async fn apply(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let sqlite = db.get_database_backend() == DbBackend::Sqlite;
    for statement in statements {
        let row_no = if sqlite { "row_no INTEGER PRIMARY KEY AUTOINCREMENT," } else { "" };
        // SQLite walks a tenant's rows in the order of the list to find common texts; with the text in the index it need
        // not visit the rows.
        let searched = if sqlite { ", search_text" } else { "" };
        let mut text = statement.replace("{row_no}", row_no).replace("{searched}", searched);
        for (mark, on_sqlite, on_postgres) in TYPES {
            text = text.replace(mark, if sqlite { on_sqlite } else { on_postgres });
        }
        db.execute_unprepared(&text).await?;
    }
    Ok(())
}

/// The migration boilerplate: a name and its statements. There is no way down: restore the backup instead.
macro_rules! migration {
    ($name:literal, $statements:expr) => {
        pub struct Migration;

        impl sea_orm_migration::prelude::MigrationName for Migration {
            fn name(&self) -> &str {
                $name
            }
        }

        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            async fn up(&self, manager: &sea_orm_migration::prelude::SchemaManager) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::sql::apply(manager, $statements).await
            }
        }
    };
}
pub(crate) use migration;
