//! Identical failures are one notification that counts (NOTIF-B5), and what has been said about the end of an order is
//! remembered, so that each threshold is told once (NOTIF-08).

crate::sql::migration!(
    "m0040_repeated_notices",
    &[
        "ALTER TABLE notifications ADD COLUMN times BIGINT NOT NULL DEFAULT 1",
        "ALTER TABLE notifications ADD COLUMN first_at BIGINT",
        "ALTER TABLE notifications ADD COLUMN fingerprint {text}",
        // Two replicas that report the same failure at once meet here.
        "CREATE UNIQUE INDEX notifications_by_fingerprint ON notifications (user_id, fingerprint) \
         WHERE fingerprint IS NOT NULL AND read_at IS NULL AND dismissed_at IS NULL",
        "CREATE TABLE order_reminders (
        partner_id {uuid} NOT NULL,
        order_id {uuid} NOT NULL,
        expiry_date {text} NOT NULL,
        days INTEGER NOT NULL,
        reminded_at BIGINT NOT NULL,
        PRIMARY KEY (partner_id, order_id, expiry_date, days)
    )",
    ]
);
