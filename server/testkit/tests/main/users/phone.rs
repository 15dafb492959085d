use serde_json::{Value, json};
use switchroom_testkit::{World, add_users};

fn users(world: &World) -> String {
    format!("/api/v1/accounts/{}/users", world.a.first.account_id)
}

/// USR-07, USR-08, 10-9 SMS Number finds parts of a number however it is written, suspends the search, and excludes Property
#[tokio::test]
async fn sms_number_filter() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    add_users(&world.portal, account, 3, |n, user| user.sms_number = (n < 2).then(|| format!("+4915112345{n}78"))).await;
    add_users(&world.portal, world.b.first.account_id, 1, |_, user| user.sms_number = Some("+4915112345078".into())).await;
    let admin = &world.a.first.admin;
    let count =
        async |query: &str| admin.get(&format!("{}?{query}", users(&world))).await.success().value()["total"]["value"].as_u64().unwrap();
    assert_eq!(count("filter.sms=0151%201234").await, 2);
    assert_eq!(count("filter.sms=%2B49%20(0)151%2012345078").await, 1);
    assert_eq!(count("filter.sms=1234&search=nobody-has-this").await, 2, "the search is suspended");
    assert_eq!(count("filter.sms=999").await, 0);
    admin.get(&format!("{}?filter.sms=1&filter.property=admins", users(&world))).await.problem(422, "input.invalid");
    admin.get(&format!("{}?filter.sms=abc", users(&world))).await.problem(422, "input.invalid");
    admin.get(&format!("{}?sort=sms_number", users(&world))).await.problem(422, "input.invalid");
}

/// USR-43, USR-44 the conflict search finds active and inactive people by mobile, phone and extension, in either form
#[tokio::test]
async fn conflict_search() {
    let world = World::start().await;
    add_users(&world.portal, world.a.first.account_id, 1, |_, user| {
        user.phone = Some("+4930123456".into());
        user.mobile = Some("+4915112345678".into());
        user.extension = Some("4711".into());
        user.status = "inactive".into();
    })
    .await;
    let admin = &world.a.first.admin;
    let search = async |phone: &str| -> Value {
        let path = format!("{}/phone-conflict?phone={}", users(&world), phone.replace('+', "%2B").replace(' ', "%20"));
        admin.get(&path).await.success().value()
    };
    for phone in ["+4930123456", "030 123456", "0151 12345678", "+4915112345678", "4711"] {
        let found = search(phone).await;
        assert_eq!((found.as_array().unwrap().len(), found[0]["status"].as_str()), (1, Some("inactive")), "{phone}: {found}");
    }
    assert_eq!(search("0151 99999999").await, json!([]));
    let problem = admin.get(&format!("{}/phone-conflict", users(&world))).await.problem(422, "input.invalid");
    assert_eq!((problem["errors"][0]["field"].as_str(), problem["errors"][0]["code"].as_str()), (Some("phone"), Some("field.required")));
    // Nobody learns who has a number elsewhere.
    let other = format!("/api/v1/accounts/{}/users/phone-conflict?phone=4711", world.a.second.account_id);
    assert_eq!(world.a.administrator.get(&other).await.success().value(), json!([]));
}
