//! Mail texts: one template per purpose and language, plain text and HTML from the same paragraphs.

use minijinja::{Environment, context};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use switchroom_types::text_enum;

use crate::error::{Error, Result};

text_enum! {
    /// What a mail is about.
    Template {
        Welcome => "welcome",
        AdminReset => "admin_reset",
        SelfReset => "self_reset",
        EmailConfirm => "email_confirm",
        EmailChanged => "email_changed",
        FactorAdded => "factor_added",
        FactorRemoved => "factor_removed",
        RecoveryCodeUsed => "recovery_code_used",
        NewDevice => "new_device",
        AccountDeactivated => "account_deactivated",
        AccountReactivated => "account_reactivated",
        Notification => "notification",
        NotificationDigest => "notification_digest",
        Test => "test",
    }
}

/// Subject and both bodies; what the outbox keeps sealed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
}

const SOURCES: [(&str, &str, &str); 2] =
    [("en", "mail", include_str!("templates/en.json")), ("de", "mail", include_str!("templates/de.json"))];
const HTML: &str = include_str!("templates/layout.html");
const TEXT: &str = include_str!("templates/layout.txt");

/// The words of one mail; each is itself a template over the mail's values.
#[derive(Clone, Deserialize)]
struct Words {
    subject: String,
    title: String,
    paragraphs: Vec<String>,
    /// After the sections that the values may hold.
    #[serde(default)]
    more: Option<String>,
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

type Catalogue = std::collections::BTreeMap<String, Words>;

static CATALOGUES: LazyLock<Vec<(&'static str, Catalogue)>> =
    LazyLock::new(|| SOURCES.iter().filter_map(|(language, _, json)| Some((*language, serde_json::from_str(json).ok()?))).collect());

static LAYOUTS: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    // The names decide on escaping; both sources are part of the program and covered by tests.
    let _ = environment.add_template("mail.html", HTML);
    let _ = environment.add_template("mail.txt", TEXT);
    environment
});

/// Renders a mail in the reader's language, English if there is no such translation. `values` may hold `link`.
///
/// # Errors
/// If a template is broken; tests render every one.
pub fn render(template: Template, language: &str, values: &serde_json::Value) -> Result<Rendered> {
    let broken = |error: minijinja::Error| Error::corrupt(format!("mail template {template}: {error}"));
    let words = words(template, language).ok_or_else(|| Error::corrupt(format!("mail template {template} is missing")))?;
    let plain = Environment::new();
    let fill = |source: &str| plain.render_str(source, minijinja::value::Serde(values)).map_err(broken);
    let mut paragraphs = words.paragraphs.iter().map(|paragraph| fill(paragraph)).collect::<Result<Vec<_>>>()?;
    // What has nothing to say in this mail leaves no gap.
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    let more = words.more.as_deref().map(fill).transpose()?.filter(|more| !more.is_empty());
    let sections = minijinja::Value::from(minijinja::value::Serde(values.get("sections")));
    let action = words.action.as_deref().map(fill).transpose()?;
    let note = words.note.as_deref().map(fill).transpose()?;
    let subject = fill(&words.subject)?;
    let title = fill(&words.title)?;
    let link = values.get("link").and_then(|link| link.as_str()).unwrap_or_default();
    let values = context! { language, subject => subject.clone(), title, paragraphs, sections, more, action, note, link };
    let layout = |name: &str| LAYOUTS.get_template(name).and_then(|layout| layout.render(&values)).map_err(broken);
    Ok(Rendered { text: layout("mail.txt")?, html: layout("mail.html")?, subject: subject.replace(['\r', '\n'], " ") })
}

fn words(template: Template, language: &str) -> Option<Words> {
    let find = |language: &str| {
        CATALOGUES.iter().find(|(known, _)| *known == language).and_then(|(_, catalogue)| catalogue.get(template.as_str())).cloned()
    };
    find(language).or_else(|| find("en"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    /// AUTH-32 every mail exists as text and HTML in every language; names are escaped in HTML only
    #[test]
    fn every_template_renders_in_every_language() {
        let values = json!({"name": "Ada <b>", "account": "Ball & Co", "link": "https://portal.example/register/x?a=1&b=2", "email": "ada@x.example", "hours": 24, "days": 7, "url": "https://portal.example",
            "headline": "The agent <b> is offline", "total": 2, "more": 1,
            "sections": [{"heading": "Ball & Co <b> (2)", "lines": [{"text": "<b>", "note": "<b>", "link": "https://portal.example/x"}]}]});
        for (language, _, _) in SOURCES {
            for template in Template::ALL {
                assert!(CATALOGUES.iter().any(|(l, c)| l == &language && c.contains_key(template.as_str())), "{language} {template}");
                let mail = render(*template, language, &values).unwrap();
                assert!(!mail.subject.is_empty() && !mail.subject.contains('{'), "{template}");
                assert!(!mail.text.contains("{{") && !mail.html.contains("{{"), "{template}");
                assert!(!mail.html.contains("<b>"), "{template} escapes names");
            }
        }
        assert!(render(Template::Welcome, "en", &values).unwrap().text.contains("https://portal.example/register/x?a=1&b=2"));
        assert_eq!(
            render(Template::Welcome, "xx", &values).unwrap(),
            render(Template::Welcome, "en", &values)
                .map(|mut m| {
                    m.html = m.html.replace("lang=\"en\"", "lang=\"xx\"");
                    m
                })
                .unwrap()
        );
    }
}
