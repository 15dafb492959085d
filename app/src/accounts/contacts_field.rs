//! Support contacts: chips, and a field that suggests people and takes addresses (SUPC).

use super::api::suggest_contacts;
use super::entries::Entries;
use crate::i18n::t;
use crate::shell::{api::Installation, use_me};
use crate::ui::{Chip, Debounce, FormState, Icon, Latest};
use leptos::{ev::KeyboardEvent, prelude::*};
use switchroom_types::AccountId;
use switchroom_types::access::Role;
use switchroom_types::accounts::SupportContact;

const FIELD: &str = "support_contacts";
const LIST: &str = "support-contact-suggestions";
const PAUSE: u64 = 150;

#[component]
pub fn ContactsField(entries: Entries, state: FormState, #[prop(optional)] account: Option<AccountId>) -> impl IntoView {
    let contacts = entries.contacts;
    let typed = entries.typed_contact;
    let offered = RwSignal::new(Vec::<SupportContact>::new());
    let active = RwSignal::new(0_usize);
    let invalid = RwSignal::new(false);
    let latest = Latest::new();
    let debounce = Debounce::new(PAUSE);
    let is_partner = use_me().role == Role::Partner;
    let has = move |email: &str| contacts.with(|known| known.iter().any(|contact| contact.email.eq_ignore_ascii_case(email)));
    let add = move |contact: SupportContact| {
        if !untrack(|| has(&contact.email)) {
            contacts.update(|contacts| contacts.push(contact));
        }
        typed.set(String::new());
        offered.set(Vec::new());
        invalid.set(false);
        state.dirty.set(true);
    };
    let ask = move || {
        let text = typed.get_untracked();
        if text.trim().is_empty() {
            latest.drop_earlier();
            offered.set(Vec::new());
            return;
        }
        latest.ask(suggest_contacts(account, text), move |found| {
            active.set(0);
            let found = found.unwrap_or_default();
            offered.set(found.into_iter().filter(|contact| !untrack(|| has(&contact.email))).collect());
        });
    };
    let take_typed = move || {
        let text = typed.get_untracked().trim().to_owned();
        if text.is_empty() {
            return;
        }
        if looks_like_email(&text) {
            add(SupportContact { user_id: None, email: text, name: String::new() });
        } else {
            // SUPC-02: what was typed stays.
            invalid.set(true);
        }
    };
    let keys = move |event: KeyboardEvent| {
        let count = offered.with_untracked(Vec::len);
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                let picked = offered.with_untracked(|offered| offered.get(active.get_untracked()).cloned());
                match picked {
                    Some(contact) if !looks_like_email(typed.get_untracked().trim()) => add(contact),
                    _ => take_typed(),
                }
            }
            "ArrowDown" if count > 0 => {
                event.prevent_default();
                active.update(|active| *active = (*active + 1) % count);
            }
            "ArrowUp" if count > 0 => {
                event.prevent_default();
                active.update(|active| *active = (*active + count - 1) % count);
            }
            "Escape" => offered.set(Vec::new()),
            "Backspace" if typed.with_untracked(String::is_empty) => remove_last(contacts, state),
            _ => {}
        }
    };
    let chips = move || {
        let only = contacts.with(|contacts| contacts.len() == 1);
        let chip = |contact: SupportContact| {
            let email = contact.email.clone();
            let text = if contact.name.is_empty() { contact.email } else { contact.name };
            if only {
                // SUPC-06: the last one stays.
                return view! { <li title=t!(accounts::LAST_CONTACT)><Chip text=text /></li> }.into_any();
            }
            let remove = move |_| {
                contacts.update(|contacts| contacts.retain(|known| known.email != email));
                state.dirty.set(true);
            };
            view! { <li><Chip text=text on_remove=Callback::new(remove) /></li> }.into_any()
        };
        contacts.get().into_iter().map(chip).collect_view()
    };
    let suggestions = move || {
        offered
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, contact)| {
                let chosen = contact.clone();
                let (label, note) = if contact.name.is_empty() { (contact.email, None) } else { (contact.name, Some(contact.email)) };
                view! {
                    <div
                        class="combobox-option"
                        role="option"
                        id=format!("{LIST}-{index}")
                        aria-selected=move || (active.get() == index).to_string()
                        on:pointermove=move |_| active.set(index)
                        on:mousedown=move |event| {
                            event.prevent_default();
                            add(chosen.clone());
                        }
                    >
                        <span class="combobox-option-text">{label}</span>
                        {note.map(|note| view! { <small>{note}</small> })}
                        {(!is_partner).then(|| view! { <span class="button button-small">{t!(accounts::ADD)}</span> })}
                    </div>
                }
            })
            .collect_view()
    };
    let id = state.id(FIELD);
    let error_id = format!("{id}-error");
    let help_id = format!("{id}-help");
    let described = format!("{error_id} {help_id}");
    let error = move || {
        if invalid.get() {
            return Some(t!(accounts::INVALID_CONTACT).to_owned());
        }
        state.error.with(|error| error.as_ref().and_then(|error| error.field(FIELD)).map(crate::i18n::tr_field_error))
    };
    let label_for = id.clone();
    let more = use_context::<Installation>().and_then(|installation| installation.support_url);
    view! {
        <div class="field contacts-field">
            <label class="field-label" for=label_for>
                {t!(accounts::SUPPORT_CONTACTS)}
                <span class="field-required" aria-hidden="true">"*"</span>
            </label>
            <p class="field-help" id=help_id>
                {t!(accounts::CONTACTS_HELP)} " "
                {more.map(|href| view! { <a class="link" href=href target="_blank" rel="noopener external">{t!(accounts::LEARN_MORE)}</a> })}
            </p>
            <ul class="contacts-chips">{chips}</ul>
            <div class="combobox">
                <span class="input-group">
                    <span class="input-lead">
                        <Icon name="search" />
                    </span>
                    <input
                        class="input"
                        id=id
                        role="combobox"
                        autocomplete="off"
                        spellcheck="false"
                        maxlength="254"
                        placeholder=if is_partner { t!(accounts::CONTACT_PLACEHOLDER) } else { t!(accounts::CONTACT_PLACEHOLDER_EMAIL) }
                        prop:value=move || typed.get()
                        aria-autocomplete="list"
                        aria-controls=LIST
                        aria-expanded=move || offered.with(|offered| !offered.is_empty()).to_string()
                        aria-activedescendant=move || offered.with(|offered| !offered.is_empty()).then(|| format!("{LIST}-{}", active.get()))
                        aria-invalid=move || invalid.get().then_some("true")
                        aria-describedby=described
                        on:input:target=move |event| {
                            typed.set(event.target().value());
                            invalid.set(false);
                            debounce.call(ask);
                        }
                        on:keydown=keys
                        on:blur=move |_| offered.set(Vec::new())
                    />
                </span>
                <div class="combobox-list" role="listbox" id=LIST aria-label=t!(ui::SUGGESTIONS) hidden=move || offered.with(Vec::is_empty)>
                    {suggestions}
                </div>
            </div>
            <p class="field-error" id=error_id role="alert">
                {error}
            </p>
        </div>
    }
    .into_any()
}

fn remove_last(contacts: RwSignal<Vec<SupportContact>>, state: FormState) {
    if contacts.with_untracked(|contacts| contacts.len() > 1) {
        contacts.update(|contacts| drop(contacts.pop()));
        state.dirty.set(true);
    }
}

/// Roughly; the server checks precisely.
fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        let domain_fits = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains('@');
        !local.is_empty() && domain_fits && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::looks_like_email;

    /// SUPC-02 invalid input is told from an address
    #[test]
    fn addresses() {
        assert!(looks_like_email("noc@example.org"));
        for bad in ["noc", "noc@", "@example.org", "noc@example", "a b@example.org", "a@b@example.org", "noc@example."] {
            assert!(!looks_like_email(bad), "{bad}");
        }
    }
}
