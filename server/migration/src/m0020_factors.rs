//! Second factors (AUTH-B1, AUTH-B2): authenticator apps, passkeys, recovery codes, and what waits between two steps of a
//! sign-in. Everything that must not be used twice is a row here, so that every replica refuses it.

crate::sql::migration!(
    "m0020_factors",
    &[
        // One app per person. Without `confirmed_at` it is still being set up. `last_step` is the last time step whose code
        // was taken (RFC 6238, 5.2).
        "CREATE TABLE authenticators (
        user_id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        secret_sealed {bytes} NOT NULL,
        created_at BIGINT NOT NULL,
        confirmed_at BIGINT,
        last_step BIGINT NOT NULL DEFAULT 0,
        last_used_at BIGINT
    )",
        "CREATE TABLE passkeys (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        credential_id {bytes} NOT NULL UNIQUE,
        name TEXT NOT NULL,
        credential {json} NOT NULL,
        created_at BIGINT NOT NULL,
        last_used_at BIGINT
    )",
        "CREATE INDEX passkeys_by_user ON passkeys (user_id, created_at)",
        // The ten codes of a person share a salt, so that checking one entry costs one hash and not ten.
        "CREATE TABLE recovery_codes (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        salt {bytes} NOT NULL,
        hash {bytes} NOT NULL,
        used_at BIGINT
    )",
        "CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id, hash)",
        // A sign-in that waits for its second step, or the challenge of a passkey; taken out when it is answered.
        "CREATE TABLE sign_in_steps (
        secret_hash {bytes} PRIMARY KEY,
        purpose {text} NOT NULL,
        user_id {uuid},
        state_sealed {bytes} NOT NULL,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL
    )",
        "CREATE INDEX sign_in_steps_by_user ON sign_in_steps (user_id)",
        "CREATE INDEX sign_in_steps_by_expiry ON sign_in_steps (expires_at)",
    ]
);
