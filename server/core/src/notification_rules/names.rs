//! What the things in rules are called, as far as the caller may know.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeSet;
use switchroom_entity::{account, account_group, webhook};
use switchroom_types::notification_rules::{Rule, RuleName};
use switchroom_types::{AccountGroupId, AccountId, WebhookId};
use uuid::Uuid;

use crate::access::PartnerScope;
use crate::error::Result;

/// Ids asked for at once: both databases limit the number of values.
const CHUNK: usize = 500;

/// Names by id; what is absent or out of reach has none.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub accounts: Vec<RuleName<AccountId>>,
    pub groups: Vec<RuleName<AccountGroupId>>,
    pub webhooks: Vec<RuleName<WebhookId>>,
}

impl Names {
    /// Of everything in these rules within the scope, and of all webhooks of `account`.
    pub async fn load(
        conn: &impl ConnectionTrait,
        scope: Option<&PartnerScope>,
        account: Option<AccountId>,
        rules: &[Rule],
    ) -> Result<Self> {
        let mut names = Self::default();
        if let Some(scope) = scope {
            let accounts: BTreeSet<Uuid> = rules.iter().flat_map(|rule| &rule.accounts).map(|id| id.0).collect();
            let groups: BTreeSet<Uuid> = rules.iter().flat_map(|rule| &rule.groups).map(|id| id.0).collect();
            for chunk in accounts.into_iter().collect::<Vec<_>>().chunks(CHUNK) {
                let reached = scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr());
                let rows =
                    account::Entity::find().filter(account::Column::Id.is_in(chunk.iter().copied())).filter(reached).all(conn).await?;
                names.accounts.extend(rows.into_iter().map(|row| RuleName { id: AccountId(row.id), name: row.name }));
            }
            for chunk in groups.into_iter().collect::<Vec<_>>().chunks(CHUNK) {
                let own = account_group::Column::PartnerId.eq(scope.partner_id.0);
                let rows = account_group::Entity::find().filter(account_group::Column::Id.is_in(chunk.iter().copied())).filter(own);
                names.groups.extend(rows.all(conn).await?.into_iter().map(|row| RuleName { id: AccountGroupId(row.id), name: row.name }));
            }
        }
        if let Some(account) = account {
            let rows = webhook::Entity::find().filter(webhook::Column::AccountId.eq(account.0)).order_by_asc(webhook::Column::NameKey);
            names.webhooks = rows.all(conn).await?.into_iter().map(|row| RuleName { id: WebhookId(row.id), name: row.name }).collect();
        }
        Ok(names)
    }

    pub fn account(&self, id: AccountId) -> Option<&str> {
        named(&self.accounts, id)
    }

    pub fn group(&self, id: AccountGroupId) -> Option<&str> {
        named(&self.groups, id)
    }

    pub fn webhook(&self, id: WebhookId) -> Option<&str> {
        named(&self.webhooks, id)
    }
}

fn named<I: PartialEq>(names: &[RuleName<I>], id: I) -> Option<&str> {
    names.iter().find(|known| known.id == id).map(|known| known.name.as_str())
}
