//! Seeded people and the products they hold.

use std::collections::HashMap;
use switchroom_entity::{account, user, user_product};
use switchroom_types::access::{Role, Scope};
use switchroom_types::users::{Registration, UserSource, UserStatus};

use super::names;
use super::random::Random;
use crate::users::row::derive;

/// Keeps addresses, numbers and extensions unique within one account.
#[derive(Default)]
pub struct Taken {
    mailboxes: HashMap<String, usize>,
    extension: i64,
}

/// Products with their tiers, as the LICENSES column names them, and how many in a hundred people hold one.
const PRODUCTS: &[(&str, &[&str], u32)] = &[
    ("Mitel One", &["Essential", "Premier", "Elite"], 62),
    ("MiVoice Business Service", &[], 38),
    ("MiTeam Meetings", &[], 24),
    ("Zoom PSI", &[], 14),
    ("Unify Phone", &[], 7),
];

/// A person in a customer's account.
pub fn user(random: &mut Random, account: &account::Model, domain: &str, dial: &str, taken: &mut Taken) -> user::Model {
    let name = names::name(random);
    let nth = taken.mailboxes.entry(name.mailbox.clone()).or_default();
    *nth += 1;
    let email = if *nth == 1 { format!("{}@{domain}", name.mailbox) } else { format!("{}{nth}@{domain}", name.mailbox) };
    let created = account.created_at.max(random.ago(700).0);
    let modified = random.between(created, random.now.0 - 1);
    taken.extension += 1;
    let sources = [UserSource::Portal, UserSource::Portal, UserSource::Import, UserSource::Scim, UserSource::Pbx];
    let source = random.pick(&sources).copied().unwrap_or(UserSource::Portal);
    let registration = match random.below(10) {
        0 => Registration::NotInvited,
        1 | 2 => Registration::Invited,
        _ => Registration::Registered,
    };
    let inactive = random.chance(4);
    let mut model = user::Model {
        id: random.id(switchroom_types::Timestamp(created)),
        account_id: account.id,
        version: 1,
        name: format!("{} {}", name.first, name.last),
        name_key: String::new(),
        first_name: name.first.to_owned(),
        last_name: name.last.to_owned(),
        email,
        email_key: String::new(),
        login_id: None,
        login_key: None,
        mobile: random.chance(60).then(|| format!("{dial}5{:06}", taken.extension)),
        phone: None,
        extension: random.chance(80).then(|| (2_000 + taken.extension).to_string()),
        sms_number: None,
        role: Role::User.as_str().to_owned(),
        role_id: None,
        role_label: String::new(),
        scope: None,
        status: if inactive { UserStatus::Inactive } else { UserStatus::Active }.as_str().to_owned(),
        registration: registration.as_str().to_owned(),
        source: source.as_str().to_owned(),
        sso_only: false,
        licenses: String::new(),
        language: account.language.clone(),
        time_zone: None,
        theme: "system".to_owned(),
        password_hash: None,
        password_changed_at: None,
        locked_at: None,
        pending_email: None,
        preferences: serde_json::json!({}),
        mail_error: None,
        last_sign_in_at: (registration == Registration::Registered).then(|| random.between(created, random.now.0)),
        search_text: String::new(),
        created_at: created,
        modified_at: modified,
        modified_by: match source {
            UserSource::Portal => account.modified_by.clone(),
            UserSource::Import => "Import".to_owned(),
            UserSource::Scim => "SCIM".to_owned(),
            _ => "PBX sync".to_owned(),
        },
    };
    if random.chance(3) {
        model.role = Role::Admin.as_str().to_owned();
    }
    derive(&mut model);
    model
}

/// Turns a person into one whom the demonstration names: registered, with a password.
pub fn known(model: &mut user::Model, name: &str, email: &str, role: Role, scope: Option<Scope>, password_hash: Option<String>) {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    name.clone_into(&mut model.name);
    first.clone_into(&mut model.first_name);
    last.clone_into(&mut model.last_name);
    email.clone_into(&mut model.email);
    role.as_str().clone_into(&mut model.role);
    model.scope = scope.map(|scope| scope.as_str().to_owned());
    model.status = UserStatus::Active.as_str().to_owned();
    model.registration = Registration::Registered.as_str().to_owned();
    model.source = UserSource::Portal.as_str().to_owned();
    // Newcomers meet these; everybody else has the language of their account.
    "en".clone_into(&mut model.language);
    model.password_hash = password_hash;
    derive(model);
}

/// What a person holds; also fills the list that the users table shows.
pub fn products(random: &mut Random, user: &mut user::Model) -> Vec<user_product::Model> {
    let mut rows = Vec::new();
    let mut labels = Vec::new();
    for (product, tiers, percent) in PRODUCTS {
        if !random.chance(*percent) {
            continue;
        }
        let tier = random.pick(tiers).copied();
        labels.push(match tier {
            Some(tier) => format!("{product} ({tier})"),
            None => (*product).to_owned(),
        });
        rows.push(user_product::Model {
            account_id: user.account_id,
            user_id: user.id,
            product: (*product).to_owned(),
            tier: tier.map(str::to_owned),
            setup_complete: true,
            source: "portal".to_owned(),
            assigned_at: user.created_at,
        });
    }
    user.licenses = labels.join("\n");
    rows
}
