//! What the values of templates are called.

use crate::i18n::t;
use switchroom_types::templates::{CxMissing, GoneSetting, MediaType, PhoneKind, RingType, TemplateProduct};

pub fn product(product: TemplateProduct) -> (&'static str, &'static str) {
    match product {
        TemplateProduct::MivoiceBusiness => ("phone", "MiVoice Business"),
        TemplateProduct::MitelCx => ("headset", "Mitel CX"),
    }
}

pub fn phone(kind: PhoneKind) -> &'static str {
    match kind {
        PhoneKind::Desk => t!(templates::DESK_PHONE),
        PhoneKind::GenericSip => t!(templates::GENERIC_SIP),
        PhoneKind::HotDesk => t!(templates::HOT_DESK),
    }
}

pub fn ring(ring: RingType) -> &'static str {
    match ring {
        RingType::None => t!(templates::RING_NONE),
        RingType::Ring => t!(templates::RING_RING),
        RingType::Delay => t!(templates::RING_DELAY),
        RingType::NoRing => t!(templates::RING_NO),
    }
}

pub fn media(media: MediaType) -> &'static str {
    match media {
        MediaType::Voice => t!(templates::MEDIA_VOICE),
        MediaType::Chat => t!(templates::MEDIA_CHAT),
        MediaType::Email => t!(templates::MEDIA_EMAIL),
        MediaType::Sms => "SMS",
        MediaType::OpenMedia => t!(templates::MEDIA_OPEN),
    }
}

/// Each missing item, as one text (TPL-05).
pub fn missing(items: &[CxMissing]) -> String {
    let text = |item: &CxMissing| match item {
        CxMissing::Integration => t!(templates::MISSING_INTEGRATION),
        CxMissing::Agent => t!(templates::MISSING_AGENT),
        CxMissing::Employee => t!(templates::MISSING_EMPLOYEE),
        CxMissing::Role => t!(templates::MISSING_ROLE),
    };
    let items = items.iter().map(text).collect::<Vec<_>>().join("; ");
    t!(templates::MISSING, items = items)
}

/// The label of a setting by its name on the wire: `mivoice_business.group`, with or without `settings.` before it.
pub fn field(name: &str) -> String {
    let name = name.strip_prefix("settings.").unwrap_or(name);
    match name {
        "name" => t!(templates::NAME),
        "description" => t!(templates::DESCRIPTION),
        "mivoice_business.service_category" => t!(templates::CATEGORY),
        "mivoice_business.tier" => t!(templates::TIER),
        "mivoice_business.group" => t!(templates::GROUP),
        "mivoice_business.department" => t!(templates::DEPARTMENT),
        "mivoice_business.location" => t!(templates::LOCATION),
        "mivoice_business.voicemail" => t!(templates::VOICEMAIL),
        "mivoice_business.phones" => t!(templates::PHONES),
        "mitel_cx.site" => t!(templates::SITE),
        "mitel_cx.security_role" => t!(templates::SECURITY_ROLE),
        "mitel_cx.media" => t!(templates::MEDIA),
        "mitel_cx.workload" => t!(templates::WORKLOAD),
        "mitel_cx.licences" => t!(templates::LICENCES),
        other => return other.to_owned(),
    }
    .to_owned()
}

pub fn fields(names: &[String]) -> String {
    names.iter().map(|name| field(name)).collect::<Vec<_>>().join(", ")
}

/// "Group: Sales, Location: Berlin"
pub fn gone(settings: &[GoneSetting]) -> String {
    settings.iter().map(|setting| format!("{}: {}", field(&setting.field), setting.value)).collect::<Vec<_>>().join(", ")
}
