//! Second factors (AUTH-B1, AUTH-B2).

mod authenticator;
mod forms;
mod second_step;
