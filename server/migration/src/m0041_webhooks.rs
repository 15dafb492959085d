//! Webhooks of accounts, and what is sent to them until it has arrived or is given up (NOTIF-B4).

crate::sql::migration!(
    "m0041_webhooks",
    &[
        "CREATE TABLE webhooks (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        version INTEGER NOT NULL DEFAULT 1,
        name TEXT NOT NULL,
        name_key {text} NOT NULL,
        url TEXT NOT NULL,
        kinds {json} NOT NULL,
        min_severity {text} NOT NULL,
        enabled BOOLEAN NOT NULL,
        secret_sealed {bytes} NOT NULL,
        secret_hint TEXT NOT NULL,
        secret_set_at BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        modified_at BIGINT NOT NULL,
        modified_by TEXT NOT NULL
    )",
        "CREATE UNIQUE INDEX webhooks_by_name ON webhooks (account_id, name_key)",
        "CREATE TABLE webhook_deliveries (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        webhook_id {uuid} NOT NULL,
        code {text} NOT NULL,
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        state {text} NOT NULL,
        once BOOLEAN NOT NULL DEFAULT FALSE,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_attempt_at BIGINT NOT NULL,
        lease_until BIGINT,
        response_status INTEGER,
        error {text},
        duration_ms INTEGER,
        attempted_at BIGINT,
        created_at BIGINT NOT NULL
    )",
        "CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE state = 'queued'",
        "CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (account_id, webhook_id, created_at, id)",
    ]
);
