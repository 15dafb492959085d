//! The database behind one handle: SQLite with one writer and many readers, or a PostgreSQL pool.

use sea_orm::sqlx::sqlite::{SqliteAutoVacuum, SqliteConnection, SqliteJournalMode, SqliteSynchronous, SqliteTransactionManager};
use sea_orm::sqlx::{self, postgres::PgConnectOptions};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use std::time::Duration;
use switchroom_migration::{Migrator, MigratorTrait};

use crate::error::{Error, Result};

/// Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    backend: DbBackend,
}

impl Db {
    /// Opens `sqlite://…` (created if absent) or `postgres://…`.
    ///
    /// # Errors
    /// If the URL names another database, or the database does not answer within ten seconds.
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            // One connection writes: SQLite takes one writer anyway, and a queue is fairer than its busy timeout.
            let write = Database::connect(sqlite(url, 1, false)).await?;
            let read = Database::connect(sqlite(url, 6, true)).await?;
            Ok(Self { read, write, backend: DbBackend::Sqlite })
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = Database::connect(postgres(url)).await?;
            Ok(Self { read: pool.clone(), write: pool, backend: DbBackend::Postgres })
        } else {
            Err(Error::corrupt("DATABASE_URL must begin with sqlite:// or postgres://"))
        }
    }

    /// For queries; on SQLite these connections refuse to write.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For single technical statements without history (session times, leases). Changes that people make go through [`crate::Tx`].
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    pub fn backend(&self) -> DbBackend {
        self.backend
    }

    pub fn is_sqlite(&self) -> bool {
        self.backend == DbBackend::Sqlite
    }

    pub async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// Brings the schema up to this version. Safe to call from several replicas at once.
    pub async fn migrate(&self) -> Result<()> {
        if self.is_sqlite() {
            Migrator::up(&self.write, None).await?;
            return Ok(());
        }
        // One replica migrates, the others wait: the lock belongs to this transaction and ends with it.
        let tx = self.write.begin().await?;
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(7308895147)").await?;
        Migrator::up(&self.write, None).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether the database answers and its schema is this version's.
    pub async fn ready(&self) -> Result<bool> {
        self.write.query_one_raw(Statement::from_string(self.backend, "SELECT 1")).await?;
        Ok(Migrator::get_pending_migrations(&self.write).await?.is_empty())
    }

    pub async fn close(self) {
        let _ = self.read.close().await;
        let _ = self.write.close().await;
    }
}

/// Texts as one parameter, however many: the statement stays the same and is prepared once.
pub fn list(values: &[&str]) -> Result<sea_orm::Value> {
    let json = serde_json::to_string(values).map_err(|error| Error::corrupt(format!("list of values: {error}")))?;
    Ok(json.into())
}

/// The table of one column `value` that [`list`] becomes under `parameter`.
pub fn listed(backend: DbBackend, parameter: &str) -> String {
    match backend {
        DbBackend::Sqlite => format!("json_each({parameter})"),
        _ => format!("json_array_elements_text({parameter}::json)"),
    }
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(connections).min_connections(1).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
    options.test_before_acquire(false).idle_timeout(Duration::from_secs(600));
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged write survives a power cut, not only a crash of this process.
            .synchronous(SqliteSynchronous::Full)
            .auto_vacuum(SqliteAutoVacuum::Incremental)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .statement_cache_capacity(256)
            // Rows pass from SQLite's thread to ours in such portions; the default of 50 makes exports wait for the threads.
            .row_buffer_size(1_000)
            .pragma("cache_size", "-16384")
            .pragma("temp_store", "MEMORY");
        if read_only { options.pragma("query_only", "ON") } else { options }
    });
    if !read_only {
        options.map_sqlx_sqlite_pool_opts(|pool| pool.after_release(|conn, _| Box::pin(settle(conn))));
    }
    options
}

/// Ends what a failed transaction left of itself. With a full disk SQLite ends transactions by itself; sqlx goes on counting
/// such a one and takes the next for a part of it, which then is "committed" without being written. False closes the
/// connection.
async fn settle(conn: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    use sqlx::{Connection, Executor};
    use sqlx_core::transaction::TransactionManager;
    if SqliteTransactionManager::get_transaction_depth(conn) == 0 {
        return Ok(true);
    }
    // A dropped transaction rolls back behind our back; this waits for it.
    conn.ping().await?;
    if SqliteTransactionManager::get_transaction_depth(conn) > 0 {
        // Something to roll back, if SQLite has none left; with one left this fails, and need not succeed.
        let _ = conn.execute("BEGIN").await;
        SqliteTransactionManager::rollback(conn).await?;
    }
    Ok(SqliteTransactionManager::get_transaction_depth(conn) == 0)
}

fn postgres(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(20).min_connections(2).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
    options.test_before_acquire_if_idle_for(Duration::from_secs(30)).idle_timeout(Duration::from_secs(600));
    options.map_sqlx_postgres_opts(|options: PgConnectOptions| options.application_name("switchroom").statement_cache_capacity(256));
    options
}
