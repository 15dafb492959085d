use super::*;
use switchroom_core::templates::sources::{CxDirectory, learn_cx};
use switchroom_types::templates::{CxLevel, CxLists, LearnedTemplate, PbxSettings};

async fn read_cx(world: &World, account: AccountId, connected: bool, employees: &[(&str, CxLevel)]) {
    let lists = CxLists { sites: vec!["Berlin".into()], security_roles: vec!["Agent".into()], ..CxLists::default() };
    let employees = employees.iter().map(|(email, level)| ((*email).to_owned(), *level)).collect();
    let tx = world.portal.begin_as_system().await.unwrap();
    learn_cx(&tx, account, CxDirectory { connected, employees, lists }).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
}

/// TPL-03, TPL-04, TPL-05, TPL-06 the Mitel CX part: what is missing is named, readers change nothing, and who may not see it
/// neither gets nor loses it
#[tokio::test]
async fn mitel_cx() {
    let world = World::start().await;
    let (account, admin) = (world.a.first.account_id, &world.a.first.admin);
    let partner = &world.a.administrator;
    let path = templates(account);
    let choices = async |person: &Person| person.get(&format!("{path}/choices")).await.success().value()["cx"].clone();
    assert_eq!(choices(admin).await["missing"], json!(["integration", "agent"]));
    let agent = json!({"name": "Agent", "settings": {"mitel_cx": {"site": "Berlin", "security_role": "Agent", "media": ["voice"]}}});
    let problem = partner.post(&path, agent.clone()).await.problem(403, "templates.cx_unavailable");
    assert!(problem["detail"].as_str().unwrap().contains("integration, agent"), "{problem}");
    integrate(&world, account, "mitel_cx").await;
    read_cx(&world, account, true, &[]).await;
    assert_eq!(
        choices(admin).await,
        json!({"level": "none", "missing": ["employee"], "lists": {"sites": [], "security_roles": [], "workloads": [], "licences": []}})
    );
    // Partner users are exempt.
    assert_eq!(choices(partner).await["level"], "write");
    let id = add(partner, account, agent.clone()).await;
    let at = format!("{path}/{id}");
    let hidden = admin.get(&at).await.success().value();
    assert_eq!((hidden["products"].clone(), hidden["form"]["settings"].clone()), (json!(["mitel_cx"]), json!({})));
    put(admin, &at, json!({"name": "Agents"})).await.success();
    assert_eq!(partner.get(&at).await.value()["form"]["settings"]["mitel_cx"]["site"], "Berlin");
    put(admin, &services(account, world.a.first.user.id), json!({"template_id": id})).await.problem(403, "templates.cx_unavailable");
    read_cx(&world, account, true, &[("ADMIN@a-first.test", CxLevel::Read)]).await;
    let shown = admin.get(&at).await.value();
    assert_eq!(shown["form"]["settings"]["mitel_cx"]["site"], "Berlin");
    put(admin, &at, json!({"name": "Agents"})).await.problem(403, "templates.cx_read_only");
    let mut renamed = shown["form"].clone();
    renamed["name"] = json!("Service agents");
    put(admin, &at, renamed).await.success();
    read_cx(&world, account, true, &[("admin@a-first.test", CxLevel::Write)]).await;
    put(admin, &at, json!({"name": "Agents"})).await.success();
    // Checked at use: the connection is down now.
    read_cx(&world, account, false, &[("admin@a-first.test", CxLevel::Write)]).await;
    admin.post(&path, agent).await.problem(403, "templates.cx_unavailable");
}

/// TPL-12 what is gone from the PBX is flagged and blocks applying, not viewing
#[tokio::test]
async fn gone_from_the_pbx() {
    let world = World::start().await;
    let (account, admin, user) = (world.a.first.account_id, &world.a.first.admin, world.a.first.user.id);
    integrate(&world, account, "mivoice_business").await;
    let id = add(admin, account, sales()).await;
    let at = format!("{}/{id}", templates(account));
    assert_eq!(admin.get(&at).await.value()["gone"], json!([]), "nothing is known before the PBX was read");
    read_pbx(&world, account, &["Sales"]).await;
    put(admin, &services(account, user), json!({"template_id": id})).await.success();
    read_pbx(&world, account, &["Support"]).await;
    let shown = admin.get(&at).await.success().value();
    assert_eq!(shown["gone"], json!([{"field": "mivoice_business.group", "value": "Sales"}]));
    let other = services(account, world.a.first.admin.id);
    let problem = put(admin, &other, json!({"template_id": id})).await.problem(409, "templates.settings_gone");
    assert!(problem["detail"].as_str().unwrap().contains("Sales"));
    admin.post(&format!("{at}/reapply"), json!({"version": 1, "users": [user]})).await.problem(409, "templates.settings_gone");
    assert_eq!(admin.get(&other).await.value()["templates"][0]["blocked"], true);
    assert_eq!(admin.get(&services(account, user)).await.value()["settings"]["mivoice_business"]["group"], "Sales");
}

/// TPL-11 templates that the PBX has are taken over once; before it was read there is nothing
#[tokio::test]
async fn learned() {
    let world = World::start().await;
    let (account, admin) = (world.a.first.account_id, &world.a.first.admin);
    let import = format!("{}/import", templates(account));
    admin.post(&import, json!({"names": ["Clerk"]})).await.problem(409, "templates.pbx_not_read");
    let learned = |name: &str| LearnedTemplate {
        name: name.into(),
        description: String::new(),
        settings: PbxSettings { service_category: "Premium".into(), ..PbxSettings::default() },
    };
    let lists = PbxLists { templates: vec![learned("Clerk"), learned("Boss")], ..PbxLists::default() };
    let tx = world.portal.begin_as_system().await.unwrap();
    learn_pbx(&tx, account, &lists).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
    let choices = format!("{}/choices", templates(account));
    assert_eq!(admin.get(&choices).await.value()["learned"], json!(["Clerk", "Boss"]));
    assert_eq!(admin.post(&import, json!({"names": ["Clerk", "Nobody"]})).await.success().value()["count"], 1);
    assert_eq!(admin.get(&choices).await.value()["learned"], json!(["Boss"]));
    assert_eq!(admin.get(&templates(account)).await.value()["items"][0]["origin"], "pbx");
    admin.post(&import, json!({"names": ["Clerk"]})).await.problem(422, "input.invalid");
}
