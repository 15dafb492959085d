//! A user's services: category, tier and the template that they came from (TPL-10). Loaded by the browser: it is a tool.

use super::api::{change_services, clear_services, services_of};
use super::labels;
use crate::i18n::{t, tr_error, tr_field_error};
use crate::shell::{can, use_account};
use crate::ui::{
    Banner, Button, Card, Checkbox, ConfirmDialog, KeyValue, KeyValues, SelectField, Skeleton, Tag, Time, Tone, Variant, Work, use_toasts,
};
use leptos::prelude::*;
use switchroom_types::UserId;
use switchroom_types::access::Permission;
use switchroom_types::templates::{AppliedTemplate, ApplyServices, UserServices};

#[component]
pub fn ServicesCard(id: UserId) -> impl IntoView {
    let account = use_account().id;
    let known = RwSignal::new(None::<UserServices>);
    let (loading, work, clearing) = (Work::new(), Work::new(), Work::new());
    let toasts = use_toasts();
    let (category, tier, template) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let narrowed = RwSignal::new(true);
    let asking = RwSignal::new(false);
    let show = move |services: UserServices| {
        let (own_category, own_tier) = services.settings.category();
        category.set(own_category.to_owned());
        tier.set(own_tier.to_owned());
        template.set(String::new());
        known.set(Some(services));
    };
    Effect::new(move |_| loading.run(services_of(account, id), show));
    let apply = move |_| {
        let wanted = ApplyServices {
            template_id: template.with_untracked(|id| id.parse().ok()),
            service_category: Some(category.get_untracked()),
            tier: Some(tier.get_untracked()),
        };
        work.run(change_services(account, id, wanted), move |services| {
            show(services);
            toasts.show(Tone::Ok, t!(templates::APPLIED));
        });
    };
    let clear = move |()| {
        clearing.run(clear_services(account, id), move |services| {
            asking.set(false);
            show(services);
        });
    };
    let pairs = |names: Vec<String>| names.into_iter().map(|name| (name.clone(), name)).collect::<Vec<_>>();
    let categories = Signal::derive(move || {
        known.with(|known| {
            known.as_ref().map(|known| pairs(known.categories.iter().map(|each| each.name.clone()).collect())).unwrap_or_default()
        })
    });
    let tiers = Signal::derive(move || {
        let chosen = category.get();
        let of = |known: &UserServices| known.categories.iter().find(|each| each.name == chosen).map(|each| each.tiers.clone());
        known.with(|known| pairs(known.as_ref().and_then(of).unwrap_or_default()))
    });
    // Only templates of the chosen category and tier, unless the box is unticked.
    let offered = Signal::derive(move || {
        let (category, tier, narrowed) = (category.get(), tier.get(), narrowed.get());
        known.with(|known| {
            let all = known.as_ref().map(|known| known.templates.clone()).unwrap_or_default();
            let fits = |own: &str, chosen: &str| chosen.is_empty() || own == chosen;
            let shown = all
                .into_iter()
                .filter(|each| !narrowed || (fits(&each.service_category, &category) && fits(&each.tier, &tier)))
                .map(|each| (each.id.to_string(), if each.blocked { t!(templates::BLOCKED, name = each.name) } else { each.name }));
            shown.collect::<Vec<_>>()
        })
    });
    Effect::new(move |before: Option<String>| {
        let chosen = template.get();
        if before.as_ref().is_some_and(|before| *before != chosen) && !chosen.is_empty() {
            // What the template says is what is going to be applied, unless it is changed before.
            known.with_untracked(|known| {
                let of = known.as_ref().and_then(|known| known.templates.iter().find(|each| each.id.to_string() == chosen));
                if let Some(of) = of.filter(|of| !of.service_category.is_empty()) {
                    category.set(of.service_category.clone());
                    tier.set(of.tier.clone());
                }
            });
        }
        chosen
    });
    let no_templates = Signal::derive(move || offered.with(Vec::is_empty).then(|| t!(templates::NO_TEMPLATES).to_owned()));
    let no_category = Signal::derive(move || categories.with(Vec::is_empty).then(|| t!(templates::NO_CATEGORIES).to_owned()));
    let no_tier =
        Signal::derive(move || (tiers.with(Vec::is_empty) && tier.with(String::is_empty)).then(|| t!(templates::NO_TIERS).to_owned()));
    let unchanged = Signal::derive(move || {
        let (category, tier) = (category.get(), tier.get());
        let same = known.with(|known| known.as_ref().is_none_or(|known| known.settings.category() == (category.as_str(), tier.as_str())));
        same && template.with(String::is_empty)
    });
    let may_edit = move || can(Permission::USERS_EDIT);
    let controls = move || {
        view! {
            <div class="form-grid">
                <SelectField name="service_category" id="services-category" label=t!(templates::CATEGORY) value=category options=categories empty=t!(templates::NONE).to_owned() disabled_reason=no_category />
                <SelectField name="tier" id="services-tier" label=t!(templates::TIER) value=tier options=tiers empty=t!(templates::NONE).to_owned() disabled_reason=no_tier />
                <SelectField name="template" id="services-template" label=t!(templates::TEMPLATE) value=template options=offered empty=t!(templates::CHOOSE).to_owned() disabled_reason=no_templates />
            </div>
            <Checkbox name="filter_templates" label=t!(templates::FILTER) value=narrowed />
            <div class="row">
                <Button variant=Variant::Primary busy=work.busy disabled=unchanged on_click=apply>{t!(templates::APPLY)}</Button>
                {move || known.with(|known| known.as_ref().is_some_and(|known| known.applied_at.is_some())).then(|| view! {
                    <Button on_click=move |_| { clearing.error.set(None); asking.set(true) }>{t!(templates::CLEAR)}</Button>
                })}
            </div>
        }
    };
    let body = move || match known.with(Option::is_some) {
        false => view! { <Skeleton /> }.into_any(),
        true => view! {
            {move || known.get().map(|known| view! { <Present services=known /> })}
            {move || may_edit().then(controls)}
            <p class="muted">{t!(templates::WAITS_FOR_PBX)}</p>
        }
        .into_any(),
    };
    let refusal = move || {
        loading.error.get().or_else(|| work.error.get()).map(|error| {
            let text = error.errors.first().map_or_else(|| tr_error(&error), tr_field_error);
            view! { <Banner tone=Tone::Bad>{text}</Banner> }
        })
    };
    view! {
        <div class="scripting-only">
            <Card title=t!(templates::SERVICES).to_owned() id="user-services">
                <div class="stack">{refusal} {body}</div>
            </Card>
        </div>
        <ConfirmDialog
            id="clear-services"
            open=asking
            title=t!(templates::CLEAR_TITLE).to_owned()
            confirm=t!(templates::CLEAR).to_owned()
            danger=true
            consequences=Signal::derive(|| vec![t!(templates::CLEAR_TEXT).to_owned()])
            work=clearing
            on_confirm=Callback::new(clear)
        />
    }
    .into_any()
}

/// What the user has now, and whether that is what the template says.
#[component]
fn Present(services: UserServices) -> impl IntoView {
    let account = use_account().id;
    let Some(at) = services.applied_at else { return view! { <p class="muted">{t!(templates::NO_SERVICES)}</p> }.into_any() };
    let template = services.template.map(|template| {
        let AppliedTemplate { id, name, version, current_version, differs } = template;
        let href = format!("/accounts/{account}/templates/{id}");
        let name = match current_version {
            Some(_) => view! {
                {move || match can(Permission::TEMPLATES_VIEW) {
                    true => view! { <a class="link" href=href.clone()>{name.clone()}</a> }.into_any(),
                    false => name.clone().into_any(),
                }}
            }
            .into_any(),
            None => name.into_any(),
        };
        let state = match current_version {
            None => view! { <Tag>{t!(templates::TEMPLATE_GONE)}</Tag> }.into_any(),
            Some(_) if differs.is_empty() => view! { <Tag tone=Tone::Ok>{t!(templates::AS_IT_SAYS)}</Tag> }.into_any(),
            Some(_) => view! { <Tag tone=Tone::Warn>{t!(templates::DIFFERS, fields = labels::fields(&differs))}</Tag> }.into_any(),
        };
        view! { <KeyValue name=t!(templates::TEMPLATE)><span class="row">{name} " " <span class="muted">{t!(templates::VERSION_N, n = version)}</span> {state}</span></KeyValue> }
    });
    let (category, tier) = services.settings.category();
    let chosen = [category, tier].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    view! {
        <KeyValues>
            {template}
            {(!chosen.is_empty()).then(|| view! { <KeyValue name=t!(templates::CATEGORY)>{chosen.clone()}</KeyValue> })}
            <KeyValue name=t!(templates::APPLIED_ON)><Time at=at /> " (" {services.applied_by.clone()} ")"</KeyValue>
        </KeyValues>
    }
    .into_any()
}
