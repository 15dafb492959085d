//! Who is told how (specification part 10, NOTIF-B3): the rules of a person and of an account, in their order.

use crate::notifications::{NotificationKind, Severity};
use crate::{AccountGroupId, AccountId, Timestamp, WebhookId, text_enum};
use serde::{Deserialize, Serialize};

/// Rules of one person or account.
pub const MAX_RULES: usize = 50;
/// Accounts, and groups, that one rule names.
pub const MAX_TARGETS: usize = 100;

text_enum! {
    /// Whether something is mailed, and when.
    MailRoute {
        None => "none",
        /// A mail of its own, at once.
        Instant => "instant",
        /// One mail of the day, at seven in the morning.
        Daily => "daily",
    }
}

/// Where something goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Route {
    /// The bell and the inbox.
    pub portal: bool,
    pub mail: MailRoute,
    /// In rules of accounts: exactly these of the account's webhooks get it, whatever they subscribe to; `null`: what each
    /// subscribes to decides.
    pub webhooks: Option<Vec<WebhookId>>,
}

impl Default for Route {
    /// What holds where no rule matches.
    fn default() -> Self {
        Self { portal: true, mail: MailRoute::None, webhooks: None }
    }
}

/// The first one that matches decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// None: all.
    pub kinds: Vec<NotificationKind>,
    /// Less serious things do not match.
    pub minimum_severity: Severity,
    /// Accounts of the partner that it is about; with none and no group: all, and what is about no account.
    pub accounts: Vec<AccountId>,
    /// Accounts that are in any of these groups when it happens.
    pub groups: Vec<AccountGroupId>,
    pub to: Route,
}

impl Default for Rule {
    fn default() -> Self {
        Self { kinds: Vec::new(), minimum_severity: Severity::Info, accounts: Vec::new(), groups: Vec::new(), to: Route::default() }
    }
}

/// What happened, as far as rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Occasion {
    pub kind: NotificationKind,
    pub severity: Severity,
    /// The account that it is about.
    #[serde(default)]
    pub account: Option<AccountId>,
}

impl Rule {
    /// Whether it names accounts or groups.
    pub fn is_targeted(&self) -> bool {
        !self.accounts.is_empty() || !self.groups.is_empty()
    }

    /// `groups` are those of the occasion's account.
    pub fn matches(&self, occasion: &Occasion, groups: &[AccountGroupId]) -> bool {
        let about = |account: AccountId| self.accounts.contains(&account) || self.groups.iter().any(|group| groups.contains(group));
        occasion.severity >= self.minimum_severity
            && (self.kinds.is_empty() || self.kinds.contains(&occasion.kind))
            && (!self.is_targeted() || occasion.account.is_some_and(about))
    }
}

/// What is saved: all rules at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleForm {
    /// In their order; at most 50.
    pub rules: Vec<Rule>,
}

/// Something that rules may name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleName<I> {
    pub id: I,
    pub name: String,
}

/// The rules in force, with what is needed to read them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleDocument {
    pub rules: Vec<Rule>,
    /// 0 until somebody has saved them.
    pub version: i32,
    pub modified_at: Option<Timestamp>,
    pub modified_by: String,
    /// Whether rules may name accounts and groups: those of partner users and Partner Accounts.
    pub targets: bool,
    /// Names of accounts in the rules that the caller reaches; others have none here.
    pub accounts: Vec<RuleName<AccountId>>,
    /// Names of groups in the rules.
    pub groups: Vec<RuleName<AccountGroupId>>,
    /// Every webhook of the account; none for a person.
    pub webhooks: Vec<RuleName<WebhookId>>,
}

text_enum! {
    /// Whose rule decided.
    DecidedBy { Person => "person", Account => "account", Default => "default" }
}

/// What would happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RulePreview {
    pub decided_by: DecidedBy,
    /// The number of the rule, from 1 on.
    pub rule: Option<u32>,
    pub portal: bool,
    pub mail: MailRoute,
    /// Webhooks of the account that would get it.
    pub webhooks: Vec<RuleName<WebhookId>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occasion(kind: NotificationKind, severity: Severity, account: Option<AccountId>) -> Occasion {
        Occasion { kind, severity, account }
    }

    /// NOTIF-B3 kind, severity and target must all match; nothing chosen is everything
    #[test]
    fn matching() {
        let (account, group) = (AccountId(uuid::Uuid::from_u128(1)), AccountGroupId(uuid::Uuid::from_u128(2)));
        let plain = occasion(NotificationKind::Agent, Severity::Warning, Some(account));
        assert!(Rule::default().matches(&plain, &[]) && Rule::default().matches(&Occasion { account: None, ..plain }, &[]));
        let kinds = Rule { kinds: vec![NotificationKind::Mail, NotificationKind::Agent], ..Rule::default() };
        assert!(kinds.matches(&plain, &[]) && !kinds.matches(&Occasion { kind: NotificationKind::Job, ..plain }, &[]));
        let severe = Rule { minimum_severity: Severity::Warning, ..Rule::default() };
        for (severity, matches) in [(Severity::Info, false), (Severity::Warning, true), (Severity::Error, true)] {
            assert_eq!(severe.matches(&Occasion { severity, ..plain }, &[]), matches, "{severity}");
        }
        let one = Rule { accounts: vec![account], ..Rule::default() };
        assert!(one.matches(&plain, &[]) && !one.matches(&Occasion { account: None, ..plain }, &[]));
        assert!(!one.matches(&Occasion { account: Some(AccountId(uuid::Uuid::from_u128(3))), ..plain }, &[group]));
        let grouped = Rule { groups: vec![group], ..Rule::default() };
        assert!(grouped.matches(&plain, &[group]) && !grouped.matches(&plain, &[]));
        let either = Rule { accounts: vec![AccountId(uuid::Uuid::from_u128(3))], groups: vec![group], ..Rule::default() };
        assert!(either.matches(&plain, &[group]), "accounts and groups add up");
    }
}
