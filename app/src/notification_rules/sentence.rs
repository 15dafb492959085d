//! A rule in plain words.

use crate::i18n::{name_of, t};
use switchroom_types::notification_rules::{MailRoute, Route, Rule, RuleDocument, RuleName};
use switchroom_types::notifications::Severity;

/// What the rule is about.
pub(super) fn subject(rule: &Rule, document: &RuleDocument) -> String {
    let kinds: Vec<_> = rule.kinds.iter().map(|kind| name_of("notification_kind", kind.as_str())).collect();
    let mut said = if kinds.is_empty() { t!(notification_rules::EVERYTHING).to_owned() } else { kinds.join(", ") };
    if rule.minimum_severity != Severity::Info {
        let severity = name_of("severity", rule.minimum_severity.as_str());
        said = t!(notification_rules::FROM, what = said, severity = severity.into_owned());
    }
    if rule.is_targeted() {
        let accounts = rule.accounts.iter().map(|id| named(&document.accounts, *id, t!(notification_rules::GONE_ACCOUNT)));
        let groups = rule
            .groups
            .iter()
            .map(|id| t!(notification_rules::GROUP, name = named(&document.groups, *id, t!(notification_rules::GONE_GROUP))));
        said = t!(notification_rules::ABOUT, what = said, targets = accounts.chain(groups).collect::<Vec<_>>().join(", "));
    }
    said
}

/// Where that goes.
pub(super) fn route(route: &Route, document: &RuleDocument) -> String {
    let portal = if route.portal { t!(notification_rules::IN_PORTAL) } else { t!(notification_rules::NOT_IN_PORTAL) };
    let mut said = vec![portal.to_owned(), mail(route.mail).to_owned()];
    match route.webhooks.as_deref() {
        None => {}
        Some([]) => said.push(t!(notification_rules::NO_WEBHOOK).to_owned()),
        Some(ids) => {
            let names: Vec<_> = ids.iter().map(|id| named(&document.webhooks, *id, t!(notification_rules::GONE_WEBHOOK))).collect();
            said.push(t!(notification_rules::ONLY_WEBHOOKS, names = names.join(", ")));
        }
    }
    said.join(", ")
}

pub(super) fn mail(route: MailRoute) -> &'static str {
    match route {
        MailRoute::None => t!(notification_rules::NO_MAIL),
        MailRoute::Instant => t!(notification_rules::MAIL_AT_ONCE),
        MailRoute::Daily => t!(notification_rules::MAIL_DAILY),
    }
}

pub(super) fn named<I: PartialEq>(names: &[RuleName<I>], id: I, gone: &str) -> String {
    names.iter().find(|known| known.id == id).map_or_else(|| gone.to_owned(), |known| known.name.clone())
}
