//! The mailbox for people (`/mail`) and for programs (`/api/mails`).

use super::{Fault, Mail};
use crate::{State, pages};
use axum::{
    Json, Router,
    extract::{Path, Query, State as From},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, put},
};
use serde::Deserialize;
use serde_json::json;

pub fn routes() -> Router<State> {
    Router::new()
        .route("/mail", get(list_page))
        .route("/mail/{id}", get(mail_page))
        .route("/api/mails", get(list).delete(clear))
        .route("/api/mails/{id}", get(show))
        .route("/admin/mail/fault", put(fault))
}

async fn list_page(From(state): From<State>) -> Response {
    pages::page("mails.html", &json!({"mails": state.mailbox.all()}))
}

async fn mail_page(From(state): From<State>, Path(id): Path<usize>) -> Response {
    let Some(mail) = state.mailbox.get(id) else { return pages::refused(StatusCode::NOT_FOUND, "There is no such mail.") };
    let is_link = |line: &str| line.starts_with("http://") || line.starts_with("https://");
    let lines: Vec<_> = mail.text.lines().map(|line| json!({"text": line, "link": is_link(line)})).collect();
    pages::page("mail.html", &json!({"mail": mail, "lines": lines}))
}

#[derive(Deserialize)]
struct Wanted {
    /// Only mails to this address.
    to: Option<String>,
}

async fn list(From(state): From<State>, Query(wanted): Query<Wanted>) -> Json<Vec<Mail>> {
    let mut mails = state.mailbox.all();
    if let Some(to) = wanted.to {
        mails.retain(|mail| mail.to.iter().any(|address| address.eq_ignore_ascii_case(&to)));
    }
    Json(mails)
}

async fn show(From(state): From<State>, Path(id): Path<usize>) -> Response {
    match state.mailbox.get(id) {
        Some(mail) => Json(mail).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn clear(From(state): From<State>) -> StatusCode {
    state.mailbox.clear();
    StatusCode::NO_CONTENT
}

async fn fault(From(state): From<State>, Json(fault): Json<Option<Fault>>) -> StatusCode {
    state.mailbox.set_fault(fault);
    StatusCode::NO_CONTENT
}
