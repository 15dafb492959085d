//! `/accounts/{id}/templates` (TPL, "Pages").

use super::api::{delete_templates, list_templates};
use super::copy_dialog::CopyDialog;
use super::import_dialog::ImportButton;
use super::labels;
use crate::i18n::{number, t};
use crate::live::use_live_history;
use crate::shell::{Permitted, can, use_account, use_me};
use crate::ui::table::{CardRole, Column, Filter, ListSpec, Table, Width};
use crate::ui::{Button, ConfirmDialog, Crumb, EmptyState, Icon, LinkButton, Tag, Time, TimeFormat, Tone, Variant, Work, use_toasts};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::TemplateId;
use switchroom_types::access::{Permission, Role};
use switchroom_types::history::Asset;
use switchroom_types::list::Selection;
use switchroom_types::templates::{TemplateProduct, TemplateRow};

#[component]
pub fn TemplatesPage() -> impl IntoView {
    view! {
        <Title text=t!(templates::TEMPLATES) />
        <Permitted needs=Permission::TEMPLATES_VIEW>
            <Templates />
        </Permitted>
    }
}

#[component]
fn Templates() -> impl IntoView {
    let account = use_account();
    let id = account.id;
    let products =
        TemplateProduct::ALL.iter().map(|product| (product.to_string(), labels::product(*product).1.to_owned())).collect::<Vec<_>>();
    let list =
        ListSpec::<TemplateRow>::new("templates", move |query| list_templates(id, query), |row| row.id.to_string(), |row| row.name.clone())
            .columns(columns())
            .default_sort("name")
            .search(t!(templates::SEARCH))
            .filter(Filter::one("product", t!(templates::PRODUCTS), products))
            .href(move |row| Some(format!("/accounts/{id}/templates/{}", row.id)))
            .selectable()
            .export(format!("/api/v1/accounts/{id}/templates"))
            .build();
    use_live_history(Some(id), &[Asset::Template, Asset::User], list.live());
    let (deleting, copying) = (RwSignal::new(false), RwSignal::new(false));
    let work = Work::new();
    let toasts = use_toasts();
    let new_page = StoredValue::new(format!("/accounts/{id}/templates/new"));
    let done = Callback::new(move |()| {
        list.clear_selection();
        list.refresh();
    });
    let delete = move |()| {
        let Some(selection) = untrack(|| list.selection()).and_then(Selection::typed::<TemplateId>) else { return };
        work.run(delete_templates(id, selection, "delete".to_owned()), move |count| {
            deleting.set(false);
            toasts.show(Tone::Ok, t!(templates::DELETED, n = count));
            done.run(());
        });
    };
    let partner = use_me().role == Role::Partner;
    let chosen = Signal::derive(move || match list.selection().and_then(Selection::typed::<TemplateId>) {
        Some(Selection::Ids(ids)) => ids,
        _ => Vec::new(),
    });
    let actions = move || {
        view! {
            {move || can(Permission::TEMPLATES_ADD).then(|| view! {
                <ImportButton on_done=Callback::new(move |()| list.refresh()) />
                <LinkButton href=new_page.get_value() variant=Variant::Primary icon="plus">{t!(templates::CREATE)}</LinkButton>
            })}
        }
        .into_any()
    };
    let one_by_one = Signal::derive(move || chosen.with(Vec::is_empty).then(|| t!(templates::COPY_TICKED).to_owned()));
    let bulk = move || {
        view! {
            {move || (partner && can(Permission::TEMPLATES_ADD)).then(|| view! {
                <Button small=true icon="copy" disabled_reason=one_by_one on_click=move |_| copying.set(true)>{t!(templates::COPY_TO_ACCOUNTS)}</Button>
            })}
            {move || can(Permission::TEMPLATES_DELETE).then(|| view! {
                <Button small=true icon="trash" variant=Variant::Danger on_click=move |_| { work.error.set(None); deleting.set(true) }>{t!(templates::DELETE)}</Button>
            })}
        }
        .into_any()
    };
    let empty = move || {
        view! {
            <EmptyState title=t!(templates::EMPTY_TITLE) text=t!(templates::EMPTY_TEXT).to_owned() icon="template">
                {can(Permission::TEMPLATES_ADD).then(|| view! {
                    <LinkButton href=new_page.get_value() variant=Variant::Primary icon="plus">{t!(templates::CREATE)}</LinkButton>
                })}
            </EmptyState>
        }
        .into_any()
    };
    let crumbs = vec![Crumb::link(account.name.clone(), format!("/accounts/{id}/info")), Crumb::here(t!(templates::TEMPLATES))];
    view! {
        <Table list=list title=t!(templates::TEMPLATES) crumbs=crumbs actions=actions bulk=bulk empty=empty />
        <CopyDialog open=copying templates=chosen on_done=Callback::new(move |()| list.clear_selection()) />
        <ConfirmDialog
            id="delete-templates"
            open=deleting
            title=t!(templates::DELETE_TITLE).to_owned()
            confirm=t!(templates::DELETE).to_owned()
            word="delete"
            danger=true
            consequences=Signal::derive(move || vec![
                t!(templates::DELETE_COUNT, n = list.picked_count().value),
                t!(templates::DELETE_KEEPS_ALL).to_owned(),
            ])
            work=work
            on_confirm=Callback::new(delete)
        />
    }
    .into_any()
}

fn columns() -> Vec<Column<TemplateRow>> {
    vec![
        Column::text("name", t!(templates::COLUMN_NAME), |row: &TemplateRow| row.name.clone())
            .sortable()
            .fixed()
            .width(Width::Wide)
            .card(CardRole::Title),
        Column::text("description", t!(templates::COLUMN_DESCRIPTION), |row: &TemplateRow| row.description.clone())
            .width(Width::Wide)
            .card(CardRole::Text),
        Column::new("products", t!(templates::COLUMN_PRODUCTS), products).width(Width::Small).card(CardRole::Status),
        Column::new("users", t!(templates::COLUMN_USERS), users).width(Width::Small),
        Column::new("modified_at", t!(templates::COLUMN_MODIFIED), modified).sortable_descending().width(Width::Large).card(CardRole::Meta),
    ]
}

/// TPL-01: an icon for each product, named for those who do not see it.
fn products(row: &TemplateRow) -> AnyView {
    let one = |product: &TemplateProduct| {
        let (icon, name) = labels::product(*product);
        view! { <span class="template-icon" title=name><Icon name=icon /><span class="visually-hidden">{name}</span></span> }
    };
    view! { <span class="row">{row.products.iter().map(one).collect_view()}</span> }.into_any()
}

fn users(row: &TemplateRow) -> AnyView {
    let drifted = row.drifted;
    view! {
        <span class="row">
            {number(row.users)}
            {(drifted > 0).then(|| view! { <Tag tone=Tone::Warn>{t!(templates::DRIFTED, n = drifted)}</Tag> })}
        </span>
    }
    .into_any()
}

fn modified(row: &TemplateRow) -> AnyView {
    let by = (!row.modified_by.is_empty()).then(|| format!(" ({})", row.modified_by));
    view! { <span class="muted"><Time at=row.modified_at format=TimeFormat::Date />{by}</span> }.into_any()
}
