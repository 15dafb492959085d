//! The cards with figures: which there are, and how each is loaded, refused and refreshed by itself (DASH-B4).

use super::{api::dashboard_card, figures::figures};
use crate::i18n::{Text, keys::figures as text, t, tr_error};
use crate::live::{use_live_history, use_live_jobs};
use crate::shell::use_me;
use crate::ui::{Button, Icon, Skeleton, Time, TimeFormat, Variant};
use leptos::prelude::*;
use std::time::Duration;
use switchroom_types::accounts::AccountKind;
use switchroom_types::dashboard::{Card, CardKind};
use switchroom_types::{AccountId, AppError};

/// Figures that change all the time are asked for once in this time.
const PAUSE: Duration = Duration::from_secs(2);

/// The account that the figures are about; without it they are about the partner's customers.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub account: Option<AccountId>,
    pub kind: AccountKind,
    /// SUB-05.
    pub subscriptions: bool,
}

/// The cards that the viewer may see there, wide ones last.
fn kinds(place: Place) -> impl Iterator<Item = CardKind> {
    let me = use_me();
    let in_account = place.account.is_some();
    CardKind::ALL.iter().copied().filter(move |kind| {
        (if in_account { kind.of_account() } else { kind.of_partner() })
            && kind.needs(in_account).iter().all(|needed| me.permissions.contains(*needed))
            // The Partner Account buys nothing for itself, and its people stand in no chart.
            && (place.kind == AccountKind::Customer || !(kind.is_commercial() || matches!(kind, CardKind::Integrations | CardKind::Growth)))
            && (place.subscriptions || !kind.is_commercial())
    })
}

fn title(kind: CardKind, in_account: bool) -> Text {
    match kind {
        CardKind::Accounts => text::ACCOUNTS,
        CardKind::Users => text::USERS,
        CardKind::Licenses => text::LICENSES,
        CardKind::Expiring if in_account => text::SUBSCRIPTIONS_EXPIRING,
        CardKind::Expiring => text::EXPIRING,
        CardKind::Integrations => text::INTEGRATIONS,
        CardKind::Jobs => text::JOBS,
        CardKind::Events => text::EVENTS,
        CardKind::Growth => text::GROWTH,
        CardKind::Activity => text::ACTIVITY,
    }
}

#[component]
pub(super) fn Cards(place: Place) -> impl IntoView {
    let cards = kinds(place).map(|kind| view! { <FigureCard kind place /> }).collect_view();
    view! { <div class="figure-cards">{cards}</div> }.into_any()
}

#[component]
fn FigureCard(kind: CardKind, place: Place) -> impl IntoView {
    let account = place.account;
    let card = Resource::new(|| (), move |()| dashboard_card(kind, account));
    let waiting = StoredValue::new(false);
    let refresh = move || {
        if waiting.try_get_value() != Some(false) {
            return;
        }
        waiting.set_value(true);
        let go = move || {
            if waiting.try_set_value(false).is_none() {
                card.refetch();
            }
        };
        set_timeout(go, PAUSE);
    };
    match kind {
        // Counted once an hour.
        CardKind::Growth => {}
        CardKind::Jobs => use_live_jobs(refresh),
        _ => use_live_history(account, &[], move |_| refresh()),
    }
    let content = move || {
        Suspend::new(async move {
            match card.await {
                Ok(card) => loaded(&card, account),
                Err(error) => failed(&error, Callback::new(move |()| card.refetch())),
            }
        })
    };
    let class = match kind {
        CardKind::Growth | CardKind::Activity | CardKind::Events => "card figure-card figure-card-wide",
        _ => "card figure-card",
    };
    let (id, labelled_by) = (format!("card-{kind}"), format!("card-{kind}"));
    view! {
        <section class=class aria-labelledby=labelled_by>
            <header class="card-head">
                <h2 class="card-title" id=id>{title(kind, account.is_some()).text()}</h2>
            </header>
            <Transition fallback=|| view! { <div class="card-body"><Skeleton lines=2 /></div> }>{content}</Transition>
        </section>
    }
    .into_any()
}

fn loaded(card: &Card, account: Option<AccountId>) -> AnyView {
    view! {
        <div class="card-body">{figures(&card.figures, account)}</div>
        <p class="figure-time">
            {t!(figures::AS_OF)} " " <Time at=card.at format=TimeFormat::Clock />
        </p>
    }
    .into_any()
}

fn failed(error: &AppError, retry: Callback<()>) -> AnyView {
    view! {
        <div class="card-body figure-failed" role="alert">
            <Icon name="circle-alert" />
            <span>{tr_error(error)}</span>
            <span class="scripting-only">
                <Button small=true variant=Variant::Link on_click=move |_| retry.run(())>{t!(ui::RETRY)}</Button>
            </span>
        </div>
    }
    .into_any()
}
