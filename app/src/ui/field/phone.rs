//! A telephone number in two parts: country code and national number. The value is the two put together, `+49…`; the
//! server brings it into E.164.

use super::Frame;
use crate::{i18n::t, ui::Icon};
use leptos::prelude::*;

/// `codes` are calling code and label, as in `("+49", "Germany +49")`; the page's own country goes into `default_code`.
#[component]
pub fn PhoneField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// `+` and digits, or empty.
    value: RwSignal<String>,
    #[prop(into)] codes: Signal<Vec<(String, String)>>,
    #[prop(optional, into)] default_code: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Why it is disabled; replaces the help and disables the field.
    #[prop(optional, into)]
    disabled_reason: MaybeProp<String>,
) -> impl IntoView {
    let frame = Frame::new(&name, id, label, required, help, error).note(disabled_reason);
    let disabled = Signal::derive(move || disabled.get() || disabled_reason.with(|reason| reason.is_some()));
    let (code, number) = codes.with_untracked(|codes| split(&value.get_untracked(), codes, &default_code));
    let (code, number) = (RwSignal::new(code), RwSignal::new(number));
    let join = move || {
        let (code, number) = (code.get_untracked(), number.get_untracked());
        value.set(if number.trim().is_empty() {
            String::new()
        } else if number.trim_start().starts_with('+') {
            number
        } else {
            format!("{code}{}", number.trim().trim_start_matches('0'))
        });
    };
    let options = move || {
        let option = |(id, label): (String, String)| {
            let chosen = code.with_untracked(|code| *code == id);
            view! { <option value=id selected=chosen>{label}</option> }
        };
        codes.get().into_iter().map(option).collect_view()
    };
    let control = view! {
        <div class="input-pair">
            <span class="select">
            <select
                class="input"
                name=format!("{name}_code")
                autocomplete="tel-country-code"
                aria-label=t!(ui::COUNTRY_CODE)
                disabled=move || disabled.get()
                on:change:target=move |event| {
                    code.set(event.target().value());
                    join();
                }
            >
                {options}
            </select>
            <Icon name="chevron-down" />
            </span>
            <input
                class="input"
                id=frame.id.clone()
                name=name
                type="tel"
                autocomplete="tel-national"
                maxlength="30"
                value=number.get_untracked()
                prop:value=move || number.get()
                required=required
                disabled=move || disabled.get()
                aria-invalid=frame.invalid()
                aria-describedby=frame.described_by()
                on:input:target=move |event| {
                    number.set(event.target().value());
                    join();
                }
            />
        </div>
    };
    frame.around(control.into_any())
}

/// The longest known code that the number begins with, and the rest.
fn split(number: &str, codes: &[(String, String)], default_code: &str) -> (String, String) {
    let code = codes.iter().map(|(code, _)| code.as_str()).filter(|code| number.starts_with(code)).max_by_key(|code| code.len());
    match code {
        Some(code) => (code.to_owned(), number.strip_prefix(code).unwrap_or_default().trim().to_owned()),
        None => (default_code.to_owned(), number.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn the_longest_code_wins() {
        let codes = [("+1".to_owned(), String::new()), ("+1242".to_owned(), String::new()), ("+49".to_owned(), String::new())];
        assert_eq!(split("+12423221111", &codes, "+49"), ("+1242".to_owned(), "3221111".to_owned()));
        assert_eq!(split("+16135550100", &codes, "+49"), ("+1".to_owned(), "6135550100".to_owned()));
        assert_eq!(split("", &codes, "+49"), ("+49".to_owned(), String::new()));
        assert_eq!(split("+999 1", &codes, "+49"), ("+49".to_owned(), "+999 1".to_owned()));
    }
}
