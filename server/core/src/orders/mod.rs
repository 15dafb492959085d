//! Orders: what partners bought, for whom, and what has become of it.

mod assign;
mod calendar;
mod export;
mod follow;
mod get;
pub mod import;
mod list;
mod remind;
pub mod row;
mod status;
#[cfg(test)]
mod tests;

pub use assign::assign;
pub use calendar::Calendar;
pub use export::export;
pub use follow::{account_renamed, release};
pub use get::get;
pub use list::{OrdersQuery, counts, list};
pub(crate) use list::{searched, visible};
pub(crate) use remind::no_news;
pub use remind::remind;
pub use status::{DEFAULT_EXPIRING_DAYS, status};
