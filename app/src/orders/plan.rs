//! What a plan is, behind an ⓘ (ORD-09).

use crate::i18n::name_of;
use crate::t;
use crate::ui::{KeyValue, KeyValues, Popover, Variant};
use leptos::prelude::*;
use switchroom_types::orders::Plan;

/// Opens on hover, focus or tap. `id` is unique in the page.
#[component]
pub fn PlanInfo(#[prop(into)] id: String, plan: Plan) -> impl IntoView {
    let Plan { sku, tier, name, description, term, inclusions, integration, .. } = plan;
    let needed = integration.map(|kind| name_of("integration", &kind));
    view! {
        <Popover id=id label=t!(orders::PLAN_DETAILS, plan = name) icon="info" icon_only=true small=true variant=Variant::Ghost hover=true wide=true>
            <div class="plan-info">
                <p class="plan-name">{name}</p>
                {(!description.is_empty()).then(|| view! { <p>{description}</p> })}
                <KeyValues>
                    {tier.map(|tier| view! { <KeyValue name=t!(orders::PLAN_TIER)>{tier}</KeyValue> })}
                    <KeyValue name=t!(orders::PLAN_SKU)>{sku}</KeyValue>
                    <KeyValue name=t!(orders::PLAN_TERM)>{term}</KeyValue>
                    {(!inclusions.is_empty())
                        .then(|| view! {
                            <KeyValue name=t!(orders::PLAN_INCLUDES)>
                                <ul class="plan-inclusions">{inclusions.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                            </KeyValue>
                        })}
                    {needed.map(|needed| view! { <KeyValue name=t!(orders::PLAN_INTEGRATION)>{needed}</KeyValue> })}
                </KeyValues>
            </div>
        </Popover>
    }
    .into_any()
}
