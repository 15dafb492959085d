//! Long work: stored, claimed under a lease, fenced, retried, cancellable; each step commits its results together with
//! its progress, so a crash neither repeats nor loses anything (architecture rule 7).

mod context;
mod enqueue;
mod registry;
mod runner;
mod undo;
mod view;

pub use context::{Counts, JobContext, Step};
pub use enqueue::{NewItem, NewJob, enqueue};
#[cfg(test)]
pub(crate) use runner::claimed;
pub use runner::{run, run_due};
pub use undo::undo;
pub(crate) use undo::{undone_by, until as undoable_until};
pub use view::{cancel, get, items, retry};
