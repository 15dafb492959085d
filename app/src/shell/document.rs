//! The HTML document around the interface. Rendered on the server only; the client hydrates its body.

use crate::{
    App,
    i18n::{self, zone::Zone},
};
use http::request::Parts;
use leptos::{config::LeptosOptions, prelude::*};
use leptos_meta::{Link, MetaTags};
use std::{collections::HashMap, sync::Arc};
use switchroom_types::sessions::Theme;

/// Where the client's code and styles are served; `None` renders pages that work without it.
#[derive(Clone)]
pub struct ClientBundle {
    pub options: LeptosOptions,
    /// For development: the page loads itself again when the server was restarted.
    pub reload: bool,
}

/// The files that hold the pages of each area, as addresses.
#[derive(Clone, Default)]
pub struct Areas(pub Arc<HashMap<String, Vec<String>>>);

/// The files of the requested page are loaded along with the main one, not after it.
pub(super) fn preload_area(area: &str) {
    let Some(Areas(areas)) = use_context::<Areas>() else { return };
    for href in areas.get(area).into_iter().flatten() {
        // Rendering registers it for the head.
        let _ = view! { <Link rel="preload" href=href.clone() as_="fetch" crossorigin="anonymous" /> }.to_html();
    }
}

/// How high the rows of tables are; chosen in any of them, for this browser.
#[derive(Clone, Copy, Default)]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

impl Density {
    pub fn parse(text: Option<&str>) -> Self {
        if text == Some("compact") { Self::Compact } else { Self::Comfortable }
    }

    fn attribute(self) -> Option<&'static str> {
        matches!(self, Self::Compact).then_some("compact")
    }
}

pub fn document(client: Option<ClientBundle>) -> impl IntoView {
    let language = i18n::current();
    // Provided per request for people who are signed in; the others' browsers decide.
    let theme = use_context::<Theme>().unwrap_or(Theme::System);
    let parts = use_context::<Parts>();
    let url = parts.and_then(|parts| parts.uri.path_and_query().map(ToString::to_string));
    let zone = Zone::current();
    let density = use_context::<Density>().unwrap_or_default().attribute();
    let reload = client.as_ref().is_some_and(|client| client.reload);
    let loader = client.as_ref().map(|client| format!("/{}/__wasm_split.js", client.options.site_pkg_dir));
    let stylesheet = client.as_ref().map(|client| client.options.css_path());
    view! {
        <!DOCTYPE html>
        <html
            lang=language.code()
            dir=language.dir()
            data-url=url
            data-theme=theme.as_str()
            data-density=density
            data-zone=zone.map(Zone::name)
            data-zone-fixed=zone.is_some_and(Zone::fixed).then_some("")
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="preload" href="/fonts/inter-latin.woff2" r#as="font" type="font/woff2" crossorigin="anonymous" />
                {stylesheet.map(|href| view! { <link rel="stylesheet" href=href /> })}
                {reload.then(|| view! { <script type="module" src="/dev/reload.js"></script> })}
                {loader.map(|href| view! { <link rel="modulepreload" href=href /> })}
                {client.map(|client| view! { <HydrationScripts options=client.options /> })}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
