use super::users;
use serde_json::{Value, json};
use switchroom_testkit::World;

/// USR-24, USR-25, USR-31, USR-32, USR-33, USR-34, USR-35, USR-36 what happens in other systems is not available yet, and says
/// what it waits for; the Partner Account has none of it
#[tokio::test]
async fn seams() {
    let world = World::start().await;
    let first = &world.a.first;
    let found: Value = first.admin.get(&format!("{}/features", users(first.account_id))).await.json();
    let waits = |feature: &str| {
        let state = found.as_array().unwrap().iter().find(|state| state["feature"] == feature).unwrap();
        assert_eq!(state["available"], false, "{feature}");
        state["waits_for"].clone()
    };
    for (feature, reason) in [
        ("username", "integration.mivoice_business"),
        ("pbx_result", "integration.gateway"),
        ("mivb_deployment", "integration.mivoice_business"),
        ("office_deployment", "integration.mivoice_office_400"),
        ("miteam_meetings", "licenses.assignment"),
        ("licensed_products", "licenses.assignment"),
        ("sms_numbers", "integration.twilio"),
    ] {
        assert_eq!(waits(feature), reason);
    }
    assert_eq!(found.as_array().unwrap().len(), 7);
    let partner: Value = world.a.administrator.get(&format!("{}/features", users(world.a.account_id))).await.json();
    assert_eq!(partner, json!([]));
    // Nor does the API take what nobody could carry out.
    let body = json!({"action": "mivb_deployment", "selection": {"ids": [first.user.id]}});
    first.admin.post(&format!("{}/bulk", users(first.account_id)), body).await.problem(422, "input.invalid");
    first
        .admin
        .patch(&format!("{}/{}", users(first.account_id), first.user.id), json!({"username": "x"}))
        .await
        .problem(422, "input.invalid");
    first
        .admin
        .patch(&format!("{}/{}", users(first.account_id), first.user.id), json!({"sms_number": "+491"}))
        .await
        .problem(422, "input.invalid");
}
