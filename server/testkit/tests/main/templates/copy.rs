use super::*;

/// TPL-B2 a partner copies templates between accounts; what the other account does not know is reported, and nothing is
/// written by a dry run or a refusal
#[tokio::test]
async fn between_accounts() {
    let world = World::start().await;
    let (first, second, partner) = (world.a.first.account_id, world.a.second.account_id, &world.a.administrator);
    for account in [first, second] {
        integrate(&world, account, "mivoice_business").await;
    }
    let id = add(partner, first, sales()).await;
    add(partner, second, json!({"name": "SALES"})).await;
    let path = format!("{}/copy", templates(first));
    let request = |dry_run: bool| json!({"templates": [id], "accounts": [second], "dry_run": dry_run});
    let told = partner.post(&path, request(true)).await.success().value();
    assert_eq!((told[0]["template_id"].clone(), told[0]["name"].clone()), (Value::Null, json!("Sales (2)")));
    assert_eq!(partner.get(&templates(second)).await.value()["total"]["value"], 1);
    read_pbx(&world, second, &["Support"]).await;
    let copied = partner.post(&path, request(false)).await.success().value();
    assert_eq!(copied[0]["unresolved"], json!([{"field": "mivoice_business.group", "value": "Sales"}]));
    let there = format!("{}/{}", templates(second), copied[0]["template_id"].as_str().unwrap());
    assert_eq!(world.a.second.admin.get(&there).await.success().value()["form"]["settings"], sales_stored());
    // The manager reaches the first account only; others do not come here at all.
    world.a.manager.post(&path, request(false)).await.problem(404, "account.not_found");
    world.a.first.admin.post(&path, request(false)).await.problem(404, "page.not_found");
    let foreign = json!({"templates": [id], "accounts": [world.b.first.account_id]});
    partner.post(&path, foreign).await.problem(404, "account.not_found");
    partner.post(&path, json!({"templates": [id], "accounts": [first]})).await.problem(422, "input.invalid");
    partner.post(&path, json!({"templates": [], "accounts": [second]})).await.problem(422, "input.invalid");
}

fn sales_stored() -> Value {
    let mut settings = sales()["settings"].clone();
    let pbx = &mut settings["mivoice_business"];
    (pbx["department"], pbx["location"]) = (json!(""), json!(""));
    (pbx["phones"][0]["acd_agent"], pbx["phones"][0]["external_phone"]) = (json!(false), json!(false));
    settings
}

/// TPL-B2 an account without MiVoice Business is named, and nothing is copied anywhere
#[tokio::test]
async fn all_or_nothing() {
    let world = World::start().await;
    let (first, second, partner) = (world.a.first.account_id, world.a.second.account_id, &world.a.administrator);
    integrate(&world, first, "mivoice_business").await;
    let plain = add(partner, first, json!({"name": "Plain"})).await;
    let id = add(partner, first, sales()).await;
    let path = format!("{}/copy", templates(first));
    let problem = partner.post(&path, json!({"templates": [plain, id], "accounts": [second]})).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "templates.target_not_integrated");
    assert!(problem["errors"][0]["message"].as_str().unwrap().contains("A-second"), "{problem}");
    assert_eq!(partner.get(&templates(second)).await.value()["total"]["value"], 0);
    partner.post(&path, json!({"templates": [plain], "accounts": [second]})).await.success();
}
