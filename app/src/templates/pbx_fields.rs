//! The MiVoice Business part of the form (TPL-02): chosen from what the PBX offers, or entered by name before it was read.

use super::entries::Entries;
use super::phones::Phones;
use crate::i18n::t;
use crate::ui::{Card, Checkbox, FormState, SelectField, TextField};
use leptos::prelude::*;
use switchroom_types::templates::{PbxLists, VALUE};

#[component]
pub fn PbxFields(entries: Entries, lists: Option<PbxLists>, state: FormState) -> impl IntoView {
    let read = lists.is_some();
    let lists = lists.unwrap_or_default();
    let categories: Vec<String> = lists.categories.iter().map(|category| category.name.clone()).collect();
    let tiers = StoredValue::new(lists.categories.clone());
    let tiers = Signal::derive(move || {
        let chosen = entries.category.get();
        tiers.with_value(|all| {
            all.iter().find(|category| category.name == chosen).map(|category| category.tiers.clone()).unwrap_or_default()
        })
    });
    let name = |part: &str| format!("settings.mivoice_business.{part}");
    view! {
        <Card title="MiVoice Business".to_owned()>
            <div class="stack">
                {(!read).then(|| view! { <p class="muted">{t!(templates::NOT_READ)}</p> })}
                <div class="form-grid">
                    <NamedField name=name("service_category") label=t!(templates::CATEGORY) value=entries.category read=read offered=categories />
                    <NamedField name=name("tier") label=t!(templates::TIER) value=entries.tier read=read offered=tiers />
                    <NamedField name=name("group") label=t!(templates::GROUP) value=entries.group read=read offered=lists.groups.clone() />
                    <NamedField name=name("department") label=t!(templates::DEPARTMENT) value=entries.department read=read offered=lists.departments.clone() />
                    <NamedField name=name("location") label=t!(templates::LOCATION) value=entries.location read=read offered=lists.locations.clone() />
                </div>
                <Checkbox name=name("voicemail") label=t!(templates::VOICEMAIL) value=entries.voicemail />
                <Phones entries=entries lists=lists read=read state=state />
            </div>
        </Card>
    }
    .into_any()
}

/// Something that a system has a name for: chosen where the system was read, entered otherwise. A value that the system does
/// not know any more stays and says so (TPL-12).
#[component]
pub fn NamedField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    /// The system was read.
    read: bool,
    #[prop(into)] offered: Signal<Vec<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    if !read {
        return view! { <TextField name=name label=label value=value max=80 required=required disabled=disabled /> }.into_any();
    }
    debug_assert_eq!(VALUE, 80);
    let options = Signal::derive(move || {
        let present = value.get();
        let mut options: Vec<(String, String)> = offered.get().into_iter().map(|name| (name.clone(), name)).collect();
        if !present.is_empty() && !options.iter().any(|(name, _)| *name == present) {
            let gone = t!(templates::NO_LONGER, name = present);
            options.insert(0, (present, gone));
        }
        options
    });
    let nothing = Signal::derive(move || {
        (offered.with(Vec::is_empty) && value.with(String::is_empty)).then(|| t!(templates::NOTHING_OFFERED).to_owned())
    });
    view! {
        <SelectField
            name=name
            label=label
            value=value
            options=options
            empty=t!(templates::NONE).to_owned()
            required=required
            disabled=disabled
            disabled_reason=nothing
        />
    }
    .into_any()
}
