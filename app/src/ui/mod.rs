//! The component kit: no business words, no server calls.

pub mod browser;
