//! Rules that say who is told how, what waits for the mail of the day, and when a failure was last mailed (NOTIF-B3).

crate::sql::migration!(
    "m0042_notification_rules",
    &[
        // The owner is a person of the account, or the account itself.
        "CREATE TABLE notification_rules (
        account_id {uuid} NOT NULL,
        owner_id {uuid} NOT NULL,
        version INTEGER NOT NULL,
        rules {json} NOT NULL,
        modified_at BIGINT NOT NULL,
        modified_by TEXT NOT NULL,
        PRIMARY KEY (account_id, owner_id)
    )",
        "CREATE TABLE notification_digest_items (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        about_account_id {uuid},
        due_at BIGINT NOT NULL,
        code {text} NOT NULL,
        args {json} NOT NULL,
        title TEXT NOT NULL,
        link TEXT,
        fingerprint {text},
        times BIGINT NOT NULL DEFAULT 1,
        created_at BIGINT NOT NULL
    )",
        "CREATE INDEX notification_digest_items_due ON notification_digest_items (due_at, user_id)",
        "CREATE INDEX notification_digest_items_by_user ON notification_digest_items (user_id, due_at)",
        // NOTIF-B5: the same failure is one line of the mail.
        "CREATE UNIQUE INDEX notification_digest_items_same ON notification_digest_items (user_id, due_at, fingerprint) \
         WHERE fingerprint IS NOT NULL",
        "CREATE TABLE notification_mails (
        account_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        fingerprint {text} NOT NULL,
        sent_at BIGINT NOT NULL,
        PRIMARY KEY (user_id, fingerprint)
    )",
    ]
);
