//! What stands in the fields of a template's form, as signals.

use leptos::prelude::*;
use switchroom_types::templates::{
    CxSettings, MediaType, PbxSettings, PhoneKind, RingType, TemplateDetail, TemplateForm, TemplateKey, TemplatePhone, TemplateProduct,
    TemplateSettings,
};

#[derive(Clone, Copy)]
pub struct KeyEntry {
    pub position: RwSignal<String>,
    pub function: RwSignal<String>,
    pub label: RwSignal<String>,
    pub ring: RwSignal<String>,
    pub extension: RwSignal<String>,
}

#[derive(Clone, Copy)]
pub struct PhoneEntry {
    pub kind: RwSignal<String>,
    pub model: RwSignal<String>,
    pub acd_agent: RwSignal<bool>,
    pub external_phone: RwSignal<bool>,
    pub keys: RwSignal<Vec<KeyEntry>>,
}

#[derive(Clone, Copy)]
pub struct Entries {
    pub name: RwSignal<String>,
    pub description: RwSignal<String>,
    /// The check boxes of the products.
    pub pbx: RwSignal<bool>,
    pub cx: RwSignal<bool>,
    pub category: RwSignal<String>,
    pub tier: RwSignal<String>,
    pub group: RwSignal<String>,
    pub department: RwSignal<String>,
    pub location: RwSignal<String>,
    pub voicemail: RwSignal<bool>,
    pub phones: RwSignal<Vec<PhoneEntry>>,
    pub site: RwSignal<String>,
    pub security_role: RwSignal<String>,
    pub workload: RwSignal<String>,
    pub licences: RwSignal<String>,
    pub media: RwSignal<Vec<MediaType>>,
    /// What is made in a handler lives as long as the form.
    owner: StoredValue<Owner>,
}

impl Entries {
    pub fn new(shown: Option<&TemplateDetail>) -> Self {
        let text = || RwSignal::new(String::new());
        let entries = Self {
            name: text(),
            description: text(),
            pbx: RwSignal::new(false),
            cx: RwSignal::new(false),
            category: text(),
            tier: text(),
            group: text(),
            department: text(),
            location: text(),
            voicemail: RwSignal::new(false),
            phones: RwSignal::new(Vec::new()),
            site: text(),
            security_role: text(),
            workload: text(),
            licences: text(),
            media: RwSignal::new(Vec::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        if let Some(shown) = shown {
            entries.show(shown);
        }
        entries
    }

    pub fn show(self, template: &TemplateDetail) {
        let form = &template.form;
        self.name.set(form.name.clone());
        self.description.set(form.description.clone());
        self.pbx.set(form.settings.mivoice_business.is_some());
        self.cx.set(template.products.contains(&TemplateProduct::MitelCx));
        let pbx = form.settings.mivoice_business.clone().unwrap_or_default();
        self.category.set(pbx.service_category);
        self.tier.set(pbx.tier);
        self.group.set(pbx.group);
        self.department.set(pbx.department);
        self.location.set(pbx.location);
        self.voicemail.set(pbx.voicemail);
        self.phones.set(pbx.phones.iter().map(|phone| self.phone(Some(phone))).collect());
        let cx = form.settings.mitel_cx.clone().unwrap_or_default();
        self.site.set(cx.site);
        self.security_role.set(cx.security_role);
        self.workload.set(cx.workload);
        self.licences.set(cx.licences.join(", "));
        self.media.set(cx.media);
    }

    pub fn phone(self, phone: Option<&TemplatePhone>) -> PhoneEntry {
        let keys: Vec<KeyEntry> = phone.iter().flat_map(|phone| &phone.keys).map(|key| self.key(key)).collect();
        let kind = phone.map_or(PhoneKind::Desk, |phone| phone.kind);
        self.owner.with_value(|owner| {
            owner.with(|| PhoneEntry {
                kind: RwSignal::new(kind.to_string()),
                model: RwSignal::new(phone.map(|phone| phone.model.clone()).unwrap_or_default()),
                acd_agent: RwSignal::new(phone.is_some_and(|phone| phone.acd_agent)),
                external_phone: RwSignal::new(phone.is_some_and(|phone| phone.external_phone)),
                keys: RwSignal::new(keys),
            })
        })
    }

    pub fn key(self, key: &TemplateKey) -> KeyEntry {
        self.owner.with_value(|owner| {
            owner.with(|| KeyEntry {
                position: RwSignal::new(key.position.to_string()),
                function: RwSignal::new(key.function.clone()),
                label: RwSignal::new(key.label.clone()),
                ring: RwSignal::new(key.ring.map(|ring| ring.to_string()).unwrap_or_default()),
                extension: RwSignal::new(key.extension.clone()),
            })
        })
    }

    /// Tracked, so that Save follows what is entered. `implied`: there is no check box for Mitel CX, its part is there when
    /// something is entered (TPL-03). `hidden`: the viewer does not see it, and the server keeps it.
    pub fn form(self, implied: bool, hidden: bool) -> TemplateForm {
        let pbx = PbxSettings {
            service_category: self.category.get(),
            tier: self.tier.get(),
            group: self.group.get(),
            department: self.department.get(),
            location: self.location.get(),
            voicemail: self.voicemail.get(),
            phones: self.phones.get().into_iter().map(PhoneEntry::read).collect(),
        };
        let split = |text: String| text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
        let cx = CxSettings {
            site: self.site.get(),
            security_role: self.security_role.get(),
            media: self.media.get(),
            workload: self.workload.get(),
            licences: split(self.licences.get()),
        };
        let with_cx = !hidden && if implied { cx != CxSettings::default() } else { self.cx.get() };
        TemplateForm {
            name: self.name.get(),
            description: self.description.get(),
            settings: TemplateSettings { mivoice_business: self.pbx.get().then_some(pbx), mitel_cx: with_cx.then_some(cx) },
        }
    }
}

impl PhoneEntry {
    fn read(self) -> TemplatePhone {
        let read = |key: KeyEntry| TemplateKey {
            // What is no number is refused at the field.
            position: key.position.get().trim().parse().unwrap_or_default(),
            function: key.function.get(),
            label: key.label.get(),
            ring: RingType::parse(&key.ring.get()),
            extension: key.extension.get(),
        };
        TemplatePhone {
            kind: PhoneKind::parse(&self.kind.get()).unwrap_or(PhoneKind::Desk),
            model: self.model.get(),
            acd_agent: self.acd_agent.get(),
            external_phone: self.external_phone.get(),
            keys: self.keys.get().into_iter().map(read).collect(),
        }
    }

    /// The first key that is free.
    pub fn next_key(self) -> u16 {
        let taken: Vec<u16> = self.keys.get_untracked().iter().filter_map(|key| key.position.get_untracked().trim().parse().ok()).collect();
        (2..=switchroom_types::templates::MAX_KEYS).find(|position| !taken.contains(position)).unwrap_or_default()
    }
}

/// Whether everything required is there (TPL-07). The server has the last word.
pub fn is_complete(form: &TemplateForm) -> bool {
    let given = |text: &str| !text.trim().is_empty();
    let phone = |phone: &TemplatePhone| {
        (phone.kind != PhoneKind::Desk || given(&phone.model)) && phone.keys.iter().all(|key| given(&key.function) && key.position > 1)
    };
    let pbx = form
        .settings
        .mivoice_business
        .as_ref()
        .is_none_or(|pbx| (!given(&pbx.tier) || given(&pbx.service_category)) && pbx.phones.iter().all(phone));
    let cx = form.settings.mitel_cx.as_ref().is_none_or(|cx| given(&cx.site) && given(&cx.security_role));
    given(&form.name) && pbx && cx
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TPL-07 Save works once the required fields are valid
    #[test]
    fn complete_forms() {
        let form = TemplateForm { name: "Sales".to_owned(), ..Default::default() };
        assert!(is_complete(&form) && !is_complete(&TemplateForm::default()));
        let with =
            |pbx: PbxSettings| TemplateForm { settings: TemplateSettings { mivoice_business: Some(pbx), mitel_cx: None }, ..form.clone() };
        let phone = |kind, model: &str| PbxSettings {
            phones: vec![TemplatePhone { kind, model: model.to_owned(), acd_agent: false, external_phone: false, keys: Vec::new() }],
            ..Default::default()
        };
        assert!(!is_complete(&with(phone(PhoneKind::Desk, " "))) && is_complete(&with(phone(PhoneKind::HotDesk, ""))));
        assert!(!is_complete(&with(PbxSettings { tier: "Gold".to_owned(), ..Default::default() })));
        let settings =
            TemplateSettings { mivoice_business: None, mitel_cx: Some(CxSettings { site: "Berlin".to_owned(), ..Default::default() }) };
        assert!(!is_complete(&TemplateForm { settings, ..form }));
    }
}
