//! One line of the matrix: a route, what it needs, and a request to it.

use super::needs::Needs;
use super::places::Things;
use reqwest::{
    Method, RequestBuilder,
    multipart::{Form, Part},
};
use switchroom_testkit::Client;

/// What is sent; `$account`, `$user` and so on stand for things of the place that is asked for.
#[derive(Clone, Copy)]
pub enum Body {
    None,
    Json(&'static str),
    /// As a page without scripts posts it.
    Form(&'static str),
    /// A file in a multipart form.
    Sheet(&'static str),
}

#[derive(Clone, Copy)]
pub struct Row {
    /// Method and path as the router and the description name it.
    pub route: &'static str,
    query: &'static str,
    pub needs: Needs,
    body: Body,
    /// Sent only by those who may not, because it would succeed.
    pub denied_only: bool,
    /// Sent after everything else, because it removes what others need.
    pub last: bool,
    /// A route of ours that neither the description nor the server functions list.
    unlisted: bool,
    /// Partner users do it from outside, also while the account waits for an approval (ACC-B4).
    pub outside: bool,
    /// Whether things of another place in the path or body are refused with 404, and not passed over.
    pub crossed: bool,
}

pub const fn row(route: &'static str, needs: Needs, body: Body) -> Row {
    Row { route, query: "", needs, body, denied_only: false, last: false, unlisted: false, outside: false, crossed: true }
}

impl Row {
    pub const fn query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    pub const fn denied_only(self) -> Self {
        Self { denied_only: true, ..self }
    }

    pub const fn last(self) -> Self {
        Self { last: true, ..self }
    }

    pub const fn unlisted(self) -> Self {
        Self { unlisted: true, ..self }
    }

    pub const fn outside(self) -> Self {
        Self { outside: true, ..self }
    }

    pub const fn not_crossed(self) -> Self {
        Self { crossed: false, ..self }
    }

    pub fn is_listed(&self) -> bool {
        !self.unlisted
    }

    pub fn is_function(&self) -> bool {
        self.route.contains(" /api/fn/")
    }

    /// Path and query with `$names` in place of the router's parameters.
    fn path(&self) -> String {
        let (_, path) = self.route.split_once(' ').unwrap();
        let noun = match path.strip_prefix("/api/v1/").unwrap_or_default() {
            rest if rest.starts_with("accounts/") => "$account",
            rest if rest.starts_with("account-groups/") => "$group",
            rest if rest.starts_with("roles/") => "$role",
            rest if rest.starts_with("orders/") => "$order",
            rest if rest.starts_with("jobs/") => "$job",
            rest if rest.starts_with("notifications/") => "$notification",
            rest if rest.starts_with("sessions/") => "$session",
            rest if rest.starts_with("tokens/") => "$token",
            rest if rest.starts_with("factors/passkeys/") => "$passkey",
            rest if rest.starts_with("operator/mails/") => "$mail",
            rest if rest.starts_with("operator/partners/") => "$partner",
            rest if rest.starts_with("operator/providers/") => "$provider",
            rest if rest.starts_with("operator/orders/imports/") => "$order_import",
            _ => "",
        };
        let path = path
            .replace("{id}", noun)
            .replace("{uid}", "$user")
            .replace("{event_id}", "$event")
            .replace("{webhook}", "$webhook")
            .replace("{delivery}", "$delivery")
            .replace("{import}", "$import")
            .replace("{job_id}", "$job")
            .replace("{view}", "$view")
            .replace("{sid}", "$spare_session")
            .replace("{tid}", "$template")
            .replace("{request}", "$access");
        format!("{}{}", path.replace("{row}", "2").replace("{country}", "de"), self.query)
    }

    fn text(&self) -> &'static str {
        match self.body {
            Body::None => "",
            Body::Json(text) | Body::Form(text) | Body::Sheet(text) => text,
        }
    }

    /// Whether it asks for something that belongs to somebody.
    pub fn has_target(&self) -> bool {
        self.path().contains('$') || self.text().contains('$')
    }

    /// Whether it names something inside an account besides the account.
    pub fn has_child(&self) -> bool {
        let named = format!("{}{}", self.path(), self.text());
        ["$user", "$event", "$import", "$spare_import", "$view", "$template", "$webhook"].iter().any(|name| named.contains(name))
    }

    /// The request, about the account of one place and the other things of another.
    pub fn request(&self, client: &Client, account: &Things, others: &Things) -> RequestBuilder {
        let fill = |text: &str| others.fill(&account.fill_account(text));
        let (method, _) = self.route.split_once(' ').unwrap();
        let request = client.request(Method::from_bytes(method.as_bytes()).unwrap(), &fill(&self.path()));
        match self.body {
            Body::None => request,
            Body::Json(text) => request.header("content-type", "application/json").body(fill(text)),
            Body::Form(text) => request.header("content-type", "application/x-www-form-urlencoded").body(fill(text)),
            Body::Sheet(text) => {
                let part = Part::text(text).file_name("sheet.csv").mime_str("text/csv").unwrap();
                request.multipart(Form::new().part("file", part))
            }
        }
    }
}
