//! "Please confirm that it is you" (AUTH-B6): a refused request waits for the answer and is then sent again, whatever started
//! it.

mod dialog;
#[cfg(not(feature = "ssr"))]
mod repeat;

pub use dialog::StepUpDialog;
#[cfg(not(feature = "ssr"))]
pub use repeat::watch_step_up;
