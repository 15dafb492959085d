//! What leaves the outbox, and what happens when the mail server will not have it.

use serde_json::json;
use switchroom_sandbox::{Fault, Options, Sandbox};
use switchroom_testkit::{TestApp, World};

async fn world() -> (World, Sandbox) {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let app = TestApp::start_with(&[("smtp_url", &sandbox.smtp_url)]).await;
    (World::in_app(app).await, sandbox)
}

async fn add_user(world: &World, email: &str) -> String {
    let path = format!("/api/v1/accounts/{}/users", world.a.first.account_id);
    let made = world.a.administrator.post(&path, json!({"first_name": "Zoë", "last_name": "Ångström", "email": email})).await;
    made.success().value()["id"].as_str().unwrap().to_owned()
}

/// The state of the newest mail, once `until` accepts it.
async fn mail(world: &World, until: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
    loop {
        let page = world.operator.get("/api/v1/operator/mails").await.success().value();
        if until(&page["items"][0]) {
            return page["items"][0].clone();
        }
        tokio::task::yield_now().await;
    }
}

/// AUTH-17 AUTH-32 a welcome mail arrives over SMTP as text and HTML, with its link, whatever letters the name has
#[tokio::test]
async fn a_mail_arrives() {
    let (world, sandbox) = world().await;
    add_user(&world, "zoe@angstrom.example").await;
    let mail = sandbox.mail_to("zoe@angstrom.example").await;
    assert_eq!(mail.from, "switchroom@localhost");
    let raw = String::from_utf8(mail.raw.clone()).unwrap();
    assert!(raw.contains("multipart/alternative") && raw.contains("text/plain") && raw.contains("text/html"), "{raw}");
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("Zoë Ångström") && part.contains("register"), "{part}");
    }
    let link = mail.text.split_whitespace().find(|word| word.contains("/register/")).unwrap();
    let page = world.app.client().get(link.strip_prefix(&world.app.url).unwrap()).await;
    assert!(page.success().text().contains("Confirm your account"), "{}", page.text());
    self::mail(&world, |mail| mail["state"] == "sent").await;
}

/// AUTH-32 a mail server that is busy gets the mail later; one that refuses for good is told at the person and to the sender
#[tokio::test]
async fn refusals_of_the_mail_server() {
    let (world, sandbox) = world().await;
    sandbox.refuse_mail(Some(Fault { code: 451, text: "Try later".to_owned(), times: 1 }));
    add_user(&world, "later@angstrom.example").await;
    let waiting = mail(&world, |mail| mail["attempts"] == 1 && !mail["last_error"].is_null()).await;
    assert_eq!(waiting["state"], "queued");
    let retry = format!("/api/v1/operator/mails/{}/retry", waiting["id"].as_str().unwrap());
    world.operator.post(&retry, json!({})).await.success();
    sandbox.mail_to("later@angstrom.example").await;
    sandbox.refuse_mail(Some(Fault { code: 550, text: "No such person".to_owned(), times: 1 }));
    let user = add_user(&world, "never@angstrom.example").await;
    let failed = mail(&world, |mail| mail["state"] == "failed").await;
    assert!(failed["last_error"].as_str().unwrap().contains("No such person"), "{failed}");
    let path = format!("/api/v1/accounts/{}/users/{user}", world.a.first.account_id);
    assert!(world.a.administrator.get(&path).await.success().text().contains("No such person"));
    let told = world.a.administrator.get("/api/v1/notifications").await.success().text();
    assert!(told.contains("never@angstrom.example"), "{told}");
    assert!(sandbox.mails().iter().all(|mail| !mail.to.contains(&"never@angstrom.example".to_owned())));
}
