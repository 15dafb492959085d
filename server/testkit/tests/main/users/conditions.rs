use super::users;
use serde_json::{Value, json};
use switchroom_testkit::{World, add_users};

/// The parameter as it stands in an address.
fn encoded(conditions: &Value) -> String {
    url(&conditions.to_string())
}

fn url(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// USR-B1 conditions narrow the list, its count, its files and what "everybody matching" means; they combine with the rest
#[tokio::test]
async fn list_files_and_manage() {
    let world = World::start().await;
    let first = &world.a.first;
    add_users(&world.portal, first.account_id, 120, |n, user| {
        user.extension = Some(format!("98765{n:03}"));
        user.sms_number = (n % 2 == 0).then(|| format!("+4930555{n:03}"));
    })
    .await;
    let list = users(first.account_id);
    let conditions = json!({"all": [
        {"column": "sms_number", "op": "is_not_empty"},
        {"any": [{"column": "extension", "op": "starts_with", "value": "987650"}, {"column": "name", "op": "contains", "value": "00110"}]},
    ]});
    let page: Value = first.admin.get(&format!("{list}?limit=1&filter={}", encoded(&conditions))).await.json();
    assert_eq!(page["total"], json!({"value": 51, "exact": true}));
    let narrower: Value =
        first.admin.get(&format!("{list}?search=0011&filter.property=users&filter={}", encoded(&conditions))).await.json();
    assert_eq!(narrower["items"][0]["name"], "Person 00110");
    let csv = first.admin.get(&format!("{list}.csv?filter={}", encoded(&conditions))).await;
    assert_eq!(csv.success().text().lines().count(), 1 + 51);
    assert!(first.admin.get(&format!("{list}.xlsx?filter={}", encoded(&conditions))).await.success().body.starts_with(b"PK"));
    let matching = json!({"matching": {"query": {"conditions": conditions.to_string()}, "except": []}});
    let started = first.admin.post(&format!("{list}/bulk"), json!({"action": "welcome_mails", "selection": matching})).await;
    assert_eq!(started.success().value()["total"], 51);
}

/// USR-B1 what cannot be understood is refused at its place, by every list that takes no conditions as well
#[tokio::test]
async fn refusals() {
    let world = World::start().await;
    let first = &world.a.first;
    let list = users(first.account_id);
    for (conditions, field, code) in [
        ("{", "filter", "conditions.malformed"),
        (r#"{"all":[]}"#, "filter", "conditions.empty_group"),
        (r#"{"all":[{"column":"hat","op":"is","value":"x"}]}"#, "filter.all.0.column", "conditions.unknown_column"),
        (r#"{"any":[{"column":"password_hash","op":"is","value":"x"}]}"#, "filter.any.0.column", "conditions.unknown_column"),
        (r#"{"column":"name","op":"is","value":""}"#, "filter.value", "field.required"),
    ] {
        let problem = first.admin.get(&format!("{list}?filter={}", url(conditions))).await.problem(422, "input.invalid");
        assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["code"]), (&json!(field), &json!(code)));
        first.admin.get(&format!("{list}.csv?filter={}", url(conditions))).await.problem(422, "input.invalid");
    }
    let fine = url(r#"{"column":"name","op":"is","value":"x"}"#);
    for other in ["/api/v1/accounts", "/api/v1/orders", "/api/v1/notifications", &format!("{list}/deleted")] {
        let problem = world.a.administrator.get(&format!("{other}?filter={fine}")).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["code"], "list.no_conditions", "{other}");
    }
}
