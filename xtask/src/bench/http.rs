//! A plain HTTP client for one kept-alive connection and a session cookie.

use std::io::Read;
use std::time::{Duration, Instant};
use ureq::{Agent, Body};

use crate::process::{Failure, Result};

pub struct Client {
    agent: Agent,
    base: String,
    cookie: String,
}

/// What a timed request brought.
pub struct Answer {
    /// Until the first byte of the body.
    pub first_byte: Duration,
    pub whole: Duration,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(base: &str) -> Self {
        let config = Agent::config_builder().timeout_global(Some(Duration::from_secs(300))).max_redirects(0).build();
        Self { agent: config.into(), base: base.to_owned(), cookie: String::new() }
    }

    pub fn sign_in(&mut self, email: &str, password: &str) -> Result<()> {
        let body = serde_json::json!({"email": email, "password": password}).to_string();
        let answer = self
            .agent
            .post(format!("{}/api/v1/sessions", self.base))
            .header("content-type", "application/json")
            .send(body)
            .map_err(|error| Failure::new(format!("signing in as {email}: {error}")))?;
        let cookie = answer.headers().get("set-cookie").and_then(|value| value.to_str().ok()).unwrap_or_default();
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(())
    }

    pub fn get(&self, path: &str) -> Result<Answer> {
        let start = Instant::now();
        let answer = self
            .agent
            .get(format!("{}{path}", self.base))
            .header("cookie", &self.cookie)
            .call()
            .map_err(|error| Failure::new(format!("GET {path}: {error}")))?;
        if answer.status() != 200 {
            return Err(Failure::new(format!("GET {path}: status {}", answer.status())));
        }
        read(answer.into_body(), start)
    }

    /// Sends a file as `multipart/form-data`.
    pub fn upload(&self, path: &str, file_name: &str, content: &[u8]) -> Result<Answer> {
        const BOUNDARY: &str = "----switchroom-bench";
        let mut body = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        self.post(path, &format!("multipart/form-data; boundary={BOUNDARY}"), &body)
    }

    pub fn post(&self, path: &str, content_type: &str, body: &[u8]) -> Result<Answer> {
        let start = Instant::now();
        let answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("cookie", &self.cookie)
            .header("content-type", content_type)
            .send(body)
            .map_err(|error| Failure::new(format!("POST {path}: {error}")))?;
        read(answer.into_body(), start)
    }
}

fn read(body: Body, start: Instant) -> Result<Answer> {
    let mut reader = body.into_reader();
    let mut all = Vec::new();
    let mut chunk = vec![0; 64 * 1024];
    let mut first_byte = None;
    loop {
        let n = reader.read(&mut chunk).map_err(|error| Failure::new(format!("reading an answer: {error}")))?;
        first_byte.get_or_insert_with(|| start.elapsed());
        match chunk.get(..n) {
            Some(part) if n > 0 => all.extend_from_slice(part),
            _ => break,
        }
    }
    Ok(Answer { first_byte: first_byte.unwrap_or_default(), whole: start.elapsed(), body: all })
}
