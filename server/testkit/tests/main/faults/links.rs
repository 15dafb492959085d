use serde_json::json;
use switchroom_core::{access::Origin, identity};
use switchroom_testkit::World;

/// AUTH-20 a link that has expired, was used or never existed says so to the page and to its form, and changes nothing
#[tokio::test]
async fn expired_and_used() {
    let world = World::start().await;
    let user = &world.a.first.user;
    identity::request_reset(&world.portal, &user.email, &Origin::default()).await.unwrap();
    let link = world.mailed_links(&user.email).await.remove(0);
    let secret = link.strip_prefix("/reset/").unwrap().to_owned();
    let browser = world.app.client();
    let choose = async |password: &str| {
        let form = [("kind", "reset"), ("token", secret.as_str()), ("password", password)];
        browser.send(browser.request(reqwest::Method::POST, "/api/fn/links/use").form(&form)).await
    };
    world.portal.clock.advance_secs(3_601);
    let late = choose("a brand new password").await;
    assert_eq!((late.status.as_u16(), late.value()["code"].as_str()), (410, Some("link.expired")));
    let page = browser.get(&link).await;
    assert!(page.text().contains("Send me a new link") && !page.text().contains("type=\"password\""), "{}", page.text());
    let before = world.stored_user(user.id).await.password_hash;
    // The page posts this; the new link goes to the address on file and nowhere else.
    let form = [("kind", "reset"), ("token", secret.as_str())];
    browser.send(browser.request(reqwest::Method::POST, "/api/fn/links/renew").form(&form)).await.success();
    let fresh = world.mailed_links(&user.email).await.remove(0);
    assert_ne!(fresh, link);
    let fresh = [("kind", "reset"), ("token", fresh.strip_prefix("/reset/").unwrap()), ("password", "a brand new password")];
    let used = async || browser.send(browser.request(reqwest::Method::POST, "/api/fn/links/use").form(&fresh)).await;
    used().await.success();
    assert_eq!(used().await.value()["code"], "link.used");
    assert_ne!(world.stored_user(user.id).await.password_hash, before);
    let unknown = browser.post("/api/fn/links/open", json!({"kind": "reset", "token": "never-was"})).await.success().value();
    assert_eq!(unknown["state"], "unknown");
}
