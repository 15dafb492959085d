use futures::future::join_all;
use serde_json::json;
use switchroom_testkit::World;

/// USR-15, 00 the same form sent several times at once makes one user; the others are told at the field
#[tokio::test]
async fn a_form_sent_twice() {
    let world = World::start().await;
    let first = &world.a.first;
    let users = format!("/api/v1/accounts/{}/users", first.account_id);
    let form = json!({"first_name": "Ann", "last_name": "Bo", "email": "ann@a-first.test"});
    let answers = join_all((0..6).map(|_| first.admin.post(&users, &form))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
    for answer in answers.iter().filter(|answer| answer.status == 409) {
        assert_eq!(answer.value()["errors"][0]["field"], "email", "{}", answer.text());
    }
    assert_eq!(world.mails("ann@a-first.test").await.len(), 1);
}

/// ACC-21, 00 deleting an account twice at once is one deletion
#[tokio::test]
async fn deleted_twice() {
    let world = World::start().await;
    let path = format!("/api/v1/accounts/{}?keep_days=0", world.a.first.account_id);
    let answers = join_all((0..4).map(|_| world.a.administrator.delete(&path))).await;
    let accepted = answers.iter().filter(|answer| answer.status == 202).count();
    assert_eq!(accepted, 1, "{answers:?}");
    assert!(answers.iter().all(|answer| [202, 404, 409].contains(&answer.status.as_u16())), "{answers:?}");
}

/// ACC-25, USR-19 of several changes on the same version one is taken, the others are told what is there now
#[tokio::test]
async fn changed_twice() {
    let world = World::start().await;
    let first = &world.a.first;
    let path = format!("/api/v1/accounts/{}/users/{}", first.account_id, first.user.id);
    let tag = first.admin.get(&path).await.header("etag").to_owned();
    let change = async |n: usize| {
        let request = first.admin.client.request(reqwest::Method::PATCH, &path).header("if-match", &tag);
        first.admin.client.send(request.json(&json!({"extension": format!("47{n}")}))).await
    };
    let answers = join_all((10..15).map(change)).await;
    assert_eq!(answers.iter().filter(|answer| answer.status.is_success()).count(), 1);
    for answer in answers.iter().filter(|answer| !answer.status.is_success()) {
        assert_eq!(answer.problem(412, "input.stale")["conflicts"][0]["field"], "extension");
    }
}
