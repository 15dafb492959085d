//! The figures of the dashboard. Each card is asked for by itself, so that one that fails or takes long keeps nobody from
//! the others (DASH-B4); each counts exactly what its list shows (DASH-B1, DASH-B2).

mod activity;
mod card;
mod events;
mod expiring;
mod growth;
mod jobs;
mod licenses;
mod people;
mod reach;
mod snapshot;

pub use card::card;
pub use snapshot::keep;

pub(crate) use activity::{count, recount};
