//! The Leptos interface of Switchroom: pages, components and server functions. Built twice: with `ssr` into the server,
//! with `hydrate` into the client bundle. No SQL and no policy here.

pub mod i18n;
pub mod shell;
pub mod ui;

pub use shell::App;
