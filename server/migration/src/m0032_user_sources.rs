//! Where the data of a person comes from: the record that a directory, PBX or other platform supplied, and for every field
//! its last values (USR-21 to USR-23, USR-B4). Connectors write through `users::source` of the core.

crate::sql::migration!(
    "m0032_user_sources",
    &[
        "CREATE TABLE user_sources (
        account_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        source {text} NOT NULL,
        external_id {text},
        supplied {json} NOT NULL DEFAULT '[]',
        attributes {json} NOT NULL DEFAULT '[]',
        provisioned_at BIGINT NOT NULL,
        PRIMARY KEY (account_id, user_id)
    )",
        "CREATE INDEX user_sources_by_external ON user_sources (account_id, source, external_id) WHERE external_id IS NOT NULL",
        "CREATE TABLE user_fields (
        account_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        field {text} NOT NULL,
        history {json} NOT NULL,
        PRIMARY KEY (account_id, user_id, field)
    )",
        // USR-07: people are found by any part of their SMS number; few have one.
        "CREATE INDEX users_by_sms_number ON users (account_id, sms_number) WHERE sms_number IS NOT NULL",
    ]
);
