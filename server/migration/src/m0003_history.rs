//! The append-only event history and the marks that wake open pages.
//!
//! `seq` is gapless per tenant: the counter row is updated in the writing transaction, so its order is the commit order.

crate::sql::migration!(
    "m0003_history",
    &[
        "CREATE TABLE event_counters (
        account_id {uuid} PRIMARY KEY,
        last_seq BIGINT NOT NULL
    )",
        "CREATE TABLE events (
        {row_no}
        id {uuid} NOT NULL,
        account_id {uuid} NOT NULL,
        seq BIGINT NOT NULL,
        at BIGINT NOT NULL,
        actor_kind {text} NOT NULL,
        actor_id {text} NOT NULL,
        actor_name TEXT NOT NULL,
        acting_for TEXT,
        action {text} NOT NULL,
        event_type {text} NOT NULL,
        asset {text} NOT NULL,
        asset_id {text} NOT NULL,
        asset_name TEXT NOT NULL,
        changes {json} NOT NULL,
        core {json} NOT NULL,
        extra {json} NOT NULL,
        tags {json} NOT NULL,
        request_id {text},
        source_ip {text}
    )",
        "CREATE UNIQUE INDEX events_by_seq ON events (account_id, seq)",
        "CREATE UNIQUE INDEX events_by_id ON events (account_id, id)",
        "CREATE INDEX events_by_at ON events (account_id, at, seq)",
        "CREATE INDEX events_by_asset ON events (account_id, asset, at, seq)",
        "CREATE INDEX events_by_action ON events (account_id, action, at, seq)",
        "CREATE INDEX events_by_type ON events (account_id, event_type, at, seq)",
        "CREATE INDEX events_by_actor ON events (account_id, actor_id, at, seq)",
        "CREATE TABLE live_marks (
        id {serial},
        txid BIGINT NOT NULL DEFAULT 0,
        at BIGINT NOT NULL,
        partner_id {uuid},
        account_id {uuid},
        user_id {uuid},
        topic {text} NOT NULL,
        data {json} NOT NULL
    )",
        "CREATE INDEX live_marks_in_order ON live_marks (txid, id)",
        // The beginning of the stream is a place to go on from like any other.
        "INSERT INTO live_marks (id, txid, at, topic, data) VALUES (0, 0, 0, 'ready', '{}')",
    ]
);
