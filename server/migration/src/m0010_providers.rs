//! Identity providers, the people and organisations that have come in with them, and sign-ins that have been used up.
//! A person is known by issuer and subject, never by an address alone.

crate::sql::migration!(
    "m0010_providers",
    &[
        "CREATE TABLE identity_providers (
        id {uuid} PRIMARY KEY,
        version INTEGER NOT NULL DEFAULT 1,
        slug {text} NOT NULL UNIQUE,
        label TEXT NOT NULL,
        issuer {text} NOT NULL,
        client_id TEXT NOT NULL,
        client_secret_sealed {bytes},
        client_secret_hint TEXT,
        scopes TEXT NOT NULL,
        entitlement_claim TEXT NOT NULL,
        entitlement_value TEXT NOT NULL,
        organisation_id_claim TEXT NOT NULL,
        organisation_name_claim TEXT NOT NULL,
        enabled BOOLEAN NOT NULL,
        created_at BIGINT NOT NULL,
        modified_at BIGINT NOT NULL,
        modified_by TEXT NOT NULL DEFAULT ''
    )",
        "CREATE TABLE identity_links (
        issuer {text} NOT NULL,
        subject {text} NOT NULL,
        user_id {uuid} NOT NULL,
        account_id {uuid} NOT NULL,
        created_at BIGINT NOT NULL,
        last_used_at BIGINT NOT NULL,
        PRIMARY KEY (issuer, subject)
    )",
        "CREATE INDEX identity_links_by_user ON identity_links (user_id)",
        "CREATE TABLE identity_organisations (
        issuer {text} NOT NULL,
        organisation {text} NOT NULL,
        partner_id {uuid} NOT NULL,
        created_at BIGINT NOT NULL,
        PRIMARY KEY (issuer, organisation)
    )",
        "CREATE INDEX identity_organisations_by_partner ON identity_organisations (partner_id)",
        // States that have come back: a second use is a replay. Kept until the sign-in could not be finished any more.
        "CREATE TABLE spent_sign_ins (
        state_hash {bytes} PRIMARY KEY,
        expires_at BIGINT NOT NULL
    )",
    ]
);
