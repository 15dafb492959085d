//! What a view may be called and what it may hold.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use switchroom_entity::list_view::{Column, Entity, Model};
use switchroom_types::error::FieldErrors;
use switchroom_types::list::ListQuery;
use switchroom_types::users::{UserFilter, UserSort};
use switchroom_types::views::{MAX_NAME, MAX_VIEWS, ViewedList};
use switchroom_types::{AppError, FieldError};

use crate::error::Result;
use crate::text;
use crate::tx::Tx;

/// Longest value of `columns`, in bytes.
const MAX_COLUMNS: usize = 500;

/// Takes over a name.
pub(super) fn name(errors: &mut FieldErrors, model: &mut Model, entered: &str) {
    model.name = errors.text("name", entered, true, MAX_NAME);
    model.name_key = text::fold(&model.name);
}

/// Takes over a query, if the list can answer it; a view that shows an error would be of no use.
///
/// # Errors
/// 422 as the list itself would answer, or `views.unknown_parameter` at `query`.
pub(super) fn query(model: &mut Model, list: ViewedList, pairs: &[(String, String)]) -> Result<()> {
    let unknown = |name: &str| !matches!(name, "search" | "filter" | "sort" | "columns") && !name.starts_with("filter.");
    let columns_too_long = |(name, value): &(String, String)| name == "columns" && value.len() > MAX_COLUMNS;
    if pairs.iter().any(|pair| unknown(&pair.0) || columns_too_long(pair)) {
        let error = FieldError::new("query", "views.unknown_parameter", "A view keeps search, filters, sort and columns");
        return Err(AppError::invalid(vec![error]).into());
    }
    let read = ListQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
    match list {
        ViewedList::Users => {
            UserFilter::parse(&read)?;
            read.sort::<UserSort>()?;
        }
    }
    let mut kept = read.to_pairs(false);
    kept.extend(pairs.iter().filter(|(name, value)| name == "columns" && !value.is_empty()).cloned());
    model.query = serde_json::to_value(kept).map_err(|error| crate::error::Error::corrupt(error.to_string()))?;
    Ok(())
}

/// Nobody sees two views of the same name among the shared ones, or among their own.
///
/// # Errors
/// 409 `views.name_taken` at `name`; 409 `views.too_many`. The caller takes turns on the account.
pub(super) async fn check_room(tx: &Tx, model: &Model) -> Result<()> {
    let beside = |shared: bool| {
        let list = Entity::find().filter(Column::AccountId.eq(model.account_id)).filter(Column::List.eq(model.list.as_str()));
        let list = list.filter(Column::Shared.eq(shared)).filter(Column::Id.ne(model.id));
        if shared { list } else { list.filter(Column::UserId.eq(model.user_id)) }
    };
    if beside(model.shared).filter(Column::NameKey.eq(model.name_key.as_str())).count(tx.conn()).await? > 0 {
        let mut error = AppError::conflict("views.name_taken", "There is a view of this name already.");
        error.errors = vec![FieldError::new("name", "views.name_taken", "There is a view of this name already")];
        return Err(error.into());
    }
    if beside(model.shared).count(tx.conn()).await? >= MAX_VIEWS {
        let error = AppError::conflict("views.too_many", "There are 50 views already. Delete one first.").arg("max", MAX_VIEWS);
        return Err(error.into());
    }
    Ok(())
}
