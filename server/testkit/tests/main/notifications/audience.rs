use super::titles;
use serde_json::json;
use switchroom_core::{
    Tx,
    access::Signature,
    notifications::{Announcement, Audience, announce},
};
use switchroom_entity::account;
use switchroom_testkit::{Person, World};
use switchroom_types::notifications::NoticeCode;

/// Who hears of A's first customer besides the administrator, and who does not.
fn hears(world: &World) -> [&Person; 2] {
    [&world.a.first.admin, &world.a.manager]
}

fn hears_nothing(world: &World) -> [&Person; 6] {
    let (a, b) = (&world.a, &world.b);
    [&a.first.user, &a.second.admin, &a.second.user, &b.administrator, &b.manager, &b.first.admin]
}

/// NOTIF-08 admins and partner users in scope hear that an account is deactivated and reactivated, the doer and others do not
#[tokio::test]
async fn the_state_of_an_account() {
    let world = World::start().await;
    let at = format!("/api/v1/accounts/{}", world.a.first.account_id);
    for (act, told) in [("deactivate", "A-first was deactivated"), ("reactivate", "A-first was reactivated")] {
        world.a.administrator.post(&format!("{at}/{act}"), json!({ "confirm": act })).await.success();
        assert_eq!(titles(&world.a.manager).await[0], told);
    }
    assert_eq!(titles(&world.a.administrator).await, [""; 0], "who did it knows");
    // The first of them was signed out, too, and has no bell anyway.
    for person in &hears_nothing(&world)[1..] {
        assert_eq!(titles(person).await, [""; 0], "{}", person.email);
    }
    // Deactivating signed the admin out; what happened meanwhile waits for them.
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    use switchroom_entity::notification::{Column, Entity};
    let rows = Entity::find().filter(Column::UserId.eq(world.a.first.admin.id.0)).all(world.portal.db.read()).await.unwrap();
    let mut codes: Vec<_> = rows.into_iter().map(|row| row.code).collect();
    codes.sort();
    assert_eq!(codes, ["account.deactivated", "account.reactivated"]);
}

/// NOTIF-08 an assigned order is told to the account's admins and to the partner users in its scope
#[tokio::test]
async fn an_assigned_order() {
    let world = World::start().await;
    let id = crate::orders::order(&world, "A-1", crate::orders::Facts { left: Some(200), ..Default::default() }).await;
    let to = json!({ "account_id": world.a.first.account_id });
    world.a.administrator.post(&format!("/api/v1/orders/{id}/assign"), to).await.success();
    for person in hears(&world) {
        assert_eq!(titles(person).await, ["Subscription A-1 was added to A-first"], "{}", person.email);
    }
    for person in hears_nothing(&world) {
        assert_eq!(titles(person).await, [""; 0], "{}", person.email);
    }
}

/// NOTIF-08 failing integrations, agents and expiring secrets have their seam: told once, to the same people, as errors or
/// warnings of their kind
#[tokio::test]
async fn what_integrations_will_say() {
    use sea_orm::EntityTrait;
    let world = World::start().await;
    let id = world.a.first.account_id;
    let model = account::Entity::find_by_id(id.0).one(world.portal.db.read()).await.unwrap().unwrap();
    for code in [NoticeCode::IntegrationFailing, NoticeCode::AgentOffline, NoticeCode::SecretExpiring] {
        let mut tx = Tx::begin_as(&world.portal, Signature::system()).await.unwrap();
        let announcement = Announcement::new(code, Some(id), format!("{code} of A-first")).arg("name", "Zoom").arg("account", "A-first");
        announce(&mut tx, Audience::Account(&model), &announcement.link(format!("/accounts/{id}/info")), |_| true).await.unwrap();
        tx.commit_without_history("test data").await.unwrap();
    }
    for person in hears(&world).into_iter().chain([&world.a.administrator]) {
        let page = person.get("/api/v1/notifications").await.value();
        let told: Vec<_> = page["items"].as_array().unwrap().iter().map(|row| (row["kind"].as_str(), row["severity"].as_str())).collect();
        let expected = [("expiry", "warning"), ("agent", "error"), ("integration", "error")];
        assert_eq!(told, expected.map(|(kind, severity)| (Some(kind), Some(severity))), "{}", person.email);
    }
    for person in hears_nothing(&world) {
        assert_eq!(titles(person).await, [""; 0], "{}", person.email);
    }
}
