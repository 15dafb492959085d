//! `/accounts/{id}/notifications/webhooks/{webhook}`: what was sent to one webhook, and what can be done with it.

use super::api::{delete_webhook, edit_webhook, get_webhook, list_deliveries, rotate_webhook, test_webhook};
use super::delivery::{DeliveryPanel, answer, mark, tell, took};
use super::fields::{Secret, WebhookFields};
use crate::i18n::{name_of, t, tr_error};
use crate::shell::{Permitted, Trouble, can, use_account};
use crate::ui::table::{CardRole, Column, Filter, ListSpec, Table, Width};
use crate::ui::{
    Banner, Button, ConfirmDialog, Crumb, Dialog, EmptyState, FormState, Menu, MenuItem, Skeleton, Tag, Time, Tone, Variant, Work,
    use_toasts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use switchroom_types::access::Permission;
use switchroom_types::webhooks::{Delivery, DeliveryState, NewSecret, Webhook, WebhookForm};
use switchroom_types::{AppError, WebhookId};

#[component]
pub fn WebhookPage() -> impl IntoView {
    let account = use_account().id;
    let id = use_params_map().with_untracked(|params| params.get("webhook")).and_then(|id| id.parse::<WebhookId>().ok());
    let webhook = Resource::new(
        || (),
        move |()| async move {
            match id {
                Some(id) => get_webhook(account, id).await,
                None => Err(AppError::not_found("webhook")),
            }
        },
    );
    // Made while the page is set up: the log comes along with the page.
    let chosen = RwSignal::new(None::<Delivery>);
    let open = RwSignal::new(false);
    let show = move |row: &Delivery| {
        chosen.set(Some(row.clone()));
        open.set(true);
    };
    let wanted = id.unwrap_or(WebhookId::NIL);
    let states = DeliveryState::ALL.iter().map(|state| (state.to_string(), mark(*state).2.to_owned())).collect::<Vec<_>>();
    let list = ListSpec::<Delivery>::new(
        "deliveries",
        move |query| list_deliveries(account, wanted, query),
        |row| row.id.to_string(),
        |row| row.title.clone(),
    )
    .columns(columns())
    .default_sort("-created_at")
    .filter(Filter::one("state", t!(webhooks::STATE), states))
    .on_open(show)
    .build();
    let sent = Callback::new(move |()| list.refresh());
    let log = move |webhook: Webhook| view! { <Log webhook list sent /> }.into_any();
    view! {
        <Title text=t!(webhooks::TITLE) />
        <Permitted needs=Permission::ACCOUNTS_VIEW>
            <Suspense fallback=|| view! { <div class="page"><Skeleton title=true lines=8 /></div> }>
                {move || Suspend::new(async move {
                    match webhook.await {
                        Ok(webhook) => log(webhook),
                        Err(error) => view! { <Trouble error=error /> }.into_any(),
                    }
                })}
            </Suspense>
        </Permitted>
        <DeliveryPanel account webhook=wanted open chosen on_sent=sent />
    }
}

#[component]
fn Log(webhook: Webhook, list: crate::ui::List, sent: Callback<()>) -> impl IntoView {
    let account = use_account();
    let id = webhook.id;
    let (webhook, made) = (RwSignal::new(webhook), RwSignal::new(None::<NewSecret>));
    let (editing, rotating, deleting) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let (testing, rotation, deletion) = (Work::new(), Work::new(), Work::new());
    let state = FormState::new("webhook");
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let settings = format!("/accounts/{}/notifications", account.id);
    let test = move |_| {
        testing.run(test_webhook(account.id, id), move |delivery| {
            tell(toasts, &delivery);
            sent.run(());
        });
    };
    let save = Callback::new(move |form: WebhookForm| {
        let seen = webhook.with_untracked(|webhook| webhook.version);
        state.submit(edit_webhook(account.id, id, seen, form), move |saved: Webhook| {
            webhook.set(saved);
            editing.set(false);
            toasts.show(Tone::Ok, t!(webhooks::SAVED));
        });
    });
    let rotate = move |()| {
        rotation.run(rotate_webhook(account.id, id), move |new: NewSecret| {
            webhook.set(new.webhook.clone());
            made.set(Some(new));
            rotating.set(false);
        });
    };
    let back = settings.clone();
    let delete = move |()| {
        let (navigate, back) = (navigate.clone(), back.clone());
        deletion.run(delete_webhook(account.id, id), move |()| {
            deleting.set(false);
            toasts.show(Tone::Ok, t!(webhooks::DELETED));
            navigate(&back, NavigateOptions::default());
        });
    };
    let items = Signal::derive(move || {
        vec![
            MenuItem::run(t!(webhooks::EDIT), move || {
                state.error.set(None);
                editing.set(true);
            })
            .icon("pencil"),
            MenuItem::run(t!(webhooks::ROTATE), move || rotating.set(true)).icon("key"),
            MenuItem::run(t!(webhooks::DELETE), move || deleting.set(true)).danger(),
        ]
    });
    // Read inside a closure of its own, as below.
    let may_edit = move || {
        can(Permission::ACCOUNTS_EDIT).then(|| {
            view! {
                <Menu id="webhook-actions" label=t!(webhooks::MORE) icon="more" icon_only=true items=items variant=Variant::Ghost />
                <Button variant=Variant::Primary busy=testing.busy on_click=test>{t!(webhooks::SEND_TEST)}</Button>
            }
        })
    };
    let actions = move || view! { {may_edit} };
    // Inside a closure of its own: the table asks once, and what is shown here changes.
    let above = move || {
        let refused = testing.error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> });
        let secret = made.get().map(|made| view! { <Secret name=made.webhook.name secret=made.secret /> });
        let webhook = webhook.get();
        let off = (!webhook.enabled).then(|| view! { <Banner tone=Tone::Warn>{t!(webhooks::OFF_TEXT)}</Banner> });
        view! {
            {refused}
            {secret}
            {off}
            <p class="page-description breakable">{webhook.url} " · " {t!(webhooks::SECRET_HINT, hint = webhook.secret_hint)} " " <Time at=webhook.secret_set_at /></p>
        }
        .into_any()
    };
    let before = move || view! { {above} }.into_any();
    let none = || view! { <EmptyState title=t!(webhooks::LOG_NONE) text=t!(webhooks::LOG_NONE_TEXT).to_owned() icon="link" /> }.into_any();
    let name = webhook.with_untracked(|webhook| webhook.name.clone());
    let crumbs = vec![
        Crumb::link(account.name.clone(), format!("/accounts/{}/info", account.id)),
        Crumb::link(t!(notifications::SETTINGS), settings),
        Crumb::here(name.clone()),
    ];
    let form = move || webhook.with_untracked(Webhook::form);
    view! {
        <Table
            list
            title=name
            crumbs=crumbs
            actions=move || view! { <span class="scripting-only">{actions}</span> }
            before=before
            empty=none
            no_match=t!(webhooks::LOG_NO_MATCH).to_owned()
            end_note=t!(webhooks::LOG_END).to_owned()
        />
        <Dialog id="edit-webhook" open=editing title=t!(webhooks::EDIT) light_dismiss=false>
            <WebhookFields state form=form() save=t!(ui::SAVE) send=save />
        </Dialog>
        <ConfirmDialog
            id="rotate-webhook"
            open=rotating
            title=t!(webhooks::ROTATE)
            confirm=t!(webhooks::ROTATE)
            consequences=Signal::derive(|| vec![t!(webhooks::ROTATE_TEXT).to_owned()])
            work=rotation
            on_confirm=Callback::new(rotate)
        />
        <ConfirmDialog
            id="delete-webhook"
            open=deleting
            title=t!(webhooks::DELETE)
            confirm=t!(webhooks::DELETE)
            danger=true
            consequences=Signal::derive(|| vec![t!(webhooks::DELETE_TEXT).to_owned()])
            work=deletion
            on_confirm=Callback::new(delete)
        />
    }
    .into_any()
}

fn columns() -> Vec<Column<Delivery>> {
    vec![
        Column::new("created_at", t!(webhooks::CREATED), |row: &Delivery| view! { <Time at=row.created_at /> }.into_any())
            .sortable_descending()
            .fixed()
            .card(CardRole::Meta)
            .width(Width::Large),
        Column::text("title", t!(webhooks::WHAT), |row: &Delivery| row.title.clone()).card(CardRole::Title).width(Width::Wide),
        Column::new("state", t!(webhooks::STATE), |row: &Delivery| {
            let (tone, icon, state) = mark(row.state);
            view! { <Tag tone=tone icon=icon>{state}</Tag> }.into_any()
        })
        .card(CardRole::Status),
        Column::text("answer", t!(webhooks::ANSWER), answer).card(CardRole::Text),
        Column::text("duration", t!(webhooks::DURATION), took).width(Width::Small),
        Column::text("attempts", t!(webhooks::ATTEMPT), |row: &Delivery| row.attempts.to_string()).width(Width::Tiny),
        Column::text("code", t!(webhooks::CODE), |row: &Delivery| name_of("delivery_code", &row.code).into_owned()).hidden(),
    ]
}
