use switchroom_testkit::World;

/// ACC-24, SHELL-04 pages answer with the status of what they say: shown, denied, not there
#[tokio::test]
async fn statuses() {
    let world = World::start().await;
    let own = world.a.first.account_id;
    let foreign = world.b.first.account_id;
    for (person, path, status) in [
        (&world.a.administrator, "/accounts".to_owned(), 200),
        (&world.a.administrator, "/accounts/new".to_owned(), 200),
        (&world.a.administrator, format!("/accounts/{own}/info"), 200),
        (&world.a.administrator, format!("/accounts/{foreign}/info"), 404),
        (&world.a.manager, format!("/accounts/{}/info", world.a.second.account_id), 404),
        (&world.a.first.admin, "/dashboard".to_owned(), 200),
        (&world.a.first.admin, format!("/accounts/{own}/info"), 200),
        (&world.a.first.admin, "/accounts".to_owned(), 404),
        (&world.a.first.user, format!("/accounts/{own}/info"), 403),
        (&world.a.first.user, "/dashboard".to_owned(), 200),
    ] {
        let page = person.get(&path).await;
        assert_eq!(page.status, status, "{} {path}: {}", person.name, page.text());
    }
}

/// SHELL-01, SHELL-02, SHELL-08, DASH-02 the frame shows each what is theirs, complete without scripts
#[tokio::test]
async fn the_frame() {
    let world = World::start().await;
    let partner = world.a.administrator.get("/dashboard").await.text();
    assert!(partner.contains("href=\"/accounts\"") && partner.contains("Add an account") && partner.contains("account-picker"));
    let admin = world.a.first.admin.get("/dashboard").await.text();
    let users = format!("href=\"/accounts/{}/users\"", world.a.first.account_id);
    assert!(admin.contains(&users) && admin.contains("View users") && !admin.contains("account-picker"), "{admin}");
    assert!(!admin.contains("href=\"/accounts\""));
    let user = world.a.first.user.get("/dashboard").await.text();
    assert!(user.contains("Change your password") && !user.contains("View users"));
    let info = world.a.administrator.get(&format!("/accounts/{}/info", world.a.first.account_id)).await.text();
    assert!(info.contains("Back to partner area") && info.contains("Account Information") && info.contains("Deactivate"));
    let theirs = world.a.first.admin.get(&format!("/accounts/{}/info", world.a.first.account_id)).await.text();
    assert!(!theirs.contains("Deactivate") && !theirs.contains("Back to partner area"));
}
