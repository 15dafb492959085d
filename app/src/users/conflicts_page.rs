//! The conflict centre: who has the same number, address or extension, and the ways out (USR-B3).

use super::api::{delete_user, erase_user, reassign_value, user_clashes};
use super::labels;
use super::merge_dialog::{MergeDialog, Pair};
use super::phone_conflict::PhoneConflictDialog;
use crate::i18n::{t, tr_error};
use crate::live::use_live_history;
use crate::shell::{Permitted, Trouble, can, use_account, use_me};
use crate::ui::{Banner, Button, Card, ConfirmDialog, Crumb, EmptyState, PageHeader, Skeleton, Tag, Time, Tone, Variant, Work, use_toasts};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::conflicts::{Clash, ClashKind, Clashes, Holder, HolderState, Reassignment};
use switchroom_types::history::Asset;

#[component]
pub fn ConflictsPage() -> impl IntoView {
    view! {
        <Title text=t!(users::CONFLICTS) />
        <Permitted needs=Permission::USERS_VIEW>
            <Conflicts />
        </Permitted>
    }
}

/// What a button of the page asks for.
#[derive(Clone, PartialEq)]
enum Asked {
    Keep(ClashKind, String, Holder),
    Delete(Holder),
}

#[component]
fn Conflicts() -> impl IntoView {
    let account = use_account();
    let id = account.id;
    let clashes = Resource::new(|| (), move |()| user_clashes(id));
    use_live_history(Some(id), &[Asset::User], move |_| clashes.refetch());
    let searching = RwSignal::new(false);
    let asked = RwSignal::new(None::<Asked>);
    let pair = RwSignal::new(None::<Pair>);
    let crumbs = vec![
        Crumb::link(account.name.clone(), format!("/accounts/{id}/info")),
        Crumb::link(t!(users::USERS), format!("/accounts/{id}/users")),
        Crumb::here(t!(users::CONFLICTS)),
    ];
    let actions = move || {
        view! { <span class="scripting-only"><Button icon="phone" on_click=move |_| searching.set(true)>{t!(users::PHONE_SEARCH)}</Button></span> }
    };
    let list = move |found: Clashes| {
        if found.items.is_empty() {
            return view! { <EmptyState title=t!(users::NO_CONFLICTS) text=t!(users::NO_CONFLICTS_TEXT).to_owned() icon="circle-check" /> }
                .into_any();
        }
        view! {
            {found.more.then(|| view! { <Banner tone=Tone::Info>{t!(users::MORE_CONFLICTS)}</Banner> })}
            {found.items.into_iter().map(|clash| view! { <ClashCard account=id clash=clash asked=asked pair=pair /> }).collect_view()}
        }
        .into_any()
    };
    view! {
        <div class="page">
            <PageHeader title=t!(users::CONFLICTS).to_owned() crumbs=crumbs actions=actions />
            <p class="muted">{t!(users::CONFLICTS_TEXT)}</p>
            <p class="muted">{t!(users::QUEUED_NONE)}</p>
            <Transition fallback=|| view! { <Skeleton lines=6 /> }>
                {move || Suspend::new(async move {
                    match clashes.await {
                        Ok(found) => list(found),
                        Err(error) => view! { <Trouble error=error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
        <Ask account=id asked=asked on_done=Callback::new(move |()| clashes.refetch()) />
        <MergeDialog account=id pair=pair on_merged=Callback::new(move |()| clashes.refetch()) />
        <PhoneConflictDialog account=id open=searching on_deleted=Callback::new(move |()| clashes.refetch()) />
    }
    .into_any()
}

#[component]
fn ClashCard(account: AccountId, clash: Clash, asked: RwSignal<Option<Asked>>, pair: RwSignal<Option<Pair>>) -> impl IntoView {
    let kind = match clash.kind {
        ClashKind::Phone => t!(users::PHONE),
        ClashKind::Email => t!(users::EMAIL),
        ClashKind::Extension => t!(users::EXTENSION),
    };
    let title = format!("{kind}: {}", clash.value);
    let holders = clash.holders.clone();
    let row = |holder: &Holder| {
        let others = holders.iter().filter(|other| other.id != holder.id).cloned().collect();
        let (clash_kind, value) = (clash.kind, clash.value.clone());
        view! { <HolderRow account=account kind=clash_kind value=value holder=holder.clone() others=others asked=asked pair=pair /> }
    };
    let rows = clash.holders.iter().map(row).collect_view();
    view! { <Card title=title><ul class="clash-holders">{rows}</ul></Card> }.into_any()
}

#[component]
fn HolderRow(
    account: AccountId,
    kind: ClashKind,
    value: String,
    holder: Holder,
    others: Vec<Holder>,
    asked: RwSignal<Option<Asked>>,
    pair: RwSignal<Option<Pair>>,
) -> impl IntoView {
    let (tone, state) = match holder.state {
        HolderState::Active => (Tone::Ok, t!(users::ACTIVE)),
        HolderState::Inactive => (Tone::Warn, t!(users::INACTIVE)),
        HolderState::Deleted => (Tone::Neutral, t!(users::IN_BIN)),
        HolderState::Queued => (Tone::Info, t!(users::QUEUED)),
    };
    let here = matches!(holder.state, HolderState::Active | HolderState::Inactive);
    let name = if here {
        let href = format!("/accounts/{account}/users/{}", holder.id);
        view! { <a class="link" href=href>{holder.name.clone()}</a> }.into_any()
    } else {
        view! { <span>{holder.name.clone()}</span> }.into_any()
    };
    // A field of the same name as the kind says nothing new.
    let field = (kind == ClashKind::Phone || holder.field == "pending_email").then(|| labels::field(&holder.field));
    let queued = holder.state == HolderState::Queued;
    let may_change = !holder.above && !queued && holder.id != use_me().id;
    let above = holder.above.then(|| view! { <span class="muted">{t!(users::MORE_RIGHTS)}</span> });
    let (kept, gone) = (StoredValue::new(holder.clone()), StoredValue::new(holder.clone()));
    let value = StoredValue::new(value);
    let keep = move |_| asked.set(Some(Asked::Keep(kind, value.get_value(), kept.get_value())));
    // Whoever is here can take in any of the others.
    let others = StoredValue::new(others);
    let merges = move || {
        let one = |other: Holder| {
            let label = t!(users::MERGE_WITH, name = other.name.clone());
            let chosen = Pair { keep: kept.with_value(|holder| holder.id), other: other.id };
            view! { <Button small=true icon="users" on_click=move |_| pair.set(Some(chosen))>{label}</Button> }
        };
        let able = others.get_value().into_iter().filter(|other| !other.above && other.state != HolderState::Queued);
        able.map(one).collect_view()
    };
    let may_merge = here && !holder.above;
    view! {
        <li class="clash-holder">
            <div class="clash-who">
                <p class="row">{name}<Tag tone=tone>{state}</Tag>{field.map(|field| view! { <Tag>{field}</Tag> })}</p>
                <p class="muted">
                    {holder.email.clone()} " · " {labels::source(holder.source)}
                    {holder.deleted_at.map(|at| view! { " · " {t!(users::DELETED_AT)} " " <Time at=at /> })}
                </p>
                {above}
            </div>
            <div class="row scripting-only clash-ways">
                {move || (can(Permission::USERS_EDIT) && kind != ClashKind::Email && !queued).then(|| view! {
                    <Button small=true icon="check" on_click=keep>{t!(users::KEEP_VALUE)}</Button>
                })}
                {move || (may_merge && can(Permission::USERS_EDIT) && can(Permission::USERS_DELETE)).then(merges)}
                {move || (may_change && can(Permission::USERS_DELETE)).then(|| view! {
                    <Button small=true icon="trash" variant=Variant::Danger on_click=move |_| asked.set(Some(Asked::Delete(gone.get_value())))>
                        {if here { t!(users::DELETE) } else { t!(users::ERASE) }}
                    </Button>
                })}
            </div>
        </li>
    }
    .into_any()
}

/// The question before a value is taken away or somebody goes.
#[component]
fn Ask(account: AccountId, asked: RwSignal<Option<Asked>>, on_done: Callback<()>) -> impl IntoView {
    let (keeping, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let (work, toasts) = (Work::new(), use_toasts());
    Effect::new(move |_| {
        let now = asked.get();
        work.error.set(None);
        keeping.set(matches!(now, Some(Asked::Keep(..))));
        deleting.set(matches!(now, Some(Asked::Delete(_))));
    });
    Effect::new(move |before: Option<bool>| {
        let open = keeping.get() || deleting.get();
        if before == Some(true) && !open {
            asked.set(None);
        }
        open
    });
    let done = move |text: String| {
        asked.set(None);
        toasts.show(Tone::Ok, text);
        on_done.run(());
    };
    let keep = move |()| {
        if let Some(Asked::Keep(kind, value, holder)) = asked.get_untracked() {
            let name = holder.name;
            let asked = Reassignment { kind, value, keep: holder.id };
            work.run_or(
                reassign_value(account, asked),
                move |()| done(t!(users::VALUE_KEPT, name = name)),
                move |error| {
                    if let Some(first) = error.errors.first() {
                        toasts.show(Tone::Bad, tr_error(&switchroom_types::AppError::new(422, first.code.clone(), first.message.clone())));
                    }
                },
            );
        }
    };
    let delete = move |()| {
        if let Some(Asked::Delete(holder)) = asked.get_untracked() {
            let name = holder.name.clone();
            let gone = async move {
                if holder.state == HolderState::Deleted {
                    erase_user(account, holder.id).await
                } else {
                    delete_user(account, holder.id).await
                }
            };
            work.run(gone, move |()| done(t!(users::DELETED, name = name)));
        }
    };
    let losing = Signal::derive(move || match asked.get() {
        Some(Asked::Keep(_, value, holder)) => vec![t!(users::KEEP_VALUE_TEXT, name = holder.name, value = value)],
        _ => Vec::new(),
    });
    let going = Signal::derive(move || match asked.get() {
        Some(Asked::Delete(holder)) if holder.state == HolderState::Deleted => vec![t!(users::ERASE_TEXT).to_owned()],
        Some(Asked::Delete(holder)) => vec![t!(users::DELETE_SIGN_IN, name = holder.name), t!(users::DELETE_FINAL).to_owned()],
        _ => Vec::new(),
    });
    view! {
        <ConfirmDialog
            id="keep-value"
            open=keeping
            title=t!(users::KEEP_VALUE_TITLE).to_owned()
            confirm=t!(users::KEEP_VALUE).to_owned()
            work=work
            consequences=losing
            on_confirm=Callback::new(keep)
        />
        <ConfirmDialog
            id="clash-delete"
            open=deleting
            title=t!(users::DELETE_TITLE).to_owned()
            confirm=t!(users::DELETE).to_owned()
            word="delete"
            danger=true
            work=work
            consequences=going
            on_confirm=Callback::new(delete)
        />
    }
    .into_any()
}
