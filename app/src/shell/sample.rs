//! People and accounts for the tests of the frame.

#![allow(clippy::unwrap_used)]

use switchroom_types::access::{Base, Permissions};
use switchroom_types::accounts::AccountContext;
use switchroom_types::sessions::Me;

/// An Account Admin.
pub fn me() -> Me {
    let id = "018f0000-0000-7000-8000-000000000001";
    let me = serde_json::json!({
        "id": id, "name": "Ada", "email": "ada@x.example", "role": "admin", "role_label": "", "scope": null, "account_id": id,
        "account_name": "Ballad", "partner_id": null, "partner_name": null, "permissions": Permissions::of_base(Base::Administrator),
        "language": "en", "time_zone": null, "theme": "system", "method": "password", "account_kind": "customer",
        "subscriptions_visible": true, "enrol_by": null, "preferences": {},
    });
    serde_json::from_value(me).unwrap()
}

pub fn account() -> AccountContext {
    let account = serde_json::json!({
        "id": "018f0000-0000-7000-8000-000000000001", "number": "123456789", "kind": "customer", "state": "active", "name": "Ballad",
        "country": "DE", "integrations": [], "subscriptions_visible": true, "delete_after": null, "entry": "open",
    });
    serde_json::from_value(account).unwrap()
}
