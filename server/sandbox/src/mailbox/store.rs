//! What has arrived, in memory.

use mail_parser::MessageParser;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// Older mails make way.
const MOST: usize = 1_000;

/// A received mail.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mail {
    pub id: usize,
    /// Of the envelope.
    pub from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// RFC 3339.
    pub received_at: String,
    /// As it came over the wire.
    #[serde(skip)]
    pub raw: Vec<u8>,
}

/// Refuses the next `times` mails with this reply, for instance 451 or 550.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    pub code: u16,
    #[serde(default)]
    pub text: String,
    pub times: usize,
}

#[derive(Default)]
struct Inner {
    mails: Vec<Mail>,
    received: usize,
    fault: Option<Fault>,
}

/// Cheap to clone.
#[derive(Clone, Default)]
pub struct Mailbox {
    inner: Arc<Mutex<Inner>>,
    arrived: Arc<Notify>,
}

impl Mailbox {
    fn with<T>(&self, work: impl FnOnce(&mut Inner) -> T) -> T {
        work(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn receive(&self, from: String, to: Vec<String>, raw: Vec<u8>) {
        let message = MessageParser::default().parse(&raw);
        let subject = message.as_ref().and_then(|message| message.subject()).unwrap_or_default().to_owned();
        let text = message.as_ref().and_then(|message| message.body_text(0)).unwrap_or_default().into_owned();
        let html = message.as_ref().and_then(|message| message.body_html(0)).unwrap_or_default().into_owned();
        let received_at = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        self.with(|inner| {
            inner.received += 1;
            let id = inner.received;
            inner.mails.push(Mail { id, from, to, subject, text, html, received_at, raw });
            if inner.mails.len() > MOST {
                inner.mails.remove(0);
            }
        });
        self.arrived.notify_waiters();
    }

    /// Newest first.
    pub fn all(&self) -> Vec<Mail> {
        self.with(|inner| inner.mails.iter().rev().cloned().collect())
    }

    pub fn get(&self, id: usize) -> Option<Mail> {
        self.with(|inner| inner.mails.iter().find(|mail| mail.id == id).cloned())
    }

    pub fn clear(&self) {
        self.with(|inner| inner.mails.clear());
    }

    pub async fn wait_for(&self, address: &str) -> Mail {
        loop {
            let arrived = self.arrived.notified();
            tokio::pin!(arrived);
            arrived.as_mut().enable();
            let found = self.all().into_iter().find(|mail| mail.to.iter().any(|to| to.eq_ignore_ascii_case(address)));
            if let Some(mail) = found {
                return mail;
            }
            arrived.await;
        }
    }

    pub fn set_fault(&self, fault: Option<Fault>) {
        self.with(|inner| inner.fault = fault);
    }

    /// The reply that the mail at hand is refused with.
    pub fn take_fault(&self) -> Option<(u16, String)> {
        self.with(|inner| {
            let fault = inner.fault.as_mut().filter(|fault| fault.times > 0)?;
            fault.times -= 1;
            Some((fault.code, fault.text.clone()))
        })
    }
}
