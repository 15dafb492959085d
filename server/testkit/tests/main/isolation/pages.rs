//! The pages: what they answer to whom, as a browser without scripts sees it.

use super::callers::{Caller, Role, everybody};
use super::needs::{
    Needs::{self, Account, Job, Operator, Partner, PartnerThing, Public, SignedIn},
    Verdict,
};
use super::places::{Place, furnish};
use futures::{StreamExt, stream};
use std::collections::BTreeSet;
use switchroom_testkit::World;

const PAGES: &[(&str, Needs)] = &[
    ("/login", Public),
    ("/login/verify", Public),
    ("/login/account", Public),
    ("/signed-in", Public),
    ("/auth/oidc/{provider}/callback", Public),
    ("/setup", Public),
    ("/login/mfa", Public),
    ("/login/enrol", Public),
    ("/reset", Public),
    ("/reset/{token}", Public),
    ("/register/{token}", Public),
    ("/confirm-email/{token}", Public),
    ("/", SignedIn),
    ("/profile", SignedIn),
    ("/dashboard", SignedIn),
    ("/notifications", SignedIn),
    ("/operator/mail", Operator),
    ("/operator/mail/server", Operator),
    ("/operator/partners", Operator),
    ("/operator/partners/new", Operator),
    ("/operator/partners/{partner}", Operator),
    ("/operator/sign-in", Operator),
    ("/operator/sign-in/new", Operator),
    ("/operator/sign-in/{provider}", Operator),
    ("/operator/order-feeds", Operator),
    ("/accounts", Partner("accounts.view")),
    ("/accounts/new", Partner("accounts.add")),
    ("/orders", Partner("orders.view")),
    ("/roles", Partner("roles.view")),
    ("/roles/new", Partner("roles.add")),
    ("/roles/{role}", PartnerThing("roles.view")),
    ("/roles/{role}/accounts", PartnerThing("roles.view")),
    ("/roles/{role}/accounts/others", PartnerThing("roles.view")),
    ("/accounts/{account}/roles", Account(&["roles.view"])),
    ("/accounts/{account}", Account(&[])),
    ("/accounts/{account}/dashboard", Account(&[])),
    ("/accounts/{account}/info", Account(&["accounts.view"])),
    ("/accounts/{account}/users", Account(&["users.view"])),
    ("/accounts/{account}/users/new", Account(&["users.add"])),
    ("/accounts/{account}/users/import", Account(&["users.add"])),
    ("/accounts/{account}/users/conflicts", Account(&["users.view"])),
    ("/accounts/{account}/users/deleted", Account(&["users.delete"])),
    ("/accounts/{account}/users/{user}", Account(&["users.view"])),
    ("/accounts/{account}/templates", Account(&["templates.view"])),
    ("/accounts/{account}/templates/new", Account(&["templates.add"])),
    ("/accounts/{account}/templates/{template}", Account(&["templates.view"])),
    ("/accounts/{account}/subscriptions", Account(&["subscriptions.view"])),
    ("/accounts/{account}/jobs/{job}", Job),
    ("/accounts/{account}/notifications", Account(&["accounts.view"])),
    ("/accounts/{account}/notifications/webhooks/{webhook}", Account(&["accounts.view"])),
    ("/accounts/{account}/support/history", Account(&["support.view", "history.view"])),
];

/// One page, who opens it, the place of the account and that of the user in its address.
type Case<'a> = (&'static str, Needs, &'a Caller, Place, Place);

/// SHELL-04, ACC-24, AM-02, ORD-01, ROLE-12 every page of the interface says 404 beyond the caller's reach, 403 without the
/// permission, sends strangers to sign in, and names nothing of another tenant. On several threads, as the server runs: what
/// a page leaves behind may be dropped on another one
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_for_everybody() {
    let world = World::start().await;
    let paths: BTreeSet<String> = switchroom::http::pages::paths().into_iter().collect();
    let known: BTreeSet<String> = PAGES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(paths, known, "every page has a line in isolation/pages.rs, and every line a page");
    let callers: Vec<Caller> = everybody(&world).await.into_iter().filter(|caller| caller.scopes.is_none()).collect();
    let places = furnish(&world).await;
    let cases = PAGES.iter().flat_map(|(path, needs)| callers.iter().flat_map(|caller| cases(path, *needs, caller)));
    let asked = stream::iter(cases).map(async |(path, needs, caller, place, other): Case<'_>| {
        let filled = places[&other].fill(&places[&place].fill_account(&path.replace('{', "$").replace('}', "")));
        let page = caller.client.get(&filled.replace("$token", "none")).await;
        let status = page.status.as_u16();
        let fits = match needs.verdict(caller, place) {
            Verdict::Stranger => status == 303 && page.header("location").starts_with("/login"),
            Verdict::Denied => status == 403,
            // ORD-01: this page says what is missing, to everybody.
            Verdict::Absent if path == "/orders" => status == 403,
            Verdict::Absent => status == 404,
            // It is a page only where coming back from a provider did not work.
            Verdict::Allowed if path.starts_with("/auth/") || path == "/setup" => status == 404,
            Verdict::Allowed if place != other => status == 404,
            Verdict::Allowed => [200, 302, 303].contains(&status),
        };
        let beyond = |at: &Place| *at != Place::Nowhere && !caller.reaches(*at) && caller.home.side() != at.side();
        let text = page.text();
        let leak = places.iter().filter(|(at, _)| beyond(at)).flat_map(|(_, things)| things.named()).find(|(_, id)| {
            // What stands in the address comes back in it.
            text.contains(id) && !filled.contains(id)
        });
        (!fits || leak.is_some()).then(|| format!("{path} as {} on {place:?}/{other:?}: {status}, leak {leak:?}", caller.label))
    });
    let failures: Vec<String> = asked.buffered(8).filter_map(async |failure| failure).collect().await;
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn cases<'a>(path: &'static str, needs: Needs, caller: &'a Caller) -> Vec<Case<'a>> {
    let own = if caller.role == Role::Administrator && caller.home == Place::PartnerB { Place::FirstB } else { Place::FirstA };
    let mut cases = vec![(path, needs, caller, own, own)];
    if path.contains("{account}") && caller.role != Role::Stranger {
        cases.extend([Place::SecondA, Place::FirstB].map(|place| (path, needs, caller, place, place)));
    }
    let inner = ["{user}", "{template}", "{webhook}"].iter().any(|name| path.contains(name));
    if inner && needs.verdict(caller, own) == Verdict::Allowed {
        cases.push((path, needs, caller, own, if own == Place::FirstA { Place::FirstB } else { Place::FirstA }));
    }
    cases
}
