use serde_json::{Value, json};
use switchroom_testkit::World;

/// USR-10 columns are kept for the person, on every device; Reset to Defaults forgets them
#[tokio::test]
async fn columns_are_kept() {
    let world = World::start().await;
    let (me, other) = (&world.a.first.admin, &world.a.first.user);
    me.patch("/api/v1/me/preferences", json!({"columns": {"users": ["name", "role"]}, "density": "compact"})).await.success();
    let kept: Value = me.get("/api/v1/me/preferences").await.json();
    assert_eq!(kept, json!({"columns": {"users": ["name", "role"]}, "density": "compact"}));
    assert_eq!(other.get("/api/v1/me/preferences").await.json::<Value>(), json!({}));
    me.patch("/api/v1/me/preferences", json!({"columns": {"users": []}})).await.success();
    assert_eq!(me.get("/api/v1/me/preferences").await.json::<Value>(), json!({"density": "compact"}));
    let large: Vec<String> = (0..400).map(|n| format!("column-{n}-{}", "x".repeat(50))).collect();
    me.patch("/api/v1/me/preferences", json!({"columns": {"users": large}})).await.problem(422, "input.invalid");
    assert_eq!(me.patch("/api/v1/me/preferences", json!({"admin": true})).await.status, 422);
}
