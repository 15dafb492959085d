//! One account: everything on "Account Information", and what the frame of its pages needs.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};
use switchroom_entity::{account, account_integration};
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountContext, AccountDetail, AccountForm, AccountKind, AccountState, MissingIntegration, PbxType};
use switchroom_types::{AccountId, Timestamp};

use super::{contacts, list};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::partner_access;
use crate::portal::Portal;

/// # Permissions
/// `accounts.view`, in any state, so that programs can see what they did; the pages of an account that is not active offer
/// reactivation only (ACC-19).
pub async fn get(portal: &Portal, actor: &Actor, id: AccountId) -> Result<AccountDetail> {
    let scope = actor.account_from_outside(portal, id, Permission::ACCOUNTS_VIEW).await?;
    let mut account = detail(portal.db.read(), scope.account).await?;
    if actor.subscriptions_visible && actor.can(Permission::SUBSCRIPTIONS_VIEW) {
        account.missing_integrations = missing_integrations(portal.db.read(), id).await?;
    }
    Ok(account)
}

const MISSING: &str = "SELECT DISTINCT plans.name AS product, plans.integration AS integration FROM order_items \
     JOIN plans ON plans.sku = order_items.sku \
     WHERE order_items.account_id = $1 AND plans.integration IS NOT NULL AND NOT EXISTS \
     (SELECT 1 FROM account_integrations WHERE account_integrations.account_id = $1 AND account_integrations.kind = plans.integration) \
     ORDER BY product, integration";

async fn missing_integrations(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<MissingIntegration>> {
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), MISSING, [id.0.into()]);
    let rows = conn.query_all_raw(statement).await?;
    let missing = |row: &sea_orm::QueryResult| -> Result<MissingIntegration> {
        let name: String = row.try_get("", "product")?;
        // Behind the dash the distributor names the way it is sold: "Zoom Hybrid - hMitel Indirect".
        let product = name.split(" - ").next().unwrap_or_default().to_owned();
        Ok(MissingIntegration { product, integration: row.try_get("", "integration")? })
    };
    let mut found = rows.iter().map(missing).collect::<Result<Vec<_>>>()?;
    found.dedup();
    Ok(found)
}

/// What the frame shows inside an account; everybody who knows of it may know this.
pub async fn context(portal: &Portal, actor: &Actor, id: AccountId) -> Result<AccountContext> {
    let scope = actor.know(portal, id).await?;
    let entry = partner_access::entry(portal, actor, &scope).await?;
    let integrations = account_integration::Entity::find()
        .select_only()
        .column(account_integration::Column::Kind)
        .filter(account_integration::Column::AccountId.eq(id.0))
        .order_by_asc(account_integration::Column::Kind)
        .into_tuple()
        .all(portal.db.read())
        .await?;
    Ok(AccountContext {
        id,
        number: list::number(scope.account.number)?,
        kind: scope.kind,
        state: scope.state,
        name: scope.account.name,
        country: scope.account.country,
        integrations,
        subscriptions_visible: actor.subscriptions_visible,
        delete_after: scope.account.delete_after.map(Timestamp),
        entry,
    })
}

/// The stored account with its support contacts as people see it.
pub(super) async fn detail(conn: &impl ConnectionTrait, model: account::Model) -> Result<AccountDetail> {
    let id = AccountId(model.id);
    let support_contacts = contacts::load(conn, id).await?;
    Ok(AccountDetail {
        id,
        number: list::number(model.number)?,
        kind: AccountKind::parse(&model.kind).ok_or_else(|| Error::corrupt("account kind"))?,
        state: AccountState::parse(&model.state).ok_or_else(|| Error::corrupt("account state"))?,
        version: model.version,
        billing_customer_number: model.billing_customer_number,
        pbx_type: PbxType::parse(&model.pbx_type).filter(|_| model.onboarded),
        bandwidth_optimization: model.bandwidth_optimization,
        users: u64::try_from(model.user_count).unwrap_or_default(),
        created_at: Timestamp(model.created_at),
        modified_at: Timestamp(model.modified_at),
        modified_by: model.modified_by,
        delete_after: model.delete_after.map(Timestamp),
        missing_integrations: Vec::new(),
        cloud_region: model.cloud_region.clone(),
        form: AccountForm {
            name: model.name,
            country: model.country,
            province: model.province,
            address1: model.address1,
            address2: model.address2,
            city: model.city,
            postal_code: model.postal_code,
            language: model.language,
            business_type: model.business_type,
            cloud_region: model.cloud_region,
            support_contacts,
        },
    })
}
