//! The viewer's API tokens: made with scopes and an end, shown once, revoked at once.

use super::api::{create_token, list_tokens, revoke_token};
use crate::i18n::t;
use crate::ui::{
    Banner, Button, Card, Checkbox, ConfirmDialog, CopyButton, Dialog, EmptyState, ErrorState, Form, FormActions, FormState, SelectField,
    Skeleton, TextField, Time, Tone, Work, use_toasts,
};
use leptos::prelude::*;
use switchroom_types::TokenId;
use switchroom_types::access::TokenScope;
use switchroom_types::profile::TokenForm;
use switchroom_types::sessions::{NewToken, TokenRow};

#[component]
pub(super) fn TokensCard() -> impl IntoView {
    let tokens = Resource::new(|| (), |()| list_tokens());
    let adding = RwSignal::new(false);
    let made = RwSignal::new(None::<NewToken>);
    let doomed = RwSignal::new(None::<(TokenId, String)>);
    let row = move |token: TokenRow| {
        let (id, name) = (token.id, token.name.clone());
        let scopes = token.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", ");
        view! {
            <li class="entry">
                <div class="entry-main">
                    <p class="entry-title">{token.name} <code>"…" {token.hint}</code></p>
                    <p class="entry-facts">
                        <span>{scopes}</span>
                        <span>{t!(profile::CREATED)} " " <Time at=token.created_at /></span>
                        <span>
                            {match token.expires_at {
                                Some(at) => view! { {t!(profile::ENDS)} " " <Time at=at /> }.into_any(),
                                None => t!(profile::NEVER_ENDS).into_any(),
                            }}
                        </span>
                        <span>
                            {match token.last_used_at {
                                Some(at) => view! { {t!(profile::LAST_USED)} " " <Time at=at /> }.into_any(),
                                None => t!(profile::NEVER_USED).into_any(),
                            }}
                        </span>
                    </p>
                </div>
                <Button small=true on_click=move |_| doomed.set(Some((id, name.clone())))>{t!(profile::REVOKE)}</Button>
            </li>
        }
    };
    let list = move || {
        tokens.get().map(|now| match now {
            Ok(rows) if rows.is_empty() => {
                view! { <EmptyState title=t!(profile::NO_TOKENS) text=t!(profile::NO_TOKENS_TEXT) icon="key" /> }.into_any()
            }
            Ok(rows) => view! { <ul class="entries">{rows.into_iter().map(row).collect_view()}</ul> }.into_any(),
            Err(error) => view! { <ErrorState error=error on_retry=Callback::new(move |()| tokens.refetch()) /> }.into_any(),
        })
    };
    let done = Callback::new(move |token: NewToken| {
        adding.set(false);
        made.set(Some(token));
        tokens.refetch();
    });
    view! {
        <Card
            title=t!(profile::TOKENS)
            id="tokens"
            actions=move || view! { <Button small=true icon="plus" on_click=move |_| adding.set(true)>{t!(profile::ADD_TOKEN)}</Button> }
        >
            {move || made.get().map(|made| view! { <Secret made /> })}
            <Suspense fallback=|| view! { <Skeleton /> }>{list}</Suspense>
            <p class="entry-note">
                <a class="link" href="/api/docs" rel="external">{t!(profile::API_DOCS)}</a>
            </p>
        </Card>
        <Dialog id="add-token" open=adding title=t!(profile::ADD_TOKEN) light_dismiss=false>
            <TokenFields done />
        </Dialog>
        <Revoke doomed on_done=Callback::new(move |()| tokens.refetch()) />
    }
    .into_any()
}

/// The only time that the secret is seen.
#[component]
fn Secret(made: NewToken) -> impl IntoView {
    let secret = made.secret.clone();
    view! {
        <Banner tone=Tone::Ok title=t!(profile::TOKEN_MADE, name = made.token.name)>
            <p>{t!(profile::TOKEN_ONCE)}</p>
            <p class="entry-secret"><code>{made.secret}</code> <CopyButton text=secret /></p>
        </Banner>
    }
    .into_any()
}

#[component]
fn TokenFields(done: Callback<NewToken>) -> impl IntoView {
    let state = FormState::new("token");
    let name = RwSignal::new(String::new());
    let days = RwSignal::new("90".to_owned());
    let scopes = TokenScope::ALL.iter().map(|scope| (*scope, RwSignal::new(false))).collect::<Vec<_>>();
    let boxes = scopes
        .iter()
        .map(|(scope, value)| view! { <Checkbox name=scope.as_str() label=scope.as_str() value=*value note=about(*scope) /> })
        .collect_view();
    let refused = move || state.error.with(|error| error.as_ref().and_then(|error| error.field("scopes")).map(crate::i18n::tr_field_error));
    let choices = [("30", t!(profile::DAYS_30)), ("90", t!(profile::DAYS_90)), ("365", t!(profile::DAYS_365))];
    let choices = choices.map(|(days, label)| (days.to_owned(), label.to_owned())).to_vec();
    let submit = move |()| {
        let form = TokenForm {
            name: name.get_untracked(),
            scopes: scopes.iter().filter(|(_, value)| value.get_untracked()).map(|(scope, _)| *scope).collect(),
            days: days.get_untracked().parse().ok(),
        };
        state.submit(create_token(form), move |made| done.run(made));
    };
    view! {
        <Form state=state on_submit=Callback::new(submit)>
            <TextField name="name" label=t!(profile::TOKEN_NAME) value=name required=true max=80 help=t!(profile::TOKEN_NAME_HELP) />
            <fieldset class="field" id="token-scopes" tabindex="-1">
                <legend class="field-label">{t!(profile::SCOPES)}</legend>
                {boxes}
                {move || refused().map(|text| view! { <p class="field-error">{text}</p> })}
            </fieldset>
            <SelectField name="days" label=t!(profile::ENDS_AFTER) value=days options=choices empty=t!(profile::NEVER_ENDS) />
            <FormActions state=state save=t!(profile::ADD_TOKEN) guard=false />
        </Form>
    }
    .into_any()
}

fn about(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::AccountsRead => t!(profile::SCOPE_ACCOUNTS_READ),
        TokenScope::AccountsWrite => t!(profile::SCOPE_ACCOUNTS_WRITE),
        TokenScope::UsersRead => t!(profile::SCOPE_USERS_READ),
        TokenScope::UsersWrite => t!(profile::SCOPE_USERS_WRITE),
        TokenScope::OrdersRead => t!(profile::SCOPE_ORDERS_READ),
        TokenScope::OrdersWrite => t!(profile::SCOPE_ORDERS_WRITE),
        TokenScope::HistoryRead => t!(profile::SCOPE_HISTORY_READ),
        TokenScope::JobsRead => t!(profile::SCOPE_JOBS_READ),
    }
}

#[component]
fn Revoke(doomed: RwSignal<Option<(TokenId, String)>>, on_done: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    let work = Work::new();
    Effect::new(move |_| {
        if doomed.with(Option::is_some) {
            work.error.set(None);
            open.set(true);
        }
    });
    let revoke = move |()| {
        let Some((id, _)) = doomed.get_untracked() else { return };
        work.run(revoke_token(id), move |()| {
            open.set(false);
            doomed.set(None);
            toasts.show(Tone::Ok, t!(profile::REVOKED));
            on_done.run(());
        });
    };
    let title = Signal::derive(move || t!(profile::REVOKE_TOKEN, name = doomed.get().map(|(_, name)| name).unwrap_or_default()));
    let consequences = Signal::derive(|| vec![t!(profile::REVOKE_TOKEN_TEXT).to_owned()]);
    view! {
        <ConfirmDialog
            id="revoke-token"
            open=open
            title=title
            confirm=t!(profile::REVOKE)
            danger=true
            consequences=consequences
            work=work
            on_confirm=Callback::new(revoke)
        />
    }
    .into_any()
}
