use super::users;
use reqwest::Method;
use serde_json::Value;
use switchroom_testkit::{World, add_users, assert_denied, assert_not_found};

fn names(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

/// USR-02, USR-03, USR-05 the list is searched, sorted and filtered by the query
#[tokio::test]
async fn search_sort_filter() {
    let world = World::start().await;
    let first = &world.a.first;
    add_users(&world.portal, first.account_id, 3, |n, user| {
        // Long enough not to stand in an id by chance.
        user.extension = Some(format!("9876520{n}"));
        if n == 1 {
            user.status = "inactive".to_owned();
        }
    })
    .await;
    let list = users(first.account_id);
    let page: Value = first.admin.get(&list).await.json();
    assert_eq!(names(&page), ["Admin A-first", "Person 00000", "Person 00001", "Person 00002", "User A-first"]);
    assert_eq!(page["total"], serde_json::json!({"value": 5, "exact": true}));
    assert_eq!(names(&first.admin.get(&format!("{list}?search=PERSON&sort=-name")).await.json())[0], "Person 00002");
    assert_eq!(names(&first.admin.get(&format!("{list}?search=98765201")).await.json()), ["Person 00001"]);
    assert_eq!(names(&first.admin.get(&format!("{list}?filter.property=inactive")).await.json()), ["Person 00001"]);
    assert_eq!(names(&first.admin.get(&format!("{list}?filter.property=admins")).await.json()), ["Admin A-first"]);
    assert_eq!(names(&first.admin.get(&format!("{list}?filter.product=Zoom+PSI")).await.json()), [""; 0]);
    for (query, field) in [
        ("sort=sms_number", "sort"),
        ("filter.property=nice", "filter.property"),
        ("filter.hat=1", "filter.hat"),
        ("limit=0", "limit"),
        ("cursor=x", "cursor"),
    ] {
        let problem = first.admin.get(&format!("{list}?{query}")).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["field"], field);
    }
}

/// USR-01 pages follow each other by cursor without loss while somebody is added
#[tokio::test]
async fn paging() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    add_users(&world.portal, account, 130, |_, _| {}).await;
    let (mut path, mut seen) = (format!("{}?limit=50", users(account)), Vec::new());
    loop {
        let page: Value = world.a.manager.get(&path).await.json();
        seen.extend(names(&page));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        if seen.len() == 50 {
            add_users(&world.portal, account, 1, |_, user| {
                user.name = "Aaron".to_owned();
                user.email = "aaron@a-first.test".to_owned();
            })
            .await;
        }
        path = format!("{}?limit=50&cursor={cursor}", users(account));
    }
    assert_eq!(seen.len(), 132);
    assert!(seen.is_sorted());
}

/// ROLE-02, ROLE-24, AM-02 who may view: nobody else's account, and not plain users
#[tokio::test]
async fn access() {
    let world = World::start().await;
    let list = users(world.a.first.account_id);
    let one = format!("{list}/{}", world.a.first.admin.id);
    for path in [&list, &one, &format!("{list}.csv"), &format!("{list}.xlsx"), &format!("{list}/products")] {
        for person in [&world.a.administrator, &world.a.manager, &world.a.first.admin] {
            person.get(path).await.success();
        }
        assert_denied(&[("user", &world.a.first.user)], Method::GET, path, None).await;
        let strangers = [
            ("operator", &world.operator),
            ("other customer", &world.a.second.admin),
            ("other partner", &world.b.administrator),
            ("other partner's manager", &world.b.manager),
        ];
        assert_not_found(&strangers, Method::GET, path, None, "account").await;
        world.app.client().get(path).await.problem(401, "auth.required");
    }
    assert_not_found(&[("manager", &world.a.manager)], Method::GET, &users(world.a.second.account_id), None, "account").await;
    let elsewhere = format!("{}/{}", users(world.a.second.account_id), world.a.first.admin.id);
    world.a.administrator.get(&elsewhere).await.problem(404, "user.not_found");
    world.a.administrator.get(&format!("{list}/not-an-id")).await.problem(404, "route.not_found");
}

/// USR-B5 CSV and XLSX hold what the list shows; cells cannot become formulas; history notes the export
#[tokio::test]
async fn export() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    add_users(&world.portal, account, 2_100, |n, user| {
        if n == 7 {
            user.name = "=HYPERLINK(1)".to_owned();
        }
    })
    .await;
    let answer = world.a.first.admin.get(&format!("{}.csv?filter.property=users&sort=-name", users(account))).await;
    answer.success();
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"users-"));
    let text = answer.text();
    assert_eq!(text.lines().count(), 1 + 2_101, "every page of the list");
    assert!(text.lines().nth(1).unwrap().starts_with("User A-first,"));
    assert!(text.contains("\n'=HYPERLINK(1),"));
    assert!(world.a.first.admin.get(&format!("{}.csv?bom=1", users(account))).await.text().starts_with('\u{feff}'));
    let workbook = world.a.first.admin.get(&format!("{}.xlsx?search=person+0001", users(account))).await;
    assert!(workbook.success().body.starts_with(b"PK"));
    assert!(world.history(account).await.iter().filter(|(action, _)| action == "Export").count() >= 3);
}
