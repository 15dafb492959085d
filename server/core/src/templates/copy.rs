//! Copies of templates in other accounts of the partner (TPL-B2).

use std::collections::HashMap;
use switchroom_entity::template;
use switchroom_types::access::Permission;
use switchroom_types::templates::{
    CopiedTemplate, CopyTemplates, CxLevel, MAX_COPIED, MAX_TARGETS, NAME, TemplateForm, TemplateOrigin, TemplateProduct,
};
use switchroom_types::{AccountId, AppError, FieldError, TemplateId};

use super::catalogue::Catalogue;
use super::row::{self, NewTemplate};
use super::{list, mitel_cx, save, sources};
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::portal::Portal;
use crate::text;
use crate::tx::Tx;

/// Copies each template to each account, all or nothing, and reports what the accounts there do not know. A name that is
/// taken gets a number. A Mitel CX part that the caller could not write there stays behind.
///
/// # Permissions
/// Partner users: `templates.view` where they come from, `templates.add` where they go.
///
/// # Errors
/// 404 for accounts and templates out of reach; 422 for nothing or too much, or for the account itself;
/// 422 `templates.not_integrated` naming an account without MiVoice Business.
pub async fn copy(portal: &Portal, actor: &Actor, account: AccountId, request: &CopyTemplates) -> Result<Vec<CopiedTemplate>> {
    actor.partner(Permission::TEMPLATES_ADD)?;
    let source = actor.account(portal, account, Permission::TEMPLATES_VIEW).await?;
    check(account, request)?;
    let mut targets = Vec::new();
    for id in &request.accounts {
        if !targets.iter().any(|target: &AccountScope| target.account_id == *id) {
            targets.push(actor.account(portal, *id, Permission::TEMPLATES_ADD).await?);
        }
    }
    let mut tx = portal.begin(actor).await?;
    let hidden = mitel_cx::access(tx.conn(), actor, source.account_id).await?.level == CxLevel::None;
    let mut forms = Vec::new();
    for id in &request.templates {
        let mut form = form_of(&row::one(tx.conn(), source.account_id, *id).await?)?;
        let had_cx = form.settings.mitel_cx.is_some();
        if hidden {
            form.settings.mitel_cx = None;
        }
        forms.push((form, had_cx));
    }
    let mut copied = Vec::new();
    for target in &targets {
        copied.extend(into_account(&mut tx, actor, target, &forms, request.dry_run).await?);
    }
    if !request.dry_run {
        tx.commit().await?;
    }
    Ok(copied)
}

fn check(account: AccountId, request: &CopyTemplates) -> Result<(), AppError> {
    let mut errors = Vec::new();
    let mut bounds = |field: &'static str, count: usize, max: usize| match count {
        0 => errors.push(FieldError::required(field)),
        count if count > max => errors.push(FieldError::new(field, "templates.too_many_copies", format!("At most {max}")).arg("max", max)),
        _ => {}
    };
    bounds("templates", request.templates.len(), MAX_COPIED);
    bounds("accounts", request.accounts.len(), MAX_TARGETS);
    if request.accounts.contains(&account) {
        errors.push(FieldError::new("accounts", "templates.same_account", "Choose other accounts than this one"));
    }
    if errors.is_empty() { Ok(()) } else { Err(AppError::invalid(errors)) }
}

fn form_of(model: &template::Model) -> Result<TemplateForm> {
    Ok(TemplateForm { name: model.name.clone(), description: model.description.clone(), settings: row::settings(&model.settings)? })
}

async fn into_account(
    tx: &mut Tx,
    actor: &Actor,
    target: &AccountScope,
    forms: &[(TemplateForm, bool)],
    dry_run: bool,
) -> Result<Vec<CopiedTemplate>> {
    let catalogue = Catalogue::read(tx.conn(), target.account_id).await?;
    let writes_cx = mitel_cx::access(tx.conn(), actor, target.account_id).await?.level == CxLevel::Write;
    let integrated = sources::integrated(tx.conn(), target.account_id, TemplateProduct::MivoiceBusiness).await?;
    let mut taken: HashMap<String, ()> = list::by_name(tx.conn(), target.account_id).await?.into_keys().map(|name| (name, ())).collect();
    let mut copied = Vec::new();
    for (form, had_cx) in forms {
        if form.settings.mivoice_business.is_some() && !integrated {
            let message = format!("{} has no MiVoice Business integration", target.account.name);
            let error = FieldError::new("accounts", "templates.target_not_integrated", message).arg("account", &target.account.name);
            return Err(AppError::invalid(vec![error]).into());
        }
        let mut form = TemplateForm { name: free_name(&form.name, &taken), ..form.clone() };
        if !writes_cx {
            form.settings.mitel_cx = None;
        }
        taken.insert(text::fold(&form.name), ());
        let template_id = if dry_run {
            None
        } else {
            let model = NewTemplate { account_id: target.account_id, form: &form, origin: TemplateOrigin::Portal }.into_model(tx)?;
            row::insert(tx, &model).await?;
            tx.record(save::created(target, &model)?.core("copied", true));
            Some(TemplateId(model.id))
        };
        copied.push(CopiedTemplate {
            account_id: target.account_id,
            account_name: target.account.name.clone(),
            template_id,
            unresolved: catalogue.unresolved(&form.settings),
            without_cx: *had_cx && form.settings.mitel_cx.is_none(),
            name: form.name,
        });
    }
    Ok(copied)
}

/// `Sales`, or `Sales (2)` and so on where it is taken; never longer than names may be.
fn free_name(name: &str, taken: &HashMap<String, ()>) -> String {
    let mut free = name.to_owned();
    let mut number = 2;
    while taken.contains_key(&text::fold(&free)) {
        let suffix = format!(" ({number})");
        let kept: String = name.chars().take(NAME - suffix.chars().count()).collect();
        free = format!("{}{suffix}", kept.trim_end());
        number += 1;
    }
    free
}
