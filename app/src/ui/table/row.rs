//! Rows without their type, so that the table is compiled once.

use std::{any::Any, sync::Arc};
use switchroom_types::list::{Page, Total};

/// One row as the table keeps it.
#[derive(Clone)]
pub(super) struct Row {
    pub key: Arc<str>,
    /// Counts how often the row was found changed, so that only changed rows are drawn again.
    pub revision: u32,
    pub data: Arc<dyn Data>,
}

/// A row's data: comparable and readable by the column's renderer.
pub(super) trait Data: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn same(&self, other: &dyn Any) -> bool;
}

impl<R: PartialEq + Send + Sync + 'static> Data for R {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<R>() == Some(self)
    }
}

/// A page of such rows.
pub(super) struct Rows {
    pub items: Vec<Row>,
    pub next: Option<String>,
    pub total: Total,
}

impl Rows {
    pub fn new<R: PartialEq + Send + Sync + 'static>(page: Page<R>, key: &(impl Fn(&R) -> String + ?Sized)) -> Self {
        let row = |data: R| Row { key: key(&data).into(), revision: 0, data: Arc::new(data) };
        Self { items: page.items.into_iter().map(row).collect(), next: page.next_cursor, total: page.total }
    }
}

/// Takes revisions over from the rows that were there: unchanged rows keep theirs, changed ones get the next.
pub(super) fn carry_over(old: &[Row], new: &mut [Row]) {
    let known: std::collections::BTreeMap<&str, &Row> = old.iter().map(|row| (&*row.key, row)).collect();
    for row in new {
        if let Some(before) = known.get(&*row.key) {
            let changed = !before.data.same(row.data.as_any());
            row.revision = before.revision + u32::from(changed);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn rows(texts: &[(&'static str, i32)]) -> Vec<Row> {
        texts.iter().map(|(key, data)| Row { key: (*key).into(), revision: 3, data: Arc::new(*data) }).collect()
    }

    #[test]
    fn only_changed_rows_get_a_new_revision() {
        let old = rows(&[("a", 1), ("b", 2)]);
        let mut new = rows(&[("new", 0), ("a", 1), ("b", 9)]);
        for row in &mut new {
            row.revision = 0;
        }
        carry_over(&old, &mut new);
        assert_eq!([new[0].revision, new[1].revision, new[2].revision], [0, 3, 4]);
    }
}
