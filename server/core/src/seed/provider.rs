//! The demonstration's identity provider.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_entity::{account, identity_provider};
use switchroom_types::AccountId;
use switchroom_types::accounts::AccountKind;
use switchroom_types::providers::ProviderForm;

use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::providers;

/// Its short name in addresses.
const SLUG: &str = "sandbox";

/// Adds the sandbox's identity provider, or moves the one of an earlier start to where the sandbox is now; whoever came in
/// with it before is still known.
pub async fn provider(portal: &Portal, issuer: &str, client_id: &str, client_secret: &str) -> Result<()> {
    let operator = account::Entity::find().filter(account::Column::Kind.eq(AccountKind::Operator.as_str())).one(portal.db.read()).await?;
    let operator = operator.ok_or_else(|| Error::corrupt("no operator"))?;
    let found = identity_provider::Entity::find().filter(identity_provider::Column::Slug.eq(SLUG)).one(portal.db.read()).await?;
    let mut tx = portal.begin_as_system().await?;
    if let Some(found) = found {
        for sql in [
            "UPDATE identity_providers SET issuer = $1 WHERE issuer = $2",
            "UPDATE identity_links SET issuer = $1 WHERE issuer = $2",
            "UPDATE identity_organisations SET issuer = $1 WHERE issuer = $2",
        ] {
            let values = [issuer.into(), found.issuer.clone().into()];
            tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
        }
        return tx.commit_without_history("the sandbox listens elsewhere at every start").await;
    }
    let form = ProviderForm {
        label: "Sandbox ID".to_owned(),
        slug: SLUG.to_owned(),
        issuer: issuer.to_owned(),
        client_id: client_id.to_owned(),
        client_secret: Some(client_secret.to_owned()),
        entitlement_claim: "entitlements".to_owned(),
        entitlement_value: "switchroom".to_owned(),
        ..Default::default()
    };
    providers::store(&mut tx, AccountId(operator.id), form).await?;
    tx.commit().await
}
