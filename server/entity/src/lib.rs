//! The tables as sea-orm entities, one file each; no logic. Instants are microseconds since the Unix epoch, UTC.

pub mod account;
pub mod account_integration;
pub mod account_manager;
pub mod api_token;
pub mod event;
pub mod event_counter;
pub mod idempotency_key;
pub mod import;
pub mod import_row;
pub mod job;
pub mod job_item;
pub mod live_mark;
pub mod mail;
pub mod notification;
pub mod one_time_link;
pub mod order;
pub mod order_item;
pub mod partner;
pub mod plan;
pub mod schedule_fire;
pub mod session;
pub mod sign_in_failure;
pub mod support_contact;
pub mod user;
pub mod user_product;
