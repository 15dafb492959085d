//! Who comes in, and as whom.

use super::Site;
use serde_json::json;
use switchroom_sandbox::Person;
use switchroom_testkit::{Client, change_user, page};

fn somebody(sub: &str, email: &str, organisation: &str) -> Person {
    Person {
        sub: sub.to_owned(),
        given_name: "Sam".to_owned(),
        family_name: "Body".to_owned(),
        email: email.to_owned(),
        email_verified: true,
        organisation_id: organisation.to_owned(),
        organisation_name: format!("{organisation} Ltd"),
        entitled: true,
    }
}

/// AUTH-07 the first entitled person of an organisation brings a Partner Account and administers it; later ones join
#[tokio::test]
async fn organisations() {
    let site = Site::start().await;
    let before = site.counts().await;
    let ada = site.me(&site.signed_in("ada").await).await;
    assert_eq!((ada["role"].as_str(), ada["scope"].as_str()), (Some("partner"), Some("all")));
    assert_eq!((ada["partner_name"].as_str(), ada["account_kind"].as_str()), (Some("Larkfield Communications"), Some("partner")));
    assert_eq!(ada["name"], "Ada Berger");
    let ben = site.me(&site.signed_in("ben").await).await;
    assert_eq!((&ben["partner_id"], &ben["account_id"], ben["scope"].as_str()), (&ada["partner_id"], &ada["account_id"], Some("all")));
    let olu = site.me(&site.signed_in("olu").await).await;
    assert_ne!(olu["partner_id"], ada["partner_id"]);
    assert_eq!(olu["partner_name"], "Meridian Networks");
    let again = site.me(&site.signed_in("ada").await).await;
    assert_eq!(again["id"], ada["id"]);
    assert_eq!(site.counts().await, (before.0 + 2, before.1 + 3));
    let history = site.world.history(ada["account_id"].as_str().unwrap().parse().unwrap()).await;
    let actions: Vec<&str> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["Sign-in", "Sign-in", "Create", "Sign-in", "Create", "Create"]);
}

/// AUTH-07 of colleagues who come first at the same time, one brings the partner and the others join
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn first_at_the_same_time() {
    let site = Site::start().await;
    let before = site.counts().await;
    for n in 0..4 {
        site.sandbox.person(somebody(&format!("p{n}"), &format!("p{n}@tide.example"), "tide"));
    }
    let arrivals = futures::future::join_all((0..4).map(async |n| site.me(&site.signed_in(&format!("p{n}")).await).await)).await;
    assert!(arrivals.iter().all(|me| me["partner_id"] == arrivals[0]["partner_id"]));
    assert_eq!(site.counts().await, (before.0 + 1, before.1 + 4));
}

/// AUTH-08 10-2 without the entitlement nobody comes in and nothing is made; whoever loses it stays out
#[tokio::test]
async fn entitlement() {
    let site = Site::start().await;
    let before = site.counts().await;
    let client = site.world.app.client();
    site.sign_in(&client, "uma").await.problem(403, "auth.not_entitled");
    let back = site.choose(&site.begin(&client, "sandbox").await, "uma").await;
    let refused = page(&client, &back).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("You may not use this portal"), "{}", refused.text());
    client.get("/api/v1/me").await.problem(401, "auth.required");
    assert_eq!(site.counts().await, before);
    let ada = site.me(&site.signed_in("ada").await).await;
    let mut person = somebody("ada", "ada@larkfield.example", "larkfield");
    person.entitled = false;
    site.sandbox.person(person);
    site.sign_in(&client, "ada").await.problem(403, "auth.not_entitled");
    let history = site.world.history(ada["account_id"].as_str().unwrap().parse().unwrap()).await;
    assert_eq!((history[0].0.as_str(), history[0].1["reason"].as_str()), ("Failed sign-in", Some("auth.not_entitled")));
}

/// AUTH-07 only an address that the provider has verified counts
#[tokio::test]
async fn unverified_addresses() {
    let site = Site::start().await;
    let before = site.counts().await;
    site.sign_in(&site.world.app.client(), "vera").await.problem(403, "auth.email_unverified");
    assert_eq!(site.counts().await, before);
}

/// AUTH-07 an address never makes somebody the person who has it; an invitation of the same partner does
#[tokio::test]
async fn known_addresses() {
    let site = Site::start().await;
    let client = site.world.app.client();
    let taken = &site.world.a.administrator.email;
    site.sandbox.person(somebody("thief", taken, "elsewhere"));
    site.sign_in(&client, "thief").await.problem(409, "auth.email_in_use");
    site.sandbox.person(somebody("root", &site.world.operator.email, "elsewhere"));
    site.sign_in(&client, "root").await.problem(409, "auth.email_in_use");
    // A customer's user with the same address is somebody else.
    site.sandbox.person(somebody("namesake", &site.world.a.first.user.email, "elsewhere"));
    let namesake = site.me(&site.signed_in("namesake").await).await;
    assert_ne!(namesake["id"], site.world.a.first.user.id.to_string());
    // Ada's partner knows this address: registered it stays refused, invited it is the same person.
    let ada = site.signed_in("ada").await;
    let account = site.me(&ada).await["account_id"].as_str().unwrap().to_owned();
    site.sandbox.person(somebody("carl", "carl@larkfield.example", "larkfield"));
    let carl = site.me(&site.signed_in("carl").await).await;
    site.sandbox.person(somebody("carl-2", "CARL@larkfield.example", "larkfield"));
    site.sign_in(&client, "carl-2").await.problem(409, "auth.email_in_use");
    let id = carl["id"].as_str().unwrap().parse().unwrap();
    {
        use sea_orm::EntityTrait;
        use switchroom_entity::identity_link;
        let key = (site.sandbox.issuer(), "carl".to_owned());
        identity_link::Entity::delete_by_id(key).exec(site.world.portal.db.write()).await.unwrap();
    }
    site.sign_in(&client, "carl-2").await.problem(409, "auth.email_in_use");
    change_user(&site.world.portal, id, |user| user.registration = "invited".to_owned()).await;
    let adopted = site.me(&site.signed_in("carl-2").await).await;
    assert_eq!((&adopted["id"], adopted["account_id"].as_str()), (&carl["id"], Some(account.as_str())));
}

/// AUTH-16 whoever is deactivated, or whose partner is, stays out
#[tokio::test]
async fn deactivated() {
    let site = Site::start().await;
    let client = site.world.app.client();
    let ada = site.me(&site.signed_in("ada").await).await;
    let id = ada["id"].as_str().unwrap().parse().unwrap();
    change_user(&site.world.portal, id, |user| user.status = "inactive".to_owned()).await;
    site.sign_in(&client, "ada").await.problem(403, "auth.deactivated");
    {
        use sea_orm::{ActiveModelTrait, ActiveValue::Set};
        use switchroom_entity::partner;
        let id = ada["partner_id"].as_str().unwrap().parse().unwrap();
        let row = partner::ActiveModel { id: Set(id), state: Set("inactive".to_owned()), ..Default::default() };
        row.update(site.world.portal.db.write()).await.unwrap();
    }
    site.sign_in(&client, "ben").await.problem(403, "auth.deactivated");
}

/// AUTH-B9 the partner decides what later people become
#[tokio::test]
async fn role_of_later_people() {
    let site = Site::start().await;
    let ada = site.signed_in("ada").await;
    let settings = "/api/v1/partner/settings";
    assert_eq!(ada.get(settings).await.success().value(), json!({"new_user_role": "administrator"}));
    let put =
        async |client: &Client, body: serde_json::Value| client.send(client.request(reqwest::Method::PUT, settings).json(&body)).await;
    let changed = put(&ada, json!({"new_user_role": "account_manager"})).await;
    assert_eq!(changed.success().value()["new_user_role"], "account_manager");
    let ben = site.signed_in("ben").await;
    assert_eq!(site.me(&ben).await["scope"], "assigned");
    put(&ben, json!({"new_user_role": "administrator"})).await.problem(404, "page.not_found");
    assert!(put(&ada, json!({"new_user_role": "operator"})).await.status.is_client_error());
    assert_eq!(ben.get("/api/v1/accounts").await.success().value()["items"], json!([]));
}

/// AUTH-10 a partner outlives the provider that it came with; the same issuer added again knows its people
#[tokio::test]
async fn partners_outlive_providers() {
    let site = Site::start().await;
    let client = site.signed_in("ada").await;
    let ada = site.me(&client).await;
    let providers = site.world.operator.get("/api/v1/operator/providers").await.success().value();
    assert_eq!(providers[0]["people"], 1);
    let path = format!("/api/v1/operator/providers/{}", providers[0]["id"].as_str().unwrap());
    assert_eq!(site.world.operator.delete(&path).await.status, 204);
    site.world.app.client().get("/auth/oidc/sandbox/start").await.problem(404, "provider.not_found");
    assert_eq!(site.me(&client).await["partner_id"], ada["partner_id"]);
    let own = format!("/api/v1/accounts/{}", ada["account_id"].as_str().unwrap());
    let refused = client.send(client.request(reqwest::Method::DELETE, &own).json(&json!({"confirm": "delete"}))).await;
    refused.problem(409, "account.partner_account");
    site.add("again", &site.sandbox.issuer()).await;
    let back = site.choose(&site.begin(&client, "again").await, "ada").await;
    assert_eq!(client.get(&back).await.status, 303);
    assert_eq!(site.me(&client).await["id"], ada["id"]);
}
