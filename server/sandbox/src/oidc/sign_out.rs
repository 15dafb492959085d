//! RP-initiated logout. The provider keeps no session of its own, so there is only the way back.

use super::{CLIENT_ID, authorize::is_loopback};
use crate::pages;
use axum::{
    extract::Query,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Request {
    client_id: String,
    post_logout_redirect_uri: String,
    state: String,
}

pub async fn end_session(Query(request): Query<Request>) -> Response {
    let back = request.post_logout_redirect_uri;
    if back.is_empty() {
        return pages::page("signed_out.html", &json!({}));
    }
    if request.client_id != CLIENT_ID || !is_loopback(&back) {
        return pages::refused(StatusCode::BAD_REQUEST, "The way back is not registered.");
    }
    let state = if request.state.is_empty() {
        String::new()
    } else {
        format!("{}state={}", if back.contains('?') { '&' } else { '?' }, request.state)
    };
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("{back}{state}"))]).into_response()
}
