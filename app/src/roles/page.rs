//! `/roles/new` and `/roles/{role}`: what a role permits (ROLE-13, ROLE-14, ROLE-21).

use super::api::get_role;
use super::editor::Editor;
use crate::i18n::t;
use crate::shell::{PartnersOnly, Permitted, Trouble};
use crate::ui::Skeleton;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use switchroom_types::access::Permission;
use switchroom_types::{AppError, RoleId};

#[component]
pub fn NewRolePage() -> impl IntoView {
    view! {
        <Title text=t!(roles::NEW) />
        <PartnersOnly>
            <Permitted needs=Permission::ROLES_ADD>
                <Loaded create=true />
            </Permitted>
        </PartnersOnly>
    }
}

#[component]
pub fn RolePage() -> impl IntoView {
    view! {
        <PartnersOnly>
            <Permitted needs=Permission::ROLES_VIEW>
                <Loaded create=false />
            </Permitted>
        </PartnersOnly>
    }
}

/// A new role may begin as another one: `?from=`.
#[component]
fn Loaded(create: bool) -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| {
        let text = if create { query.read().get("from") } else { params.read().get("role") };
        text.map(|text| text.parse::<RoleId>().ok())
    });
    let loaded = Resource::new(
        move || id.get(),
        move |id| async move {
            match id {
                Some(Some(id)) => get_role(id).await.map(Some),
                None if create => Ok(None),
                _ => Err(AppError::not_found("role")),
            }
        },
    );
    view! {
        <Transition fallback=|| view! { <div class="page page-narrow"><Skeleton title=true lines=8 /></div> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(role) => view! { <Editor role=role create=create /> }.into_any(),
                    Err(error) => view! { <Trouble error=error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}
