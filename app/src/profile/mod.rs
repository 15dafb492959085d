//! What people set about themselves: name, language, time zone, theme, password, sessions, API tokens.

pub mod api;
mod page;
mod password_card;
mod sessions_card;
mod tokens_card;

pub use page::ProfilePage;
pub use sessions_card::session_facts;
