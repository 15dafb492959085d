//! The preview: what is checked, how people mend it, who sees it.

use sea_orm::{EntityTrait, PaginatorTrait};
use switchroom_entity::{import, import_row, mail, user};
use switchroom_types::access::Role;
use switchroom_types::imports::{ImportEdit, ImportField, ImportNote, ImportState, KEPT};
use switchroom_types::list::ListQuery;
use switchroom_types::{AppError, ImportId};

use super::{World, csv, errors, people, person};
use crate::imports::{Mode, add_row, cancel, commit, delete_row, edit_row, error_sheet, get, pending, rows, sweep};

fn code(result: crate::Result<impl std::fmt::Debug>) -> String {
    AppError::from(result.unwrap_err()).code.into_owned()
}

/// IMP-03 IMP-04 IMP-05 every row gets all its messages, and every repetition is flagged
#[tokio::test]
async fn rows_are_checked() {
    let world = World::start().await;
    let sheet = csv(&[
        "Ann,,,ann@import.example,",
        ",,,twice@import.example,user",
        "Bob,,,TWICE@import.example,King",
        "Cid,,,admin@CUSTOMER.example,Account Admin",
        "Dan,,,no-address,",
    ]);
    let report = world.upload(&world.admin, "people.csv", sheet, Mode::DryRun).await.unwrap();
    assert_eq!((report.rows, report.valid, report.invalid, report.import_id), (5, 1, 4, None));
    assert_eq!(
        errors(&report),
        [
            "3:name:imports.name_required",
            "3:email:imports.email_repeated",
            "4:role:imports.role_unknown",
            "4:email:imports.email_repeated",
            "5:email:users.email_taken",
            "6:email:field.email",
        ]
    );
}

/// IMP-B1 optional columns are checked for clashes too; TEMPLATE is noted and ignored where there are no templates
#[tokio::test]
async fn optional_columns() {
    let world = World::start().await;
    let sheet = "FIRST NAME,LAST NAME,NAME,EMAIL,ROLE,MOBILE NUMBER,EXTENSION,LOGIN ID,TEMPLATE\n\
                 A,,,a@x.example,,0151 12345678,100,al,Sales\nB,,,b@x.example,,+49 151 12345678,100,AL,\n";
    let report = world.upload(&world.admin, "people.csv", sheet, Mode::DryRun).await.unwrap();
    assert_eq!(report.notes, [ImportNote::TemplateIgnored]);
    assert_eq!(
        errors(&report),
        [
            "2:mobile:imports.value_repeated",
            "2:extension:imports.value_repeated",
            "2:login_id:imports.value_repeated",
            "3:mobile:imports.value_repeated",
            "3:extension:imports.value_repeated",
            "3:login_id:imports.value_repeated",
        ]
    );
}

/// IMP-B2 a dry run writes nothing
#[tokio::test]
async fn dry_run_writes_nothing() {
    let world = World::start().await;
    world.upload(&world.admin, "people.csv", people(20), Mode::DryRun).await.unwrap();
    let db = world.portal().db.read();
    assert_eq!(import::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(import_row::Entity::find().count(db).await.unwrap(), 0);
    assert!(world.people().await.is_empty());
    assert_eq!(world.events("Job").await, 0);
}

/// IMP-08 IMP-10 cells, new rows and deletions are checked again, together with the rows that depend on them
#[tokio::test]
async fn people_mend_the_preview() {
    let world = World::start().await;
    let (portal, admin, account) = (world.portal(), &world.admin, world.account);
    let sheet = csv(&["Ann,,,same@import.example,", "Bob,,,same@import.example,", "Cid,,,cid@import.example,King"]);
    let report = world.upload(admin, "people.csv", sheet, Mode::Review).await.unwrap();
    let id = report.import_id.unwrap();
    assert_eq!((report.invalid, report.job_id), (3, None));
    let edit = |field, text: &str| ImportEdit::of(field, text.to_owned());
    // Another address: neither row repeats any more.
    let change = edit_row(portal, admin, account, id, 3, edit(ImportField::Email, " bob@import.example ")).await.unwrap();
    assert_eq!(change.rows.iter().map(|row| (row.row, row.errors.len())).collect::<Vec<_>>(), [(3, 0), (2, 0)]);
    assert_eq!((change.import.rows, change.import.invalid), (3, 1));
    // A third one repeats both ways, and deleting it mends the other.
    let change = add_row(portal, admin, account, id, edit(ImportField::Email, "BOB@import.example")).await.unwrap();
    assert_eq!(change.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [5, 3]);
    assert_eq!((change.import.rows, change.import.invalid), (4, 3));
    let change = delete_row(portal, admin, account, id, 5).await.unwrap();
    assert_eq!((change.import.rows, change.import.invalid), (3, 1));
    let page = rows(portal, admin, account, id, &ListQuery { filters: vec![("state".into(), "error".into())], ..Default::default() })
        .await
        .unwrap();
    assert_eq!(page.items.iter().map(|row| row.row).collect::<Vec<_>>(), [4]);
    let change = edit_row(portal, admin, account, id, 4, edit(ImportField::Role, "account admin")).await.unwrap();
    assert_eq!(change.import.invalid, 0);
    // An address of the account is seen at once.
    let change = edit_row(portal, admin, account, id, 4, edit(ImportField::Email, "admin@customer.example")).await.unwrap();
    assert_eq!(change.rows[0].errors[0].code, "users.email_taken");
    assert_eq!(code(edit_row(portal, admin, account, id, 99, ImportEdit::default()).await), "row.not_found");
    assert_eq!(get(portal, admin, account, id).await.unwrap().invalid, 1);
}

/// IMP-09 rows come in pages in the order of the sheet, all of them or only those with errors
#[tokio::test]
async fn rows_are_paged() {
    let world = World::start().await;
    let id = world.upload(&world.admin, "people.csv", people(250), Mode::Review).await.unwrap().import_id.unwrap();
    let mut query = ListQuery { limit: Some(100), ..Default::default() };
    let mut seen = Vec::new();
    loop {
        let page = rows(world.portal(), &world.admin, world.account, id, &query).await.unwrap();
        assert_eq!(page.total.value, 250);
        seen.extend(page.items.iter().map(|row| row.row));
        let Some(next) = page.next_cursor else { break };
        query.cursor = Some(next);
    }
    assert_eq!(seen, (2..252).collect::<Vec<_>>());
    query.cursor = Some("x".into());
    assert_eq!(code(rows(world.portal(), &world.admin, world.account, id, &query).await), "input.invalid");
}

/// IMP-11 IMP-13 IMP-B3 two good rows, a duplicate and a bad role: 2 users, then 4; the error sheet comes back as it is; no mail
#[tokio::test]
async fn failing_rows_stay_until_fixed() {
    let world = World::start().await;
    let (portal, admin, account) = (world.portal(), &world.admin, world.account);
    let mails = mail::Entity::find().count(portal.db.read()).await.unwrap();
    let sheet = csv(&["A,,,a@x.example,", "B,,,b@x.example,User", "C,,,admin@customer.example,", "D,,,d@x.example,King"]);
    let report = world.upload(admin, "people.csv", sheet, Mode::Commit).await.unwrap();
    assert!(crate::jobs::run_due(portal).await.unwrap());
    assert_eq!(world.people().await, ["a@x.example", "b@x.example"]);
    let left = pending(portal, admin, account).await.unwrap().unwrap();
    assert_eq!((left.rows, left.invalid, left.state), (2, 2, ImportState::Review));
    let errors_as_sheet = error_sheet(portal, admin, account, left.id, |error| error.message.clone()).await.unwrap();
    let again = world.upload(admin, "errors.xlsx", errors_as_sheet, Mode::DryRun).await.unwrap();
    assert_eq!(errors(&again), ["2:email:users.email_taken", "3:role:imports.role_unknown"]);
    let id = report.import_id.unwrap();
    assert_eq!(code(commit(portal, admin, account, id).await), "imports.nothing_valid");
    edit_row(portal, admin, account, id, 4, ImportEdit::of(ImportField::Email, "c@x.example".into())).await.unwrap();
    edit_row(portal, admin, account, id, 5, ImportEdit::of(ImportField::Role, "Account Admin".into())).await.unwrap();
    commit(portal, admin, account, id).await.unwrap();
    assert!(crate::jobs::run_due(portal).await.unwrap());
    assert_eq!(world.people().await, ["a@x.example", "b@x.example", "c@x.example", "d@x.example"]);
    assert_eq!(get(portal, admin, account, id).await.unwrap().state, ImportState::Done);
    assert!(pending(portal, admin, account).await.unwrap().is_none());
    assert_eq!(mail::Entity::find().count(portal.db.read()).await.unwrap(), mails);
    let roles = user::Entity::find().all(portal.db.read()).await.unwrap();
    assert!(roles.iter().any(|user| user.email == "d@x.example" && user.role == "admin"));
}

/// IMP-12 a preview is offered again for 24 hours to the person who uploaded it, and is gone when discarded
#[tokio::test]
async fn previews_end() {
    let world = World::start().await;
    let (portal, admin, account) = (world.portal(), &world.admin, world.account);
    let id = world.upload(admin, "people.csv", people(3), Mode::Review).await.unwrap().import_id.unwrap();
    assert_eq!(pending(portal, admin, account).await.unwrap().map(|import| import.id), Some(id));
    assert!(pending(portal, &world.partner, account).await.unwrap().is_none());
    cancel(portal, admin, account, id).await.unwrap();
    assert_eq!(code(get(portal, admin, account, id).await), "import.not_found");
    assert_eq!(import_row::Entity::find().count(portal.db.read()).await.unwrap(), 0);
    world.upload(admin, "people.csv", people(3), Mode::Review).await.unwrap();
    portal.clock.advance_secs(KEPT + 1);
    assert!(pending(portal, admin, account).await.unwrap().is_none());
    sweep(portal).await.unwrap();
    assert_eq!(import_row::Entity::find().count(portal.db.read()).await.unwrap(), 0);
    assert_eq!(import::Entity::find().count(portal.db.read()).await.unwrap(), 0);
}

/// IMP-01 without Users Add nothing is read; another tenant's account and import do not exist
#[tokio::test]
async fn only_who_may() {
    let world = World::start().await;
    let (portal, account) = (world.portal(), world.account);
    let id = world.upload(&world.admin, "people.csv", people(2), Mode::Review).await.unwrap().import_id.unwrap();
    let plain = person(&world.test, account, "plain@customer.example", Role::User).await;
    let plain = world.test.sign_in(plain, account).await;
    let refusal = world.upload(&plain, "people.csv", people(2), Mode::DryRun).await.unwrap_err();
    assert_eq!((refusal.status, refusal.args["permission"].as_str()), (403, "users.add"));
    let stranger = world.test.partner("Contoso").await;
    assert_eq!(world.upload(&stranger, "people.csv", people(2), Mode::DryRun).await.unwrap_err().code, "account.not_found");
    // The stranger's own account with a foreign import's id, and a colleague's import in the same account.
    let other = world.test.customer(&stranger, "Elsewhere", |_| ()).await;
    assert_eq!(code(get(portal, &stranger, other, id).await), "import.not_found");
    assert_eq!(code(get(portal, &world.partner, account, id).await), "import.not_found");
    assert_eq!(code(commit(portal, &world.partner, account, id).await), "import.not_found");
    assert_eq!(code(get(portal, &world.admin, account, ImportId(uuid::Uuid::now_v7())).await), "import.not_found");
    let own = world.partner.account_id;
    assert_eq!(code(get(portal, &world.partner, own, id).await), "imports.customers_only");
}

/// IMP-06 a role other than User needs Roles Assign
#[tokio::test]
async fn roles_need_a_permission() {
    let world = World::start().await;
    let mut actor = world.admin.clone();
    actor.permissions = [switchroom_types::access::Permission::USERS_ADD].into_iter().collect();
    let report =
        world.upload(&actor, "people.csv", csv(&["A,,,a@x.example,account admin", "B,,,b@x.example,"]), Mode::Review).await.unwrap();
    assert_eq!(errors(&report), ["2:role:imports.role_not_permitted"]);
    assert_eq!(get(world.portal(), &actor, world.account, report.import_id.unwrap()).await.unwrap().roles, ["User"]);
}
