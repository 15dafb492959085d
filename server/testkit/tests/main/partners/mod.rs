//! What the operator does with partners.

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use switchroom_testkit::{PASSWORD, World, change_user};

const API: &str = "/api/v1/operator/partners";

fn form(name: &str, email: &str) -> Value {
    json!({"name": name, "country": "de", "first_name": "Ida", "last_name": "Lund", "email": email, "language": "de"})
}

fn path(world: &World) -> String {
    format!("{API}/{}", world.a.partner_id)
}

/// AUTH-04 the list is searched, filtered and paged, and tells nothing of customers
#[tokio::test]
async fn list() {
    let world = World::start().await;
    let all = world.operator.get(API).await.success().value();
    let names: Vec<&str> = all["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Aurora Voice", "Borealis Telecom"]);
    assert_eq!((all["items"][0]["people"].as_i64(), all["items"][0]["state"].as_str()), (Some(2), Some("active")));
    let text = all.to_string();
    assert!(!text.contains(&world.a.first.name) && !text.contains(&world.a.first.account_id.to_string()), "{text}");
    let found = world.operator.get(&format!("{API}?search=borea&filter.state=active&sort=-created_at")).await.success().value();
    assert_eq!((found["items"].as_array().unwrap().len(), &found["items"][0]["name"]), (1, &json!("Borealis Telecom")));
    let first = world.operator.get(&format!("{API}?limit=1")).await.success().value();
    let second = world.operator.get(&format!("{API}?limit=1&cursor={}", first["next_cursor"].as_str().unwrap())).await.success().value();
    assert_eq!((&first["items"][0]["name"], &second["items"][0]["name"]), (&json!("Aurora Voice"), &json!("Borealis Telecom")));
    world.operator.get(&format!("{API}?filter.state=gone")).await.problem(422, "input.invalid");
}

/// AUTH-03 AUTH-04 a partner is added with its Administrator, who registers with the link; without SMTP it is shown once
#[tokio::test]
async fn add() {
    let world = World::start().await;
    let added = world.operator.post(API, form("Cedar Calls", "ida@cedar.example")).await;
    assert_eq!(added.status, 201);
    let added = added.value();
    let link = added["registration_link"].as_str().unwrap().strip_prefix(&world.app.url).unwrap().to_owned();
    assert_eq!(world.mailed_links("ida@cedar.example").await, std::slice::from_ref(&link));
    let shown = world.operator.get(&format!("{API}/{}", added["id"].as_str().unwrap())).await.success().value();
    assert!(shown.get("registration_link").is_none());
    assert_eq!(
        (shown["people"][0]["registration"].as_str(), shown["people"][0]["last_administrator"].as_bool()),
        (Some("invited"), Some(true))
    );
    assert_eq!(shown["partner"]["country"], "DE");
    let browser = world.app.client();
    assert!(browser.get(&link).await.success().text().contains("Ida Lund"));
    let token = link.rsplit('/').next().unwrap();
    let fields = [("kind", "register"), ("token", token), ("password", "a good long password")];
    let request =
        browser.request(reqwest::Method::POST, "/api/fn/links/use").headers(switchroom_testkit::browser(&world.app)).form(&fields);
    assert_eq!(browser.send(request).await.header("location"), "/login?notice=registered");
    let signed_in = browser.post("/api/v1/sessions", json!({"email": "ida@cedar.example", "password": "a good long password"})).await;
    assert_eq!(signed_in.success().value()["partner_name"], "Cedar Calls");
    let problem = world.operator.post(API, json!({"name": "", "country": "XX", "email": "nobody"})).await.problem(422, "input.invalid");
    let fields: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert!(["name", "country", "email", "first_name", "last_name"].iter().all(|field| fields.contains(field)), "{fields:?}");
}

/// AUTH-04 AUTH-16 10-5 a deactivated partner's people and those of its customers are out within a second; others are not
#[tokio::test]
async fn deactivate_and_reactivate() {
    let world = World::start().await;
    let token = world.a.administrator.post("/api/v1/tokens", json!({"name": "Script", "scopes": ["users:read"]})).await.success().value();
    let program = switchroom_testkit::Client::with_token(&world.app.url, token["secret"].as_str().unwrap());
    program.get("/api/v1/me").await.success();
    world.operator.post(&format!("{}/deactivate", path(&world)), json!({"confirm": "yes"})).await.problem(422, "input.invalid");
    let begun = Instant::now();
    let answer = world.operator.post(&format!("{}/deactivate", path(&world)), json!({"confirm": "deactivate"})).await;
    assert_eq!(answer.success().value()["partner"]["state"], "inactive");
    for person in [&world.a.administrator, &world.a.manager, &world.a.first.admin, &world.a.first.user, &world.a.second.user] {
        person.get("/api/v1/me").await.problem(401, "auth.required");
        let credentials = json!({"email": person.email, "password": PASSWORD});
        world.app.client().post("/api/v1/sessions", credentials).await.problem(403, "auth.deactivated");
    }
    program.get("/api/v1/me").await.problem(401, "auth.required");
    assert!(begun.elapsed() < Duration::from_secs(20));
    world.b.first.user.get("/api/v1/me").await.success();
    world.operator.post(&format!("{}/deactivate", path(&world)), json!({"confirm": "deactivate"})).await.problem(409, "partner.inactive");
    let inactive = world.operator.get(&format!("{API}?filter.state=inactive")).await.success().value();
    assert_eq!(inactive["items"].as_array().unwrap().len(), 1);
    world.operator.post(&format!("{}/reactivate", path(&world)), json!({})).await.success();
    world.operator.post(&format!("{}/reactivate", path(&world)), json!({})).await.problem(409, "partner.active");
    let credentials = json!({"email": world.a.first.user.email, "password": PASSWORD});
    world.app.client().post("/api/v1/sessions", credentials).await.success();
    let history = world.history(world.a.account_id).await;
    let actions: Vec<&str> = history.iter().map(|(action, _)| action.as_str()).filter(|action| action.ends_with("ctivate")).collect();
    assert_eq!(actions, ["Reactivate", "Deactivate"]);
}

/// AUTH-04 a partner user is removed with their sessions; the last Administrator is not, whoever else there is
#[tokio::test]
async fn remove_people() {
    let world = World::start().await;
    let remove = async |person: String| world.operator.delete(&format!("{}/people/{person}", path(&world))).await;
    remove(world.a.administrator.id.to_string()).await.problem(409, "users.last_administrator");
    assert_eq!(remove(world.a.manager.id.to_string()).await.status, 204);
    world.a.manager.get("/api/v1/me").await.problem(401, "auth.required");
    remove(world.a.manager.id.to_string()).await.problem(404, "user.not_found");
    // Of another partner, or no partner user at all.
    for stranger in [world.b.manager.id, world.a.first.admin.id, world.operator.id] {
        remove(stranger.to_string()).await.problem(404, "user.not_found");
    }
    let detail = world.operator.get(&path(&world)).await.success().value();
    assert_eq!((detail["people"].as_array().unwrap().len(), detail["partner"]["people"].as_i64()), (1, Some(1)));
}

/// AUTH-04 of two Administrators who are removed at the same time one stays
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_one_stays_under_races() {
    let world = World::start().await;
    change_user(&world.portal, world.a.manager.id, |user| user.scope = Some("all".to_owned())).await;
    let path = path(&world);
    let people = [world.a.administrator.id, world.a.manager.id].map(|id| format!("{path}/people/{id}"));
    let (one, other) = tokio::join!(world.operator.delete(&people[0]), world.operator.delete(&people[1]));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
}
