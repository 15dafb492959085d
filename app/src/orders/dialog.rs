//! The dialog of one order: what it holds, and giving it to an account (ORD-07 to ORD-18).

use super::api::{assign_order, get_order};
use super::items::OrderFacts;
use super::params::OrderParams;
use crate::accounts::api::{enter_account, pick_accounts};
use crate::i18n::{name_of, tr_error};
use crate::shell::can;
use crate::t;
use crate::ui::{Banner, Button, Choice, Combobox, Dialog, ErrorState, LinkButton, Skeleton, Tone, Variant, Work};
use leptos::prelude::*;
use leptos::task::spawn_local;
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountKind;
use switchroom_types::list::ListQuery;
use switchroom_types::orders::{Assignment, OrderDetail};
use switchroom_types::{AccountId, AppError, OrderId};

/// What the parts of the dialog share.
#[derive(Clone, Copy)]
struct State {
    params: OrderParams,
    order: Resource<Option<Result<OrderDetail, AppError>>>,
    choice: RwSignal<Option<Choice>>,
    work: Work,
    done: RwSignal<Option<Assignment>>,
}

/// Follows the address. `on_assigned` tells the list that a row has changed.
#[component]
pub(super) fn OrderDialog(params: OrderParams, #[prop(into)] on_assigned: Callback<()>) -> impl IntoView {
    let order = Resource::new(
        move || params.open.get(),
        |id: Option<OrderId>| async move {
            match id {
                Some(id) => Some(get_order(id).await),
                None => None,
            }
        },
    );
    let state = State { params, order, choice: RwSignal::new(None), work: Work::new(), done: RwSignal::new(None) };
    let open = RwSignal::new(params.open.get_untracked().is_some());
    Effect::new(move |before: Option<Option<OrderId>>| {
        let id = params.open.get();
        open.set(id.is_some());
        if before.is_some_and(|before| before != id) {
            state.work.error.set(None);
            state.done.set(None);
            state.choice.set(None);
        }
        id
    });
    preselect(state);
    view! {
        <Dialog
            id="order"
            open=open
            title=Signal::derive(move || t!(orders::DIALOG_TITLE).to_owned())
            light_dismiss=true
            on_close=move |()| params.show(None)
            foot=ViewFn::from(move || view! { <Transition><Foot state=state on_assigned=on_assigned /></Transition> })
        >
            <Transition fallback=|| view! { <Skeleton lines=6 /> }>
                {move || state.order.get().flatten().map(|order| match order {
                    Err(error) => view! { <ErrorState error=error on_retry=move |()| state.order.refetch() /> }.into_any(),
                    Ok(order) => view! { <Body state=state order=order /> }.into_any(),
                })}
            </Transition>
        </Dialog>
    }
    .into_any()
}

/// The account that was just created for the order, or the one that the person came from, is chosen already.
fn preselect(state: State) {
    let wanted = Memo::new(move |_| {
        state.params.open.get()?;
        state.params.created.get().or_else(|| state.params.meant_for.get())
    });
    Effect::new(move |_| {
        let Some(id) = wanted.get() else { return };
        spawn_local(async move {
            if let Ok(account) = enter_account(id).await
                && state.choice.try_get_untracked() == Some(None)
            {
                state.choice.set(Some(Choice::new(account.id.to_string(), account.name)));
            }
        });
    });
}

#[component]
fn Body(state: State, order: OrderDetail) -> impl IntoView {
    let assignable = order.row.assignable;
    let order = StoredValue::new(order);
    move || match state.done.get() {
        Some(done) => view! { <Added done=done /> }.into_any(),
        None => view! {
            <OrderFacts order=order.get_value() />
            {assignable.then(|| view! { <Chooser state=state /> })}
        }
        .into_any(),
    }
}

/// ORD-11, ORD-13.
#[component]
fn Chooser(state: State) -> impl IntoView {
    let failure = move || {
        state.work.error.get().map(|error| {
            let text = match (error.is("order_already_assigned"), error.args.get("account")) {
                (true, Some(account)) => t!(orders::TAKEN_BY, account = account),
                _ => tr_error(&error),
            };
            view! { <Banner tone=Tone::Bad>{text}</Banner> }
        })
    };
    let new_account = move || {
        let id = state.params.open.get().filter(|_| can(Permission::ACCOUNTS_ADD))?;
        Some(view! { <a class="order-new-account" href=format!("/accounts/new?order={id}")>{t!(orders::NEW_ACCOUNT)}</a> })
    };
    view! {
        <div class="order-chooser">
            <p>{t!(orders::NOT_MATCHED)}</p>
            {failure}
            <Combobox name="account" label=t!(orders::COMPANY) placeholder=t!(orders::SEARCH_COMPANY) value=state.choice search=companies />
            {new_account}
        </div>
    }
    .into_any()
}

async fn companies(text: String) -> Result<Vec<Choice>, AppError> {
    let page = pick_accounts(ListQuery { search: text, limit: Some(20), ..ListQuery::default() }).await?;
    let customers = page.items.into_iter().filter(|account| account.kind == AccountKind::Customer).take(20);
    Ok(customers.map(|account| Choice::new(account.id.to_string(), account.name).note(account.number.to_string())).collect())
}

/// ORD-14.
#[component]
fn Added(done: Assignment) -> impl IntoView {
    let missing: Vec<_> = done.missing_integrations.iter().map(|kind| name_of("integration", kind)).collect();
    let note = match missing.is_empty() {
        true => view! { <p>{t!(orders::NOTHING_MISSING)}</p> }.into_any(),
        false => view! {
            <p>{t!(orders::NEEDS_INTEGRATION)}</p>
            <ul class="order-missing">{missing.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
        }
        .into_any(),
    };
    view! {
        <Banner tone=Tone::Ok title=t!(orders::ADDED)>
            <p>{t!(orders::ADDED_TO, order = done.order.row.subscription_number, account = done.account.name)}</p>
        </Banner>
        {note}
    }
    .into_any()
}

#[component]
fn Foot(state: State, on_assigned: Callback<()>) -> impl IntoView {
    let assignable = move || state.order.with(|order| matches!(order, Some(Some(Ok(order))) if order.row.assignable));
    move || match (state.done.get(), assignable()) {
        (Some(done), _) => view! {
            <Button on_click=move |_| state.params.show(None)>{t!(ui::CLOSE)}</Button>
            <LinkButton variant=Variant::Primary href=format!("/accounts/{}/info#integrations", done.account.id)>
                {t!(orders::TO_INTEGRATIONS)}
            </LinkButton>
        }
        .into_any(),
        (None, true) => view! {
            <Close state=state />
            <Button
                variant=Variant::Primary
                busy=state.work.busy
                disabled=Signal::derive(move || state.choice.with(Option::is_none))
                on_click=move |_| assign(state, on_assigned)
            >
                {t!(orders::ASSIGN)}
            </Button>
        }
        .into_any(),
        (None, false) => view! { <Close state=state /> }.into_any(),
    }
}

/// Works without scripts too: the page without the open order is a link away.
#[component]
fn Close(state: State) -> impl IntoView {
    view! { <LinkButton href=Signal::derive(move || state.params.with_open(None))>{t!(ui::CLOSE)}</LinkButton> }.into_any()
}

fn assign(state: State, on_assigned: Callback<()>) {
    let account = state.choice.with_untracked(|choice| choice.as_ref().and_then(|choice| choice.id.parse::<AccountId>().ok()));
    let (Some(id), Some(account)) = (state.params.open.get_untracked(), account) else { return };
    let assigned = move |done: Assignment| {
        // SUB-07: back to where the person came from, with the new subscriptions open.
        if state.params.meant_for.get_untracked() == Some(account) {
            let open = done.order.row.subscription_number;
            state.params.go_to(&format!("/accounts/{account}/subscriptions?open={}", crate::sessions::next::encode(&open)));
            return;
        }
        on_assigned.run(());
        state.done.set(Some(done));
    };
    let refused = move |error: &AppError| {
        // What the dialog offered is no longer so: show the order as it is now.
        if error.status == 409 {
            on_assigned.run(());
        }
    };
    state.work.run_or(assign_order(id, account), assigned, refused);
}
