//! `/auth/oidc/{provider}/…`: to an identity provider and back (AUTH-06, AUTH-09). Browsers come here by links and
//! redirects, so everything is a GET; what protects it is the sealed cookie of the browser that began.

use super::{AppState, Problem, Result, extract::Path, extract::Query, identity::is_page_request, request::RequestInfo};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use switchroom_app::sessions::{Refused, cookie, next};
use switchroom_core::providers::{self, Callback};
use switchroom_types::AppError;

/// Where the provider sends people back to; also a page, for when it did not work.
pub const CALLBACK: &str = "/auth/oidc/{provider}/callback";

pub fn routes() -> Router<AppState> {
    Router::new().route("/auth/oidc/{provider}/start", get(start)).route("/auth/oidc/{provider}/end", get(end))
}

#[derive(Deserialize)]
struct Wanted {
    next: Option<String>,
}

/// To the provider. A link in the provider's portal leads here and on to the dashboard.
async fn start(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response> {
    let wanted = wanted.next.filter(|next| !next.is_empty()).unwrap_or_else(|| "/dashboard".to_owned());
    match providers::start(&state.portal, &provider, next::safe(&wanted)).await {
        Ok(started) => {
            let ticket = cookie::set_oidc(&started.ticket, &state.portal.settings.public_url);
            Ok((StatusCode::SEE_OTHER, [(header::LOCATION, started.url), (header::SET_COOKIE, ticket)]).into_response())
        }
        // The sign-in page says what is wrong and offers the other ways.
        Err(error) if is_page_request(&headers) => {
            let error = AppError::from(error);
            Ok(to(&format!("/login?error={}", next::encode(&error.code))))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Returned {
    state: String,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// Back from the provider: signs in, or says why not. `render` makes the page for browsers.
pub async fn callback<F: Future<Output = Response>>(
    state: AppState,
    provider: String,
    returned: Returned,
    info: RequestInfo,
    mut request: Request,
    render: impl FnOnce(Request) -> F,
) -> Response {
    let url = state.portal.settings.public_url.clone();
    let headers = request.headers();
    let callback = Callback {
        state: returned.state,
        code: returned.code,
        issuer: returned.iss,
        error: returned.error,
        ticket: cookie::oidc(headers, &url).unwrap_or_default().to_owned(),
        replaces: cookie::session(headers, &url).map(str::to_owned),
    };
    let is_page = is_page_request(headers);
    let origin = info.origin();
    match providers::finish(&state.portal, &provider, callback, &origin).await {
        Ok(done) => {
            let mut response = to(&done.next);
            set_cookie(&mut response, &cookie::started(&done.session.secret, &url));
            set_cookie(&mut response, &cookie::set_oidc("", &url));
            response
        }
        Err(error) if is_page => {
            let error = AppError::from(error);
            request.extensions_mut().insert(Refused { provider, error });
            render(request).await
        }
        Err(error) => Problem::from(error).into_response(),
    }
}

/// Ends the session at the provider; ours has ended before.
async fn end(State(state): State<AppState>, Path(provider): Path<String>) -> Result<Response> {
    Ok(to(&providers::sign_out_address(&state.portal, &provider).await?))
}

fn to(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = cookie.parse() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
