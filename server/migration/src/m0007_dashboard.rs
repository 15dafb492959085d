//! What the dashboard would otherwise count anew for every viewer: events by day and the size of accounts by month.

crate::sql::migration!(
    "m0007_dashboard",
    &[
        // Days are counted from the Unix epoch, in UTC. Counted up in the transaction that writes the events.
        "CREATE TABLE event_days (
        partner_id {uuid} NOT NULL,
        day BIGINT NOT NULL,
        account_id {uuid} NOT NULL,
        events BIGINT NOT NULL,
        last_at BIGINT NOT NULL,
        PRIMARY KEY (partner_id, day, account_id)
    )",
        "CREATE INDEX event_days_by_account ON event_days (account_id, day)",
        // Whose events are the latest: the ten newest stand in the ten newest rows.
        "CREATE INDEX event_days_latest ON event_days (partner_id, last_at, account_id)",
        // Written every hour for the running month; a month that is over keeps its last figures.
        "CREATE TABLE monthly_figures (
        partner_id {uuid} NOT NULL,
        month {text} NOT NULL,
        account_id {uuid} NOT NULL,
        users BIGINT NOT NULL,
        owned BIGINT NOT NULL,
        used BIGINT NOT NULL,
        counted_at BIGINT NOT NULL,
        PRIMARY KEY (partner_id, month, account_id)
    )",
        "CREATE INDEX monthly_figures_by_account ON monthly_figures (account_id, month)",
        "CREATE INDEX monthly_figures_by_month ON monthly_figures (month, counted_at)",
    ]
);
