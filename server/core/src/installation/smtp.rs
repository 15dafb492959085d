//! The mail server as people enter it, and whether it takes a mail.

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use percent_encoding::percent_decode_str;
use std::time::Duration;
use switchroom_types::error::FieldErrors;
use switchroom_types::{AppError, FieldError, text_enum};
use url::Url;
use uuid::Uuid;

use crate::contact;
use crate::error::Result;
use crate::mail::{Template, compose, render};
use crate::portal::Portal;

text_enum! {
    /// TLS after a plain greeting, from the first byte, or not at all (a mail server on the same machine).
    Security { StartTls => "starttls", Tls => "tls", None => "none" }
}

/// As the form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailServer {
    pub host: String,
    pub port: String,
    pub security: String,
    pub user: String,
    pub password: String,
    /// Sender of mails, `Name <address>`.
    pub from: String,
}

impl MailServer {
    /// The address in the form that the settings have, and the sender.
    ///
    /// # Errors
    /// 422 at `smtp_host`, `smtp_port`, `smtp_security` and `mail_from`.
    pub fn url(&self) -> Result<(String, String), AppError> {
        let mut errors = FieldErrors::default();
        let host = errors.text("smtp_host", &self.host, true, 253);
        let from = errors.text("mail_from", &self.from, true, 320);
        let security = Security::parse(&self.security);
        if security.is_none() {
            errors.push(FieldError::new("smtp_security", "field.invalid", "Choose one of the values offered"));
        }
        let security = security.unwrap_or(Security::StartTls);
        let usual = match security {
            Security::StartTls => 587,
            Security::Tls => 465,
            Security::None => 25,
        };
        let port = if self.port.trim().is_empty() { Some(usual) } else { self.port.trim().parse::<u16>().ok().filter(|port| *port > 0) };
        if port.is_none() {
            errors.push(FieldError::new("smtp_port", "setup.port", "A number from 1 to 65535"));
        }
        if !from.is_empty() && from.parse::<Mailbox>().is_err() {
            errors.push(FieldError::new("mail_from", "field.email", "Enter a valid e-mail address"));
        }
        let plain_host = !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || ".-:[]".contains(c));
        let scheme = if security == Security::Tls { "smtps" } else { "smtp" };
        let url = Url::parse(&format!("{scheme}://{host}:{}", port.unwrap_or(usual))).ok().filter(|_| plain_host);
        if url.is_none() && !host.is_empty() {
            errors.push(FieldError::new("smtp_host", "setup.host", "Enter the name or address of a mail server"));
        }
        errors.finish()?;
        let Some(mut url) = url else { return Err(AppError::internal()) };
        if !self.user.trim().is_empty() {
            // Neither fails for an address with a host.
            let _ = url.set_username(self.user.trim());
            let _ = url.set_password(Some(&self.password));
        }
        if security == Security::StartTls {
            url.set_query(Some("tls=required"));
        }
        Ok((url.into(), from))
    }

    /// The entries that an address was made of, [`MailServer::url`] the other way round; configured ones are read as far
    /// as they can be.
    pub fn read(url: &str, from: &str) -> Self {
        let Ok(url) = Url::parse(url) else { return Self { from: from.to_owned(), ..Self::default() } };
        let security = match url.scheme() {
            "smtps" => Security::Tls,
            _ if url.query_pairs().any(|(name, value)| name == "tls" && value != "none") => Security::StartTls,
            _ => Security::None,
        };
        let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Self {
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port().map(|port| port.to_string()).unwrap_or_default(),
            security: security.as_str().to_owned(),
            user: plain(url.username()),
            password: plain(url.password().unwrap_or_default()),
            from: from.to_owned(),
        }
    }
}

/// Sends one mail at once, past the outbox: whoever tests wants to know now.
///
/// # Errors
/// 422 at `test_to`, or at `smtp_host` with what the mail server said.
pub(crate) async fn send_test(portal: &Portal, smtp_url: &str, from: &str, to: &str, language: &str) -> Result<(), AppError> {
    let at = |field: &'static str, code: &'static str, message: &str| AppError::invalid(vec![FieldError::new(field, code, message)]);
    if !contact::is_email(to) {
        return Err(at("test_to", "field.email", "Enter a valid e-mail address"));
    }
    let values = serde_json::json!({"url": portal.settings.public_url});
    let rendered = render(Template::Test, language, &values).map_err(AppError::from)?;
    let message = compose(from, to, Uuid::now_v7(), rendered).map_err(AppError::from)?;
    let refused = |reason: String| {
        let error = FieldError::new("smtp_host", "setup.smtp", "The mail server did not take the mail").arg("reason", reason);
        AppError::invalid(vec![error])
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url).map_err(|error| refused(error.to_string()))?;
    let smtp = builder.timeout(Some(Duration::from_secs(10))).build();
    let sent = tokio::time::timeout(Duration::from_secs(20), smtp.send(message)).await;
    match sent {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(refused(error.to_string().chars().take(200).collect())),
        Err(_) => Err(refused("timeout".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn server() -> MailServer {
        MailServer {
            host: "mail.example.com".into(),
            security: "starttls".into(),
            from: "Portal <portal@example.com>".into(),
            ..Default::default()
        }
    }

    /// AUTH-04 what was entered is shown again as it was
    #[test]
    fn read_back() {
        let servers = [
            MailServer { port: "587".into(), ..server() },
            MailServer { security: "tls".into(), port: "465".into(), user: "a@b".into(), password: "p:/ß %".into(), ..server() },
            MailServer { security: "none".into(), port: "2525".into(), host: "[::1]".into(), ..server() },
        ];
        for server in servers {
            let (url, from) = server.url().unwrap();
            assert_eq!(MailServer::read(&url, &from), server);
        }
        assert_eq!(MailServer::read("smtp://mail.example.com", "").security, "none");
        assert_eq!(MailServer::read("nonsense", "a@b.example"), MailServer { from: "a@b.example".into(), ..Default::default() });
    }

    /// AUTH-02 entries become the address that the settings take; credentials are encoded
    #[test]
    fn addresses() {
        assert_eq!(server().url().unwrap().0, "smtp://mail.example.com:587?tls=required");
        let tls = MailServer { security: "tls".into(), user: "a@b".into(), password: "p:/ß".into(), ..server() };
        assert_eq!(tls.url().unwrap().0, "smtps://a%40b:p%3A%2F%C3%9F@mail.example.com:465");
        assert_eq!(
            MailServer { security: "none".into(), port: "2525".into(), ..server() }.url().unwrap().0,
            "smtp://mail.example.com:2525"
        );
        for bad in [
            MailServer { host: "a b".into(), ..server() },
            MailServer { host: "x@y".into(), ..server() },
            MailServer { port: "70000".into(), ..server() },
            MailServer { security: "maybe".into(), ..server() },
            MailServer { from: "nobody".into(), ..server() },
        ] {
            assert_eq!(bad.url().unwrap_err().status, 422);
        }
    }
}
