//! Custom roles (ROLE): what they permit, where they can be given, and every version that there was.

crate::sql::migration!(
    "m0070_roles",
    &[
        "CREATE TABLE roles (
        id {uuid} PRIMARY KEY,
        partner_id {uuid} NOT NULL,
        version INTEGER NOT NULL,
        name TEXT NOT NULL,
        name_key {text} NOT NULL,
        description TEXT NOT NULL DEFAULT '',
        base TEXT NOT NULL,
        permissions {json} NOT NULL,
        search_text TEXT NOT NULL DEFAULT '',
        created_at BIGINT NOT NULL,
        modified_at BIGINT NOT NULL,
        modified_by TEXT NOT NULL DEFAULT ''
    )",
        "CREATE UNIQUE INDEX roles_by_name ON roles (partner_id, name_key)",
        "CREATE TABLE role_accounts (
        account_id {uuid} NOT NULL,
        role_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        assigned_at BIGINT NOT NULL,
        assigned_by TEXT NOT NULL,
        PRIMARY KEY (account_id, role_id)
    )",
        "CREATE INDEX role_accounts_by_role ON role_accounts (role_id, account_id)",
        "CREATE TABLE role_versions (
        role_id {uuid} NOT NULL,
        version INTEGER NOT NULL,
        partner_id {uuid} NOT NULL,
        name TEXT NOT NULL,
        description TEXT NOT NULL DEFAULT '',
        permissions {json} NOT NULL,
        at BIGINT NOT NULL,
        by_name TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (role_id, version)
    )",
        "CREATE INDEX users_by_custom_role ON users (role_id, account_id) WHERE role_id IS NOT NULL",
    ]
);
