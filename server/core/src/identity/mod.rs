//! How a person becomes and stays able to sign in: invitation, registration, password reset and change, a changed e-mail
//! address, unlocking. Links go only to the address on file; answers to strangers never tell whether somebody exists.

mod change_email;
mod change_password;
mod invite;
mod new_password;
mod open_link;
mod person;
mod profile;
mod register;
mod renew_link;
mod request_reset;
mod reset_password;
mod unlock;

pub use change_email::{change_email, confirm_email};
pub use change_password::{PasswordChange, change_password};
pub use invite::{invite, send_welcome};
pub use open_link::open_link;
pub use person::Person;
pub use profile::{PREFERRED_LANGUAGES, update_profile};
pub use register::register;
pub use renew_link::renew_link;
pub use request_reset::{request_reset, request_reset_for};
pub use reset_password::reset_password;
pub use unlock::unlock;
