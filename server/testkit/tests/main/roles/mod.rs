//! Custom roles (specification part 10, ROLE).

mod accounts;
mod editing;
mod holders;
mod rights;

use serde_json::{Value, json};
use switchroom_testkit::{Person, World};
use switchroom_types::AccountId;

/// Makes a role; answers its id.
async fn role(by: &Person, name: &str, base: &str, permissions: &[&str]) -> String {
    let made = by.post("/api/v1/roles", json!({"name": name, "base": base, "permissions": permissions})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.value()["id"].as_str().unwrap().to_owned()
}

/// A role on the Administrator base that the first account of partner A has.
async fn in_first(world: &World, name: &str, permissions: &[&str]) -> String {
    let id = role(&world.a.administrator, name, "administrator", permissions).await;
    assign(world, &id, world.a.first.account_id).await;
    id
}

async fn assign(world: &World, role: &str, account: AccountId) {
    let request = json!({"selection": {"ids": [account]}});
    assert_eq!(world.a.administrator.post(&format!("/api/v1/roles/{role}/assign"), request).await.status, 202);
    world.run_jobs().await;
}

/// Gives somebody a role in the name of partner A's Administrator.
async fn give(world: &World, person: &Person, role: &str) {
    let path = format!("/api/v1/accounts/{}/users/{}", person.account_id, person.id);
    world.a.administrator.patch(&path, json!({"role_id": role})).await.success();
}

async fn me(person: &Person) -> Value {
    person.get("/api/v1/me").await.success().value()
}

/// The permissions of somebody, as the portal tells them.
async fn permissions(person: &Person) -> Vec<String> {
    me(person).await["permissions"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// Somebody in the first account of A who holds such a role.
async fn holder(world: &World, name: &str, permissions: &[&str]) -> Person {
    let id = in_first(world, name, permissions).await;
    let person = world.person(world.a.first.account_id, &format!("Holder of {name}")).await;
    give(world, &person, &id).await;
    person
}
