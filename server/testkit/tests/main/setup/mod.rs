//! The first start, as a browser without scripts goes through it.

use reqwest::Method;
use serde_json::json;
use switchroom_sandbox::{CLIENT_ID, CLIENT_SECRET, Options, Sandbox};
use switchroom_testkit::{Answer, Client, TestApp, World, browser};

const PASSWORD: &str = "correct horse battery";

/// A browser in the wizard: keeps what the page's hidden fields keep.
struct Wizard {
    app: TestApp,
    client: Client,
    token: String,
    draft: String,
}

impl Wizard {
    async fn start(settings: &[(&str, &str)]) -> Self {
        let app = TestApp::start_with(settings).await;
        let (client, token) = (app.client(), app.setup_token.clone().unwrap());
        let mut wizard = Self { app, client, token, draft: String::new() };
        let page = wizard.client.get(&format!("/setup?token={}", wizard.token)).await;
        wizard.read(page.success());
        wizard
    }

    fn read(&mut self, page: &Answer) {
        if let Some((_, rest)) = page.text().split_once("name=\"draft\" value=\"") {
            self.draft = rest.split('"').next().unwrap().to_owned();
        }
    }

    async fn post(&mut self, step: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let own = [("token", self.token.as_str()), ("draft", self.draft.as_str()), ("step", step), ("action", action)];
        let form: Vec<(&str, &str)> = own.into_iter().chain(fields.iter().copied()).collect();
        let page = self.client.send(self.client.request(Method::POST, "/setup").headers(browser(&self.app)).form(&form)).await;
        self.read(&page);
        page
    }

    async fn operator(&mut self) -> Answer {
        self.post("operator", "next", &[("name", "Olga Reyes"), ("email", "olga@portal.example"), ("password", PASSWORD)]).await
    }

    async fn address(&mut self, url: &str) -> Answer {
        self.post("address", "next", &[("public_url", url), ("language", "de"), ("time_zone", "Europe/Berlin")]).await
    }

    async fn partner(&mut self) -> Answer {
        let fields = [
            ("organisation", "Aurora Voice"),
            ("country", "DE"),
            ("first_name", "Ada"),
            ("last_name", "Berg"),
            ("partner_email", "ada@aurora.example"),
        ];
        self.post("partner", "next", &fields).await
    }

    /// Everything that has to be entered, with mail and provider left out.
    async fn shortest(&mut self) -> Answer {
        let url = self.app.url.clone();
        self.operator().await.success();
        self.address(&url).await.success();
        self.post("mail", "skip", &[]).await.success();
        self.partner().await.success();
        self.post("provider", "skip", &[]).await
    }
}

/// AUTH-01 without the token from the start-up output nothing can be set up; with an operator there is nothing to set up
#[tokio::test]
async fn only_with_the_token_and_only_once() {
    let mut wizard = Wizard::start(&[]).await;
    let page = wizard.client.get("/setup").await;
    assert!(page.success().text().contains("name=\"token\""), "{}", page.text());
    let wrong = wizard.client.get("/setup?token=guessed").await;
    assert_eq!(wrong.status, 403);
    assert!(!wrong.text().contains("name=\"draft\""));
    let token = std::mem::replace(&mut wizard.token, "guessed".to_owned());
    assert_eq!(wizard.operator().await.status, 403);
    wizard.token = token;
    wizard.shortest().await.success();
    for path in ["/setup".to_owned(), format!("/setup?token={}", wizard.token)] {
        assert_eq!(wizard.client.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(wizard.post("provider", "skip", &[]).await.status, 404);
    assert_eq!(wizard.operator().await.status, 404);
}

/// AUTH-01 an installation that has an operator has no wizard
#[tokio::test]
async fn not_with_an_operator() {
    let world = World::start().await;
    let token = world.app.setup_token.clone().unwrap();
    assert_eq!(world.app.client().get(&format!("/setup?token={token}")).await.status, 404);
}

/// AUTH-02 the steps come in order, say what is wrong at the field, keep what was entered, and show no secret
#[tokio::test]
async fn steps() {
    let mut wizard = Wizard::start(&[]).await;
    let wrong = wizard.post("operator", "next", &[("name", "Olga"), ("email", "olga"), ("password", "short")]).await;
    assert_eq!(wrong.status, 422);
    for part in ["value=\"Olga\"", "value=\"olga\"", "Enter a valid email address", "Minimum 8 characters"] {
        assert!(wrong.text().contains(part), "{part} missing in {}", wrong.text());
    }
    let page = wizard.operator().await;
    assert!(page.success().text().contains("name=\"public_url\"") && page.text().contains("Europe/Berlin"), "{}", page.text());
    assert_eq!(wizard.address("https://portal.example.com/path").await.status, 422);
    let page = wizard.address("https://portal.example.com").await;
    assert!(page.success().text().contains("name=\"smtp_host\""));
    let back = wizard.post("mail", "back", &[("smtp_host", "mail.example.com"), ("smtp_password", "swordfish-123")]).await;
    assert!(back.success().text().contains("value=\"https://portal.example.com\""), "{}", back.text());
    let mail = wizard.address("https://portal.example.com").await;
    let text = mail.success().text();
    assert!(text.contains("value=\"mail.example.com\"") && text.contains("Kept"), "{text}");
    for secret in ["swordfish-123", PASSWORD] {
        assert!(!text.contains(secret));
    }
    assert_eq!(wizard.post("mail", "next", &[("smtp_port", "70000")]).await.status, 422);
    wizard.post("mail", "skip", &[]).await.success();
    let page = wizard.partner().await;
    assert!(page.success().text().contains("name=\"issuer\""));
    let refused = wizard.post("provider", "next", &[("label", "X"), ("slug", "x y"), ("issuer", "https://10.0.0.1")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("private network") && refused.text().contains("Use lower-case letters"), "{}", refused.text());
    // Nothing is stored before the end.
    use sea_orm::{EntityTrait, PaginatorTrait};
    assert_eq!(switchroom_entity::user::Entity::find().count(wizard.app.portal.db.read()).await.unwrap(), 0);
}

/// AUTH-02 AUTH-03 10-1 with mail server and provider: the tests answer, the Administrator's mail arrives, everything works
#[tokio::test]
async fn everything() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let mut wizard = Wizard::start(&[("outbound_allow", "127.0.0.0/8")]).await;
    let url = wizard.app.url.clone();
    wizard.operator().await.success();
    wizard.address(&url).await.success();
    let port = sandbox.smtp_url.rsplit(':').next().unwrap().to_owned();
    let from = "Portal <portal@aurora.example>";
    let server = [("smtp_host", "127.0.0.1"), ("smtp_security", "none"), ("mail_from", from), ("test_to", "olga@portal.example")];
    let with_port = |port: &str| {
        server.iter().map(|(name, value)| (*name, (*value).to_owned())).chain([("smtp_port", port.to_owned())]).collect::<Vec<_>>()
    };
    let nowhere = with_port("1");
    let refused = wizard.post("mail", "test_mail", &nowhere.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("The mail server did not take the mail"), "{}", refused.text());
    let right = with_port(&port);
    let right: Vec<(&str, &str)> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = wizard.post("mail", "test_mail", &right).await;
    assert!(sent.success().text().contains("olga@portal.example"), "{}", sent.text());
    assert_eq!(sandbox.mail_to("olga@portal.example").await.from, "portal@aurora.example");
    wizard.post("mail", "next", &right).await.success();
    wizard.partner().await.success();
    let issuer = sandbox.issuer();
    let provider = [
        ("label", "Sandbox ID"),
        ("slug", "sandbox"),
        ("issuer", issuer.as_str()),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("entitlement_claim", "entitlements"),
        ("entitlement_value", "switchroom"),
    ];
    let tested = wizard.post("provider", "test_connection", &provider).await;
    assert!(tested.success().text().contains("RS256"), "{}", tested.text());
    let done = wizard.post("provider", "next", &provider).await;
    let text = done.success().text();
    assert!(text.contains("ada@aurora.example") && !text.contains("/register/"), "{text}");
    assert_eq!(wizard.client.get("/setup").await.status, 404);
    // The Administrator registers with the mail's link.
    let mail = sandbox.mail_to("ada@aurora.example").await;
    assert_eq!(mail.subject, "Willkommen bei Switchroom", "in the language of the installation");
    let link = mail.text.split_whitespace().find(|word| word.contains("/register/")).unwrap().to_owned();
    assert!(wizard.client.get(link.strip_prefix(&url).unwrap()).await.success().text().contains("Ada Berg"));
    // The operator is who was entered.
    let me = wizard.client.post("/api/v1/sessions", json!({"email": "olga@portal.example", "password": PASSWORD})).await.success().value();
    assert_eq!(
        (me["role"].as_str(), me["language"].as_str(), me["time_zone"].as_str()),
        (Some("operator"), Some("de"), Some("Europe/Berlin"))
    );
    let partners = wizard.client.get("/api/v1/operator/partners").await.success().value();
    assert_eq!((&partners["items"][0]["name"], &partners["items"][0]["country"]), (&json!("Aurora Voice"), &json!("DE")));
    assert!(wizard.app.client().get("/login").await.text().contains("/auth/oidc/sandbox/start"));
    // Mail keeps going through the entered server.
    let form =
        json!({"name": "Second", "country": "DE", "first_name": "Bo", "last_name": "Ek", "email": "bo@second.example", "language": "en"});
    let added = wizard.client.post("/api/v1/operator/partners", form).await.success().value();
    assert_eq!(added["registration_link"], serde_json::Value::Null);
    sandbox.mail_to("bo@second.example").await;
}

/// AUTH-03 without a mail server the registration link is shown, once
#[tokio::test]
async fn without_mail() {
    let mut wizard = Wizard::start(&[]).await;
    let done = wizard.shortest().await;
    let text = done.success().text();
    let link = text.split(['<', '>', '"']).find(|part| part.contains("/register/")).unwrap().to_owned();
    assert!(wizard.client.get(link.strip_prefix(&wizard.app.url).unwrap()).await.success().text().contains("Ada Berg"));
    assert!(!wizard.client.get("/setup").await.text().contains("/register/"));
}

/// AUTH-02 AUTH-30 the entered address takes effect at once: links, cookies, and whose writes are accepted
#[tokio::test]
async fn public_address() {
    let mut wizard = Wizard::start(&[]).await;
    wizard.operator().await.success();
    // The wizard is used through the proxy that the address belongs to.
    let form = [
        ("token", wizard.token.as_str()),
        ("draft", wizard.draft.as_str()),
        ("step", "address"),
        ("action", "next"),
        ("public_url", "https://portal.example.com"),
        ("language", "en"),
        ("time_zone", "UTC"),
    ];
    let request = wizard.client.request(Method::POST, "/setup").header("origin", "https://portal.example.com").form(&form);
    let page = wizard.client.send(request).await;
    wizard.read(page.success());
    wizard.post("mail", "skip", &[]).await.success();
    wizard.partner().await.success();
    let done = wizard.post("provider", "skip", &[]).await;
    assert!(done.success().text().contains("https://portal.example.com/register/"), "{}", done.text());
    let credentials = json!({"email": "olga@portal.example", "password": PASSWORD});
    let sign_in = |origin: &str| wizard.client.request(Method::POST, "/api/v1/sessions").header("origin", origin).json(&credentials);
    let answer = wizard.client.send(sign_in("https://portal.example.com")).await;
    assert!(answer.success().header("set-cookie").starts_with("__Host-switchroom="), "{}", answer.header("set-cookie"));
    wizard.client.send(sign_in(&wizard.app.url)).await.problem(403, "auth.origin_refused");
}

/// AUTH-02 what the configuration says is not asked for
#[tokio::test]
async fn configured() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let mut wizard = Wizard::start(&[("public_url", "https://portal.example.com"), ("smtp_url", &sandbox.smtp_url)]).await;
    let page = wizard.client.get(&format!("/setup?token={}", wizard.token)).await;
    wizard.read(page.success());
    wizard.operator().await.success();
    let page = wizard.address("https://elsewhere.example.com").await;
    assert!(!page.success().text().contains("name=\"smtp_host\""), "{}", page.text());
    wizard.post("mail", "test_mail", &[("test_to", "olga@portal.example")]).await.success();
    sandbox.mail_to("olga@portal.example").await;
    wizard.post("mail", "next", &[]).await.success();
    wizard.partner().await.success();
    wizard.post("provider", "skip", &[]).await.success();
    let mail = sandbox.mail_to("ada@aurora.example").await;
    assert!(mail.text.contains("https://portal.example.com/register/"), "{}", mail.text);
}

/// AUTH-03 of two who finish at the same moment one sets up, and everything exists once
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twice_at_once() {
    let mut wizard = Wizard::start(&[]).await;
    let url = wizard.app.url.clone();
    wizard.operator().await.success();
    wizard.address(&url).await.success();
    wizard.post("mail", "skip", &[]).await.success();
    wizard.partner().await.success();
    let form = [("token", wizard.token.as_str()), ("draft", wizard.draft.as_str()), ("step", "provider"), ("action", "skip")];
    let send = || wizard.client.send(wizard.client.request(Method::POST, "/setup").headers(browser(&wizard.app)).form(&form));
    let answers = futures::future::join_all((0..4).map(|_| send())).await;
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 200).count(),
        1,
        "{:?}",
        answers.iter().map(|a| a.status).collect::<Vec<_>>()
    );
    use sea_orm::{EntityTrait, PaginatorTrait};
    let db = wizard.app.portal.db.read();
    assert_eq!(switchroom_entity::user::Entity::find().count(db).await.unwrap(), 2);
    assert_eq!(switchroom_entity::partner::Entity::find().count(db).await.unwrap(), 1);
}
