//! User templates (TPL): the templates themselves, what each user got and from which of them, and what the systems behind
//! them offered when they were read last. `settings_key` is a digest of `settings`: two are the same if their keys are.
//! A user's services name their template without a foreign key: they stay when it is deleted.

crate::sql::migration!(
    "m0060_templates",
    &[
        "CREATE TABLE templates (
        id {uuid} PRIMARY KEY,
        account_id {uuid} NOT NULL,
        version INTEGER NOT NULL DEFAULT 1,
        name TEXT NOT NULL,
        name_key {text} NOT NULL,
        description TEXT NOT NULL DEFAULT '',
        products {text} NOT NULL DEFAULT '',
        settings {json} NOT NULL,
        settings_key {text} NOT NULL,
        origin {text} NOT NULL,
        search_text {text} NOT NULL,
        created_at BIGINT NOT NULL,
        modified_at BIGINT NOT NULL,
        modified_by TEXT NOT NULL DEFAULT ''
    )",
        "CREATE UNIQUE INDEX templates_by_name ON templates (account_id, name_key)",
        "CREATE INDEX templates_by_modified ON templates (account_id, modified_at, id)",
        "CREATE TABLE user_services (
        account_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        template_id {uuid},
        template_name TEXT NOT NULL DEFAULT '',
        template_version INTEGER NOT NULL DEFAULT 0,
        settings {json} NOT NULL,
        settings_key {text} NOT NULL,
        applied_at BIGINT NOT NULL,
        applied_by TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (account_id, user_id)
    )",
        "CREATE INDEX user_services_by_template ON user_services (account_id, template_id, settings_key) WHERE template_id IS NOT NULL",
        "CREATE TABLE template_sources (
        account_id {uuid} NOT NULL,
        kind {text} NOT NULL,
        data {json} NOT NULL,
        read_at BIGINT NOT NULL,
        PRIMARY KEY (account_id, kind)
    )",
    ]
);
