//! The command palette: one text, searched for in everything that the viewer may see. What they may not see is neither
//! found nor counted (SHELL-B2): each kind goes through the same scope as its list.

mod accounts;
mod events;
mod found;
mod numbers;
mod orders;
mod search;
mod users;

pub use search::search;
