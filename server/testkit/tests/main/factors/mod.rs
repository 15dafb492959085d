//! Second factors (AUTH-B1, AUTH-B2).

mod authenticator;
mod forms;
mod passkeys;
mod second_step;
mod step_up;
