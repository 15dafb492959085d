//! Bulk import of users: the panel that takes a sheet, its preview, and what came of it.

pub mod api;
mod grid;
mod outcome;
mod page;
mod preview;
mod row;
mod send;
mod start;
mod undo;

pub use page::ImportPage;
