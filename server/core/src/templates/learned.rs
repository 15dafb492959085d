//! Templates that a PBX has, taken over (TPL-11). There are none for Contact Center.

use switchroom_types::access::Permission;
use switchroom_types::history::Action;
use switchroom_types::templates::{TemplateForm, TemplateOrigin, TemplateSettings};
use switchroom_types::{AccountId, AppError, FieldError};

use super::row::{self, NewTemplate};
use super::{form, list, save, sources};
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;
use crate::text;

/// Takes the named templates of the PBX over and tells how many that were; those whose name is taken are passed over.
///
/// # Permissions
/// `templates.add`
///
/// # Errors
/// 409 `templates.pbx_not_read` before the PBX was read; 422 at `names` if nothing of it can be taken over.
pub async fn import_learned(portal: &Portal, actor: &Actor, account: AccountId, names: &[String]) -> Result<u64> {
    let scope = actor.account(portal, account, Permission::TEMPLATES_ADD).await?;
    let mut tx = portal.begin(actor).await?;
    let Some(lists) = sources::pbx(tx.conn(), scope.account_id).await? else {
        return Err(AppError::conflict("templates.pbx_not_read", "The PBX of this account has not been read yet.").into());
    };
    let known = list::by_name(tx.conn(), scope.account_id).await?;
    let mut count = 0;
    for learned in lists.templates {
        if !names.contains(&learned.name) || known.contains_key(&text::fold(&learned.name)) {
            continue;
        }
        let settings = TemplateSettings { mivoice_business: Some(learned.settings), mitel_cx: None };
        let entered = TemplateForm { name: learned.name, description: learned.description, settings };
        let (clean, errors) = form::check(&entered);
        errors.finish()?;
        let model = NewTemplate { account_id: scope.account_id, form: &clean, origin: TemplateOrigin::Pbx }.into_model(&tx)?;
        row::insert(&tx, &model).await?;
        let mut event = save::created(&scope, &model)?;
        event.action = Action::Create;
        tx.record(event.core("origin", TemplateOrigin::Pbx.as_str()));
        count += 1;
    }
    if count == 0 {
        let error = FieldError::new("names", "templates.nothing_to_import", "The PBX has no such template, or all are here already");
        return Err(AppError::invalid(vec![error]).into());
    }
    tx.commit().await?;
    Ok(count)
}
