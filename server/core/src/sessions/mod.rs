//! Signed-in browsers: creating, recognising and ending sessions. The cookie's secret is stored hashed; every request
//! reads the person, account and partner anew, so that a deactivation or a changed role acts at once (AUTH-16).

pub(crate) mod actor;
mod authenticate;
mod choose;
mod create;
mod device;
mod end;
mod known_device;
mod list;
mod revoke;
mod second_step;
mod sign_in;
mod sign_out;
pub(crate) mod start;
mod step_up;
pub(crate) mod steps;
pub(crate) mod throttle;

pub(crate) use actor::{ACTIVE, JOINS, standing_now};
pub use authenticate::authenticate;
pub use choose::{choices, choose};
pub use create::{NewSession, create};
pub use device::device;
pub use end::{end_all, forgive};
pub use list::list;
pub(crate) use list::list_of;
pub use revoke::{revoke, revoke_others};
pub use second_step::{second_step, second_step_methods};
pub use sign_in::{Credentials, Outcome, sign_in};
pub use sign_out::sign_out;
pub(crate) use start::{Passed, start_in};
pub use step_up::{step_up, step_up_challenge, step_up_methods};

pub(crate) use end::second_factor_shown;
pub(crate) use step_up::require_for_factors;
