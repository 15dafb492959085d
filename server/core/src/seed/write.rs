//! Inserting many rows at once, past the use cases: seeded rows carry their own past dates and history.

use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::error::Result;

/// SQLite takes 32,766 parameters a statement; the widest table has 41 columns.
const ROWS: usize = 700;

/// Inserts rows in as few statements as the databases allow.
pub async fn insert<M, A>(conn: &impl ConnectionTrait, rows: Vec<M>) -> Result<()>
where
    M: IntoActiveModel<A> + Send,
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(ROWS).map(|row| row.into_active_model().reset_all()).collect();
        A::Entity::insert_many(chunk).exec_without_returning(conn).await?;
    }
    Ok(())
}
