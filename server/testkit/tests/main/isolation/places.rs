//! Where things are: an account of every kind and tenant, and nowhere. At each place lie a user, an event, a job, an order,
//! an import, and the personal things of its owner: a session, a token, a notification.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use switchroom_core::{
    access::{Origin, Signature},
    jobs,
    orders::row::{self, OrderInput},
    sessions,
};
use switchroom_testkit::{Person, World, add_passkey, add_users};
use switchroom_types::{AccountId, PartnerId, orders::OrderState, sessions::SignInMethod};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    FirstA,
    SecondA,
    PartnerA,
    FirstB,
    PartnerB,
    /// Ids that name nothing.
    Nowhere,
}

impl Place {
    pub const ALL: [Self; 6] = [Self::FirstA, Self::SecondA, Self::PartnerA, Self::FirstB, Self::PartnerB, Self::Nowhere];

    /// Where server functions are asked: they call the use cases that REST is asked about everywhere.
    pub const CUSTOMERS: [Self; 4] = [Self::FirstA, Self::SecondA, Self::FirstB, Self::Nowhere];

    /// The partner it belongs to.
    pub fn side(self) -> Option<char> {
        match self {
            Self::FirstA | Self::SecondA | Self::PartnerA => Some('A'),
            Self::FirstB | Self::PartnerB => Some('B'),
            Self::Nowhere => None,
        }
    }

    pub fn first_of(home: Self) -> Self {
        if home.side() == Some('B') { Self::FirstB } else { Self::FirstA }
    }

    pub fn is_partner(self) -> bool {
        matches!(self, Self::PartnerA | Self::PartnerB)
    }
}

/// Ids by the names that rows use.
#[derive(Clone, Default)]
pub struct Things(BTreeMap<&'static str, String>);

/// What is the owner's.
const PERSONAL: [&str; 10] = [
    "session",
    "spare_session",
    "token",
    "spare_token",
    "passkey",
    "spare_passkey",
    "notification",
    "spare_notification",
    "import",
    "spare_import",
];
/// What is the account's.
const SHARED: [&str; 12] =
    ["user", "event", "job", "order", "view", "account", "template", "group", "role", "webhook", "delivery", "access"];
/// The same everywhere.
const GLOBAL: [&str; 4] = ["mail", "order_import", "partner", "provider"];

impl Things {
    pub fn fill_account(&self, text: &str) -> String {
        text.replace("$account", &self.0["account"])
    }

    pub fn fill(&self, text: &str) -> String {
        // Longer names first: `$order_import` is not `$order`.
        self.0.iter().rev().fold(text.to_owned(), |text, (name, id)| text.replace(&format!("${name}"), id))
    }

    /// All but what is the same everywhere.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        PERSONAL.iter().chain(&SHARED).map(|name| (*name, self.0[name].as_str()))
    }
}

/// Every row of it is wrong, so that committing it adds nobody.
const SHEET: &str = "FIRST NAME,LAST NAME,NAME,EMAIL,ROLE\nA,,,,\nB,,,,\nC,,,,\nD,,,,\n";

pub async fn furnish(world: &World) -> BTreeMap<Place, Things> {
    let (a, b) = (&world.a, &world.b);
    let mail = furnish_mail(world).await;
    let order_import = upload(&world.operator, "/api/v1/operator/orders/imports", "subscription_number,start_date,items\nX,never,\n").await;
    let (partner_added, provider) = (furnish_partner(world).await, furnish_provider(world).await);
    let mut places = BTreeMap::new();
    for (place, account, owner, partner) in [
        (Place::FirstA, a.first.account_id, &a.first.admin, a),
        (Place::SecondA, a.second.account_id, &a.second.admin, a),
        (Place::PartnerA, a.account_id, &a.administrator, a),
        (Place::FirstB, b.first.account_id, &b.first.admin, b),
        (Place::PartnerB, b.account_id, &b.administrator, b),
    ] {
        let mut things = Things::default();
        shared(world, &mut things, place, account, owner).await;
        let group = partner.administrator.post("/api/v1/account-groups", json!({"name": format!("{place:?}")})).await;
        things.0.insert("group", text(&group.success().value()["id"]));
        let role = json!({"name": format!("{place:?}"), "base": "administrator", "permissions": []});
        let role = partner.administrator.post("/api/v1/roles", role).await;
        things.0.insert("role", text(&role.success().value()["id"]));
        let access = access_request(account, owner, &partner.administrator, place.is_partner()).await;
        things.0.insert("access", access);
        things.0.insert("order", order(world, place, partner.partner_id, account, &partner.administrator).await);
        personal(world, &mut things, place, account, owner).await;
        places.insert(place, things);
    }
    let names = PERSONAL.iter().chain(&SHARED);
    places.insert(Place::Nowhere, Things(names.map(|name| (*name, Uuid::now_v7().to_string())).collect()));
    for things in places.values_mut() {
        things.0.extend(GLOBAL.into_iter().zip([mail.clone(), order_import.clone(), partner_added.clone(), provider.clone()]));
    }
    places
}

async fn furnish_mail(world: &World) -> String {
    switchroom_core::identity::request_reset(&world.portal, &world.a.first.user.email, &Origin::default()).await.unwrap();
    first_id(&world.operator, "/api/v1/operator/mails").await
}

async fn furnish_partner(world: &World) -> String {
    let form = json!({"name": "Elsewhere", "country": "DE", "first_name": "Eli", "last_name": "Where", "email": "eli@elsewhere.test"});
    text(&world.operator.post("/api/v1/operator/partners", form).await.success().value()["id"])
}

async fn furnish_provider(world: &World) -> String {
    let form = json!({"label": "Elsewhere", "slug": "elsewhere", "issuer": "https://login.example.com", "client_id": "x",
        "entitlement_claim": "groups", "entitlement_value": "portal"});
    text(&world.operator.post("/api/v1/operator/providers", form).await.success().value()["id"])
}

async fn shared(world: &World, things: &mut Things, place: Place, account: AccountId, owner: &Person) {
    // Somebody whom nobody may delete, so that those who may try leave them there.
    let users = add_users(&world.portal, account, 1, |_, user| {
        if place.is_partner() {
            (user.role, user.scope) = ("partner".to_owned(), Some("assigned".to_owned()));
        } else {
            user.source = "micloud_connect".to_owned();
        }
    });
    things.0.insert("user", users.await[0].id.to_string());
    things.0.insert("account", account.to_string());
    let view = json!({"list": "users", "name": "Everybody", "shared": true});
    let view = owner.post(&format!("/api/v1/accounts/{account}/views"), view).await;
    things.0.insert("view", text(&view.success().value()["id"]));
    webhook(world, things, account, owner).await;
    owner.patch(&format!("/api/v1/accounts/{account}"), json!({"bandwidth_optimization": true})).await.success();
    let made = owner.post(&format!("/api/v1/accounts/{account}/templates"), json!({"name": "Sales"})).await;
    things.0.insert("template", text(&made.success().value()["id"]));
    things.0.insert("event", first_id(owner, &format!("/api/v1/accounts/{account}/events")).await);
}

/// A webhook, switched off: nothing of the matrix shall be sent; and something that waits.
async fn webhook(world: &World, things: &mut Things, account: AccountId, owner: &Person) {
    use sea_orm::ConnectionTrait;
    let form = json!({"name": "Desk", "url": "https://hooks.example.com/x", "enabled": false});
    let made = owner.post(&format!("/api/v1/accounts/{account}/webhooks"), form).await.success().value();
    let (webhook, delivery) = (text(&made["webhook"]["id"]), Uuid::now_v7());
    let values = [delivery.into(), account.0.into(), webhook.parse::<Uuid>().unwrap().into(), world.portal.clock.now().0.into()];
    let sql = "INSERT INTO webhook_deliveries (id, account_id, webhook_id, code, title, body, state, next_attempt_at, created_at) \
               VALUES ($1, $2, $3, 'test', 'Test', '{}', 'queued', $4, $4)";
    let statement = sea_orm::Statement::from_sql_and_values(world.portal.db.backend(), sql, values);
    world.portal.db.write().execute_raw(statement).await.unwrap();
    things.0.insert("webhook", webhook);
    things.0.insert("delivery", delivery.to_string());
}

/// A request of the partner's Administrator to enter, taken back; afterwards the account is open again.
async fn access_request(account: AccountId, owner: &Person, administrator: &Person, is_partner: bool) -> String {
    if is_partner {
        return Uuid::now_v7().to_string();
    }
    let path = format!("/api/v1/accounts/{account}/partner-access");
    let mode = async |mode: &str| {
        let request = owner.client.request(reqwest::Method::PUT, &path).json(&json!({"mode": mode}));
        owner.client.send(request).await.success();
    };
    mode("on_approval").await;
    let asked = administrator.post(&format!("{path}/requests"), json!({"reason": "Line down", "hours": 4})).await;
    let id = text(&asked.success().value()["requests"][0]["id"]);
    administrator.post(&format!("{path}/requests/{id}/end"), json!({})).await.success();
    mode("always").await;
    id
}

/// An order of the account; at a Partner Account one that is not assigned yet.
async fn order(world: &World, place: Place, partner: PartnerId, account: AccountId, administrator: &Person) -> String {
    let tx = world.portal.begin_as_system().await.unwrap();
    let today = tx.now().to_utc().unwrap().date_naive();
    let input = OrderInput {
        feed: "test".into(),
        subscription_number: format!("{place:?}"),
        sap_order_id: None,
        reseller_po: None,
        customer_po: None,
        tracking_number: None,
        customer_number: None,
        customer_name: None,
        customer_address: None,
        distributor: None,
        purchase_date: today,
        start_date: today,
        expiry_date: None,
        term: "Perpetual".into(),
        state: OrderState::Active,
        replaces: None,
        items: vec![("54014848".into(), 1)],
    };
    let (model, items) = row::new(&tx, partner, &input);
    let id = model.id.to_string();
    row::insert(&tx, &[model], &items).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
    if !place.is_partner() {
        administrator.post(&format!("/api/v1/orders/{id}/assign"), json!({"account_id": account})).await.success();
    }
    id
}

async fn personal(world: &World, things: &mut Things, place: Place, account: AccountId, owner: &Person) {
    for name in ["passkey", "spare_passkey"] {
        things.0.insert(name, passkey(world, owner).await);
    }
    for (session, token, import) in [("session", "token", "import"), ("spare_session", "spare_token", "spare_import")] {
        let mut tx = switchroom_core::Tx::begin_as(&world.portal, Signature::system()).await.unwrap();
        let made = sessions::create(&mut tx, owner.id, owner.account_id, SignInMethod::Password, &Origin::default()).await.unwrap();
        tx.commit_without_history("test data").await.unwrap();
        things.0.insert(session, made.id.to_string());
        let made = owner.post("/api/v1/tokens", json!({"name": "Script", "scopes": ["users:read"]})).await;
        things.0.insert(token, text(&made.success().value()["token"]["id"]));
        let id = match place.is_partner() {
            // People are imported into customer accounts only.
            true => Uuid::now_v7().to_string(),
            false => upload(owner, &format!("/api/v1/accounts/{account}/imports?review=true"), SHEET).await,
        };
        things.0.insert(import, id);
        let selection = json!({"action": "welcome_mails", "selection": {"ids": [things.0["user"]]}});
        let job = owner.post(&format!("/api/v1/accounts/{account}/users/bulk"), selection).await;
        things.0.insert("job", text(&job.success().value()["job_id"]));
    }
    loop {
        jobs::run_due(&world.portal).await.unwrap();
        let page = owner.get("/api/v1/notifications?filter.kind=job").await.value();
        let over: Vec<&Value> = page["items"].as_array().unwrap().iter().filter(|item| item["status"] != "running").collect();
        if let [first, second] = over.as_slice() {
            things.0.insert("notification", text(&first["id"]));
            things.0.insert("spare_notification", text(&second["id"]));
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn passkey(world: &World, owner: &Person) -> String {
    add_passkey(owner, &world.app, "Phone").await;
    let keys = owner.get("/api/v1/factors").await.value()["passkeys"].clone();
    text(&keys.as_array().unwrap().last().unwrap()["id"])
}

async fn upload(person: &Person, path: &str, sheet: &'static str) -> String {
    use reqwest::multipart::{Form, Part};
    let part = Part::text(sheet).file_name("sheet.csv").mime_str("text/csv").unwrap();
    let request = person.client.request(reqwest::Method::POST, path).multipart(Form::new().part("file", part));
    let made = person.client.send(request).await;
    let made = made.success().value();
    text(if made["import_id"].is_null() { &made["id"] } else { &made["import_id"] })
}

async fn first_id(person: &Person, path: &str) -> String {
    text(&person.get(path).await.success().value()["items"][0]["id"])
}

fn text(id: &Value) -> String {
    id.as_str().unwrap().to_owned()
}
