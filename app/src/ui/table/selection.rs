//! Which rows are ticked: some, or everything that matches except some.

use std::collections::BTreeSet;
use switchroom_types::list::{ListQuery, Selection, Total};

/// The ticked rows, across all pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picked {
    /// Everything that matches; `keys` are then the exceptions.
    pub all: bool,
    pub keys: BTreeSet<String>,
}

impl Picked {
    pub fn contains(&self, key: &str) -> bool {
        self.all != self.keys.contains(key)
    }

    pub fn is_empty(&self) -> bool {
        !self.all && self.keys.is_empty()
    }

    pub fn set(&mut self, key: &str, picked: bool) {
        if picked == self.all {
            self.keys.remove(key);
        } else {
            self.keys.insert(key.to_owned());
        }
    }

    /// How many rows that are, and whether the number is exact.
    pub fn count(&self, total: Total) -> Total {
        let keys = self.keys.len() as u64;
        if self.all { Total { value: total.value.saturating_sub(keys), exact: total.exact } } else { Total { value: keys, exact: true } }
    }

    /// As bulk actions take it. The query goes without cursor and limit: it stands for all its pages.
    pub fn to_selection(&self, query: &ListQuery) -> Selection<String> {
        let keys = self.keys.iter().cloned().collect();
        if self.all {
            let query = ListQuery { cursor: None, limit: None, sort: None, ..query.clone() };
            Selection::Matching { query, except: keys }
        } else {
            Selection::Ids(keys)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// USR-27 the header checkbox selects all matches
    #[test]
    fn everything_except_some() {
        let mut picked = Picked { all: true, ..Picked::default() };
        picked.set("a", false);
        assert!(picked.contains("b") && !picked.contains("a") && !picked.is_empty());
        assert_eq!(picked.count(Total { value: 10, exact: true }), Total { value: 9, exact: true });
        let query = ListQuery { search: "ber".into(), cursor: Some("x".into()), sort: Some("name".into()), ..ListQuery::default() };
        let expected = ListQuery { search: "ber".into(), ..ListQuery::default() };
        assert_eq!(picked.to_selection(&query), Selection::Matching { query: expected, except: vec!["a".into()] });
        picked.set("a", true);
        assert!(picked.keys.is_empty());
    }

    #[test]
    fn single_rows() {
        let mut picked = Picked::default();
        picked.set("a", true);
        picked.set("b", true);
        picked.set("a", false);
        assert_eq!(picked.to_selection(&ListQuery::default()), Selection::Ids(vec!["b".into()]));
        assert_eq!(picked.count(Total { value: 99, exact: false }), Total { value: 1, exact: true });
    }
}
