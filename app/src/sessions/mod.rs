//! Signing in and out, and the pages around it.

pub mod api;
mod back_page;
#[cfg(feature = "ssr")]
pub mod cookie;
mod enrol_page;
mod expired;
#[cfg(feature = "ssr")]
pub mod form;
mod layout;
mod link_pages;
mod login_page;
mod mfa_page;
pub mod next;
mod providers;
mod refused_page;
mod reset_page;
mod step_up;
mod strength;
mod verify_page;

pub use back_page::SignedInPage;
pub use enrol_page::EnrolPage;
pub use expired::ExpiredDialog;
pub use link_pages::{ConfirmEmailPage, NewPasswordPage, RegisterPage};
pub use login_page::LoginPage;
pub use mfa_page::SecondStepPage;
#[cfg(feature = "ssr")]
pub use refused_page::Refused;
pub use refused_page::RefusedPage;
pub use reset_page::ResetPage;
pub use step_up::StepUpDialog;
pub use strength::strength;
pub use verify_page::{ChooseAccountPage, VerifyPage};

#[cfg(not(feature = "ssr"))]
pub use expired::watch_expiry;
#[cfg(not(feature = "ssr"))]
pub use step_up::watch_step_up;
