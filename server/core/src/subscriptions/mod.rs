//! Subscriptions: an account's orders, grouped by plan, with their pools of licences.

mod list;
#[cfg(test)]
mod tests;

pub use list::list;
