//! The first start (AUTH-01 to AUTH-03): a one-time token from the start-up output, five steps, and everything is made in
//! one change. Nothing is stored before; what was entered travels sealed with the forms.

mod advance;
mod check;
mod draft;
mod finish;
mod token;

pub use advance::{Form, advance, begin};
pub use token::{is_open, offer};
