//! Who may touch the Mitel CX part of templates (TPL-04 to TPL-06): decided at each use, from what Mitel CX tells.

use sea_orm::ConnectionTrait;
use switchroom_types::templates::{CxAccess, CxLevel, CxLists, CxMissing, CxSettings, TemplateProduct};
use switchroom_types::{AccountId, AppError};

use super::sources::{self, CxDirectory};
use crate::access::Actor;
use crate::error::Result;
use crate::text;

/// What the caller may do with the Mitel CX part in this account now.
pub(super) async fn access(conn: &impl ConnectionTrait, actor: &Actor, account: AccountId) -> Result<CxAccess> {
    let integrated = sources::integrated(conn, account, TemplateProduct::MitelCx).await?;
    let directory = sources::cx(conn, account).await?;
    Ok(judge(actor.is_partner(), &actor.email, integrated, directory.as_ref()))
}

/// Partner users are exempt from being employees and have full rights; everybody needs the integration and the agent. Every
/// missing item is named, as far as it can be known: who works there is not, before Mitel CX was read.
fn judge(partner: bool, email: &str, integrated: bool, directory: Option<&CxDirectory>) -> CxAccess {
    let mut missing = Vec::new();
    if !integrated {
        missing.push(CxMissing::Integration);
    }
    if !directory.is_some_and(|directory| directory.connected) {
        missing.push(CxMissing::Agent);
    }
    let mut level = CxLevel::Write;
    if let (false, Some(directory)) = (partner, directory) {
        match directory.employees.get(&text::key(email)) {
            None => missing.push(CxMissing::Employee),
            Some(CxLevel::None) => missing.push(CxMissing::Role),
            Some(known) => level = *known,
        }
    }
    if !missing.is_empty() {
        return CxAccess { level: CxLevel::None, missing, lists: CxLists::default() };
    }
    CxAccess { level, missing, lists: directory.map(|directory| directory.lists.clone()).unwrap_or_default() }
}

/// # Errors
/// 403 `templates.cx_unavailable` naming what is missing, or `templates.cx_read_only`, if the part would change.
pub(super) fn may_change(access: &CxAccess, before: Option<&CxSettings>, after: Option<&CxSettings>) -> Result<(), AppError> {
    if before == after {
        return Ok(());
    }
    match access.level {
        CxLevel::Write => Ok(()),
        CxLevel::Read => Err(AppError::new(403, "templates.cx_read_only", "Your security role in Mitel CX only allows reading.")),
        CxLevel::None => {
            let missing: Vec<&str> = access.missing.iter().map(|missing| missing.as_str()).collect();
            let missing = missing.join(", ");
            let error = AppError::new(403, "templates.cx_unavailable", format!("Mitel CX settings are not available: {missing}."));
            Err(error.arg("missing", missing))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(connected: bool, level: CxLevel) -> CxDirectory {
        let lists = CxLists { sites: vec!["Berlin".into()], ..Default::default() };
        CxDirectory { connected, employees: [("ada@ballad.example".to_owned(), level)].into(), lists }
    }

    /// TPL-04, TPL-05 each missing item is named; partner users need not be employees
    #[test]
    fn what_is_missing() {
        use CxMissing::{Agent, Employee, Integration, Role};
        let ada = "Ada@Ballad.example";
        assert_eq!(judge(false, ada, false, None).missing, [Integration, Agent]);
        assert_eq!(judge(false, ada, true, Some(&directory(false, CxLevel::None))).missing, [Agent, Role]);
        assert_eq!(judge(false, "bo@ballad.example", true, Some(&directory(true, CxLevel::Write))).missing, [Employee]);
        let partner = judge(true, "mira@northwind.example", true, Some(&directory(true, CxLevel::None)));
        assert_eq!((partner.level, partner.missing.len(), partner.lists.sites.len()), (CxLevel::Write, 0, 1));
        let without = judge(true, "mira@northwind.example", true, Some(&directory(false, CxLevel::Write)));
        assert_eq!((without.level, without.lists), (CxLevel::None, CxLists::default()), "nothing is told of what may not be seen");
    }

    /// TPL-06 who may only read changes nothing
    #[test]
    fn read_only() {
        let access = judge(false, "ada@ballad.example", true, Some(&directory(true, CxLevel::Read)));
        assert_eq!(access.level, CxLevel::Read);
        let cx = CxSettings { site: "Berlin".into(), ..Default::default() };
        assert!(may_change(&access, Some(&cx), Some(&cx)).is_ok());
        assert_eq!(may_change(&access, Some(&cx), None).map_err(|error| error.code), Err("templates.cx_read_only".into()));
        let none = judge(false, "ada@ballad.example", false, None);
        let refused = may_change(&none, None, Some(&cx)).map_err(|error| error.args.get("missing").cloned());
        assert_eq!(refused, Err(Some("integration, agent".to_owned())));
    }
}
