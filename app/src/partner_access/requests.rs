//! The requests to an account, as both sides see them, with what the viewer can do about each.

use super::api::{approve_access, deny_access, end_access, get_partner_access};
use crate::i18n::{t, tr_error};
use crate::live::use_live_history;
use crate::ui::{
    Banner, Button, ConfirmDialog, Dialog, DialogSize, Form, FormActions, FormState, SelectField, Tag, TextArea, Time, Tone, Variant, Work,
};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::AccountId;
use switchroom_types::history::Asset;
use switchroom_types::partner_access::{AccessApproval, AccessDenial, AccessRequest, PartnerAccess, RequestState, TEXT};

/// Hours that are offered, besides the ones asked for.
const OFFERED: [u16; 6] = [1, 4, 8, 24, 72, 168];

pub(super) fn hour_choices(asked: Option<u16>) -> Vec<(String, String)> {
    let mut hours = OFFERED.to_vec();
    hours.extend(asked.filter(|asked| !OFFERED.contains(asked)));
    hours.sort_unstable();
    hours.into_iter().map(|hours| (hours.to_string(), duration(hours))).collect()
}

/// Whole days as days.
pub(super) fn duration(hours: u16) -> String {
    if hours.is_multiple_of(24) {
        t!(partner_access::DAYS, n = u64::from(hours / 24))
    } else {
        t!(partner_access::HOURS, n = u64::from(hours))
    }
}

type Chosen = RwSignal<Option<AccessRequest>>;

/// The account's answers as they are now: whoever else decides, the page follows, without losing what is being entered.
pub(super) fn kept_current(account: AccountId, loaded: PartnerAccess) -> RwSignal<PartnerAccess> {
    let access = RwSignal::new(loaded);
    use_live_history(Some(account), &[Asset::PartnerAccess], move |_| {
        spawn_local(async move {
            if let Ok(now) = get_partner_access(account).await {
                let _ = access.try_set(now);
            }
        });
    });
    access
}

#[component]
pub(super) fn Requests(account: AccountId, access: RwSignal<PartnerAccess>) -> impl IntoView {
    let on_changed = Callback::new(move |now| access.set(now));
    let [approving, denying, ending]: [Chosen; 3] = [(); 3].map(|()| RwSignal::new(None));
    let rows = move || {
        let access = access.get();
        if access.requests.is_empty() {
            return view! { <p class="muted">{t!(partner_access::NONE)}</p> }.into_any();
        }
        let one = |request: AccessRequest| view! { <Entry may_decide=access.may_decide request approving denying ending /> };
        view! { <ul class="entries">{access.requests.into_iter().map(one).collect_view()}</ul> }.into_any()
    };
    view! {
        {rows}
        <ApproveDialog account chosen=approving on_changed />
        <DenyDialog account chosen=denying on_changed />
        <EndDialog account chosen=ending on_changed />
    }
    .into_any()
}

#[component]
fn Entry(may_decide: bool, request: AccessRequest, approving: Chosen, denying: Chosen, ending: Chosen) -> impl IntoView {
    let (waits, inside) = (request.state == RequestState::Pending, request.state == RequestState::Approved);
    let (tone, state) = match request.state {
        RequestState::Pending => (Tone::Warn, t!(partner_access::PENDING)),
        RequestState::Approved => (Tone::Ok, t!(partner_access::APPROVED)),
        RequestState::Denied => (Tone::Bad, t!(partner_access::DENIED)),
        RequestState::Withdrawn => (Tone::Neutral, t!(partner_access::WITHDRAWN)),
        RequestState::Lapsed => (Tone::Neutral, t!(partner_access::LAPSED)),
        RequestState::Ended => (Tone::Neutral, t!(partner_access::ENDED)),
    };
    let who = if request.own { t!(partner_access::YOU, name = request.user_name.clone()) } else { request.user_name.clone() };
    let asked = t!(partner_access::ASKED_FOR, duration = duration(request.hours));
    let answered = request.decided_by.clone().map(|by| {
        let text = if request.state == RequestState::Denied {
            t!(partner_access::DENIED_BY, by = by)
        } else {
            t!(partner_access::APPROVED_BY, by = by)
        };
        view! { <span>{text}</span> }
    });
    let end = match request.state {
        RequestState::Approved => request.until.map(|at| view! { <span>{t!(partner_access::UNTIL)} " " <Time at=at /></span> }.into_any()),
        RequestState::Ended => request.ended_at.map(|at| {
            let by = request.ended_by.clone().map(|by| format!(" ({by})"));
            view! { <span>{t!(partner_access::ENDED_AT)} " " <Time at=at /> {by}</span> }.into_any()
        }),
        _ => None,
    };
    let chosen = StoredValue::new(request.clone());
    let choose = move |into: Chosen| into.set(Some(chosen.get_value()));
    let button = move |text: &'static str, variant: Variant, into: Chosen| {
        view! { <Button small=true variant=variant on_click=move |_| choose(into)>{text}</Button> }
    };
    view! {
        <li class="entry">
            <div class="entry-main">
                <p class="entry-title">{who} " " <Tag tone=tone>{state}</Tag></p>
                <p class="entry-text">{request.reason}</p>
                <p class="entry-facts">
                    <span>{asked} " " <Time at=request.requested_at /></span>
                    {answered}
                    {end}
                </p>
                {request.note.map(|note| view! { <p class="entry-text">{t!(partner_access::NOTE, note = note)}</p> })}
            </div>
            <span class="row scripting-only">
                {(waits && may_decide).then(|| view! {
                    {button(t!(partner_access::APPROVE), Variant::Primary, approving)}
                    {button(t!(partner_access::DENY), Variant::Plain, denying)}
                })}
                {(waits && request.own).then(|| button(t!(partner_access::TAKE_BACK), Variant::Plain, ending))}
                {(inside && (may_decide || request.own)).then(|| button(t!(partner_access::END), Variant::Plain, ending))}
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn ApproveDialog(account: AccountId, chosen: Chosen, on_changed: Callback<PartnerAccess>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(chosen.with(Option::is_some)));
    let close = Callback::new(move |()| chosen.set(None));
    view! {
        <Dialog id="approve-access" open=open title=t!(partner_access::APPROVE_TITLE) size=DialogSize::Small on_close=close>
            <ApproveForm account chosen on_changed />
        </Dialog>
    }
    .into_any()
}

#[component]
fn ApproveForm(account: AccountId, chosen: Chosen, on_changed: Callback<PartnerAccess>) -> impl IntoView {
    let state = FormState::new("approve-access");
    let asked = chosen.get_untracked();
    let hours = RwSignal::new(asked.as_ref().map(|request| request.hours.to_string()).unwrap_or_default());
    let choices = hour_choices(asked.as_ref().map(|request| request.hours));
    let (name, reason) = asked.map(|request| (request.user_name, request.reason)).unwrap_or_default();
    let submit = move |()| {
        let Some(id) = chosen.with_untracked(|chosen| chosen.as_ref().map(|request| request.id)) else { return };
        let approval = AccessApproval { hours: hours.get_untracked().parse().ok() };
        state.submit(approve_access(account, id, approval), move |now| {
            chosen.set(None);
            on_changed.run(now);
        });
    };
    view! {
        <p>{t!(partner_access::APPROVE_TEXT, name = name)}</p>
        <p class="muted">{reason}</p>
        <Form state=state on_submit=Callback::new(submit)>
            <SelectField name="hours" id="approve-hours" label=t!(partner_access::DURATION) value=hours options=choices />
            <FormActions state=state save=t!(partner_access::APPROVE) guard=false />
        </Form>
    }
    .into_any()
}

#[component]
fn DenyDialog(account: AccountId, chosen: Chosen, on_changed: Callback<PartnerAccess>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(chosen.with(Option::is_some)));
    let close = Callback::new(move |()| chosen.set(None));
    view! {
        <Dialog id="deny-access" open=open title=t!(partner_access::DENY_TITLE) size=DialogSize::Small on_close=close>
            <DenyForm account chosen on_changed />
        </Dialog>
    }
    .into_any()
}

#[component]
fn DenyForm(account: AccountId, chosen: Chosen, on_changed: Callback<PartnerAccess>) -> impl IntoView {
    let state = FormState::new("deny-access");
    let note = RwSignal::new(String::new());
    let submit = move |()| {
        let Some(id) = chosen.with_untracked(|chosen| chosen.as_ref().map(|request| request.id)) else { return };
        state.submit(deny_access(account, id, AccessDenial { note: note.get_untracked() }), move |now| {
            chosen.set(None);
            on_changed.run(now);
        });
    };
    view! {
        <Form state=state on_submit=Callback::new(submit)>
            <TextArea name="note" id="deny-note" label=t!(partner_access::NOTE_LABEL) value=note max=TEXT help=t!(partner_access::NOTE_HELP) />
            <FormActions state=state save=t!(partner_access::DENY) guard=false />
        </Form>
    }
    .into_any()
}

/// Ending an access, or taking an own question back: the server knows which.
#[component]
fn EndDialog(account: AccountId, chosen: Chosen, on_changed: Callback<PartnerAccess>) -> impl IntoView {
    let (open, work) = (RwSignal::new(false), Work::new());
    Effect::new(move |_| {
        if chosen.with(Option::is_some) {
            work.error.set(None);
            open.set(true);
        }
    });
    let waits = move || chosen.with(|chosen| chosen.as_ref().is_some_and(|request| request.state == RequestState::Pending));
    let name = move || chosen.with(|chosen| chosen.as_ref().map(|request| request.user_name.clone()).unwrap_or_default());
    let end = move |()| {
        let Some(id) = chosen.with_untracked(|chosen| chosen.as_ref().map(|request| request.id)) else { return };
        work.run(end_access(account, id), move |now| {
            open.set(false);
            chosen.set(None);
            on_changed.run(now);
        });
    };
    view! {
        <ConfirmDialog
            id="end-access"
            open=open
            title=Signal::derive(move || if waits() { t!(partner_access::TAKE_BACK_TITLE).to_owned() } else { t!(partner_access::END_TITLE, name = name()) })
            confirm=Signal::derive(move || if waits() { t!(partner_access::TAKE_BACK).to_owned() } else { t!(partner_access::END).to_owned() })
            danger=true
            work=work
            on_confirm=Callback::new(end)
        />
    }
    .into_any()
}

/// Why something could not be done.
#[component]
pub(super) fn Refusal(work: Work) -> impl IntoView {
    move || work.error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })
}
