//! Partner access on approval (ACC-B4): which accounts ask for it, and who asked, was let in, and until when.

crate::sql::migration!(
    "m0062_partner_access",
    &[
        "CREATE TABLE closed_to_partners (
        account_id {uuid} PRIMARY KEY,
        partner_id {uuid} NOT NULL,
        since BIGINT NOT NULL,
        set_by TEXT NOT NULL
    )",
        "CREATE INDEX closed_to_partners_by_partner ON closed_to_partners (partner_id, account_id)",
        "CREATE TABLE partner_access_requests (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        user_name TEXT NOT NULL,
        reason TEXT NOT NULL,
        hours INTEGER NOT NULL,
        state TEXT NOT NULL,
        requested_at BIGINT NOT NULL,
        decided_at BIGINT,
        decided_by TEXT,
        note TEXT,
        until BIGINT,
        ended_at BIGINT,
        ended_by TEXT
    )",
        "CREATE INDEX partner_access_requests_by_account ON partner_access_requests (account_id, requested_at)",
        // One at a time for each person and account; it also answers who is let in.
        "CREATE UNIQUE INDEX partner_access_requests_open ON partner_access_requests (user_id, account_id) \
         WHERE state IN ('pending', 'approved')",
    ]
);
