//! What the systems behind templates offered when their drivers read them last. A driver calls [`learn_pbx`] and
//! [`learn_cx`] with what it found; before it does, there is nothing, and nothing here makes anything up.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use switchroom_entity::{account_integration, template_source};
use switchroom_types::AccountId;
use switchroom_types::templates::{CxLevel, CxLists, PbxLists, TemplateProduct};

use crate::error::{Error, Result};
use crate::text;
use crate::tx::Tx;

/// What Mitel CX tells: who works there with what rights, and what can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CxDirectory {
    /// The agent runs on the Mitel CX server and is connected.
    pub connected: bool,
    /// By e-mail address in lower case: access to Device Configuration.
    pub employees: BTreeMap<String, CxLevel>,
    pub lists: CxLists,
}

/// Keeps what a PBX offers.
pub async fn learn_pbx(tx: &Tx, account: AccountId, lists: &PbxLists) -> Result<()> {
    learn(tx, account, TemplateProduct::MivoiceBusiness, lists).await
}

/// Keeps what Mitel CX tells.
pub async fn learn_cx(tx: &Tx, account: AccountId, directory: CxDirectory) -> Result<()> {
    let employees = directory.employees.into_iter().map(|(email, level)| (text::key(&email), level)).collect();
    learn(tx, account, TemplateProduct::MitelCx, &CxDirectory { employees, ..directory }).await
}

async fn learn(tx: &Tx, account: AccountId, kind: TemplateProduct, data: &impl Serialize) -> Result<()> {
    let row = template_source::ActiveModel {
        account_id: Set(account.0),
        kind: Set(kind.as_str().to_owned()),
        data: Set(serde_json::to_value(data).map_err(|error| Error::corrupt(error.to_string()))?),
        read_at: Set(tx.now().0),
    };
    use template_source::Column as C;
    let again = OnConflict::columns([C::AccountId, C::Kind]).update_columns([C::Data, C::ReadAt]).to_owned();
    template_source::Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// `None` before the PBX was read.
pub(super) async fn pbx(conn: &impl ConnectionTrait, account: AccountId) -> Result<Option<PbxLists>> {
    read(conn, account, TemplateProduct::MivoiceBusiness).await
}

/// `None` before Mitel CX was read.
pub(super) async fn cx(conn: &impl ConnectionTrait, account: AccountId) -> Result<Option<CxDirectory>> {
    read(conn, account, TemplateProduct::MitelCx).await
}

async fn read<T: DeserializeOwned>(conn: &impl ConnectionTrait, account: AccountId, kind: TemplateProduct) -> Result<Option<T>> {
    let found = template_source::Entity::find()
        .filter(template_source::Column::AccountId.eq(account.0))
        .filter(template_source::Column::Kind.eq(kind.as_str()))
        .one(conn)
        .await?;
    let parse = |row: template_source::Model| serde_json::from_value(row.data);
    found.map(parse).transpose().map_err(|error| Error::corrupt(format!("template source: {error}")))
}

/// Whether the account has the product's integration, enabled or not.
pub(super) async fn integrated(conn: &impl ConnectionTrait, account: AccountId, product: TemplateProduct) -> Result<bool> {
    let found = account_integration::Entity::find()
        .filter(account_integration::Column::AccountId.eq(account.0))
        .filter(account_integration::Column::Kind.eq(product.as_str()))
        .one(conn)
        .await?;
    Ok(found.is_some())
}
