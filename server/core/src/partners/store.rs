//! The rows of a new partner: itself and its Partner Account. People are the caller's.

use sea_orm::{ActiveModelTrait, EntityTrait};
use switchroom_entity::{account, partner};
use switchroom_types::accounts::{AccountForm, AccountKind};
use switchroom_types::history::{Action, Asset};
use switchroom_types::{AccountId, PartnerId};

use super::NewPartner;
use crate::accounts;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::tx::Tx;

pub(crate) struct Stored {
    pub account: account::Model,
}

/// Stores and records them. The caller has authorised and checked `new`.
pub(crate) async fn store(tx: &mut Tx, id: PartnerId, new: &NewPartner) -> Result<Stored> {
    let number = accounts::row::unused_number(tx.conn()).await?;
    let form = AccountForm {
        name: new.name.clone(),
        country: new.country.clone(),
        language: new.language.clone(),
        cloud_region: tx.portal().settings.cloud_regions.first().cloned().unwrap_or_default(),
        ..Default::default()
    };
    let mut account = accounts::row::new(tx, id, AccountKind::Partner, number, &form);
    if let Some(zone) = &tx.portal().settings.time_zone {
        account.time_zone.clone_from(zone);
    }
    accounts::row::insert(tx, &account).await?;
    let model = partner::Model {
        id: id.0,
        account_id: account.id,
        name: new.name.clone(),
        country: new.country.clone(),
        kind: if new.prime { "prime" } else { "standard" }.to_owned(),
        state: "active".to_owned(),
        billing_account: new.billing_account.clone(),
        settings: serde_json::json!({}),
        created_at: tx.now().0,
    };
    partner::Entity::insert(partner::ActiveModel::from(model).reset_all()).exec_without_returning(tx.conn()).await?;
    let event = Event::new(AccountId(account.id), Some(id), Action::Create, Asset::Account).of(account.id, &account.name);
    tx.record(event.changes(changes(None, Some(&account))));
    Ok(Stored { account })
}
