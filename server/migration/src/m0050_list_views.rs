//! Saved views of lists (USR-B1): private to their owner, or shared with the account. Which one a list opens with is among
//! the preferences of each person.

crate::sql::migration!(
    "m0050_list_views",
    &[
        "CREATE TABLE list_views (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        list {text} NOT NULL,
        user_id {uuid} NOT NULL,
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        name_key {text} NOT NULL,
        query {json} NOT NULL,
        shared BOOLEAN NOT NULL,
        modified_at BIGINT NOT NULL
    )",
        "CREATE INDEX list_views_by_name ON list_views (account_id, list, name_key, id)",
        "CREATE INDEX list_views_by_user ON list_views (user_id)",
    ]
);
