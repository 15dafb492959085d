//! What a notification says in the reader's language. The words are the interface's own, so that a mail says what the bell
//! says.

use serde_json::{Map, Value};
use std::sync::LazyLock;

const SOURCES: [(&str, &str); 2] =
    [("en", include_str!("../../../../app/locales/en/notices.json")), ("de", include_str!("../../../../app/locales/de/notices.json"))];

static CATALOGUES: LazyLock<Vec<(&'static str, Map<String, Value>)>> =
    LazyLock::new(|| SOURCES.iter().filter_map(|(language, json)| Some((*language, serde_json::from_str(json).ok()?))).collect());

/// The headline; the stored English for codes that have no words.
pub(super) fn headline(language: &str, code: &str, args: &Value, title: &str) -> String {
    let said = match code {
        "order.expiring" => fill(language, expiring(args), args),
        job if job.starts_with("job.") => job_name(language, job, args),
        code => fill(language, &code.replace('.', "_"), args),
    };
    said.unwrap_or_else(|| title.to_owned())
}

/// How a job ended, in numbers; nothing for everything else.
pub(super) fn outcome(language: &str, code: &str, args: &Value) -> Option<String> {
    code.starts_with("job.").then(|| fill(language, "counts", args)).flatten()
}

fn job_name(language: &str, code: &str, args: &Value) -> Option<String> {
    let what = fill(language, &code.replace('.', "_"), args)?;
    match args.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()) {
        Some(name) => fill(language, "job_named", &serde_json::json!({ "what": what, "name": name })),
        None => Some(what),
    }
}

/// One order by its number, several by their count; without an account nobody has them yet.
fn expiring(args: &Value) -> &'static str {
    let count = args.get("count").and_then(Value::as_u64).unwrap_or_default();
    let account = args.get("account").and_then(Value::as_str).unwrap_or_default();
    match (count, account.is_empty()) {
        (..=1, true) => "order_ends",
        (..=1, false) => "subscription_ends",
        (_, true) => "orders_end",
        (_, false) => "subscriptions_end",
    }
}

/// The text of a key, in English if the language has none, with `{name}` replaced by the argument; `n` is the count.
fn fill(language: &str, key: &str, args: &Value) -> Option<String> {
    let find = |language: &str| CATALOGUES.iter().find(|(known, _)| *known == language).and_then(|(_, words)| words.get(key));
    let found = find(language).or_else(|| find("en"))?;
    let count = args.get("count").and_then(Value::as_u64).unwrap_or_default();
    let text = match found {
        Value::Object(forms) => forms.get(if count == 1 { "one" } else { "other" })?.as_str()?,
        text => text.as_str()?,
    };
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        said.push_str(before);
        match args.get(if name == "n" { "count" } else { name }) {
            Some(Value::String(text)) => said.push_str(text),
            Some(Value::Null) | None => {}
            Some(other) => said.push_str(&other.to_string()),
        }
        rest = after;
    }
    said.push_str(rest);
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use switchroom_types::jobs::JobKind;
    use switchroom_types::notifications::NoticeCode;

    /// NOTIF-B3 everything that can be mailed has words in every language
    #[test]
    fn every_code_has_words() {
        let codes = NoticeCode::ALL.iter().map(|code| code.to_string()).chain(JobKind::ALL.iter().map(|kind| format!("job.{kind}")));
        let args = json!({ "count": 2, "days": 7, "name": "Zoom", "account": "A", "order": "1", "address": "x" });
        for code in codes {
            let said = SOURCES.map(|(language, _)| headline(language, &code, &args, "missing"));
            assert!(said.iter().all(|text| text != "missing" && !text.contains('{')), "{code}: {said:?}");
            assert_ne!(said.first(), said.last(), "{code}");
        }
    }

    /// NOTIF-B3 arguments are put in as they are, plural forms follow the count
    #[test]
    fn arguments() {
        let ends = |count: u64, account: &str| {
            let args = json!({ "count": count, "days": 30, "order": "S-1", "account": account });
            headline("en", "order.expiring", &args, "")
        };
        assert_eq!(ends(1, ""), "The unassigned order S-1 ends within 30 days");
        assert_eq!(ends(2, "A {name}"), "2 subscriptions of A {name} end within 30 days");
        let job = json!({ "name": "May", "total": 4, "succeeded": 2, "skipped": 1, "failed": 1 });
        assert_eq!(headline("en", "job.user_import", &job, ""), "Import of users: May");
        assert_eq!(outcome("en", "job.user_import", &job).as_deref(), Some("2 done, 1 skipped, 1 failed of 4"));
        assert_eq!(headline("xx", "new.code", &json!({}), "Stored"), "Stored");
    }
}
