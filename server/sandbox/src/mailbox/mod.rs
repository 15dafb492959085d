//! A mailbox for every address there is: a real SMTP listener, a list for people, and JSON for programs.

mod smtp;
mod store;
mod web;

pub use smtp::listen;
pub use store::{Fault, Mail, Mailbox};
pub use web::routes;
