//! Pages of whoever runs the installation. They show no account data (AUTH-04).

pub mod api;
mod mail_page;

pub use mail_page::MailPage;
