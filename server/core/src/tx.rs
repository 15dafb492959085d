//! A change: one database transaction that also writes its history, wakes open pages and queues what follows from it.

use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait};
use std::collections::BTreeMap;
use switchroom_entity::live_mark;
use switchroom_types::history::{Asset, Change};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::{AccountId, PartnerId, Timestamp, UserId};
use uuid::Uuid;

use crate::access::Signature;
use crate::error::Result;
use crate::history::{self, Event};
use crate::portal::Portal;

/// Dropping it without [`Tx::commit`] rolls everything back, events included.
pub struct Tx {
    conn: DatabaseTransaction,
    portal: Portal,
    pub signature: Signature,
    now: Timestamp,
    events: Vec<Event>,
    marks: Vec<live_mark::ActiveModel>,
}

impl Tx {
    pub(crate) async fn begin(portal: &Portal, signature: Signature) -> Result<Self> {
        let conn = portal.db.begin().await?;
        Ok(Self { conn, portal: portal.clone(), signature, now: portal.clock.now(), events: Vec::new(), marks: Vec::new() })
    }

    /// Begins a change in the name of a recorded signature (jobs act for the person who started them).
    pub async fn begin_as(portal: &Portal, signature: Signature) -> Result<Self> {
        Self::begin(portal, signature).await
    }

    pub fn conn(&self) -> &DatabaseTransaction {
        &self.conn
    }

    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// The instant of this change: the same for its rows and its events.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Adds a line of history; it is written when the change commits.
    pub fn record(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Adds to the line of history that was recorded last.
    pub fn extend_last(&mut self, changes: Vec<Change>) {
        if let Some(event) = self.events.last_mut() {
            event.changes.extend(changes);
        }
    }

    /// Wakes one person's open pages (their notifications, job or rights changed).
    pub fn wake_user(&mut self, user: UserId, topic: Topic, data: &Mark) {
        self.mark(None, None, Some(user), topic, data);
    }

    /// Wakes everybody who may see this account.
    pub fn wake_account(&mut self, partner: Option<PartnerId>, account: AccountId, topic: Topic, data: &Mark) {
        self.mark(partner, Some(account), None, topic, data);
    }

    fn mark(&mut self, partner: Option<PartnerId>, account: Option<AccountId>, user: Option<UserId>, topic: Topic, data: &Mark) {
        self.marks.push(live_mark::ActiveModel {
            at: Set(self.now.0),
            partner_id: Set(partner.map(Uuid::from)),
            account_id: Set(account.map(Uuid::from)),
            user_id: Set(user.map(Uuid::from)),
            topic: Set(topic.as_str().to_owned()),
            data: Set(serde_json::to_value(data).unwrap_or_default()),
            ..Default::default()
        });
    }

    /// Whether anything was recorded.
    pub fn has_history(&self) -> bool {
        !self.events.is_empty()
    }

    /// Writes the history and commits.
    ///
    /// A change without an event is a bug (architecture rule 3); technical writes say so with [`Tx::commit_without_history`].
    pub async fn commit(self) -> Result<()> {
        debug_assert!(!self.events.is_empty(), "a change without history");
        self.finish().await
    }

    /// Commits a change that nobody needs to read about; `_why` stands in the code for the next reader.
    pub async fn commit_without_history(self, _why: &'static str) -> Result<()> {
        self.finish().await
    }

    async fn finish(mut self) -> Result<()> {
        let events = std::mem::take(&mut self.events);
        let mut by_account: BTreeMap<Uuid, Vec<Event>> = BTreeMap::new();
        for event in events {
            by_account.entry(event.account_id.0).or_default().push(event);
        }
        // In the order of the account ids: two changes that touch the same tenants never wait for each other in a circle.
        for (account, events) in by_account {
            let mut assets: Vec<Asset> = events.iter().map(|event| event.asset).collect();
            assets.sort();
            assets.dedup();
            let partner = events.iter().find_map(|event| event.partner_id);
            let seq = history::append(&self.conn, AccountId(account), &self.signature, self.now, events).await?;
            let data = Mark { account_id: Some(AccountId(account)), seq: Some(seq), assets, ..Default::default() };
            self.mark(partner, Some(AccountId(account)), None, Topic::History, &data);
        }
        let wake = !self.marks.is_empty();
        if wake {
            self.write_marks().await?;
        }
        self.conn.commit().await?;
        if wake {
            self.portal.live.wake();
        }
        Ok(())
    }

    async fn write_marks(&mut self) -> Result<()> {
        let mut marks = std::mem::take(&mut self.marks);
        if !self.portal.db.is_sqlite() {
            // Readers take only rows whose transaction is older than every running one, so none is ever skipped.
            let row = self
                .conn
                .query_one_raw(sea_orm::Statement::from_string(
                    self.portal.db.backend(),
                    "SELECT pg_current_xact_id()::text::bigint AS txid, pg_notify('switchroom_live', '')",
                ))
                .await?;
            let txid: i64 = row.map(|row| row.try_get("", "txid")).transpose()?.unwrap_or_default();
            for mark in &mut marks {
                mark.txid = Set(txid);
            }
        }
        live_mark::Entity::insert_many(marks).exec_without_returning(&self.conn).await?;
        Ok(())
    }
}
