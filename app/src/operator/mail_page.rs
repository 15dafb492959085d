//! `/operator/mail`: the outbox. In demonstration mode mails can be read here, since none are sent.

use super::api::{list_mails, show_mail};
use crate::i18n::{t, tr_error};
use crate::shell::Trouble;
use crate::ui::{Banner, Button, Card, EmptyState, KeyValue, KeyValues, PageHeader, Skeleton, Tag, Time, Tone, Variant};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::mails::{MailDetail, MailRow, MailState};
use switchroom_types::{AppError, MailId};

/// The page's address with these parameters.
fn address(query: &ListQuery, open: Option<MailId>, with_cursor: bool) -> String {
    let mut pairs = query.to_pairs(with_cursor);
    pairs.extend(open.map(|id| ("open".to_owned(), id.to_string())));
    let text: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", crate::sessions::next::encode(value))).collect();
    if text.is_empty() { "/operator/mail".to_owned() } else { format!("/operator/mail?{}", text.join("&")) }
}

fn read(pairs: &[(String, String)]) -> (ListQuery, Option<MailId>) {
    let query = ListQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))).unwrap_or_default();
    let open = pairs.iter().find(|(name, _)| name == "open").and_then(|(_, value)| value.parse().ok());
    (query, open)
}

#[component]
pub fn MailPage() -> impl IntoView {
    let params = use_query_map();
    let asked = Memo::new(move |_| {
        let params = params.get();
        let known = ["search", "filter.state", "cursor", "open"];
        known.iter().filter_map(|name| Some(((*name).to_owned(), params.get(name)?))).collect::<Vec<_>>()
    });
    let page = Resource::new(
        move || asked.get(),
        |pairs| async move {
            let (query, open) = read(&pairs);
            let list = list_mails(query).await;
            let detail = match open {
                Some(id) if list.is_ok() => Some(show_mail(id).await),
                _ => None,
            };
            (list, detail)
        },
    );
    let content = move || {
        page.get().map(|(list, detail)| {
            let (query, _) = read(&asked.get());
            match list {
                Ok(list) => {
                    let server = || view! { <a class="button" href="/operator/mail/server">{t!(mails::SERVER)}</a> };
                    view! { <PageHeader title=t!(mails::TITLE) actions=server /> <Outbox list query detail /> }.into_any()
                }
                Err(error) => view! { <Trouble error /> }.into_any(),
            }
        })
    };
    view! {
        <Title text=t!(mails::TITLE) />
        <div class="page">
            <Transition fallback=|| view! { <Skeleton title=true lines=8 /> }>{content}</Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Outbox(list: Page<MailRow>, query: ListQuery, detail: Option<Result<MailDetail, AppError>>) -> impl IntoView {
    let chosen = query.filter("state").map(str::to_owned);
    let filter = |state: Option<MailState>| {
        let mut other = query.clone();
        other.set_filter("state", state.map(MailState::as_str));
        let current = (chosen.as_deref() == state.map(MailState::as_str)).then_some("page");
        let label = state.map_or(t!(mails::ALL), |state| mark(state).1);
        view! { <a class="chip" href=address(&other, None, false) aria-current=current>{label}</a> }
    };
    let filters = [None, Some(MailState::Queued), Some(MailState::Sent), Some(MailState::Failed)].map(filter).collect_view();
    let next = list.next_cursor.clone().map(|cursor| {
        let mut next = query.clone();
        next.cursor = Some(cursor);
        view! { <a class="button" href=address(&next, None, true)>{t!(mails::OLDER)}</a> }
    });
    let first = query.cursor.is_some().then(|| view! { <a class="button" href=address(&query, None, false)>{t!(mails::NEWEST)}</a> });
    let empty = list.items.is_empty();
    let rows = list.items.into_iter().map(|mail| row(mail, &query)).collect_view();
    view! {
        <form class="row mail-tools" method="get" action="/operator/mail" role="search">
            {chosen.clone().map(|state| view! { <input type="hidden" name="filter.state" value=state /> })}
            <input class="input" type="search" name="search" value=query.search.clone() placeholder=t!(mails::SEARCH) aria-label=t!(mails::SEARCH) />
            <Button submit=true>{t!(mails::FIND)}</Button>
            <nav class="row" aria-label=t!(mails::STATE)>{filters}</nav>
        </form>
        {detail.map(|detail| view! { <Detail detail query=query.clone() /> })}
        {if empty {
            view! { <EmptyState title=t!(mails::NONE) icon="mail" /> }.into_any()
        } else {
            view! { <ul class="entries entries-card">{rows}</ul> }.into_any()
        }}
        <div class="row">{first} {next}</div>
    }
    .into_any()
}

fn mark(state: MailState) -> (Tone, &'static str) {
    match state {
        MailState::Queued => (Tone::Info, t!(mails::QUEUED)),
        MailState::Sent => (Tone::Ok, t!(mails::SENT)),
        MailState::Failed => (Tone::Bad, t!(mails::FAILED)),
    }
}

fn row(mail: MailRow, query: &ListQuery) -> AnyView {
    let (tone, state) = mark(mail.state);
    view! {
        <li class="entry">
            <div class="entry-main">
                <p class="entry-title">
                    <a class="link" href=address(query, Some(mail.id), true)>{mail.subject}</a>
                    <Tag tone=tone>{state}</Tag>
                </p>
                <p class="entry-facts">
                    <span>{mail.to}</span>
                    <span><Time at=mail.created_at /></span>
                    {(mail.attempts > 0).then(|| t!(mails::ATTEMPTS, n = i64::from(mail.attempts)))}
                    {mail.last_error.map(|error| view! { <span class="entry-error">{error}</span> })}
                </p>
            </div>
        </li>
    }
    .into_any()
}

#[component]
fn Detail(detail: Result<MailDetail, AppError>, query: ListQuery) -> impl IntoView {
    let close = address(&query, None, true);
    match detail {
        Err(error) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
        Ok(MailDetail { mail, text }) => {
            let (tone, state) = mark(mail.state);
            let can_retry = mail.state != MailState::Sent;
            view! {
                <Card title=mail.subject actions=move || view! { <a class="button button-small" href=close>{t!(ui::CLOSE)}</a> }>
                    <KeyValues>
                        <KeyValue name=t!(mails::TO)>{mail.to}</KeyValue>
                        <KeyValue name=t!(mails::STATE)><Tag tone=tone>{state}</Tag></KeyValue>
                        <KeyValue name=t!(mails::CREATED)><Time at=mail.created_at /></KeyValue>
                        {mail.sent_at.map(|at| view! { <KeyValue name=t!(mails::SENT)><Time at=at /></KeyValue> })}
                        {mail.next_attempt_at.map(|at| view! { <KeyValue name=t!(mails::NEXT_ATTEMPT)><Time at=at /></KeyValue> })}
                        {mail.last_error.map(|error| view! { <KeyValue name=t!(mails::LAST_ERROR)>{error}</KeyValue> })}
                    </KeyValues>
                    {match text {
                        Some(text) => view! { <pre class="mail-text">{linked(&text)}</pre> }.into_any(),
                        None => view! { <p class="entry-note">{t!(mails::SEALED)}</p> }.into_any(),
                    }}
                    {can_retry
                        .then(|| view! {
                            <form method="post" action="/api/fn/mails/retry">
                                <input type="hidden" name="id" value=mail.id.to_string() />
                                <Button variant=Variant::Plain submit=true>{t!(mails::RETRY)}</Button>
                            </form>
                        })}
                </Card>
            }
            .into_any()
        }
    }
}

/// Lines that are an address become links, so that the demonstration can be clicked through.
fn linked(text: &str) -> Vec<AnyView> {
    text.lines()
        .map(|line| {
            let line = line.to_owned();
            if line.starts_with("http://") || line.starts_with("https://") {
                view! { <a class="link" href=line.clone() rel="external">{line.clone()}</a> "\n" }.into_any()
            } else {
                format!("{line}\n").into_any()
            }
        })
        .collect()
}
