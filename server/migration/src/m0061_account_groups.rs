//! Account groups (ACC-B3): a partner's names for sets of its accounts.

crate::sql::migration!(
    "m0061_account_groups",
    &[
        "CREATE TABLE account_groups (
        id {uuid} PRIMARY KEY,
        partner_id {uuid} NOT NULL,
        name TEXT NOT NULL,
        name_key {text} NOT NULL,
        created_at BIGINT NOT NULL,
        modified_at BIGINT NOT NULL,
        modified_by TEXT NOT NULL DEFAULT ''
    )",
        "CREATE UNIQUE INDEX account_groups_by_name ON account_groups (partner_id, name_key)",
        "CREATE TABLE account_group_members (
        account_id {uuid} NOT NULL,
        group_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        PRIMARY KEY (account_id, group_id)
    )",
        "CREATE INDEX account_group_members_by_group ON account_group_members (partner_id, group_id, account_id)",
    ]
);
