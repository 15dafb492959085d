//! A rule as a sentence, for the history.

use switchroom_types::notification_rules::{MailRoute, Rule};
use switchroom_types::notifications::Severity;

use super::names::Names;

/// One sentence for each rule, with its number.
pub(super) fn sentences(rules: &[Rule], names: &Names) -> Vec<String> {
    rules.iter().enumerate().map(|(index, rule)| format!("{}. {}", index + 1, sentence(rule, names))).collect()
}

fn sentence(rule: &Rule, names: &Names) -> String {
    let kinds: Vec<&str> = rule.kinds.iter().map(|kind| kind.as_str()).collect();
    let mut what = if kinds.is_empty() { "everything".to_owned() } else { kinds.join(", ") };
    if rule.minimum_severity != Severity::Info {
        what.push_str(&format!(" from {} on", rule.minimum_severity));
    }
    if rule.is_targeted() {
        let accounts = rule.accounts.iter().map(|id| names.account(*id).unwrap_or("an account out of reach").to_owned());
        let groups = rule.groups.iter().map(|id| format!("group {}", names.group(*id).unwrap_or("that is gone")));
        what.push_str(&format!(" about {}", accounts.chain(groups).collect::<Vec<_>>().join(", ")));
    }
    let mut to = vec![if rule.to.portal { "portal" } else { "not in the portal" }.to_owned()];
    to.push(match rule.to.mail {
        MailRoute::None => "no mail".to_owned(),
        MailRoute::Instant => "mail at once".to_owned(),
        MailRoute::Daily => "mail of the day".to_owned(),
    });
    match rule.to.webhooks.as_deref() {
        None => {}
        Some([]) => to.push("no webhook".to_owned()),
        Some(ids) => {
            let names: Vec<_> = ids.iter().map(|id| names.webhook(*id).unwrap_or("one that is gone")).collect();
            to.push(format!("webhooks {}", names.join(", ")));
        }
    }
    format!("{what} → {}", to.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchroom_types::notification_rules::{Route, RuleName};
    use switchroom_types::notifications::NotificationKind;
    use switchroom_types::{AccountGroupId, WebhookId};
    use uuid::Uuid;

    /// NOTIF-B3 the history says in words what a rule does
    #[test]
    fn rules_as_sentences() {
        let (group, hook) = (AccountGroupId(Uuid::from_u128(1)), WebhookId(Uuid::from_u128(2)));
        let names = Names {
            groups: vec![RuleName { id: group, name: "North".to_owned() }],
            webhooks: vec![RuleName { id: hook, name: "Desk".to_owned() }],
            ..Names::default()
        };
        let rule = Rule {
            kinds: vec![NotificationKind::Agent, NotificationKind::Mail],
            minimum_severity: Severity::Error,
            groups: vec![group],
            to: Route { portal: false, mail: MailRoute::Daily, webhooks: Some(vec![hook]) },
            ..Rule::default()
        };
        let expected = [
            "1. agent, mail from error on about group North → not in the portal, mail of the day, webhooks Desk",
            "2. everything → portal, no mail",
        ];
        assert_eq!(sentences(&[rule, Rule::default()], &names), expected);
    }
}
