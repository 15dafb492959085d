//! The rules in their order. Whatever is changed is saved at once.

use super::api::{notification_rules, save_notification_rules};
use super::fields::RuleFields;
use super::preview::Preview;
use super::sentence::{route, subject};
use crate::i18n::{t, tr_error, tr_field_error};
use crate::shell::can;
use crate::ui::{Banner, Button, Card, Dialog, ErrorState, FormState, IconButton, Skeleton, Tag, Tone, Work, browser, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountKind;
use switchroom_types::notification_rules::{MAX_RULES, Rule, RuleDocument, RuleForm};
use switchroom_types::{AccountId, AppError};

/// Whose rules: an account's, or without one the viewer's own.
#[component]
pub fn NotificationRulesCard(#[prop(optional_no_strip)] account: Option<(AccountId, AccountKind)>) -> impl IntoView {
    let id = account.map(|(id, _)| id);
    let found = Resource::new(|| (), move |()| notification_rules(id));
    let text = match account {
        None => t!(notification_rules::TEXT_OWN),
        Some((_, AccountKind::Partner)) => t!(notification_rules::TEXT_PARTNER),
        Some(_) => t!(notification_rules::TEXT_ACCOUNT),
    };
    view! {
        <Card title=t!(notification_rules::TITLE) id="notification-rules">
            <p class="muted">{text}</p>
            <Suspense fallback=|| view! { <Skeleton /> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(document) => view! { <Rules account=id document /> }.into_any(),
                        Err(error) => view! { <ErrorState error=error on_retry=move |()| found.refetch() /> }.into_any(),
                    }
                })}
            </Suspense>
        </Card>
    }
    .into_any()
}

/// What is shown, and how it is changed.
#[derive(Clone, Copy)]
struct Editor {
    account: Option<AccountId>,
    document: RwSignal<RuleDocument>,
    work: Work,
}

impl Editor {
    fn rules(self) -> Vec<Rule> {
        self.document.with_untracked(|document| document.rules.clone())
    }

    async fn save(self, rules: Vec<Rule>) -> Result<RuleDocument, AppError> {
        let seen = self.document.with_untracked(|document| document.version);
        let outcome = save_notification_rules(self.account, seen, RuleForm { rules }).await;
        if outcome.as_ref().is_err_and(|error| error.is("input.stale"))
            && let Ok(now) = notification_rules(self.account).await
        {
            // Somebody was faster: what is decided next is decided on theirs.
            let _ = self.document.try_set(now);
        }
        outcome
    }

    fn change(self, rules: Vec<Rule>, done: impl FnOnce() + 'static) {
        self.work.run(self.save(rules), move |now| {
            self.document.set(now);
            done();
        });
    }
}

#[component]
fn Rules(account: Option<AccountId>, document: RuleDocument) -> impl IntoView {
    let editor = Editor { account, document: RwSignal::new(document), work: Work::new() };
    let document = editor.document;
    // The rule that is edited; `None` while one is added.
    let edited = RwSignal::new(None::<Rule>);
    let (editing, testing) = (RwSignal::new(false), RwSignal::new(false));
    let state = FormState::new("rule");
    let toasts = use_toasts();
    let may_edit = Memo::new(move |_| account.is_none() || can(Permission::ACCOUNTS_EDIT));
    let edit = Callback::new(move |rule: Option<Rule>| {
        state.error.set(None);
        edited.set(rule);
        editing.set(true);
    });
    let send = Callback::new(move |rule: Rule| {
        let mut rules = editor.rules();
        // Its place may have changed while it was looked at.
        let place = edited.get_untracked().and_then(|before| rules.iter().position(|each| *each == before));
        match place.and_then(|place| rules.get_mut(place)) {
            Some(there) => *there = rule,
            None => rules.push(rule),
        }
        let saving = async move { editor.save(rules).await.map_err(at_the_fields) };
        state.submit(saving, move |now| {
            document.set(now);
            editing.set(false);
            toasts.show(Tone::Ok, t!(notification_rules::SAVED));
        });
    });
    let full = Signal::derive(move || {
        document.with(|document| document.rules.len() >= MAX_RULES).then(|| t!(notification_rules::FULL, max = MAX_RULES))
    });
    let rows = move || {
        let document = document.get();
        let count = document.rules.len();
        let row = |(index, rule): (usize, Rule)| row(editor, may_edit.get(), edit, (index, count), rule, &document);
        document.rules.clone().into_iter().enumerate().map(row).collect_view()
    };
    let none = move || {
        document.with(|document| document.rules.is_empty()).then(|| {
            let text = if account.is_some() { t!(notification_rules::NONE_ACCOUNT) } else { t!(notification_rules::NONE_OWN) };
            view! { <p class="rule-none">{text}</p> }
        })
    };
    let default = if account.is_some() { t!(notification_rules::DEFAULT_ACCOUNT) } else { t!(notification_rules::DEFAULT_OWN) };
    let refusal = move || {
        editor.work.error.get().map(|error| {
            let text = error.errors.first().map_or_else(|| tr_error(&error), tr_field_error);
            view! { <Banner tone=Tone::Bad>{text}</Banner> }
        })
    };
    view! {
        {refusal}
        {none}
        <ol class="entries rules">
            {rows}
            <li class="entry rule">
                <span class="rule-number" aria-hidden="true">
                    "∗"
                </span>
                <div class="entry-main">
                    <p class="entry-title">{t!(notification_rules::ELSE)} <Tag>{t!(notification_rules::DEFAULT)}</Tag></p>
                    <p class="entry-facts">{default}</p>
                </div>
            </li>
        </ol>
        <div class="row rule-actions scripting-only">
            {move || {
                may_edit
                    .get()
                    .then(|| view! {
                        <Button small=true icon="plus" disabled_reason=full on_click=move |_| edit.run(None)>
                            {t!(notification_rules::ADD)}
                        </Button>
                    })
            }}
            <Button small=true icon="play" on_click=move |_| testing.set(true)>
                {t!(notification_rules::TEST)}
            </Button>
        </div>
        <Dialog
            id="edit-rule"
            open=editing
            title=Signal::derive(move || {
                if edited.with(Option::is_some) { t!(notification_rules::EDIT_TITLE) } else { t!(notification_rules::ADD) }.to_owned()
            })
            light_dismiss=false
        >
            <RuleFields
                state
                document=document.get_untracked()
                rule=edited.get_untracked().unwrap_or_default()
                account=account.is_some()
                send
            />
        </Dialog>
        <Dialog id="test-rules" open=testing title=t!(notification_rules::TEST_TITLE)>
            <Preview account document />
        </Dialog>
    }
    .into_any()
}

/// `place` is the index and how many there are.
fn row(
    editor: Editor,
    may_edit: bool,
    edit: Callback<Option<Rule>>,
    place: (usize, usize),
    rule: Rule,
    document: &RuleDocument,
) -> AnyView {
    let (index, count) = place;
    let number = index + 1;
    let (what, to) = (subject(&rule, document), route(&rule.to, document));
    let toasts = use_toasts();
    let busy = Signal::derive(move || editor.work.busy.get());
    let go = move |to: usize| {
        let mut rules = editor.rules();
        if index < rules.len() && to < rules.len() {
            rules.swap(index, to);
            editor.change(rules, move || {
                toasts.show(Tone::Ok, t!(notification_rules::MOVED, n = to + 1));
                follow(to, to < index, count);
            });
        }
    };
    let delete = move || {
        let before = editor.rules();
        let mut rules = before.clone();
        if index < rules.len() {
            rules.remove(index);
        }
        editor.change(rules, move || {
            let undo = move || editor.change(before.clone(), || ());
            toasts.show_with(Tone::Ok, t!(notification_rules::DELETED), t!(notifications::UNDO), undo);
        });
    };
    let buttons = may_edit.then(|| {
        let edited = rule.clone();
        view! {
            <span class="scripting-only">
                <span class="rule-buttons">
                    <IconButton
                        icon="arrow-up"
                        small=true
                        id=format!("rule-up-{index}")
                        label=t!(notification_rules::UP, n = number)
                        disabled=Signal::derive(move || index == 0)
                        on_click=move |_| go(index.saturating_sub(1))
                    />
                    <IconButton
                        icon="arrow-down"
                        small=true
                        id=format!("rule-down-{index}")
                        label=t!(notification_rules::DOWN, n = number)
                        disabled=Signal::derive(move || number == count)
                        on_click=move |_| go(index + 1)
                    />
                    <IconButton icon="pencil" small=true label=t!(notification_rules::EDIT, n = number) disabled=busy on_click=move |_| edit.run(Some(edited.clone())) />
                    <IconButton icon="trash" small=true label=t!(notification_rules::DELETE, n = number) disabled=busy on_click=move |_| delete() />
                </span>
            </span>
        }
    });
    view! {
        <li class="entry rule">
            <span class="rule-number" aria-hidden="true">
                {number}
            </span>
            <div class="entry-main">
                <p class="entry-title">{what}</p>
                <p class="entry-facts">{to}</p>
            </div>
            {buttons}
        </li>
    }
    .into_any()
}

/// The focus stays on the rule that moved, on the button that moves it further.
fn follow(index: usize, up: bool, count: usize) {
    let further = if up { index > 0 } else { index + 1 < count };
    let id = if up == further { format!("rule-up-{index}") } else { format!("rule-down-{index}") };
    spawn_local(async move { request_animation_frame(move || browser::focus(&id)) });
}

/// `rules.3.groups` stands at the field `groups` of the one rule that is shown.
fn at_the_fields(mut error: AppError) -> AppError {
    for refused in &mut error.errors {
        if let Some((_, field)) = refused.field.rsplit_once('.') {
            refused.field = field.to_owned();
        }
    }
    error
}
