//! The settings that a template holds, and in what two of them differ.

use crate::text_enum;
use serde::{Deserialize, Serialize};

/// Longest entries, in characters.
pub const NAME: usize = 80;
pub const DESCRIPTION: usize = 500;
pub const VALUE: usize = 80;
pub const KEY_LABEL: usize = 16;
/// Most phones of a template, keys of a phone, and licences.
pub const MAX_PHONES: usize = 8;
pub const MAX_KEYS: u16 = 96;
pub const MAX_LICENCES: usize = 20;
/// Most templates and accounts of one copy.
pub const MAX_COPIED: usize = 50;
pub const MAX_TARGETS: usize = 20;

text_enum! {
    /// A product that a template has settings for; the list shows an icon for each (TPL-01).
    TemplateProduct { MivoiceBusiness => "mivoice_business", MitelCx => "mitel_cx" }
}

text_enum! {
    TemplateOrigin { Portal => "portal", Pbx => "pbx" }
}

text_enum! {
    PhoneKind { Desk => "desk", GenericSip => "generic_sip", HotDesk => "hot_desk" }
}

text_enum! {
    RingType { None => "none", Ring => "ring", Delay => "delay", NoRing => "no_ring" }
}

text_enum! {
    MediaType { Voice => "voice", Chat => "chat", Email => "email", Sms => "sms", OpenMedia => "open_media" }
}

/// Functions that every PBX has (PBX-55); a driver may tell of more.
pub const KEY_FUNCTIONS: [&str; 19] = [
    "Single Line",
    "Key System",
    "Multicall",
    "DSS/BLF",
    "Speed Call",
    "Account Code Verified",
    "Account Code NonVerified",
    "Auto Answer",
    "Do Not Disturb",
    "Pickup",
    "Park",
    "Paging",
    "Night Service",
    "Headset",
    "Call Forward Always",
    "Call Forward Busy External",
    "Call Forward Busy Internal",
    "Call Forward No Answer External",
    "Call Forward No Answer Internal",
];

/// Functions whose key rings.
pub fn rings(function: &str) -> bool {
    matches!(function, "Single Line" | "Key System" | "Multicall")
}

/// Functions whose key leads to a number.
pub fn dials(function: &str) -> bool {
    rings(function) || matches!(function, "DSS/BLF" | "Speed Call")
}

/// A programmable key. Key 1 is the prime line and not programmable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct TemplateKey {
    /// From 2.
    pub position: u16,
    pub function: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ring: Option<RingType>,
    /// Of a line key empty: everybody's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub extension: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplatePhone {
    pub kind: PhoneKind,
    /// The phone type of a desk phone, as the PBX calls it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub model: String,
    /// Hot desk only.
    #[serde(default)]
    pub acd_agent: bool,
    #[serde(default)]
    pub external_phone: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<TemplateKey>,
}

/// The MiVoice Business part. Category, group, department and location are the PBX's names for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PbxSettings {
    pub service_category: String,
    pub tier: String,
    pub group: String,
    pub department: String,
    pub location: String,
    pub voicemail: bool,
    pub phones: Vec<TemplatePhone>,
}

/// The Mitel CX part; site and security role are mandatory (CX-09).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CxSettings {
    pub site: String,
    pub security_role: String,
    pub media: Vec<MediaType>,
    pub workload: String,
    pub licences: Vec<String>,
}

/// What a user gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct TemplateSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mivoice_business: Option<PbxSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mitel_cx: Option<CxSettings>,
}

impl TemplateSettings {
    pub fn products(&self) -> Vec<TemplateProduct> {
        let mut products = Vec::new();
        products.extend(self.mivoice_business.as_ref().map(|_| TemplateProduct::MivoiceBusiness));
        products.extend(self.mitel_cx.as_ref().map(|_| TemplateProduct::MitelCx));
        products
    }

    /// Service category and tier; empty without the MiVoice Business part.
    pub fn category(&self) -> (&str, &str) {
        self.mivoice_business.as_ref().map_or(("", ""), |pbx| (pbx.service_category.as_str(), pbx.tier.as_str()))
    }

    /// The settings that differ, as `mivoice_business.group`.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let (mine, theirs) = (fields(self), fields(other));
        let mut names: Vec<&String> = mine.keys().chain(theirs.keys()).collect();
        names.sort();
        names.dedup();
        names.into_iter().filter(|name| mine.get(*name) != theirs.get(*name)).cloned().collect()
    }
}

/// Every setting by its name. What is empty is the same as what is not there.
pub fn fields(settings: &TemplateSettings) -> std::collections::BTreeMap<String, serde_json::Value> {
    use serde_json::Value;
    let products = match serde_json::to_value(settings) {
        Ok(Value::Object(products)) => products,
        _ => return Default::default(),
    };
    let empty = |value: &Value| match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(on) => !on,
        other => other.is_null(),
    };
    let of_product = |(product, part): (String, Value)| match part {
        Value::Object(part) => {
            part.into_iter().filter(|(_, value)| !empty(value)).map(|(name, value)| (format!("{product}.{name}"), value)).collect()
        }
        _ => Vec::new(),
    };
    products.into_iter().flat_map(of_product).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TPL-B1 what differs is told by its name; what is empty is the same as what is not there
    #[test]
    fn differences() {
        let pbx = PbxSettings { service_category: "Premium".into(), ..Default::default() };
        let one = TemplateSettings { mivoice_business: Some(pbx.clone()), mitel_cx: None };
        let other = PbxSettings { group: "Sales".into(), voicemail: true, ..pbx };
        let other = TemplateSettings { mivoice_business: Some(other), mitel_cx: Some(CxSettings::default()) };
        assert_eq!(one.differences(&other), ["mivoice_business.group", "mivoice_business.voicemail"]);
        assert!(one.differences(&one).is_empty());
        assert!(
            TemplateSettings::default()
                .differences(&TemplateSettings { mivoice_business: Some(Default::default()), mitel_cx: None })
                .is_empty()
        );
    }
}
