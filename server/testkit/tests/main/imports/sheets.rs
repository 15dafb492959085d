use super::*;
use serde_json::json;

macro_rules! fixture {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../../../core/fixtures/imports/", $name)).as_slice())
    };
}

/// IMP-07, IMP-B1 what Excel, LibreOffice and openpyxl write is taken, as a workbook and as CSV with comma, semicolon or tab
#[tokio::test]
async fn files_of_other_programs() {
    let world = World::start().await;
    let first = &world.a.first;
    for ((name, bytes), rows) in [
        (fixture!("openpyxl.xlsx"), 5),
        (fixture!("libreoffice.xlsx"), 3),
        (fixture!("like-excel.xlsx"), 3),
        (fixture!("libreoffice-utf8.csv"), 3),
        (fixture!("libreoffice-semicolon.csv"), 3),
        (fixture!("libreoffice-utf16-tab.csv"), 3),
    ] {
        let answer = upload(&first.admin, first.account_id, "?dry_run=true", name, bytes).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        let report = answer.value();
        assert_eq!((report["rows"].as_u64(), report["file_name"].as_str()), (Some(rows), Some(name)), "{report}");
        assert_eq!((&report["import_id"], &report["job_id"]), (&Value::Null, &Value::Null));
    }
}

/// IMP-02 the template is a workbook to download, for those who may import; empty as it is it has no rows
#[tokio::test]
async fn template() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = format!("{}/template.xlsx", path(first.account_id));
    for person in [&first.admin, &world.a.manager, &world.a.administrator] {
        let file = person.get(&at).await;
        assert_eq!(file.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"user-import-template.xlsx\"");
        assert!(file.body.starts_with(b"PK"));
        upload(person, first.account_id, "?dry_run=true", "template.xlsx", file.body).await.problem(422, "imports.no_rows");
    }
    first.user.get(&at).await.problem(403, "permission.denied");
    world.b.administrator.get(&at).await.problem(404, "account.not_found");
}

/// IMP-03, IMP-04, IMP-05, IMP-B2 a dry run lists every error by row and column and writes nothing
#[tokio::test]
async fn every_error_at_its_row() {
    let world = World::start().await;
    let first = &world.a.first;
    let sheet = csv(&[
        "Ann,Bo,,ann@import.test,account ADMIN",
        ",,,nameless@import.test,",
        "Cy,Da,,not an address,",
        "Ed,Fu,,Twice@import.test,",
        "Gi,Ho,,twice@IMPORT.test,user",
        "Ix,Jo,,USER@A-FIRST.test,",
        "Ka,Lu,,kalu@import.test,Emperor",
        &format!("{},,,long@import.test,", "x".repeat(300)),
        "  Mo  ,Nu,, moon@import.test ,,ignored",
        "",
    ]);
    let before = world.history(first.account_id).await.len();
    let report = upload(&first.admin, first.account_id, "?dry_run=true", "people.csv", sheet).await.success().value();
    let found = errors(&report);
    assert_eq!((report["rows"].as_u64(), report["valid"].as_u64(), report["invalid"].as_u64()), (Some(9), Some(2), Some(7)), "{report}");
    for (row, field) in [(3, "name"), (4, "email"), (5, "email"), (6, "email"), (7, "email"), (8, "role"), (9, "first_name")] {
        assert!(found.iter().any(|error| error.starts_with(&format!("{row}:{field}:"))), "{row} {field}: {found:?}");
    }
    assert!(!found.iter().any(|error| error.starts_with("2:") || error.starts_with("10:")), "{found:?}");
    assert!(report["errors"].as_array().unwrap().iter().all(|error| !error["message"].as_str().unwrap().is_empty()));
    assert!(emails(&first.admin, first.account_id, "import.test").await.is_empty());
    assert_eq!(world.history(first.account_id).await.len(), before);
    assert_eq!(first.admin.get(&path(first.account_id)).await.success().value()["items"], json!([]));
}

/// IMP-B1 optional columns are taken and checked, TEMPLATE is noted
#[tokio::test]
async fn optional_columns() {
    let world = World::start().await;
    let first = &world.a.first;
    let sheet = format!(
        "{HEADINGS},Mobile Number,extension,LOGIN ID,TEMPLATE\n\
         A,B,,a@import.test,,+49 151 1234567,4711,a.b,Sales\n\
         C,D,,c@import.test,,nonsense,4711,c.d,\n"
    );
    let report = upload(&world.a.administrator, first.account_id, "?dry_run=1", "people.csv", sheet.clone()).await;
    report.problem(400, "input.malformed");
    let report = upload(&world.a.administrator, first.account_id, "?dry_run=true", "people.csv", sheet).await.success().value();
    let found = errors(&report);
    assert!(found.iter().any(|error| error.starts_with("3:mobile:")), "{found:?}");
    assert!(found.iter().any(|error| error.starts_with("2:extension:")) && found.iter().any(|error| error.starts_with("3:extension:")));
    assert_eq!(report["notes"], json!(["template_ignored"]));
}
