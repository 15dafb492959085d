//! The plan catalogue, orders and their items. Subscriptions are derived from assigned orders.
//!
//! `*_key` columns give missing values a place at the end of an ascending sort, so that keyset paging needs no NULLs.

crate::sql::migration!(
    "m0005_commerce",
    &[
        "CREATE TABLE plans (
        sku {text} PRIMARY KEY,
        product {text} NOT NULL,
        tier {text},
        name TEXT NOT NULL,
        description TEXT NOT NULL DEFAULT '',
        term {text} NOT NULL,
        inclusions {json} NOT NULL DEFAULT '[]',
        integration {text},
        per_user BOOLEAN NOT NULL DEFAULT TRUE
    )",
        "CREATE TABLE orders (
        {row_no}
        id {uuid} NOT NULL UNIQUE,
        partner_id {uuid} NOT NULL,
        account_id {uuid},
        version INTEGER NOT NULL DEFAULT 1,
        feed {text} NOT NULL,
        subscription_number {text} NOT NULL,
        sap_order_id {text},
        sap_order_key {text} NOT NULL,
        reseller_po {text},
        reseller_po_key {text} NOT NULL,
        customer_po {text},
        customer_po_key {text} NOT NULL,
        tracking_number TEXT,
        customer_number TEXT,
        customer_name TEXT,
        customer_address TEXT,
        distributor TEXT,
        account_name TEXT,
        account_key {text} NOT NULL,
        purchase_date {text} NOT NULL,
        start_date {text} NOT NULL,
        expiry_date {text},
        expiry_key {text} NOT NULL,
        term {text} NOT NULL,
        state {text} NOT NULL,
        replaces {text},
        replaced_by {uuid},
        assigned_at BIGINT,
        assigned_by TEXT,
        assigned_how {text},
        search_text {text} NOT NULL DEFAULT '',
        created_at BIGINT NOT NULL,
        modified_at BIGINT NOT NULL,
        modified_by TEXT NOT NULL DEFAULT ''
    )",
        "CREATE UNIQUE INDEX orders_identity ON orders (partner_id, feed, subscription_number)",
        "CREATE INDEX orders_by_sap ON orders (partner_id, sap_order_key, id{searched})",
        "CREATE INDEX orders_by_subscription ON orders (partner_id, subscription_number, id)",
        "CREATE INDEX orders_by_reseller_po ON orders (partner_id, reseller_po_key, id)",
        "CREATE INDEX orders_by_customer_po ON orders (partner_id, customer_po_key, id)",
        "CREATE INDEX orders_by_account_name ON orders (partner_id, account_key, id)",
        // Whether an order is expiring is decided without looking at its row.
        "CREATE INDEX orders_by_expiry ON orders (partner_id, expiry_key, id, state, start_date, account_id)",
        "CREATE INDEX orders_unassigned ON orders (partner_id, sap_order_key, id) WHERE account_id IS NULL",
        "CREATE INDEX orders_by_account ON orders (account_id, start_date) WHERE account_id IS NOT NULL",
        "CREATE TABLE order_items (
        order_id {uuid} NOT NULL,
        position INTEGER NOT NULL,
        partner_id {uuid} NOT NULL,
        account_id {uuid},
        sku {text} NOT NULL,
        quantity BIGINT NOT NULL,
        PRIMARY KEY (order_id, position)
    )",
        "CREATE INDEX order_items_by_account ON order_items (account_id, sku)",
    ]
);
