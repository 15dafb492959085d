//! The pages of the sandbox for people: plain HTML without scripts.

use crate::State;
use axum::{
    Router,
    extract::State as From,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use minijinja::{Environment, value::Serde};
use serde_json::{Value, json};
use std::sync::LazyLock;

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    // The ending decides on escaping.
    let _ = environment.add_template("layout.html", include_str!("templates/layout.html"));
    let _ = environment.add_template("start.html", include_str!("templates/start.html"));
    let _ = environment.add_template("people.html", include_str!("templates/people.html"));
    let _ = environment.add_template("signed_out.html", include_str!("templates/signed_out.html"));
    let _ = environment.add_template("refused.html", include_str!("templates/refused.html"));
    let _ = environment.add_template("mails.html", include_str!("templates/mails.html"));
    let _ = environment.add_template("mail.html", include_str!("templates/mail.html"));
    environment
});

pub fn routes() -> Router<State> {
    Router::new().route("/", get(start))
}

async fn start(From(state): From<State>) -> Response {
    let behaviour = serde_json::to_string_pretty(&state.oidc.behaviour()).unwrap_or_default();
    let mails = state.mailbox.all().len();
    page("start.html", &json!({"issuer": state.oidc.issuer, "client_id": crate::CLIENT_ID, "behaviour": behaviour, "mails": mails}))
}

pub fn page(name: &str, values: &Value) -> Response {
    match TEMPLATES.get_template(name).and_then(|template| template.render(Serde(values))) {
        Ok(html) => Html(html).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

pub fn refused(status: StatusCode, text: &str) -> Response {
    let mut response = page("refused.html", &json!({ "text": text }));
    *response.status_mut() = status;
    response
}
