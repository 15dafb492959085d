//! Seeded history: plausible, in the order of time, with gapless sequence numbers.

use serde_json::{Value, json};
use switchroom_entity::{account, event, user};
use switchroom_types::Timestamp;
use switchroom_types::history::{Action, ActorKind, Asset, EventType};

use super::random::Random;

/// What can have happened: asset, action, type, the property that changed with its values.
type Story = (Asset, Action, EventType, &'static str, &'static [(&'static str, &'static str)]);

const STORIES: &[Story] = &[
    (Asset::User, Action::Edit, EventType::Admin, "extension", &[("2014", "2019"), ("2033", "2101"), ("", "2450")]),
    (Asset::User, Action::Edit, EventType::Admin, "role", &[("user", "admin"), ("admin", "user")]),
    (Asset::User, Action::Edit, EventType::Provisioning, "mobile", &[("+49305551200", "+49305551299"), ("", "+13125550142")]),
    (Asset::User, Action::Create, EventType::Provisioning, "name", &[("", "New colleague")]),
    (Asset::User, Action::Delete, EventType::Admin, "status", &[("active", "")]),
    (Asset::Session, Action::SignIn, EventType::Security, "method", &[("", "password")]),
    (Asset::Session, Action::SignInFailed, EventType::Security, "reason", &[("", "password"), ("", "unknown user")]),
    (Asset::Session, Action::SignOut, EventType::Security, "method", &[("password", "")]),
    (Asset::Phone, Action::Edit, EventType::Mivb, "model", &[("6930", "6940"), ("6920", "6930"), ("MiNet 5330", "6920")]),
    (Asset::Phone, Action::Create, EventType::Mivb, "directory_number", &[("", "4021"), ("", "4077")]),
    (Asset::Did, Action::Edit, EventType::Mivb, "destination", &[("4010", "4021"), ("auto attendant", "4300")]),
    (Asset::Group, Action::Edit, EventType::Mivb, "ring_timeout", &[("15", "20"), ("20", "30")]),
    (
        Asset::UserLicense,
        Action::LicenseAssignment,
        EventType::ServiceDelivery,
        "tier",
        &[("", "Premier"), ("", "Elite"), ("", "Essential")],
    ),
    (Asset::UserLicense, Action::LicenseRemoval, EventType::ServiceDelivery, "tier", &[("Elite", ""), ("Premier", "")]),
    (Asset::Account, Action::Edit, EventType::Admin, "postal_code", &[("10115", "10117"), ("60606", "60607")]),
    (
        Asset::Integration,
        Action::Edit,
        EventType::Admin,
        "state",
        &[("setup_needed", "enabled"), ("enabled", "error"), ("error", "enabled")],
    ),
    (Asset::Job, Action::Create, EventType::Job, "kind", &[("", "user_import"), ("", "welcome_mails")]),
];

/// How many rows are built at a time.
pub const BATCH: usize = 5_000;

/// The next events of an account, the oldest first. `span_days` is how far back the first one lies.
pub struct Teller<'a> {
    pub account: &'a account::Model,
    pub people: &'a [user::Model],
    pub count: usize,
    pub span_days: i64,
    pub told: usize,
}

impl Teller<'_> {
    /// Up to [`BATCH`] rows; empty when all has been told.
    pub fn next(&mut self, random: &mut Random) -> Vec<event::Model> {
        let end = (self.told + BATCH).min(self.count);
        let rows = (self.told..end).map(|n| self.event(random, n)).collect();
        self.told = end;
        rows
    }

    fn event(&self, random: &mut Random, n: usize) -> event::Model {
        let span = self.span_days * super::random::DAY * 1_000_000;
        let step = (span / i64::try_from(self.count.max(1)).unwrap_or(1)).max(1);
        let at = Timestamp(random.now.0 - span + step * i64::try_from(n).unwrap_or_default() + random.between(0, step - 1));
        let index = random.below(STORIES.len());
        let story = STORIES.get(index).copied();
        let (asset, action, kind, property, values) = story.unwrap_or((Asset::User, Action::Edit, EventType::Admin, "name", &[]));
        let (before, after) = random.pick(values).copied().unwrap_or_default();
        let of = random.pick(self.people).map(|user| (user.id.to_string(), user.name.clone()));
        let (asset_id, asset_name) = of.unwrap_or_else(|| (self.account.id.to_string(), self.account.name.clone()));
        let by_system = random.chance(18);
        let actor = random.pick(self.people);
        let (actor_kind, actor_id, actor_name) = match actor {
            Some(actor) if !by_system => (ActorKind::User, actor.id.to_string(), actor.name.clone()),
            _ if random.chance(50) => (ActorKind::Scim, "scim".to_owned(), "SCIM".to_owned()),
            _ => (ActorKind::System, "system".to_owned(), "System".to_owned()),
        };
        let value = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
        event::Model {
            id: random.id(at),
            account_id: self.account.id,
            seq: i64::try_from(n).unwrap_or_default() + 1,
            at: at.0,
            actor_kind: actor_kind.as_str().to_owned(),
            actor_id,
            actor_name,
            acting_for: None,
            action: action.as_str().to_owned(),
            event_type: kind.as_str().to_owned(),
            asset: asset.as_str().to_owned(),
            asset_id,
            asset_name,
            changes: json!([{"property": property, "before": value(before), "after": value(after)}]),
            core: json!({"account": self.account.number}),
            extra: json!({}),
            tags: json!([kind.as_str()]),
            request_id: Some(format!("{:016x}", random.between(0, i64::MAX))),
            source_ip: Some(format!("203.0.113.{}", random.between(1, 254))),
        }
    }
}
