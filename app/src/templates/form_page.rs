//! `/accounts/{id}/templates/new` and `/accounts/{id}/templates/{template}` (TPL-02 to TPL-09, TPL-12).

use super::api::{choices_of_templates, create_template, delete_templates, edit_template, get_template};
use super::cx_fields::CxFields;
use super::entries::{Entries, is_complete};
use super::labels;
use super::pbx_fields::PbxFields;
use super::people_card::PeopleCard;
use crate::i18n::{t, tr_error};
use crate::shell::{Permitted, Trouble, can, use_account};
use crate::ui::{
    Banner, Button, Card, Checkbox, ConfirmDialog, ConflictView, Crumb, Dialog, DialogSize, Form, FormActions, FormState, PageHeader,
    Skeleton, Tag, TextField, Tip, Tone, Variant, Work, use_toasts,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use switchroom_types::access::Permission;
use switchroom_types::list::Selection;
use switchroom_types::templates::{CxLevel, TemplateChoices, TemplateDetail, TemplateProduct};
use switchroom_types::{AppError, TemplateId};

#[component]
pub fn NewTemplatePage() -> impl IntoView {
    view! {
        <Title text=t!(templates::NEW_TEMPLATE) />
        <Permitted needs=Permission::TEMPLATES_ADD>
            <Loaded create=true />
        </Permitted>
    }
}

#[component]
pub fn TemplatePage() -> impl IntoView {
    view! {
        <Permitted needs=Permission::TEMPLATES_VIEW>
            <Loaded create=false />
        </Permitted>
    }
}

#[component]
fn Loaded(create: bool) -> impl IntoView {
    let account = use_account().id;
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("template").and_then(|id| id.parse::<TemplateId>().ok()));
    let loaded = Resource::new(
        move || id.get(),
        move |id| async move {
            let template = match id {
                _ if create => None,
                Some(id) => Some(get_template(account, id).await?),
                None => return Err(AppError::not_found("template")),
            };
            Ok((template, choices_of_templates(account).await?))
        },
    );
    view! {
        <Transition fallback=|| view! { <div class="page page-narrow"><Skeleton title=true lines=6 /></div> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok((template, choices)) => view! { <Editor template=template choices=choices /> }.into_any(),
                    Err(error) => view! { <Trouble error=error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Editor(template: Option<TemplateDetail>, choices: TemplateChoices) -> impl IntoView {
    let account = use_account();
    let id = account.id;
    let entries = Entries::new(template.as_ref());
    let state = FormState::new("template");
    let toasts = use_toasts();
    let navigate = StoredValue::new(use_navigate());
    let list = format!("/accounts/{id}/templates");
    let go = {
        let list = list.clone();
        move |to: &str| navigate.with_value(|navigate| navigate(&format!("{list}{to}"), NavigateOptions::default()))
    };
    let go = StoredValue::new(go);
    let stored = RwSignal::new(template);
    let creating = stored.with_untracked(Option::is_none);
    let level = choices.cx.level;
    // TPL-03: with MiVoice Business there is a box for each product, otherwise Mitel CX is the only one.
    let implied = !choices.pbx_integrated;
    let hidden = level == CxLevel::None;
    let form = move || entries.form(implied, hidden);
    let incomplete = Signal::derive(move || !is_complete(&form()));
    let may_save = move || if creating { can(Permission::TEMPLATES_ADD) } else { can(Permission::TEMPLATES_EDIT) };
    let may_enter = move || can(Permission::TEMPLATES_ADD) || can(Permission::TEMPLATES_EDIT);
    let open_new = move |made: TemplateDetail| {
        toasts.show(Tone::Ok, t!(templates::CREATED, name = made.form.name));
        go.with_value(|go| go(&format!("/{}", made.id)));
    };
    let save = move |version: i32| {
        let form = untrack(form);
        match stored.with_untracked(|stored| stored.as_ref().map(|stored| stored.id)) {
            None => state.submit(create_template(id, form), open_new),
            Some(template) => state.submit(edit_template(id, template, version, form), move |saved| {
                entries.show(&saved);
                stored.set(Some(saved));
                toasts.show(Tone::Ok, t!(templates::SAVED));
            }),
        }
    };
    let version = move || stored.with_untracked(|stored| stored.as_ref().map_or(0, |stored| stored.version));
    let cancel = move |()| match stored.get_untracked() {
        Some(stored) => {
            entries.show(&stored);
            state.error.set(None);
            state.dirty.set(false);
        }
        None => go.with_value(|go| go("")),
    };
    // Somebody was faster: go on from their version, with one's own entries or with theirs.
    let resolve = move |mine: bool| {
        let Some(template) = stored.with_untracked(|stored| stored.as_ref().map(|stored| stored.id)) else { return };
        spawn_local(async move {
            match get_template(id, template).await {
                Ok(theirs) if mine => save(theirs.version),
                Ok(theirs) => {
                    entries.show(&theirs);
                    stored.set(Some(theirs));
                    state.error.set(None);
                    state.dirty.set(false);
                }
                Err(error) => state.error.set(Some(error)),
            }
        });
    };
    let conflicts =
        Signal::derive(move || state.error.with(|error| error.as_ref().map(|error| error.conflicts.clone()).unwrap_or_default()));
    let title = Signal::derive(move || {
        stored.with(|stored| stored.as_ref().map_or_else(|| t!(templates::NEW_TEMPLATE).to_owned(), |stored| stored.form.name.clone()))
    });
    // The server writes the title once the page is finished and its signals may be gone.
    let first_title = title.get_untracked();
    let crumbs = vec![
        Crumb::link(account.name.clone(), format!("/accounts/{id}/info")),
        Crumb::link(t!(templates::TEMPLATES), list),
        Crumb::here(first_title.clone()),
    ];
    let marks = move || {
        let products = move || stored.with(|stored| stored.as_ref().map(|stored| stored.products.clone()).unwrap_or_default());
        view! { {move || products().into_iter().map(|product| view! { <Tag icon=labels::product(product).0>{labels::product(product).1}</Tag> }).collect_view()} }
    };
    let gone = move || {
        let gone = stored.with(|stored| stored.as_ref().map(|stored| stored.gone.clone()).unwrap_or_default());
        (!gone.is_empty()).then(|| view! {
            <Banner tone=Tone::Warn title=t!(templates::GONE_TITLE).to_owned()>{t!(templates::GONE, settings = labels::gone(&gone))}</Banner>
        })
    };
    let TemplateChoices { pbx_integrated, pbx, cx, .. } = choices;
    let pbx_box = pbx_box(entries, pbx_integrated);
    let cx_box = (!implied).then(|| cx_box(entries, level, labels::missing(&cx.missing)));
    let lists = StoredValue::new(pbx);
    let pbx_part = move || entries.pbx.get().then(|| view! { <PbxFields entries=entries lists=lists.get_value() state=state /> });
    let access = StoredValue::new(cx);
    let cx_part = move || {
        // A part that may not be seen is not there to be shown; its box says so.
        (implied || (entries.cx.get() && !hidden))
            .then(|| view! { <CxFields entries=entries access=access.get_value() implied=implied state=state /> })
    };
    view! {
        <Title text=move || title.try_get().unwrap_or_else(|| first_title.clone()) />
        <div class="page page-narrow">
            <PageHeader title=title crumbs=crumbs marks=marks />
            {gone}
            <Form state=state on_submit=Callback::new(move |()| save(version()))>
                <ConflictView conflicts=conflicts label=labels::field on_resolve=resolve />
                <fieldset class="plain-fieldset stack" disabled=move || !may_enter()>
                    <Card>
                        <div class="stack">
                            <TextField name="name" label=t!(templates::NAME) value=entries.name max=80 required=true />
                            <TextField name="description" label=t!(templates::DESCRIPTION) value=entries.description max=500 />
                            <fieldset class="field">
                                <legend class="field-label">{t!(templates::PRODUCTS)}</legend>
                                <div class="stack-small">{pbx_box} {cx_box}</div>
                            </fieldset>
                        </div>
                    </Card>
                    {pbx_part}
                    {cx_part}
                </fieldset>
                {move || if may_save() {
                    view! {
                        <FormActions state=state on_cancel=cancel disabled=incomplete>
                            <OtherActions stored=stored state=state incomplete=incomplete form=Callback::new(move |()| untrack(form)) on_new=Callback::new(open_new) />
                        </FormActions>
                    }
                    .into_any()
                } else {
                    view! {
                        <div class="form-actions">
                            <div class="form-actions-start row">
                                <OtherActions stored=stored state=state incomplete=incomplete form=Callback::new(move |()| untrack(form)) on_new=Callback::new(open_new) />
                            </div>
                        </div>
                    }
                    .into_any()
                }}
            </Form>
            {move || (!creating && can(Permission::USERS_VIEW)).then(|| view! { <PeopleCard stored=stored /> })}
        </div>
    }
    .into_any()
}

fn pbx_box(entries: Entries, integrated: bool) -> AnyView {
    // A part that is there from before can be taken away.
    let closed = Signal::derive(move || !integrated && !entries.pbx.get());
    let reason = (!integrated).then(|| t!(templates::NEEDS_PBX).to_owned());
    view! { <Checkbox name="mivoice_business" label="MiVoice Business" value=entries.pbx note=reason.unwrap_or_default() disabled=closed /> }.into_any()
}

/// TPL-04: disabled, with the reason on hover and focus.
fn cx_box(entries: Entries, level: CxLevel, missing: String) -> AnyView {
    if level == CxLevel::None {
        let hint = missing.clone();
        return view! {
            <Tip text=missing>
                <span class="template-product" tabindex="0">
                    <Checkbox name="mitel_cx" label="Mitel CX" value=entries.cx note=t!(templates::CX_UNAVAILABLE).to_owned() disabled=Signal::stored(true) />
                    <span class="visually-hidden">{hint}</span>
                </span>
            </Tip>
        }
        .into_any();
    }
    let disabled = Signal::stored(level == CxLevel::Read);
    view! { <Checkbox name="mitel_cx" label="Mitel CX" value=entries.cx disabled=disabled /> }.into_any()
}

/// "Save as new" (TPL-08) and Delete (TPL-09).
#[component]
fn OtherActions(
    stored: RwSignal<Option<TemplateDetail>>,
    state: FormState,
    incomplete: Signal<bool>,
    form: Callback<(), switchroom_types::templates::TemplateForm>,
    on_new: Callback<TemplateDetail>,
) -> impl IntoView {
    let account = use_account().id;
    let (naming, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let name = RwSignal::new(String::new());
    let (adding, removing) = (Work::new(), Work::new());
    let toasts = use_toasts();
    let navigate = use_navigate();
    let there = move || stored.with(Option::is_some);
    let save_as_new = move || {
        let mut entered = form.run(());
        entered.name = name.get_untracked();
        adding.run(create_template(account, entered), move |made| {
            naming.set(false);
            state.dirty.set(false);
            on_new.run(made);
        });
    };
    let delete = move |()| {
        let Some(template) = stored.get_untracked() else { return };
        let navigate = navigate.clone();
        removing.run(delete_templates(account, Selection::Ids(vec![template.id]), "delete".to_owned()), move |_| {
            deleting.set(false);
            state.dirty.set(false);
            toasts.show(Tone::Ok, t!(templates::DELETED, n = 1));
            navigate(&format!("/accounts/{account}/templates"), NavigateOptions::default());
        });
    };
    let consequences = Signal::derive(move || {
        let users = stored.with(|stored| stored.as_ref().map_or(0, |stored| stored.users));
        vec![t!(templates::DELETE_KEEPS, n = users)]
    });
    let has_cx = move || {
        stored.with(|stored| {
            stored
                .as_ref()
                .is_some_and(|stored| stored.products.contains(&TemplateProduct::MitelCx) && stored.form.settings.mitel_cx.is_none())
        })
    };
    let foot = move || {
        view! {
            <Button on_click=move |_| naming.set(false)>{t!(ui::CANCEL)}</Button>
            <Button variant=Variant::Primary busy=adding.busy disabled=Signal::derive(move || name.with(|name| name.trim().is_empty())) on_click=move |_| save_as_new()>
                {t!(templates::SAVE_AS_NEW)}
            </Button>
        }
    };
    view! {
        {move || (there() && can(Permission::TEMPLATES_DELETE)).then(|| view! {
            <Button variant=Variant::Danger on_click=move |_| { removing.error.set(None); deleting.set(true) }>{t!(templates::DELETE)}</Button>
        })}
        {move || (there() && can(Permission::TEMPLATES_ADD)).then(|| view! {
            <Button disabled=incomplete on_click=move |_| {
                let old = stored.with_untracked(|stored| stored.as_ref().map(|stored| stored.form.name.clone()).unwrap_or_default());
                let entered = form.run(()).name;
                name.set(if entered == old { t!(templates::COPY_OF, name = old) } else { entered });
                adding.error.set(None);
                naming.set(true);
            }>{t!(templates::SAVE_AS_NEW)}</Button>
        })}
        <Dialog id="template-save-as-new" open=naming title=t!(templates::SAVE_AS_NEW).to_owned() size=DialogSize::Small foot=foot>
            {move || adding.error.get().map(|error| {
                let text = error.errors.first().map_or_else(|| tr_error(&error), crate::i18n::tr_field_error);
                view! { <Banner tone=Tone::Bad>{text}</Banner> }
            })}
            <TextField name="new_name" id="template-new-name" label=t!(templates::NAME) value=name max=80 required=true />
            {move || has_cx().then(|| view! { <p class="muted">{t!(templates::WITHOUT_CX)}</p> })}
        </Dialog>
        <ConfirmDialog
            id="delete-template"
            open=deleting
            title=t!(templates::DELETE_TITLE).to_owned()
            confirm=t!(templates::DELETE).to_owned()
            word="delete"
            danger=true
            consequences=consequences
            work=removing
            on_confirm=Callback::new(delete)
        />
    }
    .into_any()
}
