use super::entered;
use serde_json::Value;
use switchroom_testkit::World;

fn names(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

/// ACC-01, ACC-07, AM-02 partner users see their accounts, searched and sorted; an Account Manager the assigned ones
#[tokio::test]
async fn who_sees_what() {
    let world = World::start().await;
    let (first, second) = (world.a.first.name.clone(), world.a.second.name.clone());
    let all = names(&world.a.administrator.get("/api/v1/accounts").await.json());
    assert_eq!(all, [first.clone(), second.clone()]);
    assert_eq!(names(&world.a.manager.get("/api/v1/accounts").await.json()), std::slice::from_ref(&first));
    assert_eq!(names(&world.a.administrator.get("/api/v1/accounts?sort=-name").await.json()), [second, first.clone()]);
    let number = world.a.first.number.to_string();
    assert_eq!(names(&world.a.administrator.get(&format!("/api/v1/accounts?search={}", &number[2..8])).await.json()), [first]);
    assert_eq!(names(&world.a.administrator.get("/api/v1/accounts?filter.state=deactivated").await.json()), [""; 0]);
    for (query, field) in [("sort=city", "sort"), ("filter.state=gone", "filter.state"), ("limit=0", "limit"), ("cursor=x", "cursor")] {
        let problem = world.a.administrator.get(&format!("/api/v1/accounts?{query}")).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["field"], field);
    }
}

/// ACC-24 the list does not exist for people of customers and for the operator
#[tokio::test]
async fn not_for_others() {
    let world = World::start().await;
    for person in [&world.a.first.admin, &world.a.first.user, &world.operator] {
        for path in ["/api/v1/accounts", "/api/v1/accounts.csv", "/api/v1/accounts/pick"] {
            person.get(path).await.problem(404, "page.not_found");
        }
    }
    world.app.client().get("/api/v1/accounts").await.problem(401, "auth.required");
}

/// ACC-B5 the export is the filtered list, safe for spreadsheets
#[tokio::test]
async fn export() {
    let world = World::start().await;
    let created = world.a.administrator.post("/api/v1/accounts", entered("=SUM(A1)")).await;
    assert_eq!(created.status, 201);
    let csv = world.a.administrator.get("/api/v1/accounts.csv?search=sum").await;
    assert_eq!(csv.status, 200);
    let lines: Vec<String> = csv.text().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("NAME,ACCOUNT ID,COUNTRY") && lines[1].starts_with("'=SUM(A1),"), "{lines:?}");
    let xlsx = world.a.administrator.get("/api/v1/accounts.xlsx").await;
    assert!(xlsx.header("content-disposition").contains("accounts") && xlsx.status == 200);
}

/// SHELL-06 the picker: Partner Account first, within the scope, by name or Account ID
#[tokio::test]
async fn picker() {
    let world = World::start().await;
    let picked = names(&world.a.administrator.get("/api/v1/accounts/pick").await.json());
    assert_eq!(picked.len(), 3);
    assert_eq!(picked[1..], [world.a.first.name.clone(), world.a.second.name.clone()]);
    assert_eq!(names(&world.a.manager.get("/api/v1/accounts/pick").await.json()), std::slice::from_ref(&world.a.first.name));
    let foreign = format!("/api/v1/accounts/pick?search={}", world.b.first.number);
    assert_eq!(names(&world.a.administrator.get(&foreign).await.json()), [""; 0]);
}
