//! Signing in and out, and the pages around it.

#[cfg(feature = "ssr")]
pub mod cookie;
pub mod next;
