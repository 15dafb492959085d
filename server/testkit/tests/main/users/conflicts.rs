use super::users;
use reqwest::Method;
use serde_json::{Value, json};
use switchroom_testkit::{World, add_users, assert_denied, assert_not_found, change_user};
use switchroom_types::UserId;

const NUMBER: &str = "+4930123456";

async fn clashes(person: &switchroom_testkit::Person, path: &str) -> Vec<Value> {
    person.get(&format!("{path}/conflicts")).await.success().value()["items"].as_array().unwrap().clone()
}

/// Two people: one's mobile number is the other's phone.
async fn shared_number(world: &World) -> (UserId, UserId) {
    let account = world.a.first.account_id;
    let people = add_users(&world.portal, account, 2, |n, user| match n {
        0 => user.mobile = Some(NUMBER.to_owned()),
        _ => {
            user.phone = Some(NUMBER.to_owned());
            user.status = "inactive".to_owned();
        }
    });
    let people = people.await;
    (UserId(people[0].id), UserId(people[1].id))
}

/// USR-B3 numbers, addresses and extensions that active, inactive and deleted people share are listed with everybody who has
/// them
#[tokio::test]
async fn listed() {
    let world = World::start().await;
    let first = &world.a.first;
    let path = users(first.account_id);
    assert!(clashes(&first.admin, &path).await.is_empty());
    let (mobile, phone) = shared_number(&world).await;
    let gone = add_users(&world.portal, first.account_id, 1, |_, user| {
        user.email = "twin@a-first.test".to_owned();
        user.extension = Some("4711".to_owned());
    });
    let gone = gone.await.remove(0).id;
    first.admin.delete(&format!("{path}/{gone}")).await.success();
    let twin = json!({"first_name": "New", "last_name": "Twin", "email": "Twin@a-first.test", "extension": "4711"});
    first.admin.post(&path, twin).await.success();
    change_user(&world.portal, first.user.id, |user| user.pending_email = Some(first.admin.email.to_uppercase())).await;
    let found = clashes(&first.admin, &path).await;
    let kinds: Vec<&str> = found.iter().map(|clash| clash["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["phone", "email", "email", "extension"]);
    let holders = |clash: &Value| {
        let holders = clash["holders"].as_array().unwrap().iter();
        holders
            .map(|holder| (holder["state"].as_str().unwrap().to_owned(), holder["field"].as_str().unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    let pair = |one: (&str, &str), other: (&str, &str)| [one, other].map(|(state, field)| (state.to_owned(), field.to_owned()));
    assert_eq!(found[0]["value"], NUMBER);
    assert_eq!(holders(&found[0]), pair(("active", "mobile"), ("inactive", "phone")));
    assert_eq!(found[0]["holders"][0]["id"], mobile.to_string());
    assert_eq!(found[0]["holders"][1]["id"], phone.to_string());
    let twins = found.iter().find(|clash| clash["value"] == "twin@a-first.test").unwrap();
    assert_eq!(holders(twins), pair(("active", "email"), ("deleted", "email")));
    assert_eq!(holders(&found[3]), pair(("active", "extension"), ("deleted", "extension")));
    // The other tenant has the same number and sees nothing of it.
    assert!(clashes(&world.a.second.admin, &users(world.a.second.account_id)).await.is_empty());
    let strangers = [("other customer", &world.a.second.admin), ("other partner", &world.b.administrator)];
    assert_not_found(&strangers, Method::GET, &format!("{path}/conflicts"), None, "account").await;
    assert_denied(&[("user", &first.user)], Method::GET, &format!("{path}/conflicts"), None).await;
}

/// USR-B3 one keeps the value, the others lose it, in the bin as well; addresses cannot be taken from anybody
#[tokio::test]
async fn reassigned() {
    let world = World::start().await;
    let first = &world.a.first;
    let path = users(first.account_id);
    let (mobile, phone) = shared_number(&world).await;
    let gone = add_users(&world.portal, first.account_id, 1, |_, user| {
        user.email = "gone@a-first.test".to_owned();
        user.extension = Some("4711".to_owned());
    });
    let gone = gone.await.remove(0).id;
    first.admin.delete(&format!("{path}/{gone}")).await.success();
    let twin = json!({"first_name": "New", "last_name": "Twin", "email": "new@a-first.test", "extension": "4711"});
    let twin = first.admin.post(&path, twin).await.success().value()["id"].clone();
    let reassign = format!("{path}/conflicts/reassign");
    first.admin.post(&reassign, json!({"kind": "phone", "value": NUMBER, "keep": first.user.id})).await.problem(404, "user.not_found");
    first.admin.post(&reassign, json!({"kind": "email", "value": "x", "keep": mobile})).await.problem(422, "input.invalid");
    first.admin.post(&reassign, json!({"kind": "phone", "value": NUMBER, "keep": phone})).await.success();
    assert_eq!(world.stored_user(mobile).await.mobile, None);
    assert_eq!(world.stored_user(phone).await.phone.as_deref(), Some(NUMBER));
    first.admin.post(&reassign, json!({"kind": "phone", "value": NUMBER, "keep": phone})).await.problem(409, "conflicts.gone");
    first.admin.post(&reassign, json!({"kind": "extension", "value": "4711", "keep": twin})).await.success();
    assert!(clashes(&first.admin, &path).await.is_empty());
    let restored = first.admin.post(&format!("{path}/deleted/{gone}/restore"), ()).await.success().value();
    assert_eq!(restored["extension"], Value::Null);
    assert!(world.history(first.account_id).await.iter().any(|(action, core)| action == "Edit" && core["in_bin"] == true));
}

/// USR-B3 merging: chosen values win, the other one goes to the bin, both histories say so, and the clash is gone
#[tokio::test]
async fn merged() {
    let world = World::start().await;
    let first = &world.a.first;
    let path = users(first.account_id);
    let (keep, other) = shared_number(&world).await;
    change_user(&world.portal, other, |user| {
        user.name = "The Better Name".to_owned();
        user.extension = Some("4711".to_owned());
    })
    .await;
    let merge = format!("{path}/conflicts/merge");
    let compared = first.admin.get(&format!("{merge}?keep={keep}&other={other}")).await.success().value();
    assert_eq!((&compared["refusal"], &compared["keep_name"]), (&Value::Null, &json!("Person 00000")));
    let fields: Vec<&str> = compared["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["name", "last_name", "email", "mobile", "phone", "extension"]);
    first.admin.post(&merge, json!({"keep": keep, "other": keep})).await.problem(409, "conflicts.same");
    let unknown = first.admin.post(&merge, json!({"keep": keep, "other": other, "take": ["role"]})).await;
    assert_eq!(unknown.problem(422, "input.invalid")["errors"][0]["code"], "conflicts.unknown_field");
    let old_address = world.stored_user(other).await.email;
    let asked = json!({"keep": keep, "other": other, "take": ["name", "email", "phone", "extension"]});
    let merged = first.admin.post(&merge, asked).await.success().value();
    assert_eq!((&merged["name"], &merged["extension"]), (&json!("The Better Name"), &json!("4711")));
    assert_eq!((&merged["phone"], &merged["mobile"]), (&json!(NUMBER), &json!(NUMBER)));
    assert_eq!(merged["email"], old_address);
    first.admin.get(&format!("{path}/{other}")).await.problem(404, "user.not_found");
    let bin = first.admin.get(&format!("{path}/deleted")).await.value();
    assert_eq!(bin["items"][0]["id"], other.to_string());
    assert!(clashes(&first.admin, &path).await.is_empty(), "the one who was merged waits in the bin and clashes no more");
    let merges = world.history(first.account_id).await.into_iter().filter(|(action, _)| action == "Merge");
    let merges: Vec<Value> = merges.map(|(_, core)| core).collect();
    assert_eq!(merges.len(), 2);
    assert!(merges.iter().any(|core| core["merged_into"].is_string()) && merges.iter().any(|core| core["merged_from"].is_string()));
}

/// USR-B3, ROLE-22, USR-38 nobody merges somebody away whom they could not delete
#[tokio::test]
async fn refused() {
    let world = World::start().await;
    let first = &world.a.first;
    let path = users(first.account_id);
    let (keep, other) = shared_number(&world).await;
    let merge = format!("{path}/conflicts/merge");
    first.admin.post(&merge, json!({"keep": keep, "other": first.admin.id})).await.problem(409, "users.self");
    change_user(&world.portal, other, |user| user.source = "pbx".to_owned()).await;
    first.admin.post(&merge, json!({"keep": keep, "other": other})).await.problem(409, "conflicts.on_pbx");
    change_user(&world.portal, other, |user| user.source = "micloud_connect".to_owned()).await;
    first.admin.post(&merge, json!({"keep": keep, "other": other})).await.problem(409, "users.from_micloud");
    // What a source has supplied is the source's, on the side of the one who stays.
    let locked = first.admin.post(&merge, json!({"keep": other, "other": keep, "take": ["mobile"]})).await;
    assert_eq!(locked.problem(422, "input.invalid")["errors"][0]["code"], "users.field_locked");
    assert_eq!(world.stored_user(keep).await.mobile.as_deref(), Some(NUMBER), "nothing has happened");
    let foreign = json!({"keep": keep, "other": world.b.first.user.id});
    first.admin.post(&merge, foreign).await.problem(404, "user.not_found");
    let body = json!({"keep": keep, "other": other});
    assert_denied(&[("user", &first.user)], Method::POST, &merge, Some(&body)).await;
    assert_not_found(&[("other partner", &world.b.administrator)], Method::POST, &merge, Some(&body), "account").await;
}
