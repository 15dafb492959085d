//! The server functions, and who may call them. The last rows end sessions.

use super::needs::Needs::{
    Account, AssignOrder, Browser, Import, Job, ManageJob, Operator, Order, Own, OwnInBrowser, Partner, PartnerOn, Public, SignedIn,
};
use super::row::Body::{Form, Json, None};
use super::row::{Row, row};

pub const ROWS: &[Row] = &[
    // Accounts
    row("POST /api/fn/accounts/context", Account(&[]), Json(r#"{"id": "$account"}"#)),
    row("POST /api/fn/accounts/pick", Partner("accounts.view"), Json(r#"{"query": {}}"#)),
    row("POST /api/fn/accounts/list", Partner("accounts.view"), Json(r#"{"query": {}}"#)),
    row("POST /api/fn/accounts/get", Account(&["accounts.view"]), Json(r#"{"id": "$account"}"#)),
    row("POST /api/fn/accounts/create", Partner("accounts.add"), Json(r#"{"form": {}}"#)),
    row("POST /api/fn/accounts/edit", Account(&["accounts.edit"]), Json(r#"{"id": "$account", "version": 0, "form": {}}"#)),
    row("POST /api/fn/accounts/bandwidth", Account(&["accounts.edit"]), Json(r#"{"id": "$account", "on": true}"#)),
    row("POST /api/fn/accounts/deactivate", Account(&["accounts.delete"]), Json(r#"{"id": "$account", "confirm": "no"}"#)),
    row("POST /api/fn/accounts/reactivate", Account(&["accounts.delete"]), Json(r#"{"id": "$account", "confirm": "no"}"#)),
    row("POST /api/fn/accounts/delete", Partner("accounts.delete"), Json(r#"{"selection": {"ids": []}, "confirm": "no"}"#)),
    row("POST /api/fn/accounts/delete", PartnerOn("accounts.delete"), Json(r#"{"selection": {"ids": ["$account"]}, "confirm": "delete"}"#))
        .denied_only(),
    row("POST /api/fn/accounts/check-name", Partner("accounts.view"), Json(r#"{"name": "B-first", "except": null}"#)),
    row("POST /api/fn/accounts/suggest-contacts", Account(&["accounts.edit"]), Json(r#"{"account": "$account", "text": "a"}"#)),
    row("POST /api/fn/accounts/suggest-contacts", Partner("accounts.add"), Json(r#"{"account": null, "text": "a"}"#)),
    row("POST /api/fn/accounts/choices", SignedIn, Json("{}")),
    row("POST /api/fn/places/subdivisions", SignedIn, Json(r#"{"country": "DE"}"#)),
    row("POST /api/fn/subscriptions/list", Account(&["subscriptions.view"]), Json(r#"{"account": "$account"}"#)),
    // Users
    row("POST /api/fn/users/list", Account(&["users.view"]), Json(r#"{"account": "$account", "query": {}}"#)),
    row("POST /api/fn/users/products", Account(&["users.view"]), Json(r#"{"account": "$account"}"#)),
    row("POST /api/fn/users/get", Account(&["users.view"]), Json(r#"{"account": "$account", "id": "$user"}"#)),
    row("POST /api/fn/users/create", Account(&["users.add"]), Json(r#"{"account": "$account", "form": {}}"#)),
    row("POST /api/fn/users/edit", Account(&["users.edit"]), Json(r#"{"account": "$account", "id": "$user", "seen": 0, "patch": {}}"#)),
    row("POST /api/fn/users/delete", Account(&["users.delete"]), Json(r#"{"account": "$account", "id": "$user"}"#)),
    row("POST /api/fn/users/welcome", Account(&["users.edit"]), Json(r#"{"account": "$account", "id": "$user"}"#)),
    row("POST /api/fn/users/reset", Account(&["users.edit"]), Json(r#"{"account": "$account", "id": "$user"}"#)),
    row("POST /api/fn/users/unlock", Account(&["users.edit"]), Json(r#"{"account": "$account", "id": "$user"}"#)),
    row(
        "POST /api/fn/users/bulk",
        Account(&["users.edit"]),
        Json(r#"{"account": "$account", "request": {"action": "password_resets", "selection": {"ids": []}}}"#),
    ),
    row("POST /api/fn/me/preferences", SignedIn, Json(r#"{"change": {}}"#)),
    // Imports of users
    row("POST /api/fn/imports/pending", Account(&["users.add"]), Json(r#"{"account": "$account"}"#)),
    row("POST /api/fn/imports/get", Import, Json(r#"{"account": "$account", "id": "$import"}"#)),
    row("POST /api/fn/imports/rows", Import, Json(r#"{"account": "$account", "id": "$import", "query": {}}"#)),
    row("POST /api/fn/imports/edit_row", Import, Json(r#"{"account": "$account", "id": "$import", "row": 3, "edit": {}}"#)),
    row("POST /api/fn/imports/add_row", Import, Json(r#"{"account": "$account", "id": "$import"}"#)),
    row("POST /api/fn/imports/delete_row", Import, Json(r#"{"account": "$account", "id": "$import", "row": 5}"#)),
    row("POST /api/fn/imports/commit", Import, Json(r#"{"account": "$account", "id": "$import"}"#)),
    row("POST /api/fn/imports/cancel", Import, Json(r#"{"account": "$account", "id": "$spare_import"}"#)),
    row("POST /api/fn/imports/stop", ManageJob, Json(r#"{"account": "$account", "id": "$import", "job": "$job"}"#)),
    row("POST /api/fn/imports/welcome", Account(&["users.edit"]), Json(r#"{"account": "$account", "job": "$job", "count": 0}"#)),
    // History
    row("POST /api/fn/history/list", Account(&["support.view", "history.view"]), Json(r#"{"account": "$account", "query": {}}"#)),
    row("POST /api/fn/history/options", Account(&["support.view", "history.view"]), Json(r#"{"account": "$account"}"#)),
    // Orders
    row("POST /api/fn/orders/list", Partner("orders.view"), Json(r#"{"query": {}}"#)),
    row("POST /api/fn/orders/counts", Partner("orders.view"), Json(r#"{"search": ""}"#)),
    row("POST /api/fn/orders/get", Order, Json(r#"{"id": "$order"}"#)),
    row("POST /api/fn/orders/assign", AssignOrder, Json(r#"{"id": "$order", "account": "$account"}"#)),
    // Jobs
    row("POST /api/fn/jobs/get", Job, Json(r#"{"id": "$job"}"#)),
    row("POST /api/fn/jobs/items", Job, Json(r#"{"id": "$job", "query": {}}"#)),
    row("POST /api/fn/jobs/cancel", ManageJob, Json(r#"{"id": "$job"}"#)),
    row("POST /api/fn/jobs/retry", ManageJob, Json(r#"{"id": "$job"}"#)),
    // One's own
    row("POST /api/fn/me", SignedIn, Json("{}")),
    row("POST /api/fn/me/appearance", Browser, Json(r#"{"theme": null, "language": null}"#)),
    row("POST /api/fn/profile/update", Browser, Json(r#"{"form": {"name": "", "language": "en", "theme": "system"}}"#)),
    row("POST /api/fn/profile/change_password", Browser, Json(r#"{"current": "x", "new": "a", "repeat": "b"}"#)),
    row("POST /api/fn/profile/zones", SignedIn, Json("{}")),
    row("POST /api/fn/notifications/list", SignedIn, Json(r#"{"query": {}}"#)),
    row("POST /api/fn/notifications/pending", SignedIn, Json("{}")),
    row("POST /api/fn/notifications/read", SignedIn, Json(r#"{"ids": ["$notification"]}"#)),
    row("POST /api/fn/notifications/dismiss", SignedIn, Json(r#"{"ids": ["$notification"]}"#)),
    row("POST /api/fn/notifications/restore", SignedIn, Json(r#"{"ids": ["$notification"]}"#)),
    row("POST /api/fn/notifications/delete", Own, Json(r#"{"id": "$spare_notification"}"#)),
    row("POST /api/fn/tokens/list", Browser, Json("{}")),
    row("POST /api/fn/tokens/create", Browser, Json(r#"{"form": {"name": "", "scopes": []}}"#)),
    row("POST /api/fn/tokens/revoke", OwnInBrowser, Json(r#"{"id": "$spare_token"}"#)),
    row("POST /api/fn/sessions/list", Browser, Json("{}")),
    row("POST /api/fn/sessions/revoke", OwnInBrowser, Json(r#"{"id": "$spare_session"}"#)),
    // Before and without a session
    row("POST /api/fn/sessions/begin", Public, Form("username=nobody@nowhere.test")),
    row("POST /api/fn/sessions/sign_in", Public, Form("username=nobody@nowhere.test&password=wrong")),
    row("POST /api/fn/sessions/choices", Public, Json("{}")),
    row("POST /api/fn/sessions/choose", Public, Form("account=$account")),
    row("POST /api/fn/links/open", Public, Json(r#"{"kind": "reset", "token": "x"}"#)),
    row("POST /api/fn/links/use", Public, Form("kind=reset&token=x&password=x")),
    row("POST /api/fn/links/renew", Public, Form("kind=reset&token=x")),
    row("POST /api/fn/links/request_reset", Public, Form("username=nobody@nowhere.test")),
    // The operator's
    row("POST /api/fn/mails/list", Operator, Json(r#"{"query": {}}"#)),
    row("POST /api/fn/mails/show", Operator, Json(r#"{"id": "$mail"}"#)),
    row("POST /api/fn/mails/retry", Operator, Form("id=$mail")),
    row("POST /api/fn/orders/import-partners", Operator, Json("{}")),
    row("POST /api/fn/orders/import", Operator, Json(r#"{"id": "$order_import"}"#)),
    row("POST /api/fn/orders/import-commit", Operator, Json(r#"{"id": "$order_import"}"#)),
    // What ends sessions
    row("POST /api/v1/sessions/revoke-others", Browser, None).last(),
    row("POST /api/fn/sessions/revoke_others", Browser, Json("{}")).last(),
    row("DELETE /api/v1/sessions", Browser, None).last(),
    row("POST /api/fn/sessions/sign_out", Public, Form("")).last(),
];
