//! Deleted people wait thirty days for their restoration (USR-B2). They are kept apart from `users`: no list, sign-in or
//! uniqueness check can meet them by mistake. Columns are what they are found by; the whole row is in `data`.

crate::sql::migration!(
    "m0031_deleted_users",
    &[
        "CREATE TABLE deleted_users (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        name TEXT NOT NULL,
        name_key {text} NOT NULL,
        email TEXT NOT NULL,
        email_key {text} NOT NULL,
        login_key {text},
        mobile {text},
        phone {text},
        extension {text},
        role {text} NOT NULL,
        scope {text},
        search_text {text} NOT NULL,
        deleted_at BIGINT NOT NULL,
        deleted_by TEXT NOT NULL,
        purge_after BIGINT NOT NULL,
        data {json} NOT NULL
    )",
        "CREATE INDEX deleted_users_by_date ON deleted_users (account_id, deleted_at, id)",
        "CREATE INDEX deleted_users_by_name ON deleted_users (account_id, name_key, id)",
        "CREATE INDEX deleted_users_by_purge ON deleted_users (purge_after)",
    ]
);
