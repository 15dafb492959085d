//! User templates: what a user gets from MiVoice Business and Mitel CX (specification part 10, TPL).

mod settings;

pub use settings::*;

use crate::list::ListQuery;
use crate::{AccountId, Result, TemplateId, Timestamp, UserId, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

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
