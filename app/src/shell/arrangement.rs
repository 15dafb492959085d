//! What people arrange for themselves (columns, open groups, dismissed tips) and find again on every device.

use super::{api::change_preferences, viewer::Viewer};
use crate::ui::table::KeptColumns;
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::preferences::Preferences;

impl Viewer {
    /// What the viewer has arranged, as far as this page knows.
    pub fn arranged(self) -> Preferences {
        self.get_untracked().map(|me| me.preferences).unwrap_or_default()
    }

    /// Takes over a change here and on the server. Failing to keep it for later is not worth an interruption: it shows
    /// already.
    pub fn arrange(self, change: Preferences) {
        self.merge(change.clone());
        spawn_local(async move {
            let _ = change_preferences(change).await;
        });
    }

    /// USR-10, HIST-05: every table keeps its columns under its name.
    pub(super) fn provide_kept_columns(self) {
        provide_context(KeptColumns {
            get: Callback::new(move |table: &'static str| self.arranged().columns.remove(table)),
            keep: Callback::new(move |(table, columns): (&'static str, Vec<String>)| {
                self.arrange(Preferences { columns: [(table.to_owned(), columns)].into(), ..Default::default() });
            }),
        });
    }
}
