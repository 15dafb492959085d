use serde_json::json;
use switchroom_testkit::World;

/// SHELL-10 everybody sets their own name, language, zone and theme; the name is the one in Users
#[tokio::test]
async fn everybody_edits_their_own() {
    let world = World::start().await;
    for (label, person) in world.everybody() {
        let form = json!({"name": format!("New {label}"), "language": "de", "time_zone": "Europe/Berlin", "theme": "dark"});
        person.patch("/api/v1/me", form).await.success();
        let stored = world.stored_user(person.id).await;
        assert_eq!((stored.name, stored.language.as_str(), stored.theme.as_str()), (format!("New {label}"), "de", "dark"));
        assert_eq!(stored.time_zone.as_deref(), Some("Europe/Berlin"));
    }
    assert_eq!(world.history(world.a.first.account_id).await[0].0, "Edit");
}

/// SHELL-10 bad values are refused at the field
#[tokio::test]
async fn bad_values() {
    let world = World::start().await;
    for (form, field) in [
        (json!({"name": " ", "language": "en", "theme": "dark"}), "name"),
        (json!({"name": "x".repeat(81), "language": "en", "theme": "dark"}), "name"),
        (json!({"name": "Ada", "language": "tlh", "theme": "dark"}), "language"),
        (json!({"name": "Ada", "language": "en", "time_zone": "Mars/Olympus", "theme": "dark"}), "time_zone"),
        (json!({"name": "Ada", "language": "en", "theme": "pink"}), "theme"),
    ] {
        let problem = world.a.first.user.patch("/api/v1/me", &form).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["field"], field, "{form}");
    }
}
