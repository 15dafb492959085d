//! Seeded partners and accounts.

use switchroom_entity::{account, account_integration, partner};
use switchroom_types::PartnerId;
use switchroom_types::accounts::{AccountKind, AccountState, PbxType};

use super::companies::Place;
use super::random::Random;
use crate::accounts::row::derive;

pub fn partner(random: &mut Random, name: &str, account: &account::Model) -> partner::Model {
    partner::Model {
        id: account.partner_id,
        account_id: account.id,
        name: name.to_owned(),
        country: account.country.clone(),
        kind: "standard".to_owned(),
        state: "active".to_owned(),
        billing_account: Some(format!("BA-{}", random.between(100_000, 999_999))),
        settings: serde_json::json!({}),
        created_at: account.created_at,
    }
}

/// What distinguishes one seeded account from another.
pub struct Wanted<'a> {
    pub partner: PartnerId,
    pub kind: AccountKind,
    pub number: i64,
    pub name: &'a str,
    pub business_type: Option<&'a str>,
    pub place: &'a Place,
    pub region: &'a str,
    pub by: &'a str,
}

pub fn account(random: &mut Random, wanted: Wanted<'_>) -> account::Model {
    let created = random.ago(720);
    let age = random.now.secs_since(created).max(2);
    let modified = created.plus_secs(random.between(1, age - 1));
    let customer = wanted.kind == AccountKind::Customer;
    let pbx = if customer && random.chance(55) { random.pick(PbxType::ALL).copied() } else { None };
    let mut model = account::Model {
        id: random.id(created),
        partner_id: wanted.partner.0,
        number: wanted.number,
        kind: wanted.kind.as_str().to_owned(),
        state: AccountState::Active.as_str().to_owned(),
        name: wanted.name.to_owned(),
        name_key: String::new(),
        country: wanted.place.country.to_owned(),
        province: wanted.place.province.to_owned(),
        address1: wanted.place.street.to_owned(),
        address2: String::new(),
        city: wanted.place.city.to_owned(),
        postal_code: wanted.place.postal_code.to_owned(),
        language: wanted.place.language.to_owned(),
        time_zone: wanted.place.zone.to_owned(),
        business_type: wanted.business_type.map(str::to_owned),
        billing_customer_number: (customer && random.chance(70)).then(|| format!("C{:07}", random.between(1, 9_999_999))),
        cloud_region: wanted.region.to_owned(),
        pbx_type: pbx.map(|pbx| pbx.as_str().to_owned()).unwrap_or_default(),
        onboarded: pbx.is_some(),
        bandwidth_optimization: random.chance(20),
        settings: serde_json::json!({}),
        user_count: 0,
        search_text: String::new(),
        version: 1,
        created_at: created.0,
        modified_at: modified.0,
        modified_by: wanted.by.to_owned(),
        delete_after: None,
    };
    derive(&mut model);
    model
}

const KINDS: &[&str] =
    &["mivoice_business", "zoom", "microsoft_teams", "scim", "sso", "twilio", "mitel_one", "miteam_meetings", "workflow_studio", "gateway"];
const STATES: &[&str] = &["enabled", "setup_needed", "added", "error"];

/// Integrations in every state; `nth` makes sure that each combination occurs somewhere.
pub fn integrations(random: &mut Random, account: &account::Model, nth: usize) -> Vec<account_integration::Model> {
    let row = |kind: &str, state: &str| account_integration::Model {
        account_id: account.id,
        kind: kind.to_owned(),
        state: state.to_owned(),
        added_at: account.created_at,
    };
    let mut rows = vec![row("chat", "enabled")];
    for (index, kind) in KINDS.iter().enumerate() {
        if (index + nth).is_multiple_of(3) || random.chance(12) {
            let state = STATES.get((index + nth) % STATES.len()).copied().unwrap_or("enabled");
            rows.push(row(kind, state));
        }
    }
    rows
}
