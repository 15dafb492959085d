//! Long work on screen: `<JobProgress id=… />` shows how far a job is, what became of each unit, and lets people stop it
//! or try the failed units again. It follows the job live.

pub mod api;
mod page;
mod progress;
mod results;

pub use page::JobPage;
pub use progress::JobProgress;
