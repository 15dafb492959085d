//! What waits for integrations: shown disabled with the reason, or not at all.

use sea_orm::{EntityTrait, IntoActiveModel};
use switchroom_entity::account_integration;
use switchroom_testkit::World;

async fn page(world: &World, path: &str) -> String {
    let answer = world.a.first.admin.get(&format!("/accounts/{}{path}", world.a.first.account_id)).await;
    assert_eq!(answer.status, 200);
    answer.text()
}

async fn integrate(world: &World, kind: &str) {
    let row =
        account_integration::Model { account_id: world.a.first.account_id.0, kind: kind.into(), state: "enabled".into(), added_at: 0 };
    account_integration::Entity::insert(row.into_active_model()).exec_without_returning(world.portal.db.write()).await.unwrap();
}

/// USR-11 without Mitel CX nobody is offered Contact Center (Mitel CX specific)
#[tokio::test]
async fn no_contact_center_without_mitel_cx() {
    let world = World::start().await;
    for path in ["/users/new".to_owned(), format!("/users/{}", world.a.first.user.id), "/users".to_owned()] {
        let page = page(&world, &path).await.to_lowercase();
        assert!(!page.contains("mitel cx") && !page.contains("contact center"), "{path}");
    }
}

/// USR-17 the SMS Number is disabled, says that it needs Twilio, and leads to the integrations; nobody can set it past the page
#[tokio::test]
async fn sms_number_needs_twilio() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    let page = page(&world, &format!("/users/{}", world.a.first.user.id)).await;
    let fields = page.split("<input").filter_map(|field| field.split('>').next());
    let field = fields.into_iter().find(|field| field.contains("name=\"sms_number\"")).unwrap();
    assert!(field.contains("disabled"), "{field}");
    assert!(page.contains("SMS numbers need the Twilio integration with User Numbers enabled."));
    assert!(page.contains(&format!("href=\"/accounts/{account}/info#integrations\"")));
    let person = format!("/api/v1/accounts/{account}/users/{}", world.a.first.user.id);
    let refused = world.a.first.admin.patch(&person, serde_json::json!({"sms_number": "+4930123456"})).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert_eq!(world.stored_user(world.a.first.user.id).await.sms_number, None);
}

/// USR-42 with a directory, and only then, a line above the list leads to the conflict search
#[tokio::test]
async fn conflict_line_with_a_directory() {
    let world = World::start().await;
    let line = "Click here if you have an Azure AD Sync phone number conflict";
    assert!(!page(&world, "/users").await.contains(line));
    integrate(&world, "zoom").await;
    assert!(!page(&world, "/users").await.contains(line));
    integrate(&world, "azure_ad_sync").await;
    assert!(page(&world, "/users").await.contains(line));
}
