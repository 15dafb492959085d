//! The other side: an HTTP server of a few lines, so that what arrives is judged by nothing of ours.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What one request was.
#[derive(Clone, Debug)]
pub struct Received {
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
    /// What it answers; `None`: nothing, ever.
    answer: Arc<Mutex<Option<String>>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?x=1", listener.local_addr().unwrap());
        let receiver = Self { url, received: Arc::default(), answer: Arc::default() };
        receiver.answers("204 No Content");
        let own = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().serve(stream));
            }
        });
        receiver
    }

    /// Status and further header lines.
    pub fn answers(&self, status: &str) {
        *self.answer.lock().unwrap() = Some(status.to_owned());
    }

    pub fn says_nothing(&self) {
        *self.answer.lock().unwrap() = None;
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    async fn serve(self, mut stream: TcpStream) {
        let mut bytes = Vec::new();
        let (head, length) = loop {
            let mut part = [0; 4096];
            let read = stream.read(&mut part).await.unwrap_or_default();
            if read == 0 {
                return;
            }
            bytes.extend_from_slice(&part[..read]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, _)) = text.split_once("\r\n\r\n") {
                let headers = parse(head);
                let length: usize = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
                if bytes.len() >= head.len() + 4 + length {
                    break (head.to_owned(), length);
                }
            }
        };
        let body = String::from_utf8(bytes[head.len() + 4..head.len() + 4 + length].to_vec()).unwrap();
        self.received.lock().unwrap().push(Received { headers: parse(&head), body });
        let answer = self.answer.lock().unwrap().clone();
        match answer {
            Some(status) => {
                let _ = stream.write_all(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").as_bytes()).await;
            }
            None => std::future::pending().await,
        }
    }
}

fn parse(head: &str) -> BTreeMap<String, String> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect()
}
