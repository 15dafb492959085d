//! `/notifications`: everything of the last 90 days.

use super::{
    api::{delete_notification, list_notifications},
    bell::Details,
    text::{outcome, repeated, title, tone},
};
use crate::{
    i18n::{name_of, tr_error},
    live::use_live_notifications,
    shell::use_me,
    t,
    ui::{Button, CardRole, Column, Filter, IconButton, LinkButton, List, ListSpec, Table, Tag, Time, Tone, Variant, Width, use_toasts},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use switchroom_types::NotificationId;
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::notifications::{NotificationKind, NotificationRow, NotificationStatus};

#[component]
pub fn InboxPage() -> impl IntoView {
    let details = RwSignal::new(None::<NotificationRow>);
    let removed = RwSignal::new(None::<NotificationId>);
    let kinds = NotificationKind::ALL.iter().map(|kind| (kind.to_string(), name_of("notification_kind", kind.as_str()).into_owned()));
    let statuses =
        NotificationStatus::ALL.iter().map(|status| (status.to_string(), name_of("notification_status", status.as_str()).into_owned()));
    let list = ListSpec::<NotificationRow>::new("notifications", list_notifications, |row| row.id.to_string(), title)
        .columns(columns(details, removed))
        .default_sort("-created_at")
        .search(t!(notifications::SEARCH))
        .filter(Filter::one("kind", t!(notifications::KIND), kinds.collect::<Vec<_>>()))
        .filter(Filter::one("status", t!(notifications::STATUS), statuses.collect::<Vec<_>>()))
        .href(|row| row.link.clone())
        .build();
    let changed = list.live();
    use_live_notifications(move |_| changed(0));
    remove_asked(removed, list);
    let actions =
        move || settings_link().map(|href| view! { <LinkButton href=href icon="settings">{t!(notifications::SETTINGS)}</LinkButton> });
    view! {
        <Title text=t!(notifications::TITLE) />
        <Table list title=t!(notifications::TITLE) actions=actions no_match=t!(notifications::NO_MATCH).to_owned() />
        <Details shown=details />
    }
}

/// The settings of the viewer's own account: of the partner for its Administrators.
fn settings_link() -> Option<String> {
    let me = use_me();
    let own = match me.role {
        Role::Partner => me.scope == Some(Scope::All),
        Role::Admin => true,
        Role::Operator | Role::User => false,
    };
    (own && me.permissions.contains(Permission::ACCOUNTS_VIEW)).then(|| format!("/accounts/{}/notifications", me.account_id))
}

/// Deletes what a bin was clicked for (NOTIF-06).
fn remove_asked(removed: RwSignal<Option<NotificationId>>, list: List) {
    let toasts = use_toasts();
    let changed = list.live();
    Effect::new(move |_| {
        let Some(id) = removed.get() else { return };
        spawn_local(async move {
            match delete_notification(id).await {
                Ok(()) => changed(0),
                Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
            }
        });
    });
}

fn columns(details: RwSignal<Option<NotificationRow>>, removed: RwSignal<Option<NotificationId>>) -> Vec<Column<NotificationRow>> {
    vec![
        Column::new("text", t!(notifications::TEXT), move |row: &NotificationRow| text(row, details)).fixed().card(CardRole::Title).width(Width::Wide),
        Column::new("status", t!(notifications::STATUS), |row: &NotificationRow| {
            let (tone, icon) = tone(row.status);
            let name = name_of("notification_status", row.status.as_str());
            view! { <Tag tone=tone icon=icon>{name}</Tag> }.into_any()
        })
        .card(CardRole::Status),
        Column::text("kind", t!(notifications::KIND), |row: &NotificationRow| name_of("notification_kind", row.kind.as_str()).into_owned()).width(Width::Small),
        Column::text("account", t!(notifications::ABOUT), |row: &NotificationRow| row.about_account_name.clone().unwrap_or_default())
            .card(CardRole::Text),
        Column::new("created_at", t!(notifications::CREATED), |row: &NotificationRow| view! { <Time at=row.created_at /> }.into_any())
            .sortable_descending()
            .card(CardRole::Meta)
            .width(Width::Large),
        Column::new("delete", t!(notifications::DELETE), move |row: &NotificationRow| {
            let (id, name) = (row.id, title(row));
            view! {
                <span class="scripting-only-inline">
                    <IconButton icon="trash" small=true label=t!(notifications::DELETE_NAMED, name = name) on_click=move |event: leptos::ev::MouseEvent| {
                        event.stop_propagation();
                        removed.set(Some(id));
                    } />
                </span>
            }
            .into_any()
        })
        .width(Width::Tiny),
    ]
}

fn text(row: &NotificationRow, details: RwSignal<Option<NotificationRow>>) -> AnyView {
    let shown = StoredValue::new(row.clone());
    let see = row.detail.is_some().then(|| {
        view! {
            <Button
                variant=Variant::Link
                small=true
                on_click=move |event: leptos::ev::MouseEvent| {
                    event.stop_propagation();
                    details.set(Some(shown.get_value()));
                }
            >
                {t!(notifications::SEE_DETAILS)}
            </Button>
        }
    });
    let unread = (!row.read).then(|| view! { <span class="visually-hidden">{t!(notifications::UNREAD)}</span> });
    view! {
        {unread}
        <span class=if row.read { "" } else { "notice-title" }>{title(row)}</span>
        {repeated(row)}
        {outcome(row).map(|outcome| view! { <span class="muted">" " {outcome}</span> })}
        {see}
    }
    .into_any()
}
