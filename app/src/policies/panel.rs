//! The panel on Account Information.

use super::api::{edit_policy, get_policy};
use crate::i18n::t;
use crate::shell::can;
use crate::ui::{
    Banner, Card, ConflictView, ErrorState, Form, FormActions, FormState, SelectField, Skeleton, TextArea, TextField, Time, Tone,
    use_toasts,
};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::policies::{ForcedMfa, Policy, PolicyForm};

/// Show it only to people with `sign_in_security.view`.
#[component]
pub fn SignInSecurityPanel(account: AccountId) -> impl IntoView {
    let policy = Resource::new(move || account, get_policy);
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match policy.await {
                    Ok(policy) => view! { <Panel account policy /> }.into_any(),
                    Err(error) => view! { <ErrorState error=error on_retry=move |()| policy.refetch() /> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// What is entered; numbers as text, until they are saved.
#[derive(Clone, Copy)]
struct Entries {
    idle: RwSignal<String>,
    absolute: RwSignal<String>,
    mfa: RwSignal<String>,
    grace: RwSignal<String>,
    networks: RwSignal<String>,
}

impl Entries {
    fn new(form: &PolicyForm) -> Self {
        let entries = Self {
            idle: RwSignal::new(String::new()),
            absolute: RwSignal::new(String::new()),
            mfa: RwSignal::new(String::new()),
            grace: RwSignal::new(String::new()),
            networks: RwSignal::new(String::new()),
        };
        entries.show(form);
        entries
    }

    fn show(self, form: &PolicyForm) {
        self.idle.set(form.idle_minutes.to_string());
        self.absolute.set(form.absolute_minutes.to_string());
        self.mfa.set(form.mfa.as_str().to_owned());
        self.grace.set(form.grace_days.to_string());
        self.networks.set(form.networks.join("\n"));
    }

    /// What is no number is no limit, and the server says what is.
    fn form(self) -> PolicyForm {
        let number = |text: RwSignal<String>| text.get_untracked().trim().parse().unwrap_or(u32::MAX);
        PolicyForm {
            idle_minutes: number(self.idle),
            absolute_minutes: number(self.absolute),
            mfa: ForcedMfa::parse(&self.mfa.get_untracked()).unwrap_or(ForcedMfa::Off),
            grace_days: number(self.grace),
            networks: self.networks.get_untracked().lines().map(str::to_owned).collect(),
        }
    }
}

#[component]
fn Panel(account: AccountId, policy: Policy) -> impl IntoView {
    let entries = Entries::new(&policy.form);
    let state = FormState::new("policy");
    let toasts = use_toasts();
    let policy = RwSignal::new(policy);
    let take = move |now: Policy| {
        entries.show(&now.form);
        state.dirty.set(false);
        policy.set(now);
    };
    let saved = move |now: Policy| {
        take(now);
        toasts.show(Tone::Ok, t!(policies::SAVED));
    };
    let save = move |seen: i32| state.submit(edit_policy(account, seen, entries.form()), saved);
    let submit = move |()| save(policy.with_untracked(|policy| policy.version));
    let cancel = move |()| {
        policy.with_untracked(|policy| entries.show(&policy.form));
        state.error.set(None);
        state.dirty.set(false);
    };
    // Somebody was faster: go on from their version, with one's own entries or with theirs.
    let resolve = move |mine: bool| {
        spawn_local(async move {
            match get_policy(account).await {
                Ok(theirs) if mine => save(theirs.version),
                Ok(theirs) => {
                    state.error.set(None);
                    take(theirs);
                }
                Err(error) => state.error.set(Some(error)),
            }
        });
    };
    let conflicts =
        Signal::derive(move || state.error.with(|error| error.as_ref().map(|error| error.conflicts.clone()).unwrap_or_default()));
    let may_edit = Memo::new(move |_| can(Permission::SIGN_IN_SECURITY_EDIT));
    let choices = [
        (ForcedMfa::Off, t!(policies::MFA_OFF)),
        (ForcedMfa::Admins, t!(policies::MFA_ADMINS)),
        (ForcedMfa::Everyone, t!(policies::MFA_EVERYONE)),
    ];
    let choices = choices.map(|(value, label)| (value.as_str().to_owned(), label.to_owned())).to_vec();
    let forced = move || entries.mfa.with(|mfa| mfa != ForcedMfa::Off.as_str());
    let address = policy.with_untracked(|policy| policy.your_address.clone());
    view! {
        <Card title=t!(policies::TITLE) id="sign-in-security">
            <Form state=state on_submit=Callback::new(submit)>
                <ConflictView conflicts=conflicts label=label on_resolve=resolve />
                <fieldset class="plain-fieldset stack" disabled=move || !may_edit.get()>
                    <div class="form-grid">
                        <TextField name="idle_minutes" label=t!(policies::IDLE) value=entries.idle kind="number" max=4 help=t!(policies::IDLE_HELP) />
                        <TextField name="absolute_minutes" label=t!(policies::ABSOLUTE) value=entries.absolute kind="number" max=4 help=t!(policies::ABSOLUTE_HELP) />
                        <SelectField name="mfa" label=t!(policies::MFA) value=entries.mfa options=choices help=t!(policies::MFA_HELP) />
                        <TextField
                            name="grace_days"
                            label=t!(policies::GRACE)
                            value=entries.grace
                            kind="number"
                            max=2
                            help=t!(policies::GRACE_HELP)
                            disabled=Signal::derive(move || !forced())
                        />
                    </div>
                    <TextArea name="networks" label=t!(policies::NETWORKS) value=entries.networks help=t!(policies::NETWORKS_HELP, address = address) />
                </fieldset>
                {move || {
                    policy
                        .with(|policy| policy.modified_at.map(|at| (at, policy.modified_by.clone())))
                        .map(|(at, by)| view! { <p class="muted">{t!(policies::MODIFIED)} " " <Time at=at /> {format!(" ({by})")}</p> })
                }}
                {move || may_edit.get().then(|| view! { <FormActions state=state on_cancel=Callback::new(cancel) /> })}
            </Form>
            {move || (!may_edit.get()).then(|| view! { <Banner>{t!(policies::READ_ONLY)}</Banner> })}
        </Card>
    }
    .into_any()
}

fn label(field: &str) -> String {
    match field {
        "idle_minutes" => t!(policies::IDLE),
        "absolute_minutes" => t!(policies::ABSOLUTE),
        "mfa" => t!(policies::MFA),
        "grace_days" => t!(policies::GRACE),
        _ => t!(policies::NETWORKS),
    }
    .to_owned()
}
