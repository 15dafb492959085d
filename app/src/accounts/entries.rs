//! What stands in the fields of an account's form, as signals.

use leptos::prelude::*;
use switchroom_types::accounts::{AccountForm, AccountKind, SupportContact};
use switchroom_types::places::{has_postal_codes, is_postal_code};

#[derive(Clone, Copy)]
pub struct Entries {
    pub name: RwSignal<String>,
    pub country: RwSignal<String>,
    pub province: RwSignal<String>,
    pub address1: RwSignal<String>,
    pub address2: RwSignal<String>,
    pub city: RwSignal<String>,
    pub postal_code: RwSignal<String>,
    pub language: RwSignal<String>,
    pub business_type: RwSignal<String>,
    pub cloud_region: RwSignal<String>,
    pub contacts: RwSignal<Vec<SupportContact>>,
    /// Text in the contacts field that has not become a contact yet.
    pub typed_contact: RwSignal<String>,
}

impl Entries {
    pub fn of(form: &AccountForm) -> Self {
        let text = |value: &str| RwSignal::new(value.to_owned());
        Self {
            name: text(&form.name),
            country: text(&form.country),
            province: text(&form.province),
            address1: text(&form.address1),
            address2: text(&form.address2),
            city: text(&form.city),
            postal_code: text(&form.postal_code),
            language: text(&form.language),
            business_type: text(form.business_type.as_deref().unwrap_or_default()),
            cloud_region: text(&form.cloud_region),
            contacts: RwSignal::new(form.support_contacts.clone()),
            typed_contact: RwSignal::new(String::new()),
        }
    }

    pub fn show(self, form: &AccountForm) {
        self.name.set(form.name.clone());
        self.country.set(form.country.clone());
        self.province.set(form.province.clone());
        self.address1.set(form.address1.clone());
        self.address2.set(form.address2.clone());
        self.city.set(form.city.clone());
        self.postal_code.set(form.postal_code.clone());
        self.language.set(form.language.clone());
        self.business_type.set(form.business_type.clone().unwrap_or_default());
        self.contacts.set(form.support_contacts.clone());
        self.typed_contact.set(String::new());
    }

    /// Tracked, so that Save follows what is entered.
    pub fn form(self) -> AccountForm {
        AccountForm {
            name: self.name.get(),
            country: self.country.get(),
            province: self.province.get(),
            address1: self.address1.get(),
            address2: self.address2.get(),
            city: self.city.get(),
            postal_code: self.postal_code.get(),
            language: self.language.get(),
            business_type: Some(self.business_type.get()).filter(|text| !text.is_empty()),
            cloud_region: self.cloud_region.get(),
            support_contacts: self.contacts.get(),
        }
    }

    /// Whether something differs from what is stored, and everything that is needed is there (ACC-09). The server has the
    /// last word.
    pub fn is_worth_saving(self, stored: &AccountForm, kind: AccountKind) -> bool {
        let form = self.form();
        form != *stored && is_complete(&form, kind)
    }
}

fn is_complete(form: &AccountForm, kind: AccountKind) -> bool {
    let given = |text: &str| !text.trim().is_empty();
    let postal = form.postal_code.trim();
    let postal_fits = if postal.is_empty() { !has_postal_codes(&form.country) } else { is_postal_code(&form.country, postal) };
    let address = given(&form.address1) && given(&form.city) && postal_fits && !form.support_contacts.is_empty();
    given(&form.name) && given(&form.country) && (kind != AccountKind::Customer || address)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ACC-09 Save enables on a valid change only
    #[test]
    fn complete_forms() {
        let contact = SupportContact { user_id: None, email: "noc@x.example".to_owned(), name: String::new() };
        let form = AccountForm {
            name: "Ballad".to_owned(),
            country: "DE".to_owned(),
            address1: "Lindenweg 4".to_owned(),
            city: "Berlin".to_owned(),
            postal_code: "10115".to_owned(),
            support_contacts: vec![contact],
            ..Default::default()
        };
        assert!(is_complete(&form, AccountKind::Customer));
        assert!(!is_complete(&AccountForm { name: "  ".to_owned(), ..form.clone() }, AccountKind::Customer));
        assert!(!is_complete(&AccountForm { postal_code: "1011".to_owned(), ..form.clone() }, AccountKind::Customer));
        assert!(!is_complete(&AccountForm { support_contacts: Vec::new(), ..form.clone() }, AccountKind::Customer));
        assert!(is_complete(&AccountForm { address1: String::new(), support_contacts: Vec::new(), ..form }, AccountKind::Partner));
    }
}
