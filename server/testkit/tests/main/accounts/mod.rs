//! `/api/v1/accounts` and the pages of accounts.

mod change;
mod close;
mod facts;
mod groups;
mod list;
mod pages;
mod partner_access;

use serde_json::{Value, json};
use switchroom_types::AccountId;

/// A complete account as a partner would enter it.
fn entered(name: &str) -> Value {
    json!({
        "name": name, "country": "DE", "province": "DE-BE", "address1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115",
        "support_contacts": [{"email": "noc@aurora.test"}],
    })
}

fn path(id: AccountId) -> String {
    format!("/api/v1/accounts/{id}")
}
