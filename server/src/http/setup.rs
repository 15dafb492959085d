//! `/setup`: the first start. The forms of the wizard post here and get the next page as the answer, so that nothing is
//! stored meanwhile and no script is needed.

use super::{AppState, Problem, request::RequestInfo};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, header},
    response::{IntoResponse, Response},
};
use switchroom_core::setup::{self, Form};
use switchroom_types::{AppError, setup::SetupView};

pub const PATH: &str = "/setup";

/// Bytes of a form: a few fields and the sealed draft.
const LARGEST: usize = 64 * 1024;

pub async fn page<F: Future<Output = Response>>(
    state: AppState,
    info: RequestInfo,
    request: Request,
    render: impl FnOnce(Request) -> F,
) -> Response {
    match answer(&state, &info, request).await {
        Ok(request) => render(request).await,
        Err(error) => Problem(error).into_response(),
    }
}

/// The request for the page, with what it shall show; without anything, the page does not exist.
async fn answer(state: &AppState, info: &RequestInfo, request: Request) -> Result<Request, AppError> {
    let (mut parts, body) = request.into_parts();
    if setup::is_open(&state.portal).await? {
        let view = if parts.method == Method::POST {
            let bytes = to_bytes(body, LARGEST)
                .await
                .map_err(|_| AppError::new(413, "input.too_large", "The form is too large.").arg("megabytes", 1))?;
            let form: Form = form_urlencoded::parse(&bytes).into_owned().collect();
            setup::advance(&state.portal, &form, &info.origin()).await?
        } else {
            let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
            let token = query.into_owned().find_map(|(name, value)| (name == "token").then_some(value));
            let address = address(&parts.headers);
            setup::begin(&state.portal, token.as_deref(), address.as_deref()).await?
        };
        parts.extensions.insert::<SetupView>(view);
    }
    parts.method = Method::GET;
    Ok(Request::from_parts(parts, Body::empty()))
}

/// Where the browser thinks that it is. A suggestion for the person, nothing that is believed.
fn address(headers: &HeaderMap) -> Option<String> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("x-forwarded-host").or_else(|| text(header::HOST.as_str()))?;
    Some(format!("{}://{host}", text("x-forwarded-proto").unwrap_or("http")))
}
