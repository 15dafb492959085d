//! The Mitel CX part of the form (TPL-03 to TPL-06), and what is missing for it.

use super::entries::Entries;
use super::labels;
use super::pbx_fields::NamedField;
use crate::i18n::t;
use crate::ui::{Banner, Card, Checkbox, FormState, TextField, Tone};
use leptos::prelude::*;
use switchroom_types::templates::{CxAccess, CxLevel, MediaType};

/// `implied`: there is no check box for this product, so the card says itself what is missing.
#[component]
pub fn CxFields(entries: Entries, access: CxAccess, implied: bool, state: FormState) -> impl IntoView {
    let closed = access.level == CxLevel::None;
    let read_only = access.level != CxLevel::Write;
    let missing = (implied && closed).then(|| labels::missing(&access.missing));
    let lists = access.lists;
    let read = !closed;
    let name = |part: &str| format!("settings.mitel_cx.{part}");
    let media = MediaType::ALL
        .iter()
        .map(|media| {
            let media = *media;
            let on = RwSignal::new(entries.media.with_untracked(|all| all.contains(&media)));
            Effect::new(move |_| {
                let wanted = entries.media.with(|all| all.contains(&media));
                if on.get_untracked() != wanted {
                    on.set(wanted);
                }
            });
            let change = Callback::new(move |wanted: bool| {
                entries.media.update(|all| {
                    all.retain(|each| *each != media);
                    if wanted {
                        all.push(media);
                        all.sort();
                    }
                });
                state.dirty.set(true);
            });
            view! { <Checkbox name=name("media") label=labels::media(media) value=on on_change=change /> }
        })
        .collect_view();
    let licences_help = if lists.licences.is_empty() {
        t!(templates::LICENCES_HELP).to_owned()
    } else {
        t!(templates::LICENCES_OFFERED, names = lists.licences.join(", "))
    };
    view! {
        <Card title="Mitel CX".to_owned()>
            {missing.map(|text| view! { <Banner tone=Tone::Info title=t!(templates::CX_UNAVAILABLE).to_owned()>{text}</Banner> })}
            {(access.level == CxLevel::Read).then(|| view! { <Banner tone=Tone::Info>{t!(templates::CX_READ_ONLY)}</Banner> })}
            <fieldset class="plain-fieldset stack" disabled=read_only>
                <div class="form-grid">
                    <NamedField name=name("site") label=t!(templates::SITE) value=entries.site read=read offered=lists.sites.clone() required=true />
                    <NamedField
                        name=name("security_role")
                        label=t!(templates::SECURITY_ROLE)
                        value=entries.security_role
                        read=read
                        offered=lists.security_roles.clone()
                        required=true
                    />
                    <NamedField name=name("workload") label=t!(templates::WORKLOAD) value=entries.workload read=read offered=lists.workloads.clone() />
                    <TextField name=name("licences") label=t!(templates::LICENCES) value=entries.licences help=licences_help max=2000 />
                </div>
                <fieldset class="field">
                    <legend class="field-label">{t!(templates::MEDIA)}</legend>
                    <div class="row">{media}</div>
                </fieldset>
            </fieldset>
        </Card>
    }
    .into_any()
}
