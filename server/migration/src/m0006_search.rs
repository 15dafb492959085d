//! Substring search: FTS5 with the trigram tokenizer on SQLite, `pg_trgm` with the tenant in the same index on PostgreSQL.
//! The indexed text is the folded `search_text` column (lower case, without accents) that the writing code maintains.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0006_search"
    }
}

const TABLES: [(&str, &str); 3] = [("users", "account_id"), ("accounts", "partner_id"), ("orders", "partner_id")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let postgres = db.get_database_backend() == DbBackend::Postgres;
        if postgres {
            db.execute_unprepared("CREATE EXTENSION IF NOT EXISTS pg_trgm").await?;
            db.execute_unprepared("CREATE EXTENSION IF NOT EXISTS btree_gin").await?;
        }
        for (table, tenant) in TABLES {
            if postgres {
                db.execute_unprepared(&format!("CREATE INDEX {table}_search ON {table} USING gin ({tenant}, search_text gin_trgm_ops)"))
                    .await?;
                continue;
            }
            for statement in [
                format!(
                    "CREATE VIRTUAL TABLE {table}_search USING fts5(search_text, content='{table}', content_rowid='row_no', tokenize='trigram', detail='none', columnsize=0)"
                ),
                format!(
                    "CREATE TRIGGER {table}_search_insert AFTER INSERT ON {table} BEGIN INSERT INTO {table}_search(rowid, search_text) VALUES (new.row_no, new.search_text); END"
                ),
                format!(
                    "CREATE TRIGGER {table}_search_delete AFTER DELETE ON {table} BEGIN INSERT INTO {table}_search({table}_search, rowid, search_text) VALUES ('delete', old.row_no, old.search_text); END"
                ),
                format!(
                    "CREATE TRIGGER {table}_search_update AFTER UPDATE OF search_text ON {table} WHEN old.search_text IS NOT new.search_text BEGIN INSERT INTO {table}_search({table}_search, rowid, search_text) VALUES ('delete', old.row_no, old.search_text); INSERT INTO {table}_search(rowid, search_text) VALUES (new.row_no, new.search_text); END"
                ),
            ] {
                db.execute_unprepared(&statement).await?;
            }
        }
        Ok(())
    }
}
