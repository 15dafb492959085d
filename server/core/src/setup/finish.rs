//! Makes everything that was entered, in one change (AUTH-03).

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use switchroom_types::history::ActorKind;
use switchroom_types::setup::SetupDone;
use switchroom_types::{AccountId, UserId};

use super::check::{self, origin};
use super::draft::Draft;
use super::token;
use crate::access::{Origin, Signature};
use crate::error::Result;
use crate::installation::{self, Stored, effective};
use crate::partners::{self, NewPartner};
use crate::portal::Portal;
use crate::{password, providers, tx::Tx};

/// `None` if the token is not good any more. The caller has checked every step.
pub(super) async fn finish(portal: &Portal, token: &str, draft: &Draft, from: &Origin) -> Result<Option<SetupDone>> {
    let mail = check::mail(portal, draft)?;
    let stored = Stored {
        public_url: origin(&draft.get("public_url")).filter(|_| !portal.configured.public_url_fixed),
        language: Some(draft.get("language")),
        time_zone: Some(draft.get("time_zone")),
        smtp_url: mail.as_ref().map(|(url, _)| url.clone()),
        mail_from: mail.map(|(_, from)| from),
        mail_version: None,
    };
    let hash = password::hash(&draft.get("password")).await?;
    // What is made here, the link in the mail first of all, is already for the new address.
    let future = portal.with_settings(effective(&portal.configured, stored.clone()));
    let mut tx = Tx::begin_as(&future, Signature::anonymous(from)).await?;
    if !token::spend(&tx, token).await? {
        return Ok(None);
    }
    let (name, email) = (draft.get("name"), draft.get("email"));
    let operator = partners::create_operator_in(&mut tx, &name, &email, &draft.get("language"), Some(hash)).await?;
    let (id, account) = (UserId(operator.id), AccountId(operator.account_id));
    let mut row = operator.into_active_model();
    row.time_zone = Set(Some(draft.get("time_zone")));
    row.update(tx.conn()).await?;
    tx.signature = Signature { kind: ActorKind::Operator, id: id.to_string(), name, user_id: Some(id), ..Signature::anonymous(from) };
    installation::store(&tx, stored).await?;
    let new: NewPartner = check::partner(draft)?;
    let (partner, administrator_email) = (new.name.clone(), new.email.clone());
    let created = partners::create_in(&mut tx, new).await?;
    if let Some(form) = check::provider(draft) {
        providers::store(&mut tx, account, form).await?;
    }
    tx.commit().await?;
    installation::refresh(portal).await?;
    Ok(Some(SetupDone {
        operator_email: email,
        partner,
        administrator_email,
        registration_link: Some(created.registration_link).filter(|_| future.settings.smtp_url.is_none()),
        sign_in_url: format!("{}/login", future.settings.public_url),
    }))
}
