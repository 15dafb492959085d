//! A client with cookies of its own, and answers that tests can question.

use reqwest::{Method, RequestBuilder, StatusCode, header::HeaderMap, redirect::Policy};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Keeps cookies like a browser, follows no redirects.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
}

impl Client {
    pub fn new(url: &str) -> Self {
        let http = reqwest::Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
        Self { http, url: url.to_owned() }
    }

    /// A browser that has this cookie already.
    pub fn with_cookie(url: &str, cookie: &str) -> Self {
        let jar = reqwest::cookie::Jar::default();
        jar.add_cookie_str(cookie, &url.parse().unwrap());
        let http = reqwest::Client::builder().cookie_provider(std::sync::Arc::new(jar)).redirect(Policy::none()).build().unwrap();
        Self { http, url: url.to_owned() }
    }

    /// A program with an API token: no cookies.
    pub fn with_token(url: &str, token: &str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
        let http = reqwest::Client::builder().default_headers(headers).redirect(Policy::none()).build().unwrap();
        Self { http, url: url.to_owned() }
    }

    /// Any request; finish it with [`Client::send`] or reqwest's own means.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.unwrap().to_vec();
        Answer { status, headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn patch(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }
}

/// A whole response.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body, after checking that the request succeeded.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        self.success();
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    #[track_caller]
    pub fn success(&self) -> &Self {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        self
    }

    /// Checks that this is an RFC 9457 problem with that status and code, and answers it.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}: {}", self.status, self.text());
        let problem = self.value();
        assert_eq!((self.status.as_u16(), problem["code"].as_str()), (status, Some(code)), "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        problem
    }
}
