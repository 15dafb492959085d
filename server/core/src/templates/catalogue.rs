//! Which settings of a template the systems behind it do not know any more (TPL-12). Before a system was read nothing can
//! be said about its part.

use sea_orm::ConnectionTrait;
use switchroom_types::templates::{CxSettings, GoneSetting, KEY_FUNCTIONS, PbxLists, PbxSettings, TemplateSettings};
use switchroom_types::{AccountId, AppError};

use super::sources::{self, CxDirectory};
use crate::error::Result;

/// What was read last, of both systems.
pub(super) struct Catalogue {
    pub pbx: Option<PbxLists>,
    pub cx: Option<CxDirectory>,
}

impl Catalogue {
    pub async fn read(conn: &impl ConnectionTrait, account: AccountId) -> Result<Self> {
        Ok(Self { pbx: sources::pbx(conn, account).await?, cx: sources::cx(conn, account).await? })
    }

    pub fn gone(&self, settings: &TemplateSettings) -> Vec<GoneSetting> {
        let mut gone = Vec::new();
        if let (Some(lists), Some(pbx)) = (&self.pbx, &settings.mivoice_business) {
            gone.extend(unknown_to_pbx(lists, pbx));
        }
        if let (Some(directory), Some(cx)) = (&self.cx, &settings.mitel_cx) {
            gone.extend(unknown_to_cx(directory, cx));
        }
        gone
    }

    /// Everything that names something of a system: what another account has to have for a copy to work there (TPL-B2).
    /// Where a system was not read, nothing of it is known to be there.
    pub fn unresolved(&self, settings: &TemplateSettings) -> Vec<GoneSetting> {
        let empty = PbxLists::default();
        let pbx = settings.mivoice_business.as_ref().map(|pbx| unknown_to_pbx(self.pbx.as_ref().unwrap_or(&empty), pbx));
        let empty = CxDirectory::default();
        let cx = settings.mitel_cx.as_ref().map(|cx| unknown_to_cx(self.cx.as_ref().unwrap_or(&empty), cx));
        pbx.into_iter().chain(cx).flatten().collect()
    }

    /// # Errors
    /// 409 `templates.settings_gone` naming them: looking at such a template works, applying it does not.
    pub fn applicable(&self, settings: &TemplateSettings) -> Result<(), AppError> {
        let gone = self.gone(settings);
        if gone.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = gone.into_iter().map(|setting| setting.value).collect();
        let names = names.join(", ");
        let message = format!("These settings do not exist any more: {names}.");
        Err(AppError::conflict("templates.settings_gone", message).arg("settings", names))
    }
}

fn unknown(gone: &mut Vec<GoneSetting>, field: &str, value: &str, known: bool) {
    if !value.is_empty() && !known && !gone.iter().any(|each| each.field == field && each.value == value) {
        gone.push(GoneSetting { field: field.to_owned(), value: value.to_owned() });
    }
}

fn unknown_to_pbx(lists: &PbxLists, pbx: &PbxSettings) -> Vec<GoneSetting> {
    let mut gone = Vec::new();
    let has = |list: &[String], value: &str| list.iter().any(|known| known == value);
    let category = lists.categories.iter().find(|category| category.name == pbx.service_category);
    unknown(&mut gone, "mivoice_business.service_category", &pbx.service_category, category.is_some());
    unknown(&mut gone, "mivoice_business.tier", &pbx.tier, category.is_some_and(|category| has(&category.tiers, &pbx.tier)));
    unknown(&mut gone, "mivoice_business.group", &pbx.group, has(&lists.groups, &pbx.group));
    unknown(&mut gone, "mivoice_business.department", &pbx.department, has(&lists.departments, &pbx.department));
    unknown(&mut gone, "mivoice_business.location", &pbx.location, has(&lists.locations, &pbx.location));
    for phone in &pbx.phones {
        unknown(&mut gone, "mivoice_business.phones", &phone.model, has(&lists.phone_types, &phone.model));
        for key in &phone.keys {
            let known = KEY_FUNCTIONS.contains(&key.function.as_str()) || has(&lists.functions, &key.function);
            unknown(&mut gone, "mivoice_business.phones", &key.function, known);
        }
    }
    gone
}

fn unknown_to_cx(directory: &CxDirectory, cx: &CxSettings) -> Vec<GoneSetting> {
    let mut gone = Vec::new();
    let lists = &directory.lists;
    let has = |list: &[String], value: &str| list.iter().any(|known| known == value);
    unknown(&mut gone, "mitel_cx.site", &cx.site, has(&lists.sites, &cx.site));
    unknown(&mut gone, "mitel_cx.security_role", &cx.security_role, has(&lists.security_roles, &cx.security_role));
    unknown(&mut gone, "mitel_cx.workload", &cx.workload, has(&lists.workloads, &cx.workload));
    for licence in &cx.licences {
        unknown(&mut gone, "mitel_cx.licences", licence, has(&lists.licences, licence));
    }
    gone
}
