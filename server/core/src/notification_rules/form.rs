//! What may be entered.

use sea_orm::ConnectionTrait;
use switchroom_types::error::FieldErrors;
use switchroom_types::notification_rules::{MAX_RULES, MAX_TARGETS, Rule, RuleForm};
use switchroom_types::{AppError, FieldError};

use super::names::Names;
use crate::access::PartnerScope;
use crate::error::Result;

/// Whose rules these are, and what they may name.
pub(super) struct Bounds<'a> {
    /// Accounts and groups within this; `None`: rules of a customer's people and accounts name none.
    pub targets: Option<&'a PartnerScope>,
    /// Rules of accounts name that account's webhooks; those of people none.
    pub webhooks: bool,
}

/// Checks every rule; what was stored before stays allowed, so that a group that is gone does not stand in the way of
/// everything else. `names` are those of all things in the form that the caller reaches.
///
/// # Errors
/// 422 at `rules.<index>.<field>`, the same for what is absent and what is another tenant's.
pub(super) fn check(bounds: &Bounds<'_>, names: &Names, before: &[Rule], form: RuleForm) -> Result<Vec<Rule>, AppError> {
    let mut errors = FieldErrors::default();
    if form.rules.len() > MAX_RULES {
        let error = FieldError::new("rules", "notification_rules.too_many", format!("At most {MAX_RULES} rules"));
        errors.push(error.arg("max", MAX_RULES));
    }
    let mut rules = Vec::new();
    for (index, rule) in form.rules.into_iter().take(MAX_RULES).enumerate() {
        let mut refuse = |field: &str, code: &'static str, text: &str| {
            errors.push(FieldError::new(format!("rules.{index}.{field}"), code, text).arg("max", MAX_TARGETS));
        };
        if rule.is_targeted() && bounds.targets.is_none() {
            refuse("accounts", "notification_rules.no_targets", "Only rules of a partner name accounts and groups");
        } else {
            let kept = |known: bool, stored: bool| known || stored;
            if !rule.accounts.iter().all(|id| kept(names.account(*id).is_some(), before.iter().any(|rule| rule.accounts.contains(id)))) {
                refuse("accounts", "notification_rules.unknown_account", "There is no such account");
            }
            if !rule.groups.iter().all(|id| kept(names.group(*id).is_some(), before.iter().any(|rule| rule.groups.contains(id)))) {
                refuse("groups", "notification_rules.unknown_group", "There is no such account group");
            }
            if rule.accounts.len() > MAX_TARGETS || rule.groups.len() > MAX_TARGETS {
                refuse("accounts", "notification_rules.too_many_targets", "Too many accounts or groups in one rule");
            }
        }
        if let Some(chosen) = &rule.to.webhooks {
            let stored = |id| before.iter().any(|rule| rule.to.webhooks.as_ref().is_some_and(|ids| ids.contains(id)));
            if !bounds.webhooks {
                refuse("webhooks", "notification_rules.no_webhooks", "Only rules of an account name webhooks");
            } else if !chosen.iter().all(|id| names.webhook(*id).is_some() || stored(id)) {
                refuse("webhooks", "notification_rules.unknown_webhook", "There is no such webhook");
            }
        }
        rules.push(tidy(rule));
    }
    errors.finish()?;
    Ok(rules)
}

/// Nothing twice, kinds in their order.
fn tidy(mut rule: Rule) -> Rule {
    rule.kinds.sort();
    rule.kinds.dedup();
    once(&mut rule.accounts);
    once(&mut rule.groups);
    if let Some(ids) = rule.to.webhooks.as_mut() {
        once(ids);
    }
    rule
}

fn once<I: Copy + Ord>(ids: &mut Vec<I>) {
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
}

/// The names of what is in the form and what was stored, for checking and for the history.
pub(super) async fn names(
    conn: &impl ConnectionTrait,
    bounds: &Bounds<'_>,
    account: Option<switchroom_types::AccountId>,
    before: &[Rule],
    form: &RuleForm,
) -> Result<Names> {
    // What is beyond the limits is refused without being looked up.
    let entered = form.rules.iter().take(MAX_RULES).map(|rule| {
        let mut rule = rule.clone();
        rule.accounts.truncate(MAX_TARGETS);
        rule.groups.truncate(MAX_TARGETS);
        rule
    });
    let all: Vec<Rule> = before.iter().cloned().chain(entered).collect();
    Names::load(conn, bounds.targets, account, &all).await
}
