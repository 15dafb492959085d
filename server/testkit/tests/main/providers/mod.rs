//! Identity providers: signing in with them, what they must not get away with, and what the operator does with them.

mod attacks;
mod join;
mod manage;
mod sign_in;

use serde_json::{Value, json};
use switchroom_sandbox::{CLIENT_ID, CLIENT_SECRET, Options, Sandbox};
use switchroom_testkit::{Answer, Client, TestApp, World};

/// A portal whose operator has added the sandbox's provider as `sandbox`.
pub struct Site {
    pub world: World,
    pub sandbox: Sandbox,
}

impl Site {
    pub async fn start() -> Self {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let world = World::in_app(TestApp::start_with(&[("outbound_allow", "127.0.0.0/8")]).await).await;
        let site = Self { world, sandbox };
        site.add("sandbox", &site.sandbox.issuer()).await;
        site
    }

    pub async fn add(&self, slug: &str, issuer: &str) -> Value {
        self.world.operator.post("/api/v1/operator/providers", form(slug, issuer)).await.success().value()
    }

    /// From our start to the provider's page; the address that it leads to.
    pub async fn begin(&self, client: &Client, slug: &str) -> String {
        let answer = client.get(&format!("/auth/oidc/{slug}/start")).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").to_owned()
    }

    /// Chooses somebody on the provider's page; the path that they come back to.
    pub async fn choose(&self, page: &str, person: &str) -> String {
        let (origin, path) = split(page);
        let answer = Client::new(origin).get(&format!("{path}&person={person}")).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let back = answer.header("location");
        assert!(back.starts_with(&self.world.app.url), "{back}");
        back[self.world.app.url.len()..].to_owned()
    }

    /// The whole way; what our callback answers a program.
    pub async fn sign_in(&self, client: &Client, person: &str) -> Answer {
        let page = self.begin(client, "sandbox").await;
        let back = self.choose(&page, person).await;
        client.get(&back).await
    }

    /// Somebody who is in; their browser.
    pub async fn signed_in(&self, person: &str) -> Client {
        let client = self.world.app.client();
        let answer = self.sign_in(&client, person).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        client
    }

    pub async fn me(&self, client: &Client) -> Value {
        client.get("/api/v1/me").await.success().value()
    }

    /// How many partners and people there are.
    pub async fn counts(&self) -> (u64, u64) {
        use sea_orm::{EntityTrait, PaginatorTrait};
        use switchroom_entity::{partner, user};
        let db = self.world.portal.db.read();
        (partner::Entity::find().count(db).await.unwrap(), user::Entity::find().count(db).await.unwrap())
    }
}

pub fn form(slug: &str, issuer: &str) -> Value {
    json!({"label": "Sandbox ID", "slug": slug, "issuer": issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
        "entitlement_claim": "entitlements", "entitlement_value": "switchroom"})
}

/// Origin and path of an address.
pub fn split(url: &str) -> (&str, &str) {
    let start = url.find("://").unwrap() + 3;
    let path = start + url[start..].find('/').unwrap();
    url.split_at(path)
}
