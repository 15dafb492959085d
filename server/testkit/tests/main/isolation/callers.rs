//! Who asks, and what the specification's permission matrix grants them. Written from the documents, not from the code.

use super::places::Place;
use serde_json::json;
use switchroom_testkit::{Client, PASSWORD, Person, World, set_up_authenticator};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Stranger,
    Operator,
    Administrator,
    Manager,
    Admin,
    User,
}

pub struct Caller {
    pub label: String,
    pub client: Client,
    pub role: Role,
    /// Where they belong; a manager is assigned to the first customer there.
    pub home: Place,
    /// The scopes of a token; `None` in a browser.
    pub scopes: Option<&'static [&'static str]>,
}

/// Part 10, ROLE, "Matrix": what the base roles have, `P` partner users, `A` Account Admins.
const MATRIX: [(&str, &str); 21] = [
    ("accounts.view", "PA"),
    ("accounts.add", "P"),
    ("accounts.edit", "PA"),
    ("accounts.delete", "P"),
    ("roles.assign", "PA"),
    ("orders.view", "P"),
    ("users.view", "PA"),
    ("users.add", "PA"),
    ("users.edit", "PA"),
    ("users.delete", "PA"),
    ("templates.view", "PA"),
    ("templates.add", "PA"),
    ("templates.edit", "PA"),
    ("templates.delete", "PA"),
    ("subscriptions.view", "PA"),
    ("support.view", "PA"),
    ("history.view", "PA"),
    ("integrations.view", "PA"),
    ("subscriptions.add", "P"),
    ("sign_in_security.view", "PA"),
    ("sign_in_security.edit", "PA"),
];

/// `docs/api.md`: what the scopes of the tokens here leave.
const SCOPES: [(&str, &[&str]); 3] = [
    ("orders:read", &["orders.view", "subscriptions.view"]),
    ("users:read", &["users.view", "templates.view", "roles.view"]),
    ("jobs:read", &["jobs"]),
];

impl Caller {
    pub fn may(&self, permission: &str) -> bool {
        let base = match self.role {
            Role::Administrator | Role::Manager => 'P',
            Role::Admin => 'A',
            Role::Stranger | Role::Operator | Role::User => return false,
        };
        let (_, bases) = MATRIX.iter().find(|(name, _)| *name == permission).unwrap();
        bases.contains(base) && self.scope_leaves(permission)
    }

    /// Whether it is a browser, or a token with a scope for this.
    pub fn scope_leaves(&self, permission: &str) -> bool {
        let leaves = |scope: &&str| SCOPES.iter().any(|(name, left)| name == scope && left.contains(&permission));
        self.scopes.is_none_or(|scopes| scopes.iter().any(leaves))
    }

    pub fn reaches(&self, place: Place) -> bool {
        match self.role {
            Role::Stranger | Role::Operator => false,
            Role::Administrator => place.side() == self.home.side(),
            Role::Manager => place == Place::first_of(self.home),
            Role::Admin | Role::User => place == self.home,
        }
    }

    pub fn is_partner(&self) -> bool {
        matches!(self.role, Role::Administrator | Role::Manager)
    }

    /// Account Managers see unassigned orders too (ORD-19); those lie at the Partner Account here.
    pub fn sees_order(&self, place: Place) -> bool {
        self.is_partner() && (self.reaches(place) || place == self.home)
    }

    /// Whether the personal things of that place are this caller's.
    pub fn owns(&self, place: Place) -> bool {
        self.home == place && matches!(self.role, Role::Administrator | Role::Admin)
    }
}

pub async fn everybody(world: &World) -> Vec<Caller> {
    let person = |label: &str, person: &Person, role, home| Caller {
        label: label.to_owned(),
        client: person.client.clone(),
        role,
        home,
        scopes: None,
    };
    let (a, b) = (&world.a, &world.b);
    let mut all = vec![
        Caller { label: "a stranger".to_owned(), client: world.app.client(), role: Role::Stranger, home: Place::Nowhere, scopes: None },
        person("operator", &world.operator, Role::Operator, Place::Nowhere),
        person("administrator of A", &a.administrator, Role::Administrator, Place::PartnerA),
        person("manager of A", &a.manager, Role::Manager, Place::PartnerA),
        person("admin of A's first", &a.first.admin, Role::Admin, Place::FirstA),
        person("user of A's first", &a.first.user, Role::User, Place::FirstA),
        person("admin of A's second", &a.second.admin, Role::Admin, Place::SecondA),
        person("user of A's second", &a.second.user, Role::User, Place::SecondA),
        person("administrator of B", &b.administrator, Role::Administrator, Place::PartnerB),
        person("manager of B", &b.manager, Role::Manager, Place::PartnerB),
        person("admin of B's first", &b.first.admin, Role::Admin, Place::FirstB),
        person("user of B's first", &b.first.user, Role::User, Place::FirstB),
    ];
    // Whoever knows only the password of somebody with a second factor is a stranger still (AUTH-B1).
    set_up_authenticator(&b.first.user, &world.portal).await;
    let halfway = world.app.client();
    let credentials = json!({"email": b.first.user.email, "password": PASSWORD});
    halfway.post("/api/v1/sessions", credentials).await.problem(409, "auth.second_factor_required");
    let label = format!("{} halfway", b.first.user.email);
    all.push(Caller { label, client: halfway, role: Role::Stranger, home: Place::Nowhere, scopes: None });
    for scopes in [&["orders:read"] as &[&str], &["users:read", "jobs:read"]] {
        let made = a.administrator.post("/api/v1/tokens", json!({"name": "Script", "scopes": scopes})).await;
        let client = Client::with_token(&world.app.url, made.success().value()["secret"].as_str().unwrap());
        let label = format!("token of A's administrator for {}", scopes.join(" "));
        all.push(Caller { label, client, role: Role::Administrator, home: Place::PartnerA, scopes: Some(scopes) });
    }
    all
}
