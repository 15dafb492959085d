//! Pages and forms as a browser without scripts uses them.

use crate::{Answer, Client, TestApp};
use reqwest::{Method, header::HeaderMap};

/// Headers as a browser sends them from a page of ours.
pub fn browser(app: &TestApp) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("origin", app.url.parse().unwrap());
    headers.insert("accept", "text/html".parse().unwrap());
    headers.insert("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".parse().unwrap());
    headers
}

/// Follows a link.
pub async fn page(client: &Client, path: &str) -> Answer {
    client.send(client.request(Method::GET, path).header("accept", "text/html")).await
}

/// Presses the button of a form.
pub async fn submit(app: &TestApp, client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    client.send(client.request(Method::POST, path).headers(browser(app)).form(fields)).await
}

/// # Panics
/// If the answer does not send the browser there.
#[track_caller]
pub fn leads_to(answer: &Answer, location: &str) {
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, location), "{}", answer.text());
}
