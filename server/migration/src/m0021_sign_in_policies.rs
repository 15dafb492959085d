//! Sign-in security of an account (AUTH-B3, AUTH-B5). An account without a row has the defaults.

crate::sql::migration!(
    "m0021_sign_in_policies",
    &["CREATE TABLE sign_in_policies (
        account_id {uuid} PRIMARY KEY,
        version INTEGER NOT NULL,
        idle_minutes INTEGER NOT NULL,
        absolute_minutes INTEGER NOT NULL,
        mfa {text} NOT NULL,
        mfa_since BIGINT,
        grace_days INTEGER NOT NULL,
        networks {json} NOT NULL,
        modified_at BIGINT NOT NULL,
        modified_by TEXT NOT NULL
    )"]
);
