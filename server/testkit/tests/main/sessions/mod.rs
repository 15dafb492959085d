//! Signing in and out, sessions and tokens.

mod devices;
mod forms;
mod sign_in;
mod throttle;
mod tokens;
