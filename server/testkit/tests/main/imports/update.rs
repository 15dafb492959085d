use super::*;
use serde_json::json;

/// IMP-B6 the export comes back as it is: USER ID finds the person, the preview shows before and after, nobody is doubled
#[tokio::test]
async fn round_trip() {
    let world = World::start().await;
    let first = &world.a.first;
    let report = upload(&first.admin, first.account_id, "", "staff.csv", people(3)).await.success().value();
    ended(&world, &first.admin, &report["job_id"]).await;
    let users = format!("/api/v1/accounts/{}/users", first.account_id);
    let found = first.admin.get(&format!("{users}?search=person1@")).await.success().value();
    let person = format!("{users}/{}", found["items"][0]["id"].as_str().unwrap());
    first.admin.patch(&person, json!({"mobile": "+4915112345678", "extension": "4711"})).await.success();
    for format in ["csv", "xlsx"] {
        let export = first.admin.get(&format!("{users}.{format}")).await;
        let report =
            upload(&first.admin, first.account_id, "?review=true", &format!("users.{format}"), export.body).await.success().value();
        assert_eq!((report["rows"].as_u64(), report["invalid"].as_u64()), (Some(5), Some(0)), "{format}: {report}");
        let import = format!("{}/{}", path(first.account_id), report["import_id"].as_str().unwrap());
        let started = first.admin.post(&format!("{import}/commit"), ()).await.success().value();
        let job = ended(&world, &first.admin, &started["job_id"]).await;
        assert_eq!((job["state"].as_str(), job["succeeded"].as_u64()), (Some("succeeded"), Some(5)), "{job}");
        let progress = first.admin.get(&import).await.success().value()["progress"].clone();
        assert_eq!((progress["updated"].as_u64(), progress["unchanged"].as_u64()), (Some(0), Some(5)), "{format}: {progress}");
    }
    assert_eq!(first.admin.get(&users).await.value()["total"]["value"], 5);
}

/// IMP-B6 a row with a USER ID changes that person and nobody else; an address alone never matches; empty cells stay
#[tokio::test]
async fn only_the_id_matches() {
    let world = World::start().await;
    let first = &world.a.first;
    let report = upload(&first.admin, first.account_id, "", "staff.csv", people(2)).await.success().value();
    ended(&world, &first.admin, &report["job_id"]).await;
    let users = format!("/api/v1/accounts/{}/users", first.account_id);
    let id = async |n: usize| {
        let page = first.admin.get(&format!("{users}?search=person{n}@")).await.success().value();
        page["items"][0]["id"].as_str().unwrap().to_owned()
    };
    let (zero, one, foreign) = (id(0).await, id(1).await, world.b.first.user.id);
    let sheet = format!(
        "USER ID,NAME,EMAIL,ROLE\n{zero},Renamed,,Account Admin\n{one},,person0@import.test,\n{foreign},Stolen,,\n{one},Twice,,\n,Copy,person1@import.test,\nnonsense,X,,\n"
    );
    let report = upload(&first.admin, first.account_id, "?review=true", "changes.csv", sheet).await.success().value();
    assert_eq!(
        errors(&report),
        [
            "3:email:users.email_taken",
            "3:user_id:imports.value_repeated",
            "4:user_id:imports.user_unknown",
            "5:user_id:imports.value_repeated",
            "6:email:users.email_taken",
            "7:user_id:imports.user_unknown",
        ]
    );
    let import = format!("{}/{}", path(first.account_id), report["import_id"].as_str().unwrap());
    let rows = first.admin.get(&format!("{import}/rows")).await.success().value();
    let before = &rows["items"][0]["before"];
    assert_eq!(
        (before["name"].as_str(), before["role"].as_str(), before["email"].as_str()),
        (Some("First0 Last0"), Some("User"), Some("person0@import.test"))
    );
    assert!(rows["items"][2]["before"].is_null(), "nothing of another tenant: {rows}");
    let started = first.admin.post(&format!("{import}/commit"), ()).await.success().value();
    let job = ended(&world, &first.admin, &started["job_id"]).await;
    assert_eq!(job["succeeded"], 1);
    let person = first.admin.get(&format!("{users}/{zero}")).await.success().value();
    let now = (person["name"].as_str(), person["role"].as_str(), person["email"].as_str(), person["first_name"].as_str());
    assert_eq!(now, (Some("Renamed"), Some("admin"), Some("person0@import.test"), Some("First0")));
    // Undoing such an import deletes nobody who was there before it.
    let undo = format!("{}/finished/{}/undo", path(first.account_id), started["job_id"].as_str().unwrap());
    first.admin.post(&undo, ()).await.problem(422, "imports.nothing_added");
    assert_eq!(
        first.admin.get(&format!("{users}?filter.import={}", started["job_id"].as_str().unwrap())).await.value()["total"]["value"],
        0
    );
}

/// IMP-B6, USR-20, USR-26 a row may what its uploader may on the page: the last admin stays, a registered person confirms a new
/// address, taken values are told at the row
#[tokio::test]
async fn rights_as_for_editing() {
    let world = World::start().await;
    let first = &world.a.first;
    let (admin, user) = (first.admin.id, first.user.id);
    let sheet = format!("USER ID,EMAIL,ROLE\n{admin},,User\n{user},moved@import.test,\n");
    let report = upload(&first.admin, first.account_id, "", "changes.csv", sheet).await.success().value();
    let job = ended(&world, &first.admin, &report["job_id"]).await;
    assert_eq!(
        (job["state"].as_str(), job["succeeded"].as_u64(), job["failed"].as_u64()),
        (Some("partly_failed"), Some(1), Some(1)),
        "{job}"
    );
    let items = first.admin.get(&format!("/api/v1/jobs/{}/items?filter.state=failed", report["job_id"].as_str().unwrap())).await.value();
    assert_eq!(items["items"][0]["code"], "users.last_admin");
    let person = first.admin.get(&format!("/api/v1/accounts/{}/users/{user}", first.account_id)).await.success().value();
    assert_eq!((person["email"].as_str(), person["pending_email"].as_str()), (Some(first.user.email.as_str()), Some("moved@import.test")));
    assert_eq!(world.mails("moved@import.test").await.len(), 1);
}
