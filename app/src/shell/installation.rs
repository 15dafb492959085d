//! What the operator has set for the frame; known on the server before the page is built.

use super::api::Installation;
use leptos::prelude::*;

pub(super) fn provide() -> Installation {
    let installation = SharedValue::new(of_settings).into_inner();
    provide_context(installation.clone());
    installation
}

#[cfg(feature = "ssr")]
fn of_settings() -> Installation {
    let settings = crate::server::portal().settings;
    Installation { support_url: settings.support_url.clone(), legal_url: settings.legal_url.clone(), demo: settings.demo }
}

#[cfg(not(feature = "ssr"))]
fn of_settings() -> Installation {
    Installation::default()
}
