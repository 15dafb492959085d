use super::*;

/// ORD-02, ORD-04, ORD-05 rows with their status; views and their counts follow the search
#[tokio::test]
async fn views_and_counts() {
    let world = World::start().await;
    for (number, left, starts_in) in [("A-91", 91, -1), ("A-90", 90, -1), ("A-0", 0, -1), ("A-past", -1, -9), ("B-future", 400, 1)] {
        order(&world, number, Facts { left: Some(left), starts_in, ..Default::default() }).await;
    }
    let person = &world.a.administrator;
    let page: Value = person.get("/api/v1/orders?sort=expiry_date").await.json();
    let rows: Vec<_> =
        page["items"].as_array().unwrap().iter().map(|row| (row["status"].as_str().unwrap(), row["assignable"] == true)).collect();
    assert_eq!(
        rows,
        [("expired", false), ("expiring_soon", true), ("expiring_soon", true), ("assign", true), ("pending_activation", false)]
    );
    assert_eq!((page["total"]["value"].as_u64(), page["total"]["exact"].as_bool()), (Some(5), Some(true)));
    assert_eq!((page["items"][0]["sap_order_id"].clone(), page["items"][0]["account"].clone()), (Value::Null, Value::Null));
    let counts: Value = person.get("/api/v1/orders/counts").await.json();
    assert_eq!([&counts["all"]["value"], &counts["unassigned"]["value"], &counts["expiring"]["value"]], [5, 5, 2]);
    let counts: Value = person.get("/api/v1/orders/counts?search=a-9").await.json();
    assert_eq!([&counts["all"]["value"], &counts["expiring"]["value"]], [2, 1]);
    assert_eq!(numbers(person, "filter.view=expiring&sort=expiry_date").await, ["A-0", "A-90"]);
    assert_eq!(numbers(person, "search=1z-b").await, ["B-future"]);
    person.get("/api/v1/orders?filter.view=lost").await.problem(422, "input.invalid");
    person.get("/api/v1/orders?filter.colour=red").await.problem(422, "input.invalid");
    person.get("/api/v1/orders?sort=colour").await.problem(422, "input.invalid");
    person.get("/api/v1/orders?cursor=x").await.problem(422, "input.invalid");
}

/// ORD-05 running orders that end within so many days, in every view
#[tokio::test]
async fn within_days() {
    let world = World::start().await;
    for (number, left, starts_in, cancelled) in
        [("A-30", 30, -1, false), ("A-31", 31, -1, false), ("A-past", -1, -9, false), ("A-future", 20, 1, false), ("A-off", 5, -1, true)]
    {
        order(&world, number, Facts { left: Some(left), starts_in, cancelled, ..Default::default() }).await;
    }
    let person = &world.a.administrator;
    assert_eq!(numbers(person, "filter.within=30").await, ["A-30"]);
    assert_eq!(numbers(person, "filter.within=60&filter.view=unassigned&sort=expiry_date").await, ["A-30", "A-31"]);
    let csv = person.get("/api/v1/orders.csv?filter.within=30").await.text();
    assert!(csv.contains("A-30") && !csv.contains("A-31"), "{csv}");
    for bad in ["0", "366", "soon", "-1"] {
        person.get(&format!("/api/v1/orders?filter.within={bad}")).await.problem(422, "input.invalid");
    }
}

/// ORD-01, ORD-19 who sees which orders
#[tokio::test]
async fn who_sees_what() {
    let world = World::start().await;
    let open = order(&world, "A-open", Facts::default()).await;
    let other = order(&world, "A-other", Facts::default()).await;
    let body = serde_json::json!({"account_id": world.a.second.account_id});
    world.a.administrator.post(&format!("/api/v1/orders/{other}/assign"), body).await.success();
    assert_eq!(numbers(&world.a.administrator, "sort=subscription_number").await, ["A-open", "A-other"]);
    assert_eq!(numbers(&world.a.manager, "").await, ["A-open"]);
    world.a.manager.get(&format!("/api/v1/orders/{other}")).await.problem(404, "order.not_found");
    assert_eq!(numbers(&world.b.administrator, "").await, [""; 0]);
    world.b.administrator.get(&format!("/api/v1/orders/{open}")).await.problem(404, "order.not_found");
    for person in [&world.a.first.admin, &world.a.first.user, &world.operator] {
        person.get("/api/v1/orders").await.problem(404, "page.not_found");
        person.get("/api/v1/orders/counts").await.problem(404, "page.not_found");
        person.get("/api/v1/orders.csv").await.problem(404, "page.not_found");
    }
    world.app.client().get("/api/v1/orders").await.problem(401, "auth.required");
}

/// ORD-27, ORD-28 the export is the list, safe for spreadsheets, and in the history
#[tokio::test]
async fn export() {
    let world = World::start().await;
    order(&world, "A-1", Facts { customer_po: Some("=1+1"), ..Default::default() }).await;
    order(&world, "B-2", Facts { left: Some(-3), ..Default::default() }).await;
    let person = &world.a.administrator;
    let csv = person.get("/api/v1/orders.csv?search=a-1").await;
    assert!(csv.success().header("content-disposition").contains(".csv"));
    let text = csv.text();
    assert_eq!(text.lines().count(), 2);
    assert!(text.contains("'=1+1") && text.contains("1Z-A-1") && text.contains("54014848 × 25"), "{text}");
    let xlsx = person.get("/api/v1/orders.xlsx").await;
    assert!(xlsx.success().body.starts_with(b"PK"));
    let history = world.history(world.a.account_id).await;
    assert_eq!(history.iter().filter(|(action, _)| action == "Export").count(), 2);
    assert_eq!(history[1].1["filter"]["search"], "a-1");
}
