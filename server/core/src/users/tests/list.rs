//! Listing: order, filters, search, paging, plans, export.

use futures::TryStreamExt;
use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use switchroom_entity::{user, user_product};
use switchroom_types::access::Permission;
use switchroom_types::list::ListQuery;
use switchroom_types::users::{UserPatch, UserProperty, UserStatus};

use super::super::{edit, export, list, products};
use super::*;
use crate::export::Format;
use crate::paging;

fn query(url: &str) -> ListQuery {
    ListQuery::from_pairs(url.split('&').filter_map(|pair| pair.split_once('='))).unwrap()
}

async fn names(world: &World, url: &str) -> Vec<String> {
    list(world.portal(), &world.admin, world.account, &query(url)).await.unwrap().items.into_iter().map(|row| row.name).collect()
}

/// USR-02, USR-03 search looks into name, e-mail and extension; the list sorts by its columns
#[tokio::test]
async fn users_are_searched_and_sorted() {
    let world = World::start().await;
    let form = UserForm { extension: Some("2014".to_owned()), ..form("Émile", "Zola") };
    super::super::create(world.portal(), &world.admin, world.account, &form).await.unwrap();
    world.add("bernd", "Ünal").await;
    assert_eq!(names(&world, "").await, ["Ada Lovelace", "bernd Ünal", "Émile Zola"]);
    assert_eq!(names(&world, "sort=-email").await[0], "Émile Zola");
    assert_eq!(names(&world, "sort=-extension").await[0], "Émile Zola");
    assert_eq!(names(&world, "sort=-role").await[0], "Ada Lovelace");
    assert_eq!(names(&world, "search=EMILE").await, ["Émile Zola"]);
    assert_eq!(names(&world, "search=unal").await, ["bernd Ünal"]);
    assert_eq!(names(&world, "search=ada.love").await, ["Ada Lovelace"]);
    assert_eq!(names(&world, "search=201").await, ["Émile Zola"]);
    assert_eq!(names(&world, "search=zzz").await, [""; 0]);
    let bad = list(world.portal(), &world.admin, world.account, &query("sort=sms_number")).await;
    assert_eq!(refused(bad).errors[0].code, "list.unknown_sort");
}

/// USR-05, USR-06 property and product narrow the list together
#[tokio::test]
async fn users_are_filtered() {
    let world = World::start().await;
    let (bea, carl) = (world.add("Bea", "Abel").await, world.add("Carl", "Baum").await);
    world.register(bea.id).await;
    let off = UserPatch { status: Some(UserStatus::Inactive), ..Default::default() };
    edit(world.portal(), &world.admin, world.account, carl.id, None, &off).await.unwrap();
    let row = user_product::Model {
        account_id: world.account.0,
        user_id: bea.id.0,
        product: "Mitel One".to_owned(),
        tier: None,
        setup_complete: true,
        source: "portal".to_owned(),
        assigned_at: 0,
    };
    user_product::Entity::insert(user_product::ActiveModel::from(row)).exec_without_returning(world.portal().db.write()).await.unwrap();
    for (filter, expected) in [
        ("filter.property=admins", vec!["Ada Lovelace"]),
        ("filter.property=users", vec!["Bea Abel", "Carl Baum"]),
        ("filter.property=registered", vec!["Bea Abel"]),
        ("filter.property=unregistered", vec!["Ada Lovelace", "Carl Baum"]),
        ("filter.property=inactive", vec!["Carl Baum"]),
        ("filter.property=pbx_users", vec![]),
        ("filter.property=micloud_connected", vec![]),
        ("filter.property=iot_connected", vec![]),
        ("filter.product=Mitel One", vec!["Bea Abel"]),
        ("filter.product=Mitel One&filter.property=inactive", vec![]),
        ("filter.product=Mitel One&search=bea", vec!["Bea Abel"]),
    ] {
        assert_eq!(names(&world, filter).await, expected, "{filter}");
    }
    assert_eq!(products(world.portal(), &world.admin, world.account).await.unwrap(), ["Mitel One"]);
    for bad in ["filter.property=friends", "filter.colour=red"] {
        assert_eq!(refused(list(world.portal(), &world.admin, world.account, &query(bad)).await).status, 422, "{bad}");
    }
}

/// USR-01 nobody is lost or shown twice while others are added
#[tokio::test]
async fn pages_are_stable_under_inserts() {
    let world = World::start().await;
    world.crowd(120).await;
    for sort in ["name", "-modified_at", "extension", "licenses"] {
        let mut query = ListQuery { sort: Some(sort.to_owned()), ..Default::default() };
        let before = world.count().await;
        let mut seen = Vec::new();
        loop {
            let page = list(world.portal(), &world.admin, world.account, &query).await.unwrap();
            assert!(page.items.len() <= 50);
            seen.extend(page.items.iter().map(|row| row.id));
            if seen.len() == 50 {
                world.add("Aaron", sort.trim_start_matches('-').replace('_', "").as_str()).await;
            }
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
        }
        let length = seen.len() as u64;
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len() as u64, length, "{sort}: nobody twice");
        assert!(length == before || length == before + 1, "{sort}: everybody who was there: {length} of {before}");
    }
}

/// ROLE-24, ROLE-02 plain users see no list; another partner's account does not exist
#[tokio::test]
async fn the_list_is_for_those_who_may_view_it() {
    let world = World::start().await;
    let bea = world.add("Bea", "Abel").await;
    let bea = world.test.sign_in(bea.id, world.account).await;
    let stranger = world.test.partner("Harbour").await;
    assert_eq!(refused(list(world.portal(), &bea, world.account, &query("")).await).code, "permission.denied");
    assert_eq!(refused(list(world.portal(), &stranger, world.account, &query("")).await).status, 404);
    assert_eq!(refused(super::super::get(world.portal(), &stranger, world.account, bea.user_id).await).status, 404);
    let elsewhere = customer(&world.test, &world.partner, "Cedar", 735_356_630).await;
    let error = refused(super::super::get(world.portal(), &world.partner, elsewhere, bea.user_id).await);
    assert_eq!(error.code, "user.not_found");
}

/// USR-B5 the file holds what the list shows, in its order, safe to open
#[tokio::test]
async fn the_export_is_the_list() {
    let world = World::start().await;
    let form = UserForm { name: "=cmd()".to_owned(), ..form("Eve", "Mallory") };
    super::super::create(world.portal(), &world.admin, world.account, &form).await.unwrap();
    world.add("Bea", "Abel").await;
    let query = query("filter.property=users&sort=-name");
    let download = export(world.portal(), &world.admin, world.account, &query, Format::Csv { bom: false });
    let bytes: Vec<bytes::Bytes> = download.await.unwrap().body.try_collect().await.unwrap();
    let text = String::from_utf8(bytes.concat()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with("NAME,EMAIL ADDRESS,EXT"));
    assert!(lines[1].starts_with("Bea Abel,bea.abel@ballad.example,"));
    assert!(lines[2].starts_with("'=cmd(),"));
}

/// Orders, and the filters that meet few people, are read from indexes; no page sorts a whole account in memory.
#[tokio::test]
async fn orders_and_filters_use_their_indexes() {
    let world = World::start().await;
    let portal = world.portal();
    if !portal.db.is_sqlite() {
        return; // PostgreSQL plans by table size; the benchmark looks there.
    }
    let scope = world.admin.account(portal, world.account, Permission::USERS_VIEW).await.unwrap();
    for property in [None].into_iter().chain(UserProperty::ALL.iter().map(|property| Some(*property))) {
        for sort in ["name", "-name", "email", "extension", "-extension", "-modified_at", "licenses", "role"] {
            let mut query = ListQuery { sort: Some(sort.to_owned()), ..Default::default() };
            query.set_filter("property", property.map(|property| property.as_str()));
            let super::super::list::Statement { mut select, key, .. } =
                super::super::list::statement(portal, &scope, &query).await.unwrap();
            paging::seek(&mut select, &key, Expr::col((user::Entity, user::Column::Id)), &query).unwrap();
            let Statement { sql, values, .. } = portal.db.backend().build(&select);
            let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {sql}"), values, db_backend: portal.db.backend() };
            let rows = portal.db.read().query_all_raw(explain).await.unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
            let plan = plan.join("; ");
            assert!(plan.starts_with("SEARCH users USING INDEX users_"), "{property:?} {sort}: {plan}");
            assert!(property.is_some() || !plan.contains("TEMP B-TREE"), "{sort}: {plan}");
        }
    }
}
