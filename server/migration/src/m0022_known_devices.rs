//! Browsers that a person has signed in with before, by a random cookie of theirs, kept hashed (AUTH-B7).

crate::sql::migration!(
    "m0022_known_devices",
    &[
        "CREATE TABLE known_devices (
        user_id {uuid} NOT NULL,
        device_hash {bytes} NOT NULL,
        account_id {uuid} NOT NULL,
        last_used_at BIGINT NOT NULL,
        PRIMARY KEY (user_id, device_hash)
    )",
        "CREATE INDEX known_devices_by_use ON known_devices (last_used_at)",
    ]
);
