//! Partners, accounts and what hangs on an account. The Partner Account and the operator's own account are rows of
//! `accounts` too, so that every user, event and job has exactly one tenant.

crate::sql::migration!(
    "m0001_tenancy",
    &[
        "CREATE TABLE partners (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL UNIQUE,
        name TEXT NOT NULL,
        country TEXT NOT NULL,
        kind {text} NOT NULL DEFAULT 'standard',
        state {text} NOT NULL DEFAULT 'active',
        billing_account TEXT,
        settings {json} NOT NULL DEFAULT '{}',
        created_at BIGINT NOT NULL
    )",
        "CREATE TABLE accounts (
        {row_no}
        id {uuid} NOT NULL UNIQUE,
        partner_id {uuid} NOT NULL,
        number BIGINT NOT NULL UNIQUE,
        kind {text} NOT NULL,
        state {text} NOT NULL DEFAULT 'active',
        name TEXT NOT NULL,
        name_key {text} NOT NULL,
        country {text} NOT NULL,
        province TEXT NOT NULL DEFAULT '',
        address1 TEXT NOT NULL DEFAULT '',
        address2 TEXT NOT NULL DEFAULT '',
        city TEXT NOT NULL DEFAULT '',
        postal_code TEXT NOT NULL DEFAULT '',
        language {text} NOT NULL DEFAULT 'en',
        time_zone {text} NOT NULL DEFAULT 'UTC',
        business_type {text},
        billing_customer_number TEXT,
        cloud_region {text} NOT NULL DEFAULT 'eu-west',
        pbx_type {text} NOT NULL DEFAULT '',
        onboarded BOOLEAN NOT NULL DEFAULT FALSE,
        bandwidth_optimization BOOLEAN NOT NULL DEFAULT FALSE,
        settings {json} NOT NULL DEFAULT '{}',
        user_count BIGINT NOT NULL DEFAULT 0,
        search_text {text} NOT NULL DEFAULT '',
        version INTEGER NOT NULL DEFAULT 1,
        created_at BIGINT NOT NULL,
        modified_at BIGINT NOT NULL,
        modified_by TEXT NOT NULL DEFAULT '',
        delete_after BIGINT
    )",
        "CREATE INDEX accounts_by_name ON accounts (partner_id, kind, state, name_key, id{searched})",
        "CREATE INDEX accounts_by_number ON accounts (partner_id, kind, state, number, id)",
        "CREATE INDEX accounts_by_country ON accounts (partner_id, kind, state, country, id)",
        "CREATE INDEX accounts_by_pbx ON accounts (partner_id, kind, state, pbx_type, id)",
        "CREATE INDEX accounts_by_users ON accounts (partner_id, kind, state, user_count, id)",
        "CREATE INDEX accounts_by_created ON accounts (partner_id, kind, state, created_at, id)",
        "CREATE INDEX accounts_by_modified ON accounts (partner_id, kind, state, modified_at, id)",
        "CREATE INDEX accounts_by_zone ON accounts (partner_id, time_zone)",
        "CREATE INDEX accounts_by_customer ON accounts (partner_id, billing_customer_number)",
        // Numbers of erased accounts are never given out again.
        "CREATE TABLE retired_account_numbers (
        number BIGINT PRIMARY KEY,
        account_id {uuid} NOT NULL,
        retired_at BIGINT NOT NULL
    )",
        "CREATE TABLE account_integrations (
        account_id {uuid} NOT NULL,
        kind {text} NOT NULL,
        state {text} NOT NULL,
        added_at BIGINT NOT NULL,
        PRIMARY KEY (account_id, kind)
    )",
        "CREATE TABLE account_managers (
        account_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        assigned_at BIGINT NOT NULL,
        assigned_by TEXT NOT NULL,
        PRIMARY KEY (account_id, user_id)
    )",
        "CREATE INDEX account_managers_by_user ON account_managers (user_id, account_id)",
        "CREATE TABLE support_contacts (
        account_id {uuid} NOT NULL,
        email_key {text} NOT NULL,
        email TEXT NOT NULL,
        user_id {uuid},
        position INTEGER NOT NULL,
        PRIMARY KEY (account_id, email_key)
    )",
        "CREATE INDEX support_contacts_by_user ON support_contacts (user_id)",
    ]
);
