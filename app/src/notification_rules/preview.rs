//! Which rule would decide? The server answers as it would decide.

use super::api::preview_notification_rules;
use super::fields::{find_accounts, severities};
use super::sentence::mail;
use crate::i18n::{name_of, t};
use crate::ui::{Banner, Choice, Combobox, Form, FormActions, FormState, KeyValue, KeyValues, SelectField, Tone};
use leptos::prelude::*;
use switchroom_types::AccountId;
use switchroom_types::notification_rules::{DecidedBy, Occasion, RuleDocument, RulePreview};
use switchroom_types::notifications::{NotificationKind, Severity};

#[component]
pub(super) fn Preview(account: Option<AccountId>, document: RwSignal<RuleDocument>) -> impl IntoView {
    let kind = RwSignal::new(NotificationKind::Job.as_str().to_owned());
    let severity = RwSignal::new(Severity::Info.as_str().to_owned());
    let about = RwSignal::new(None::<Choice>);
    let answer = RwSignal::new(None::<RulePreview>);
    let state = FormState::new("test");
    let kinds: Vec<_> =
        NotificationKind::ALL.iter().map(|kind| (kind.to_string(), name_of("notification_kind", kind.as_str()).into_owned())).collect();
    let submit = move |()| {
        let occasion = Occasion {
            kind: NotificationKind::parse(&kind.get_untracked()).unwrap_or(NotificationKind::Job),
            severity: Severity::parse(&severity.get_untracked()).unwrap_or(Severity::Info),
            account: about.with_untracked(|choice| choice.as_ref().and_then(|choice| choice.id.parse().ok())),
        };
        answer.set(None);
        state.submit(preview_notification_rules(account, occasion), move |found| answer.set(Some(found)));
    };
    let verdict = move || {
        answer.get().map(|found| {
            let number = found.rule.unwrap_or_default();
            let who = match (found.decided_by, account.is_some()) {
                (DecidedBy::Person, _) => t!(notification_rules::BY_PERSON, n = number),
                (DecidedBy::Account, true) => t!(notification_rules::BY_RULE, n = number),
                (DecidedBy::Account, false) => t!(notification_rules::BY_ACCOUNT, n = number),
                (DecidedBy::Default, _) => t!(notification_rules::BY_DEFAULT).to_owned(),
            };
            let webhooks = account.is_some().then(|| {
                let names: Vec<_> = found.webhooks.iter().map(|hook| hook.name.clone()).collect();
                let names = if names.is_empty() { t!(notification_rules::NOWHERE).to_owned() } else { names.join(", ") };
                view! { <KeyValue name=t!(notification_rules::WEBHOOKS)>{names}</KeyValue> }
            });
            let portal = if found.portal { t!(notification_rules::SHOWN) } else { t!(notification_rules::NOT_SHOWN) };
            view! {
                <Banner tone=Tone::Info title=who>
                    <KeyValues>
                        <KeyValue name=t!(notification_rules::PORTAL)>{portal}</KeyValue>
                        <KeyValue name=t!(notification_rules::MAIL)>{mail(found.mail)}</KeyValue>
                        {webhooks}
                    </KeyValues>
                </Banner>
            }
        })
    };
    let targets = document.with_untracked(|document| document.targets);
    view! {
        <Form state=state on_submit=Callback::new(submit)>
            <p class="muted">{t!(notification_rules::TEST_TEXT)}</p>
            <div class="form-grid">
                <SelectField name="kind" label=t!(notification_rules::KIND) value=kind options=kinds />
                <SelectField name="severity" label=t!(notification_rules::EXACT_SEVERITY) value=severity options=severities() />
            </div>
            {targets
                .then(|| view! {
                    <Combobox
                        name="account"
                        label=t!(notification_rules::ACCOUNT)
                        value=about
                        search=find_accounts
                        placeholder=t!(notification_rules::FIND_ACCOUNT)
                        help=t!(notification_rules::ACCOUNT_HELP)
                    />
                })}
            <div role="status">{verdict}</div>
            <FormActions state=state save=t!(notification_rules::TEST) guard=false />
        </Form>
    }
    .into_any()
}
