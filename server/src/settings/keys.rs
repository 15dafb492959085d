//! The names of all settings, for refusing unknown ones and for `switchroom config check`.

/// One setting as people write it: `name` in `switchroom.toml`, `SWITCHROOM_NAME` in the environment.
pub struct Key {
    pub name: &'static str,
    pub help: &'static str,
    /// Never shown, neither by `config check` nor in an error.
    pub secret: bool,
}

const fn open(name: &'static str, help: &'static str) -> Key {
    Key { name, help, secret: false }
}

const fn secret(name: &'static str, help: &'static str) -> Key {
    Key { name, help, secret: true }
}

pub const KEYS: &[Key] = &[
    open("addr", "Address and port to listen on (127.0.0.1:3000)"),
    open("public_url", "The address people use, https://portal.example.com; needed unless `addr` is on loopback"),
    secret("database_url", "sqlite://path or postgres://user:password@host/database (an SQLite file in `data_dir`)"),
    open("auto_migrate", "Bring the schema up to date at start-up (true)"),
    open("data_dir", "Where an embedded installation keeps its database and key (data)"),
    secret("secret_key", "Seals secrets at rest (created in `data_dir` when the database is embedded)"),
    secret("smtp_url", "Mail server, smtps://user:password@host"),
    open("mail_from", "Sender of mails (Switchroom <switchroom@localhost>)"),
    open("cloud_regions", "Cloud locations offered for new accounts, the first is preselected"),
    open("support_url", "Where \"Support\" in the footer leads (nowhere)"),
    open("legal_url", "Where \"Legal\" in the footer leads (nowhere)"),
    open("trusted_proxies", "Addresses or networks whose X-Forwarded-For is believed (none)"),
    open("outbound_allow", "Private addresses, networks or host names that identity providers and other outside systems may have (none)"),
    open(
        "breached_passwords_url",
        "Where to ask whether a new password is known from a breach, https://api.pwnedpasswords.com/range/; it is sent five characters of a hash (nowhere)",
    ),
    open("log", "What to log, in the form of RUST_LOG (info)"),
    open("log_format", "`text` or `json` (text)"),
    open("assets_dir", "The client bundle (`assets` beside the program)"),
    secret("metrics_token", "Bearer token that /metrics asks for (none)"),
    open("request_timeout", "Seconds until an unanswered request is given up (30)"),
    open("shutdown_timeout", "Seconds that open requests get when the server stops (20)"),
    open("dev_reload", "Open pages load themselves again when the server was restarted, for `cargo xtask dev` (false)"),
];
