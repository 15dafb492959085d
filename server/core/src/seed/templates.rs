//! Seeded user templates of accounts with MiVoice Business, and the people who came from them.

use switchroom_entity::{account, template, user, user_service};
use switchroom_types::AccountId;
use switchroom_types::templates::{
    PbxSettings, PhoneKind, RingType, TemplateForm, TemplateKey, TemplateOrigin, TemplatePhone, TemplateSettings,
};

use super::random::Random;
use crate::error::{Error, Result};
use crate::templates::{Assigned, NewTemplate, insert, service_of};
use crate::tx::Tx;

fn key(position: u16, function: &str, label: &str, ring: Option<RingType>) -> TemplateKey {
    TemplateKey { position, function: function.to_owned(), label: label.to_owned(), ring, extension: String::new() }
}

fn desk(model: &str, keys: Vec<TemplateKey>) -> TemplatePhone {
    TemplatePhone { kind: PhoneKind::Desk, model: model.to_owned(), acd_agent: false, external_phone: false, keys }
}

fn form(name: &str, description: &str, settings: PbxSettings) -> TemplateForm {
    TemplateForm {
        name: name.to_owned(),
        description: description.to_owned(),
        settings: TemplateSettings { mivoice_business: Some(settings), mitel_cx: None },
    }
}

fn forms(city: &str) -> Vec<TemplateForm> {
    let base = |category: &str, tier: &str, group: &str, department: &str| PbxSettings {
        service_category: category.to_owned(),
        tier: tier.to_owned(),
        group: group.to_owned(),
        department: department.to_owned(),
        location: city.to_owned(),
        ..PbxSettings::default()
    };
    let line = || key(2, "Multicall", "Line 2", Some(RingType::Delay));
    let hot = TemplatePhone { kind: PhoneKind::HotDesk, model: String::new(), acd_agent: true, external_phone: false, keys: Vec::new() };
    vec![
        form(
            "Office worker",
            "Desk phone with two lines and voicemail",
            PbxSettings {
                voicemail: true,
                phones: vec![desk("6930", vec![line(), key(3, "Do Not Disturb", "DND", None)])],
                ..base("Standard", "Essentials", "", "Administration")
            },
        ),
        form(
            "Reception",
            "Large phone with park, paging and night service",
            PbxSettings {
                voicemail: true,
                phones: vec![desk(
                    "6940",
                    vec![line(), key(3, "Park", "Park", None), key(4, "Paging", "Paging", None), key(5, "Night Service", "Night", None)],
                )],
                ..base("Premium", "Advanced", "Front desk", "Reception")
            },
        ),
        form(
            "Service agent",
            "Hot desk for agents of the service line",
            PbxSettings { phones: vec![hot], ..base("Premium", "Advanced", "Service line", "Customer service") },
        ),
        form(
            "Shared phone",
            "Warehouse and meeting rooms, no voicemail",
            PbxSettings { phones: vec![desk("6920", Vec::new())], ..base("Entry", "", "", "Logistics") },
        ),
    ]
}

/// Stores the templates of an account; some of its people came from them, and a few are not as they say any more.
pub async fn templates(
    tx: &Tx,
    random: &mut Random,
    account: &account::Model,
    people: &[user::Model],
    by: &str,
) -> Result<Vec<user_service::Model>> {
    let mut stored: Vec<template::Model> = Vec::new();
    for form in forms(&account.city) {
        let new = NewTemplate { account_id: AccountId(account.id), form: &form, origin: TemplateOrigin::Portal };
        let mut model = new.into_model(tx)?;
        let at = random.ago(200);
        (model.created_at, model.modified_at) = (at.0, at.0);
        by.clone_into(&mut model.modified_by);
        insert(tx, &model).await?;
        stored.push(model);
    }
    let mut services = Vec::new();
    for (nth, person) in people.iter().enumerate().filter(|(nth, _)| nth % 3 != 1) {
        let model =
            stored.get([0, 0, 1, 2, 0, 3].get(nth % 6).copied().unwrap_or_default()).ok_or_else(|| Error::corrupt("no template"))?;
        let mut assigned = Assigned::template(model)?;
        if let Some(pbx) = assigned.settings.mivoice_business.as_mut().filter(|_| nth % 37 == 5) {
            "Field sales".clone_into(&mut pbx.department);
        }
        let mut service = service_of(tx, person, &assigned)?;
        by.clone_into(&mut service.applied_by);
        services.push(service);
    }
    Ok(services)
}
