//! What the address of the orders page says besides the list: the open order, and the account that it is meant for.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};
use std::sync::Arc;
use switchroom_types::{AccountId, OrderId};

/// `open`, `for` (SUB-07) and `account` (ORD-16).
#[derive(Clone, Copy)]
pub(super) struct OrderParams {
    pub open: Memo<Option<OrderId>>,
    /// The account whose Subscriptions page the person came from.
    pub meant_for: Memo<Option<AccountId>>,
    /// An account that was just created for the open order.
    pub created: Memo<Option<AccountId>>,
    path: Memo<String>,
    search: Memo<String>,
    go: StoredValue<Arc<dyn Fn(&str, NavigateOptions) + Send + Sync>>,
}

impl OrderParams {
    pub fn new() -> Self {
        let query = use_query_map();
        let location = use_location();
        let read = move |name: &'static str| query.with(|query| query.get(name));
        Self {
            open: Memo::new(move |_| read("open")?.parse().ok()),
            meant_for: Memo::new(move |_| read("for")?.parse().ok()),
            created: Memo::new(move |_| read("account")?.parse().ok()),
            path: location.pathname,
            search: location.search,
            go: StoredValue::new(Arc::new(use_navigate())),
        }
    }

    /// The address with this order opened, or with none.
    pub fn with_open(self, order: Option<OrderId>) -> String {
        let kept = self.search.with(|search| {
            let pairs = search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
            pairs.filter(|pair| !pair.starts_with("open=") && !pair.starts_with("account=")).collect::<Vec<_>>().join("&")
        });
        let opened = order.map(|order| format!("open={order}"));
        let query: Vec<String> = Some(kept).filter(|kept| !kept.is_empty()).into_iter().chain(opened).collect();
        self.path.with(|path| if query.is_empty() { path.clone() } else { format!("{path}?{}", query.join("&")) })
    }

    pub fn show(self, order: Option<OrderId>) {
        self.go_to(&untrack(|| self.with_open(order)));
    }

    pub fn go_to(self, address: &str) {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        self.go.with_value(|go| go(address, options));
    }
}
