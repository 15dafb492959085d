use switchroom_testkit::World;

/// Bad list parameters are refused at the parameter
#[tokio::test]
async fn bad_parameters() {
    let world = World::start().await;
    let get = async |query: &str| world.operator.get(&format!("/api/v1/operator/mails?{query}")).await;
    get("").await.success();
    get("filter.state=queued&sort=created_at&limit=5&search=x").await.success();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("sort=-nothing", "sort"),
        ("filter.colour=red", "filter.colour"),
        ("filter.state=lost", "filter.state"),
        ("cursor=!!!", "cursor"),
    ] {
        let problem = get(query).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["field"], field, "{query}");
    }
    get("search=%FF%FE").await.problem(400, "input.malformed");
    world.operator.get("/api/v1/operator/mails/not-an-id").await.problem(404, "route.not_found");
}
