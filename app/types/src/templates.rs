//! User templates: what a user gets from MiVoice Business and Mitel CX (specification part 10, TPL).

use crate::list::ListQuery;
use crate::{AccountId, Result, TemplateId, Timestamp, UserId, sort_columns, text_enum};
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

/// What can be entered for a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TemplateForm {
    /// Unique in the account, whatever its case; up to 80 characters.
    pub name: String,
    /// Up to 500 characters.
    pub description: String,
    pub settings: TemplateSettings,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateRow {
    pub id: TemplateId,
    pub account_id: AccountId,
    pub name: String,
    pub description: String,
    pub products: Vec<TemplateProduct>,
    pub origin: TemplateOrigin,
    /// Users who came from it, and how many of them are not as it says any more (TPL-B1).
    pub users: u64,
    pub drifted: u64,
    pub modified_at: Timestamp,
    pub modified_by: String,
}

sort_columns! {
    TemplateSort { Name => "name", Modified => "modified_at" } default Name
}

/// `filter.product`: templates with settings for this product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TemplateFilter {
    pub product: Option<TemplateProduct>,
}

impl TemplateFilter {
    /// # Errors
    /// 422 at the field for an unknown name or value.
    pub fn parse(query: &ListQuery) -> Result<Self> {
        use crate::{AppError, FieldError};
        query.only_filters(&["product"])?;
        let unknown = || AppError::invalid(vec![FieldError::new("filter.product", "list.unknown_value", "There is no such product")]);
        let product = query.filter("product").map(|text| TemplateProduct::parse(text).ok_or_else(unknown)).transpose()?;
        Ok(Self { product })
    }
}

/// A setting that the system it comes from does not know any more (TPL-12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoneSetting {
    /// As in [`TemplateSettings::differences`].
    pub field: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateDetail {
    pub id: TemplateId,
    pub account_id: AccountId,
    pub version: i32,
    pub form: TemplateForm,
    /// Also of parts that the caller may not see.
    pub products: Vec<TemplateProduct>,
    pub origin: TemplateOrigin,
    pub users: u64,
    pub drifted: u64,
    /// While there is one the template cannot be applied.
    pub gone: Vec<GoneSetting>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub modified_by: String,
}

/// A service category of a PBX with its tiers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ServiceCategory {
    pub name: String,
    pub tiers: Vec<String>,
}

/// A template that a PBX has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct LearnedTemplate {
    pub name: String,
    pub description: String,
    pub settings: PbxSettings,
}

/// What a PBX offers, as its driver read it last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PbxLists {
    pub categories: Vec<ServiceCategory>,
    pub groups: Vec<String>,
    pub departments: Vec<String>,
    pub locations: Vec<String>,
    pub phone_types: Vec<String>,
    /// Besides [`KEY_FUNCTIONS`].
    pub functions: Vec<String>,
    pub templates: Vec<LearnedTemplate>,
}

/// What Mitel CX offers, as its driver read it last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CxLists {
    pub sites: Vec<String>,
    pub security_roles: Vec<String>,
    pub workloads: Vec<String>,
    pub licences: Vec<String>,
}

text_enum! {
    /// What keeps somebody from the Mitel CX part of templates (TPL-05).
    CxMissing {
        /// The account has no Mitel CX integration.
        Integration => "integration",
        /// No agent runs on the Mitel CX server, or it is not connected.
        Agent => "agent",
        /// The caller's e-mail address is not in Mitel CX.
        Employee => "employee",
        /// Their security role there has no access to Device Configuration.
        Role => "role",
    }
}

text_enum! {
    /// How far somebody gets into the Mitel CX part.
    CxLevel { None => "none", Read => "read", Write => "write" }
}

/// What the caller may do with the Mitel CX part, and what is missing for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CxAccess {
    pub level: CxLevel,
    pub missing: Vec<CxMissing>,
    /// Empty below [`CxLevel::Read`].
    pub lists: CxLists,
}

/// What the form of a template offers in this account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateChoices {
    /// Whether the account has the MiVoice Business integration.
    pub pbx_integrated: bool,
    /// `None` before a PBX was read: names are then entered by hand and checked later.
    pub pbx: Option<PbxLists>,
    /// The PBX's templates that have not been imported yet (TPL-11).
    pub learned: Vec<String>,
    pub cx: CxAccess,
}

/// A template as the users' drop-down offers it (TPL-10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateOption {
    pub id: TemplateId,
    pub name: String,
    pub service_category: String,
    pub tier: String,
    /// Something in it is gone from the PBX: it cannot be applied.
    pub blocked: bool,
}

/// The template that a user came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppliedTemplate {
    pub id: TemplateId,
    /// As it is called now; as it was called, when it is gone.
    pub name: String,
    pub version: i32,
    /// `None`: the template was deleted; the user keeps its settings (TPL-09).
    pub current_version: Option<i32>,
    /// The settings in which the user is not as the template says (TPL-B1).
    pub differs: Vec<String>,
}

/// A user's services: what they got, and from where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserServices {
    pub template: Option<AppliedTemplate>,
    pub settings: TemplateSettings,
    pub applied_at: Option<Timestamp>,
    pub applied_by: String,
    /// What can be chosen. Categories are the PBX's, or those that templates name.
    pub templates: Vec<TemplateOption>,
    pub categories: Vec<ServiceCategory>,
}

/// "Apply Changes": a template, or another category and tier of one's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ApplyServices {
    /// `None` leaves the template, and what came from it, as it is.
    pub template_id: Option<TemplateId>,
    /// In place of the template's.
    pub service_category: Option<String>,
    pub tier: Option<String>,
}

/// Somebody who came from a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateUser {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub template_version: i32,
    pub applied_at: Timestamp,
    /// What re-applying would change; nothing if they are as the template says.
    pub differs: Vec<String>,
}

/// Re-applies what was previewed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Reapply {
    /// The version of the template that the person has looked at.
    pub version: i32,
    /// These users only; without it everybody who has drifted.
    pub users: Option<Vec<UserId>>,
    /// How many users the person was told; needed above [`crate::users::CONFIRM_ABOVE`].
    pub confirmed: Option<u64>,
}

/// Copies templates to other accounts of the partner (TPL-B2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CopyTemplates {
    pub templates: Vec<TemplateId>,
    pub accounts: Vec<AccountId>,
    /// Only tells what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// What became, or would become, of one template in one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CopiedTemplate {
    pub account_id: AccountId,
    pub account_name: String,
    /// `None` in a dry run.
    pub template_id: Option<TemplateId>,
    /// Another one than the original's where that was taken.
    pub name: String,
    /// What the other account's PBX does not know; all of it where no PBX was read yet.
    pub unresolved: Vec<GoneSetting>,
    /// The Mitel CX part stayed behind, since the caller cannot write it there.
    pub without_cx: bool,
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
