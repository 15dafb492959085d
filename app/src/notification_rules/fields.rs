//! What is entered about one rule.

use super::sentence::named;
use crate::account_groups::api::account_groups;
use crate::accounts::api::pick_accounts;
use crate::i18n::{name_of, t};
use crate::ui::{Checkbox, Chip, Choice, Combobox, Form, FormActions, FormState, SelectField};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::list::ListQuery;
use switchroom_types::notification_rules::{MailRoute, Route, Rule, RuleDocument};
use switchroom_types::notifications::{NotificationKind, Severity};
use switchroom_types::{AccountGroupId, AccountId, AppError, WebhookId};

/// The form in a dialog; `account` says that the rules are an account's.
#[component]
pub(super) fn RuleFields(state: FormState, document: RuleDocument, rule: Rule, account: bool, send: Callback<Rule>) -> impl IntoView {
    let kinds: Vec<_> = NotificationKind::ALL.iter().map(|kind| (*kind, RwSignal::new(rule.kinds.contains(kind)))).collect();
    let severity = RwSignal::new(rule.minimum_severity.as_str().to_owned());
    let portal = RwSignal::new(rule.to.portal);
    let mail = RwSignal::new(rule.to.mail.as_str().to_owned());
    let accounts = RwSignal::new(choices(&rule.accounts, |id| named(&document.accounts, *id, t!(notification_rules::GONE_ACCOUNT))));
    let groups = RwSignal::new(choices(&rule.groups, |id| named(&document.groups, *id, t!(notification_rules::GONE_GROUP))));
    let only = RwSignal::new(if rule.to.webhooks.is_some() { "only" } else { "" }.to_owned());
    let chosen = rule.to.webhooks.unwrap_or_default();
    let webhooks: Vec<(WebhookId, String, RwSignal<bool>)> =
        document.webhooks.iter().map(|hook| (hook.id, hook.name.clone(), RwSignal::new(chosen.contains(&hook.id)))).collect();
    let hooks = webhooks.clone();
    let boxes = kinds
        .iter()
        .map(|(kind, value)| {
            view! { <Checkbox name=kind.as_str() label=name_of("notification_kind", kind.as_str()).into_owned() value=*value /> }
        })
        .collect_view();
    let submit = move |()| {
        let picked = hooks.iter().filter(|(_, _, value)| value.get_untracked()).map(|(id, ..)| *id).collect();
        send.run(Rule {
            kinds: kinds.iter().filter(|(_, value)| value.get_untracked()).map(|(kind, _)| *kind).collect(),
            minimum_severity: Severity::parse(&severity.get_untracked()).unwrap_or(Severity::Info),
            accounts: accounts.with_untracked(|chosen| chosen.iter().filter_map(|choice| choice.id.parse::<AccountId>().ok()).collect()),
            groups: groups.with_untracked(|chosen| chosen.iter().filter_map(|choice| choice.id.parse::<AccountGroupId>().ok()).collect()),
            to: Route {
                portal: portal.get_untracked(),
                mail: MailRoute::parse(&mail.get_untracked()).unwrap_or(MailRoute::None),
                webhooks: (only.get_untracked() == "only").then_some(picked),
            },
        });
    };
    let mails = [
        (MailRoute::None, t!(notification_rules::OPTION_NO_MAIL)),
        (MailRoute::Instant, t!(notification_rules::OPTION_AT_ONCE)),
        (MailRoute::Daily, t!(notification_rules::OPTION_DAILY)),
    ];
    let mails = mails.map(|(value, label)| (value.as_str().to_owned(), label.to_owned())).to_vec();
    let listed = move || {
        let one = |(id, name, value): (WebhookId, String, RwSignal<bool>)| {
            view! { <Checkbox name=format!("webhook-{id}") label=name value=value /> }
        };
        (only.get() == "only").then(|| {
            view! {
                <fieldset class="field">
                    <legend class="field-label">{t!(notification_rules::THESE_WEBHOOKS)}</legend>
                    <div class="check-grid">{webhooks.clone().into_iter().map(one).collect_view()}</div>
                    <p class="field-help">{t!(notification_rules::WEBHOOKS_HELP)}</p>
                </fieldset>
            }
        })
    };
    view! {
        <Form state=state on_submit=Callback::new(submit)>
            <fieldset class="field">
                <legend class="field-label">{t!(notification_rules::KINDS)}</legend>
                <div class="check-grid">{boxes}</div>
                <p class="field-help">{t!(notification_rules::KINDS_HELP)}</p>
            </fieldset>
            <SelectField name="minimum_severity" label=t!(notification_rules::SEVERITY) value=severity options=severities() />
            {document.targets.then(|| view! { <Targets accounts groups /> })}
            <Checkbox name="portal" label=t!(notification_rules::PORTAL) value=portal note=t!(notification_rules::PORTAL_HELP) />
            <SelectField name="mail" label=t!(notification_rules::MAIL) value=mail options=mails help=t!(notification_rules::MAIL_HELP) />
            {account
                .then(|| view! {
                    <SelectField
                        name="webhooks"
                        label=t!(notification_rules::WEBHOOKS)
                        value=only
                        options=vec![("only".to_owned(), t!(notification_rules::OPTION_ONLY).to_owned())]
                        empty=t!(notification_rules::OPTION_SUBSCRIBED)
                    />
                    {listed}
                })}
            <FormActions state=state guard=false />
        </Form>
    }
    .into_any()
}

/// Accounts are searched for, groups chosen from the partner's.
#[component]
fn Targets(accounts: RwSignal<Vec<Choice>>, groups: RwSignal<Vec<Choice>>) -> impl IntoView {
    let picked = RwSignal::new(None::<Choice>);
    let group = RwSignal::new(String::new());
    let all = RwSignal::new(Vec::<(String, String)>::new());
    Effect::new(move |_| {
        spawn_local(async move {
            if let Ok(found) = account_groups().await {
                let _ = all.try_set(found.into_iter().map(|group| (group.id.to_string(), group.name)).collect());
            }
        });
    });
    Effect::new(move |_| {
        if let Some(choice) = picked.get() {
            add(accounts, choice);
            picked.set(None);
        }
    });
    Effect::new(move |_| {
        let id = group.get();
        let name = all.with_untracked(|all| all.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()));
        if let Some(name) = name {
            add(groups, Choice::new(id, name));
            group.set(String::new());
        }
    });
    let free = Signal::derive(move || {
        let chosen = groups.get();
        all.get().into_iter().filter(|(id, _)| !chosen.iter().any(|choice| choice.id == *id)).collect::<Vec<_>>()
    });
    let none_left = Signal::derive(move || free.with(Vec::is_empty).then(|| t!(notification_rules::NO_GROUPS_LEFT).to_owned()));
    view! {
        <Combobox
            name="accounts"
            label=t!(notification_rules::ACCOUNTS)
            value=picked
            search=find_accounts
            placeholder=t!(notification_rules::FIND_ACCOUNT)
            help=t!(notification_rules::ACCOUNTS_HELP)
        />
        {chips(accounts)}
        <SelectField
            name="groups"
            label=t!(notification_rules::GROUPS)
            value=group
            options=free
            empty=t!(notification_rules::ADD_GROUP)
            disabled_reason=none_left
            help=t!(notification_rules::GROUPS_HELP)
        />
        {chips(groups)}
    }
    .into_any()
}

pub(super) async fn find_accounts(text: String) -> Result<Vec<Choice>, AppError> {
    let page = pick_accounts(ListQuery { search: text, limit: Some(10), ..ListQuery::default() }).await?;
    Ok(page.items.into_iter().map(|pick| Choice::new(pick.id.to_string(), pick.name.clone()).note(pick.number.grouped())).collect())
}

pub(super) fn severities() -> Vec<(String, String)> {
    Severity::ALL.iter().map(|severity| (severity.to_string(), name_of("severity", severity.as_str()).into_owned())).collect()
}

fn choices<I: ToString>(ids: &[I], name: impl Fn(&I) -> String) -> Vec<Choice> {
    ids.iter().map(|id| Choice::new(id.to_string(), name(id))).collect()
}

fn add(chosen: RwSignal<Vec<Choice>>, choice: Choice) {
    chosen.update(|chosen| {
        if !chosen.iter().any(|known| known.id == choice.id) {
            chosen.push(choice);
        }
    });
}

fn chips(chosen: RwSignal<Vec<Choice>>) -> impl IntoView {
    move || {
        let all = chosen.get();
        (!all.is_empty()).then(|| {
            let one = |choice: Choice| {
                let id = choice.id.clone();
                let remove = Callback::new(move |_| chosen.update(|chosen| chosen.retain(|each| each.id != id)));
                view! { <Chip text=choice.label on_remove=remove /> }
            };
            view! { <div class="row">{all.into_iter().map(one).collect_view()}</div> }
        })
    }
}
