//! What the operator sets for the installation itself, and the tokens with which it is set up.

crate::sql::migration!(
    "m0011_installation",
    &[
        // Values may carry passwords (the mail server's), so all are sealed.
        "CREATE TABLE installation_settings (
        name {text} PRIMARY KEY,
        value_sealed {bytes} NOT NULL,
        modified_at BIGINT NOT NULL
    )",
        // One per start while there is no operator; all go when the first one is there.
        "CREATE TABLE setup_tokens (
        token_hash {bytes} PRIMARY KEY,
        created_at BIGINT NOT NULL
    )",
    ]
);
