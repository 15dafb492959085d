//! Server-rendered pages: every route of the interface, complete before the client starts.

use super::{
    AppState,
    extract::{Path, Query},
    oidc,
    request::RequestInfo,
    setup,
};
use axum::{
    Router,
    extract::{Request, State},
    http::{header, request::Parts},
    routing::get,
};
use leptos::{
    config::LeptosOptions,
    context::{provide_context, use_context},
    nonce::Nonce,
};
use leptos_axum::{generate_route_list, render_app_async_with_context};
use std::sync::Arc;
use switchroom_app::{
    App,
    i18n::{Lang, zone::Zone},
    server::Identity,
    shell::{
        PreparedAccount,
        document::{Areas, ClientBundle, Density, document},
        of_page,
    },
};
use switchroom_core::Portal;
use switchroom_types::sessions::Theme;

/// The paths of all pages, as the router writes them.
pub fn paths() -> Vec<String> {
    generate_route_list(App).iter().map(|route| route.path().to_owned()).collect()
}

/// Adds the interface's routes; whatever no route takes is a static file or the "not found" page.
pub fn add(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let client = client_bundle(state);
    let context = {
        let state = state.clone();
        let areas = Areas(Arc::new(state.assets.areas()));
        move || {
            provide_context(areas.clone());
            provide_request_context(&state);
        }
    };
    let render = {
        let (render, portal) = (render_app_async_with_context(context, move || document(client.clone())), state.portal.clone());
        move |mut request: Request| {
            let (render, portal) = (render.clone(), portal.clone());
            async move {
                prepare(&portal, &mut request).await;
                render(request).await
            }
        }
    };
    let fallback = {
        let render = render.clone();
        move |State(state): State<AppState>, request: Request| async move {
            match state.assets.public(request.uri().path(), request.headers()) {
                Some(file) if request.method().is_safe() => file,
                _ => render(request).await,
            }
        }
    };
    let first_start = {
        let render = render.clone();
        move |State(state): State<AppState>, info: RequestInfo, request: Request| async move { setup::page(state, info, request, render).await }
    };
    // Where identity providers send people back to: a page only if it did not work.
    let returned = {
        let render = render.clone();
        move |State(state): State<AppState>,
              Path(provider): Path<String>,
              Query(returned): Query<oidc::Returned>,
              info: RequestInfo,
              request: Request| async move { oidc::callback(state, provider, returned, info, request, render).await }
    };
    let routes = generate_route_list(App);
    let router = routes
        .iter()
        .filter(|route| ![oidc::CALLBACK, setup::PATH].contains(&route.path()))
        .fold(router, |router, route| router.route(route.path(), get(render.clone())));
    let router = router.route(oidc::CALLBACK, get(returned)).route(setup::PATH, get(first_start.clone()).post(first_start));
    router.fallback(fallback)
}

/// Loads what every page of an account needs before the page is built.
async fn prepare(portal: &Portal, request: &mut Request) {
    let Some(Identity(Ok(Some(actor)))) = request.extensions().get::<Identity>().cloned() else { return };
    let Some(id) = of_page(request.uri().path(), Some((actor.role, actor.account_id))) else { return };
    let entered = switchroom_core::accounts::context(portal, &actor, id).await.map_err(Into::into);
    request.extensions_mut().insert(PreparedAccount(id, entered));
}

/// What components and server functions find in their context. Runs for each page and each server function.
pub fn provide_request_context(state: &AppState) {
    provide_context(state.portal.clone());
    let Some(parts) = use_context::<Parts>() else { return };
    let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let chosen = cookie(&parts, "lang").and_then(Lang::parse);
    let usual = || Lang::parse(&state.portal.settings.language);
    let mut language = chosen.or_else(|| accepted.and_then(Lang::from_accept_language)).or_else(usual).unwrap_or_default();
    let mut zone = cookie(&parts, "tz").and_then(|name| Zone::parse(name, false));
    if let Some(identity) = parts.extensions.get::<Identity>() {
        if let Ok(Some(actor)) = &identity.0 {
            language = Lang::parse(&actor.language).unwrap_or(language);
            provide_context(Theme::parse(&actor.theme).unwrap_or(Theme::System));
            zone = actor.time_zone.as_deref().and_then(|name| Zone::parse(name, true)).or(zone);
        }
        provide_context(identity.clone());
    }
    if let Some(account) = parts.extensions.get::<PreparedAccount>() {
        provide_context(account.clone());
    }
    provide_context(language);
    provide_context(Density::parse(cookie(&parts, "density")));
    if let Some(zone) = zone {
        provide_context(zone);
    }
    if let Some(info) = parts.extensions.get::<RequestInfo>() {
        // The same nonce as in the header.
        provide_context(Nonce::from_value(info.nonce.clone()));
        provide_context(info.origin());
    }
}

/// What the interface's own scripts have written down for the next page; never trusted further than for its looks.
fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|cookies| cookies.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

fn client_bundle(state: &AppState) -> Option<ClientBundle> {
    let path = state.assets.client_path()?;
    let options = LeptosOptions::builder().output_name("switchroom").site_pkg_dir(path).build();
    Some(ClientBundle { options, reload: state.settings.dev_reload })
}
