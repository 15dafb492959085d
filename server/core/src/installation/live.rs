//! Settings that can change while the process runs, behind a handle that reads like the settings themselves.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::portal::PortalSettings;

/// Cheap to clone; all clones see a change at once. Earlier settings stay where they are as long as the handle lives,
/// because somebody may still be reading them; they change a few times in the life of a process.
#[derive(Clone, Debug)]
pub struct LiveSettings(Arc<Version>);

#[derive(Debug)]
struct Version {
    settings: PortalSettings,
    next: OnceLock<Box<Version>>,
}

impl LiveSettings {
    pub fn new(settings: PortalSettings) -> Self {
        Self(Arc::new(Version { settings, next: OnceLock::new() }))
    }

    fn latest(&self) -> &Version {
        let mut version = self.0.as_ref();
        while let Some(next) = version.next.get() {
            version = next;
        }
        version
    }

    /// Everybody reads these from now on; nothing happens if they are the same.
    pub fn replace(&self, settings: PortalSettings) {
        if self.latest().settings == settings {
            return;
        }
        let mut fresh = Box::new(Version { settings, next: OnceLock::new() });
        // Whoever was faster is followed.
        while let Err(back) = self.latest().next.set(fresh) {
            fresh = back;
        }
    }
}

impl Deref for LiveSettings {
    type Target = PortalSettings;

    fn deref(&self) -> &PortalSettings {
        &self.latest().settings
    }
}
