//! Phones of a template with their programmable keys.

use super::entries::{Entries, KeyEntry, PhoneEntry};
use super::labels;
use super::pbx_fields::NamedField;
use crate::i18n::t;
use crate::ui::{Button, Checkbox, FormState, IconButton, SelectField, TextField};
use leptos::prelude::*;
use switchroom_types::templates::{KEY_FUNCTIONS, MAX_KEYS, MAX_PHONES, PbxLists, PhoneKind, RingType, TemplateKey, dials, rings};

#[component]
pub fn Phones(entries: Entries, lists: PbxLists, read: bool, state: FormState) -> impl IntoView {
    let lists = StoredValue::new(lists);
    let change = move |with: &dyn Fn(&mut Vec<PhoneEntry>)| {
        entries.phones.update(|phones| with(phones));
        state.dirty.set(true);
    };
    let phones = move || {
        let all = entries.phones.get().into_iter().enumerate();
        let one = |(nth, phone): (usize, PhoneEntry)| {
            let remove = Callback::new(move |()| {
                change(&|phones| {
                    if nth < phones.len() {
                        phones.remove(nth);
                    }
                });
            });
            view! { <Phone entries=entries phone=phone nth=nth lists=lists read=read state=state on_remove=remove /> }
        };
        all.map(one).collect_view()
    };
    let add = move |_| {
        let phone = entries.phone(None);
        change(&|phones| phones.push(phone));
    };
    let full = Signal::derive(move || entries.phones.with(Vec::len) >= MAX_PHONES);
    view! {
        <h3>{t!(templates::PHONES)}</h3>
        {phones}
        <div class="row scripting-only">
            <Button small=true icon="plus" disabled=full on_click=add>{t!(templates::ADD_PHONE)}</Button>
        </div>
    }
    .into_any()
}

#[component]
fn Phone(
    entries: Entries,
    phone: PhoneEntry,
    nth: usize,
    lists: StoredValue<PbxLists>,
    read: bool,
    state: FormState,
    on_remove: Callback<()>,
) -> impl IntoView {
    let at = format!("settings.mivoice_business.phones.{nth}");
    let kinds: Vec<(String, String)> = PhoneKind::ALL.iter().map(|kind| (kind.to_string(), labels::phone(*kind).to_owned())).collect();
    let is = move |kind: PhoneKind| phone.kind.with(|value| value == kind.as_str());
    let model = {
        let at = at.clone();
        let types = lists.with_value(|lists| lists.phone_types.clone());
        move || {
            is(PhoneKind::Desk).then(|| view! {
                <NamedField name=format!("{at}.model") label=t!(templates::PHONE_TYPE) value=phone.model read=read offered=types.clone() required=true />
            })
        }
    };
    let hot_desk = {
        let at = at.clone();
        move || {
            is(PhoneKind::HotDesk).then(|| {
                view! {
                    <Checkbox name=format!("{at}.acd_agent") label=t!(templates::ACD_AGENT) value=phone.acd_agent />
                    <Checkbox name=format!("{at}.external_phone") label=t!(templates::EXTERNAL_PHONE) value=phone.external_phone />
                }
            })
        }
    };
    let functions = Signal::derive(move || {
        let more = lists.with_value(|lists| lists.functions.clone());
        KEY_FUNCTIONS.iter().map(|name| (*name).to_owned()).chain(more).map(|name| (name.clone(), name)).collect::<Vec<_>>()
    });
    let keys = {
        let at = at.clone();
        move || {
            let all = phone.keys.get().into_iter().enumerate();
            let one = |(row, key): (usize, KeyEntry)| {
                let remove = Callback::new(move |()| {
                    phone.keys.update(|keys| {
                        if row < keys.len() {
                            keys.remove(row);
                        }
                    });
                    state.dirty.set(true);
                });
                view! { <Key key=key at=format!("{at}.keys.{row}") functions=functions on_remove=remove /> }
            };
            all.map(one).collect_view()
        }
    };
    let add_key = move |_| {
        let key = entries.key(&TemplateKey { position: phone.next_key(), ..TemplateKey::default() });
        phone.keys.update(|keys| keys.push(key));
        state.dirty.set(true);
    };
    let full = Signal::derive(move || phone.keys.with(Vec::len) >= usize::from(MAX_KEYS) - 1);
    let title = t!(templates::PHONE_NTH, n = nth + 1);
    view! {
        <fieldset class="template-phone">
            <legend>{title.clone()}</legend>
            <div class="stack">
                <div class="form-grid">
                    <SelectField name=format!("{at}.kind") label=t!(templates::PHONE_KIND) value=phone.kind options=Signal::stored(kinds) />
                    {model}
                </div>
                {hot_desk}
                {keys}
                <div class="row scripting-only">
                    <Button small=true icon="plus" disabled=full on_click=add_key>{t!(templates::ADD_KEY)}</Button>
                    <Button small=true icon="trash" on_click=move |_| on_remove.run(())>{t!(templates::REMOVE_PHONE, name = title)}</Button>
                </div>
            </div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Key(key: KeyEntry, at: String, functions: Signal<Vec<(String, String)>>, on_remove: Callback<()>) -> impl IntoView {
    let ring_types: Vec<(String, String)> = RingType::ALL.iter().map(|ring| (ring.to_string(), labels::ring(*ring).to_owned())).collect();
    let no_ring = Signal::derive(move || key.function.with(|function| (!rings(function)).then(|| t!(templates::NO_RING).to_owned())));
    let no_extension =
        Signal::derive(move || key.function.with(|function| (!dials(function)).then(|| t!(templates::NO_EXTENSION).to_owned())));
    // What a function does not have goes with the choice of it.
    Effect::new(move |_| {
        key.function.with(|function| {
            if !rings(function) && !key.ring.with_untracked(String::is_empty) {
                key.ring.set(String::new());
            }
            if !dials(function) && !key.extension.with_untracked(String::is_empty) {
                key.extension.set(String::new());
            }
        });
    });
    view! {
        <div class="template-key">
            <TextField name=format!("{at}.position") label=t!(templates::KEY) value=key.position kind="number" max=2 required=true />
            <SelectField
                name=format!("{at}.function")
                label=t!(templates::FUNCTION)
                value=key.function
                options=functions
                empty=t!(templates::CHOOSE).to_owned()
                required=true
            />
            <TextField name=format!("{at}.label") label=t!(templates::LABEL) value=key.label max=16 />
            <SelectField
                name=format!("{at}.ring")
                label=t!(templates::RING_TYPE)
                value=key.ring
                options=Signal::stored(ring_types)
                empty=t!(templates::RING_DEFAULT).to_owned()
                disabled_reason=no_ring
            />
            <TextField name=format!("{at}.extension") label=t!(templates::EXTENSION) value=key.extension max=20 disabled_reason=no_extension />
            <span class="template-key-remove scripting-only">
                <IconButton icon="trash" label=t!(templates::REMOVE_KEY, key = key.position.get_untracked()) on_click=move |_| on_remove.run(()) />
            </span>
        </div>
    }
    .into_any()
}
