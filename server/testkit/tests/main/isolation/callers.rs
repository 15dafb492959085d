//! Who asks, and what the specification's permission matrix grants them. Written from the documents, not from the code.

use super::places::Place;
use serde_json::json;
use std::collections::BTreeSet;
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
    /// The cells of a custom role; `None` with the base role.
    pub cells: Option<Cells>,
}

/// What a custom role permits, and the cell that it is there to try.
pub struct Cells {
    tried: String,
    on: BTreeSet<String>,
}

/// Part 10, ROLE, "Matrix": what the base roles have, `P` partner users, `A` Account Admins.
const MATRIX: [(&str, &str); 25] = [
    ("accounts.view", "PA"),
    ("accounts.add", "P"),
    ("accounts.edit", "PA"),
    ("accounts.delete", "P"),
    ("roles.view", "PA"),
    ("roles.add", "P"),
    ("roles.edit", "P"),
    ("roles.assign", "PA"),
    ("roles.delete", "P"),
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
        bases.contains(base) && self.scope_leaves(permission) && self.cells.as_ref().is_none_or(|cells| cells.on.contains(permission))
    }

    /// Whether it is a browser, or a token with a scope for this.
    pub fn scope_leaves(&self, permission: &str) -> bool {
        let leaves = |scope: &&str| SCOPES.iter().any(|(name, left)| name == scope && left.contains(&permission));
        self.scopes.is_none_or(|scopes| scopes.iter().any(leaves))
    }

    /// Whether its custom role is there to try this cell.
    pub fn is_about(&self, permission: &str) -> bool {
        self.cells.as_ref().is_some_and(|cells| cells.tried == permission)
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
        cells: None,
    };
    let (a, b) = (&world.a, &world.b);
    let mut all = vec![
        Caller {
            label: "a stranger".to_owned(),
            client: world.app.client(),
            role: Role::Stranger,
            home: Place::Nowhere,
            scopes: None,
            cells: None,
        },
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
    all.push(Caller { label, client: halfway, role: Role::Stranger, home: Place::Nowhere, scopes: None, cells: None });
    for scopes in [&["orders:read"] as &[&str], &["users:read", "jobs:read"]] {
        let made = a.administrator.post("/api/v1/tokens", json!({"name": "Script", "scopes": scopes})).await;
        let client = Client::with_token(&world.app.url, made.success().value()["secret"].as_str().unwrap());
        let label = format!("token of A's administrator for {}", scopes.join(" "));
        all.push(Caller { label, client, role: Role::Administrator, home: Place::PartnerA, scopes: Some(scopes), cells: None });
    }
    all
}

/// For every cell that can be ticked: somebody who has all the others, and somebody who has only that one (and View).
pub async fn with_cells(world: &World) -> Vec<Caller> {
    let a = &world.a;
    let matrix = a.administrator.get("/api/v1/permissions").await.success().value();
    let mut all = Vec::new();
    for (base, role, account, home) in
        [("partner", Role::Administrator, a.account_id, Place::PartnerA), ("administrator", Role::Admin, a.first.account_id, Place::FirstA)]
    {
        let cells: Vec<&serde_json::Value> = matrix.as_array().unwrap().iter().filter(|cell| cell["base"] == base).collect();
        let name = |cell: &serde_json::Value| cell["permission"].as_str().unwrap().to_owned();
        let every: BTreeSet<String> = cells.iter().map(|cell| name(cell)).collect();
        let fixed: BTreeSet<String> = cells.iter().filter(|cell| cell["fixed"] == true).map(|cell| name(cell)).collect();
        for tried in every.difference(&fixed) {
            let (feature, verb) = tried.split_once('.').unwrap();
            // Clearing View clears the row (ROLE-14).
            let without = every.iter().filter(|cell| *cell != tried && (verb != "view" || !cell.starts_with(&format!("{feature}."))));
            let only = fixed.iter().cloned().chain([tried.clone(), format!("{feature}.view")]);
            for (what, on) in [("without", without.cloned().collect::<BTreeSet<_>>()), ("with only", only.collect())] {
                let label = format!("{base} {what} {tried}");
                let client = holder(world, &label, base, account, &on).await;
                all.push(Caller { label, client, role, home, scopes: None, cells: Some(Cells { tried: tried.clone(), on }) });
            }
        }
    }
    all
}

/// Somebody signed in who has a role with these cells.
async fn holder(world: &World, name: &str, base: &str, account: switchroom_types::AccountId, on: &BTreeSet<String>) -> Client {
    let person = world.person(account, name).await;
    let role = json!({"name": name, "base": base, "permissions": on});
    let role = world.a.administrator.post("/api/v1/roles", role).await.success().value()["id"].clone();
    let assigned = json!({"selection": {"ids": [account]}});
    world.a.administrator.post(&format!("/api/v1/roles/{}/assign", role.as_str().unwrap()), assigned).await.success();
    world.run_jobs().await;
    let change = if base == "partner" { json!({"role_id": role, "scope": "all"}) } else { json!({"role_id": role}) };
    world.a.administrator.patch(&format!("/api/v1/accounts/{account}/users/{}", person.id), change).await.success();
    person.client
}
