//! What holds for every REST address.

mod description;
mod idempotency;
mod lists;
