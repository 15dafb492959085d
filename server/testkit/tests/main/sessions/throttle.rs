use serde_json::json;
use switchroom_testkit::{Answer, PASSWORD, World};

async fn attempt(world: &World, email: &str, password: &str) -> Answer {
    world.app.client().post("/api/v1/sessions", json!({"email": email, "password": password})).await
}

/// AUTH-27 five wrong passwords cost a minute, further ones twice as much; known and unknown names alike
#[tokio::test]
async fn waiting() {
    let world = World::start().await;
    for email in [world.a.first.user.email.as_str(), "nobody@nowhere.test"] {
        for _ in 0..5 {
            attempt(&world, email, "wrong password").await.problem(401, "auth.failed");
        }
        let answer = attempt(&world, email, PASSWORD).await;
        answer.problem(429, "rate.limited");
        let wait: i64 = answer.header("retry-after").parse().unwrap();
        assert!((55..=60).contains(&wait), "{wait}");
        world.portal.clock.advance_secs(61);
        attempt(&world, email, "wrong password").await.problem(401, "auth.failed");
        let wait: i64 = attempt(&world, email, PASSWORD).await.header("retry-after").parse().unwrap();
        assert!((115..=120).contains(&wait), "{wait}");
        world.portal.clock.advance_secs(121);
    }
    attempt(&world, &world.a.first.user.email, PASSWORD).await.success();
    // A right password forgets the wrong ones.
    for _ in 0..4 {
        attempt(&world, &world.a.first.user.email, "wrong password").await.problem(401, "auth.failed");
    }
    attempt(&world, &world.a.first.user.email, PASSWORD).await.success();
}

/// AUTH-27 parallel guesses do not get past the limit
#[tokio::test]
async fn parallel_guesses() {
    let world = World::start().await;
    let guesses = (0..12).map(|_| attempt(&world, &world.a.first.user.email, "wrong password"));
    let answers = futures::future::join_all(guesses).await;
    let checked = answers.iter().filter(|answer| answer.status == 401).count();
    assert_eq!(checked, 5, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
}

/// AUTH-27 AUTH-31 twenty wrong passwords in a day lock the sign-in until an admin unlocks it; history tells
#[tokio::test]
async fn lock_and_unlock() {
    let world = World::start().await;
    let user = &world.a.first.user;
    for email in [user.email.as_str(), "nobody@nowhere.test"] {
        for _ in 0..20 {
            attempt(&world, email, "wrong password").await.problem(401, "auth.failed");
            world.portal.clock.advance_secs(16 * 60);
        }
        attempt(&world, email, PASSWORD).await.problem(403, "auth.locked");
        world.portal.clock.advance_secs(2 * 86_400);
        attempt(&world, email, PASSWORD).await.problem(403, "auth.locked");
    }
    let history = world.history(world.a.first.account_id).await;
    assert_eq!(history.iter().filter(|(action, core)| action == "Failed sign-in" && core["reason"] == "wrong password").count(), 20);
    assert_eq!(history.iter().filter(|(action, _)| action == "Lock").count(), 1);
    assert_eq!(history[1].1["ip"], "127.0.0.1");
    let unlock = async |person: &switchroom_testkit::Person| {
        let client = world.app.client();
        let body = json!({"email": person.email, "password": PASSWORD});
        client.post("/api/v1/sessions", body).await.success();
        let me: serde_json::Value = client.get("/api/v1/me").await.json();
        assert_eq!(me["id"], person.id.to_string());
        client.post(&format!("/api/v1/accounts/{}/users/{}/unlock", world.a.first.account_id, user.id), json!({})).await
    };
    unlock(&world.b.administrator).await.problem(404, "account.not_found");
    unlock(&world.a.second.admin).await.problem(404, "account.not_found");
    unlock(&world.a.first.admin).await.success();
    attempt(&world, &user.email, PASSWORD).await.success();
}

/// AUTH-28 more than twenty failures a minute from one address are refused, whoever they are for
#[tokio::test]
async fn per_address() {
    let world = World::start().await;
    for n in 0..20 {
        attempt(&world, &format!("nobody{n}@nowhere.test"), "wrong password").await.problem(401, "auth.failed");
    }
    let answer = attempt(&world, &world.a.first.user.email, PASSWORD).await;
    answer.problem(429, "rate.limited");
    assert!((1..=60).contains(&answer.header("retry-after").parse::<i64>().unwrap()));
    world.portal.clock.advance_secs(61);
    attempt(&world, &world.a.first.user.email, PASSWORD).await.success();
}
