//! The fields of Customer Information, shared by adding and editing.

use super::api::{check_name, subdivisions};
use super::entries::Entries;
use super::labels;
use crate::i18n::{country_name, t, tr_field_error};
use crate::shell::use_me;
use crate::ui::{Banner, SelectField, TextField, Tone};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::AccountId;
use switchroom_types::access::Role;
use switchroom_types::accounts::BUSINESS_TYPES;
use switchroom_types::places::{Subdivision, countries, has_postal_codes};

/// `subdivided` are the provinces of the country that the form begins with, so that they are there without scripts.
#[component]
pub fn CustomerFields(
    entries: Entries,
    /// The account that is edited; none while one is added.
    #[prop(optional)]
    account: Option<AccountId>,
    /// Addresses are asked of customers, not of the Partner Account.
    #[prop(default = true)]
    address_required: bool,
    #[prop(optional)] subdivided: Vec<Subdivision>,
) -> impl IntoView {
    let country = entries.country;
    let provinces = RwSignal::new(subdivided);
    // A province of another country is none.
    Effect::new(move |before: Option<String>| {
        let now = country.get();
        if before.is_some_and(|before| before != now) {
            if !entries.province.get_untracked().starts_with(&format!("{now}-")) {
                entries.province.set(String::new());
            }
            provinces.set(Vec::new());
            load_provinces(country, provinces);
        }
        now
    });
    let province = move || {
        let known = provinces.get();
        if known.is_empty() {
            return ().into_any();
        }
        let options: Vec<_> = known.into_iter().map(|part| (part.code, part.name)).collect();
        view! {
            <SelectField
                name="province"
                label=t!(accounts::PROVINCE)
                value=entries.province
                options=options
                empty=t!(accounts::CHOOSE).to_owned()
                required=address_required
                autocomplete="address-level1"
            />
        }
        .into_any()
    };
    let postal_required = address_required && has_postal_codes(&country.get_untracked());
    view! {
        <div class="form-grid">
            <NameField entries=entries account=account />
            <SelectField
                name="country"
                label=t!(accounts::COUNTRY)
                value=country
                options=country_options()
                empty=t!(accounts::CHOOSE).to_owned()
                required=true
                autocomplete="country"
            />
            {province}
            <TextField name="address1" label=t!(accounts::ADDRESS) value=entries.address1 required=address_required max=120 autocomplete="address-line1" />
            <TextField name="address2" label=t!(accounts::ADDRESS2) value=entries.address2 max=120 autocomplete="address-line2" />
            <TextField name="city" label=t!(accounts::CITY) value=entries.city required=address_required max=120 autocomplete="address-level2" />
            <TextField name="postal_code" label=t!(accounts::POSTAL_CODE) value=entries.postal_code required=postal_required max=16 autocomplete="postal-code" />
            <SelectField name="language" label=t!(accounts::LANGUAGE) help=t!(accounts::LANGUAGE_HELP).to_owned() value=entries.language options=labels::languages() />
            <SelectField name="business_type" label=t!(accounts::BUSINESS_TYPE) value=entries.business_type options=business_types() empty=t!(accounts::NOT_STATED).to_owned() />
        </div>
    }
    .into_any()
}

fn load_provinces(country: RwSignal<String>, provinces: RwSignal<Vec<Subdivision>>) {
    let wanted = country.get_untracked();
    if wanted.is_empty() {
        return;
    }
    spawn_local(async move {
        let found = subdivisions(wanted.clone()).await.unwrap_or_default();
        if country.try_get_untracked() == Some(wanted) {
            provinces.set(found);
        }
    });
}

/// Warns of a namesake when the field is left, without blocking (ACC-06).
#[component]
fn NameField(entries: Entries, account: Option<AccountId>) -> impl IntoView {
    let warnings = RwSignal::new(Vec::new());
    let is_partner = use_me().role == Role::Partner;
    let stored = entries.name.get_untracked();
    let check = move |()| {
        let name = entries.name.get_untracked();
        if !is_partner || name.trim().is_empty() || name == stored {
            warnings.set(Vec::new());
            return;
        }
        spawn_local(async move {
            // Only a hint; the answer to saving says it again.
            if let Ok(found) = check_name(name, account).await {
                let _ = warnings.try_set(found);
            }
        });
    };
    view! {
        <div class="stack-small">
            <TextField name="name" label=t!(accounts::CUSTOMER_NAME) value=entries.name required=true max=120 autocomplete="organization" on_blur=Callback::new(check) />
            {move || warnings.get().into_iter().map(|warning| view! { <Banner tone=Tone::Warn>{tr_field_error(&warning)}</Banner> }).collect_view()}
        </div>
    }
}

/// Every country in the viewer's language.
pub(crate) fn country_options() -> Vec<(String, String)> {
    let mut options: Vec<_> = countries().map(|code| (code.to_owned(), country_name(code).into_owned())).collect();
    // Umlauts and accents sort with their letter.
    options.sort_by_cached_key(|(_, name)| {
        let plain = |c: char| match c {
            'Ä' | 'Å' | 'ä' | 'å' => 'a',
            'Ö' | 'ö' | 'ô' => 'o',
            'Ü' | 'ü' => 'u',
            'é' => 'e',
            other => other,
        };
        name.chars().map(plain).collect::<String>().to_lowercase()
    });
    options
}

fn business_types() -> Vec<(String, String)> {
    BUSINESS_TYPES.iter().map(|value| ((*value).to_owned(), labels::business_type(value))).collect()
}
