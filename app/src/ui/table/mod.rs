//! The one table of the product. A page describes its list with [`ListSpec`] (columns, filters, loader) and shows it with
//! [`Table`]. The state lives in the URL; the first page comes from the server and works without scripts; in the browser
//! further pages load while scrolling, and only the rows in view are in the document.
//!
//! Everything behind [`ListSpec::build`] is the same code for all row types, so a further list costs the client little.

mod body;
mod bulk;
mod chooser;
mod column;
mod conditions;
mod filter;
mod filter_chips;
mod filter_panel;
mod head;
mod keyboard;
mod list;
mod live;
mod loading;
mod once;
mod restore;
mod row;
mod selection;
mod spec;
mod tools;
mod url;
mod view;
mod window;

pub use column::{CardRole, Column, Width};
pub use conditions::ConditionField;
pub use filter::{Filter, FilterChoices};
pub use list::List;
pub use selection::Picked;
pub use spec::{KeptColumns, ListSpec};
pub use view::Table;
