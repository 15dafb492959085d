//! Mail over real SMTP, into the sandbox.

mod deliver;
mod server;
