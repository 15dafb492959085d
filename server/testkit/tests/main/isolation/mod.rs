//! The isolation matrix: every route of the REST description and every server function, for everybody, on the things of
//! every tenant. `rows.rs` and `functions.rs` say who may; a route without a row, or a row without a route, fails.

mod callers;
mod functions;
mod needs;
mod pages;
mod places;
mod row;
mod rows;
mod walk;

use row::Row;
use std::collections::BTreeSet;
use switchroom_testkit::{TestApp, World};

fn all_rows() -> Vec<Row> {
    rows::ROWS.iter().chain(functions::ROWS).copied().collect()
}

/// 00 every route has a row: nothing is reachable whose permissions nobody has written down
#[tokio::test]
async fn every_route_has_a_row() {
    let app = TestApp::start().await;
    let description = app.client.get("/api/openapi.json").await.value();
    let mut routes = BTreeSet::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        let methods = operations.as_object().unwrap().keys();
        routes.extend(methods.filter(|key| !["parameters", "summary", "description", "servers"].contains(&key.as_str())).map(|method| {
            let method = method.to_uppercase();
            format!("{method} {path}")
        }));
    }
    routes.extend(switchroom::http::functions::routes().map(|(path, method)| format!("{method} {path}")));
    assert!(routes.len() > 100, "{routes:?}");
    let rows: BTreeSet<String> = all_rows().iter().filter(|row| row.is_listed()).map(|row| row.route.to_owned()).collect();
    let (missing, stale): (Vec<_>, Vec<_>) = (routes.difference(&rows).collect(), rows.difference(&routes).collect());
    assert!(missing.is_empty(), "routes without a row in isolation/rows.rs or isolation/functions.rs: {missing:#?}");
    assert!(stale.is_empty(), "rows without a route: {stale:#?}");
}

/// 00-1, ROLE-12, ROLE-23, ROLE-24, ACC-24, AM-02, AUTH-04, USR-16 role × tenant × route: who may passes, who lacks the
/// permission gets 403, who cannot reach it gets the 404 of what does not exist, strangers get 401; and no answer names
/// things of a tenant beyond the caller's reach
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_on_every_route() {
    let world = World::start().await;
    walk::walk(&world, &all_rows()).await;
}

/// ROLE-01, ROLE-02, ROLE-03, ROLE-05, ROLE-06, ROLE-07, ROLE-08, ROLE-09, ROLE-11, ROLE-12, ROLE-14 custom role × cell × route:
/// with any one cell off, everything that needs it is refused; with only that one on, nothing that needs only it is
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn custom_roles_on_every_route() {
    let world = World::start().await;
    walk::walk_cells(&world, &all_rows()).await;
}

/// ACC-B4 every route inside an account that lets its partner in on approval refuses partner users without one; what they do
/// from outside stays, and an approval lets one person in
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn partners_without_approval() {
    let world = World::start().await;
    walk::walk_closed(&world, &all_rows()).await;
}
