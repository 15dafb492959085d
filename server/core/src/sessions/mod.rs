//! Signed-in browsers: creating, recognising and ending sessions. The cookie's secret is stored hashed; every request
//! reads the person, account and partner anew, so that a deactivation or a changed role acts at once (AUTH-16).

mod actor;
mod authenticate;
mod create;

pub use authenticate::authenticate;
pub use create::{NewSession, create};
