//! `/api/docs`: a reader for the OpenAPI description. Plain HTML rendered here: it needs no script, no other origin, and
//! fits the content security policy as it is.

use axum::response::Html;
use serde_json::Value;
use std::fmt::Write;
use utoipa::openapi::OpenApi;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub async fn page(description: OpenApi) -> Html<String> {
    let api = serde_json::to_value(&description).unwrap_or_default();
    Html(render(&api))
}

fn render(api: &Value) -> String {
    let mut tags: Vec<(String, String)> = Vec::new();
    let mut add = |tag: String, html: String| match tags.iter_mut().find(|(known, _)| *known == tag) {
        Some((_, all)) => all.push_str(&html),
        None => tags.push((tag, html)),
    };
    for (path, item) in api.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for (method, operation) in METHODS.iter().filter_map(|method| Some((*method, item.get(*method)?))) {
            let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or("api");
            add(tag.to_owned(), operation_html(path, method, operation));
        }
    }
    let mut nav = String::new();
    let mut body = String::new();
    for (tag, html) in tags {
        let tag = escape(&tag);
        let _ = write!(nav, "<li><a href=\"#{tag}\">{tag}</a></li>");
        let _ = write!(body, "<section id=\"{tag}\"><h2>{tag}</h2>{html}</section>");
    }
    let mut schemas = String::new();
    for (name, schema) in api.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
        let text = serde_json::to_string_pretty(schema).unwrap_or_default();
        let name = escape(name);
        let _ = write!(schemas, "<details id=\"schema-{name}\"><summary>{name}</summary><pre>{}</pre></details>", escape(&text));
    }
    let about = escape(api.pointer("/info/description").and_then(Value::as_str).unwrap_or_default());
    let version = escape(api.pointer("/info/version").and_then(Value::as_str).unwrap_or_default());
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>Switchroom API</title><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"/api-docs.css\"></head><body><header><h1>Switchroom API <small>{version}</small></h1><p>{about}</p>\
         <p><a href=\"/api/openapi.json\">openapi.json</a> · Tokens are made in your <a href=\"/profile\">profile</a>: <code>Authorization: Bearer swr_…</code></p>\
         </header><nav aria-label=\"Sections\"><ul>{nav}<li><a href=\"#schemas\">schemas</a></li></ul></nav><main>{body}\
         <section id=\"schemas\"><h2>schemas</h2>{schemas}</section></main></body></html>"
    )
}

fn operation_html(path: &str, method: &str, operation: &Value) -> String {
    let text = |name: &str| escape(operation.get(name).and_then(Value::as_str).unwrap_or_default());
    let mut html = format!(
        "<details class=\"operation {method}\"><summary><span class=\"method\">{}</span> <code>{}</code> <span>{}</span></summary>",
        method.to_uppercase(),
        escape(path),
        text("summary")
    );
    let _ = write!(html, "<p>{}</p>", text("description"));
    let parameters = operation.get("parameters").and_then(Value::as_array).filter(|all| !all.is_empty());
    if let Some(parameters) = parameters {
        html.push_str("<h3>Parameters</h3><dl>");
        for parameter in parameters {
            let text = |name: &str| escape(parameter.get(name).and_then(Value::as_str).unwrap_or_default());
            let _ = write!(html, "<dt><code>{}</code> <small>{}</small></dt><dd>{}</dd>", text("name"), text("in"), text("description"));
        }
        html.push_str("</dl>");
    }
    for (kind, content) in operation.pointer("/requestBody/content").and_then(Value::as_object).into_iter().flatten() {
        let _ = write!(html, "<h3>Body</h3><p><code>{}</code> {}</p>", escape(kind), schema_html(content.get("schema")));
    }
    html.push_str("<h3>Answers</h3><dl>");
    for (status, response) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
        let schema =
            response.get("content").and_then(Value::as_object).and_then(|kinds| kinds.values().next()).and_then(|one| one.get("schema"));
        let about = escape(response.get("description").and_then(Value::as_str).unwrap_or_default());
        let _ = write!(html, "<dt><code>{}</code></dt><dd>{about} {}</dd>", escape(status), schema_html(schema));
    }
    html.push_str("</dl></details>");
    html
}

/// A link to a named schema, or the schema itself when it is small.
fn schema_html(schema: Option<&Value>) -> String {
    let Some(schema) = schema else { return String::new() };
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        let name = escape(name);
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    if let Some(items) = schema.get("items") {
        return format!("list of {}", schema_html(Some(items)));
    }
    format!("<code>{}</code>", escape(&schema.to_string()))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_escaped() {
        let api = serde_json::json!({"paths": {"/x/{id}": {"get": {"summary": "<script>", "tags": ["a\"b"]}}}});
        let html = render(&api);
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"));
        assert!(html.contains("/x/{id}") && html.contains("a&quot;b"));
    }
}
