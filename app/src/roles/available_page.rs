//! `/accounts/{id}/roles`: the roles that people here can have, to look at (ROLE, "Pages").

use super::api::available_roles;
use super::labels;
use crate::i18n::t;
use crate::shell::{Permitted, Trouble, use_account};
use crate::ui::{Card, Crumb, PageHeader, Skeleton, Tag, Tone};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::access::{Base, MATRIX, Permission, Permissions, Verb};
use switchroom_types::roles::AvailableRole;

#[component]
pub fn AvailableRolesPage() -> impl IntoView {
    view! {
        <Title text=t!(roles::ROLES) />
        <Permitted needs=Permission::ROLES_VIEW>
            <Roles />
        </Permitted>
    }
}

#[component]
fn Roles() -> impl IntoView {
    let account = use_account();
    let id = account.id;
    let roles = Resource::new(|| (), move |()| available_roles(id));
    let crumbs = vec![Crumb::link(account.name.clone(), format!("/accounts/{id}/info")), Crumb::here(t!(roles::ROLES))];
    view! {
        <div class="page page-narrow">
            <PageHeader title=t!(roles::ROLES).to_owned() crumbs=crumbs />
            <p class="muted">{t!(roles::AVAILABLE_TEXT)}</p>
            <Transition fallback=|| view! { <Skeleton lines=6 /> }>
                {move || Suspend::new(async move {
                    match roles.await {
                        Ok(roles) => roles.into_iter().map(|role| view! { <Role role=role /> }).collect_view().into_any(),
                        Err(error) => view! { <Trouble error=error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Role(role: AvailableRole) -> impl IntoView {
    let custom = role.id.is_some();
    let name = if custom { role.name } else { labels::role(role.role).to_owned() };
    let base = Base::of(role.role);
    view! {
        <Card title=name>
            <div class="stack-small">
            <p class="row">
                {if custom {
                    view! { <Tag tone=Tone::Accent>{t!(roles::CUSTOM)}</Tag> }.into_any()
                } else {
                    view! { <Tag>{t!(roles::BASE)}</Tag> }.into_any()
                }}
                <span class="muted">{t!(roles::HOLDERS, n = role.holders)}</span>
            </p>
            {(!role.description.is_empty()).then(|| view! { <p>{role.description}</p> })}
            {match base {
                Some(base) => view! { <Summary base=base permissions=role.permissions /> }.into_any(),
                None => view! { <p class="muted">{t!(roles::USER_TEXT)}</p> }.into_any(),
            }}
            </div>
        </Card>
    }
    .into_any()
}

/// What a role permits, a line for each row of the matrix that it has.
#[component]
fn Summary(base: Base, permissions: Permissions) -> impl IntoView {
    let lines = MATRIX.iter().filter(|(_, of, _)| *of == base).filter_map(|(feature, ..)| {
        let verbs: Vec<_> = Verb::ALL
            .iter()
            .filter(|verb| permissions.contains(Permission::new(*feature, **verb)))
            .map(|verb| labels::verb(*verb))
            .collect();
        (!verbs.is_empty()).then(|| (labels::feature(base, *feature), verbs.join(", ")))
    });
    let lines = lines.map(|(feature, verbs)| view! { <div><dt>{feature}</dt><dd>{verbs}</dd></div> }).collect_view();
    view! {
        <details class="role-summary">
            <summary class="link">{t!(roles::SHOW_PERMISSIONS)}</summary>
            <dl>{lines}</dl>
        </details>
    }
    .into_any()
}
