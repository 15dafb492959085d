//! Signing in and out, sessions and tokens.

mod devices;
mod sign_in;
mod throttle;
mod tokens;
