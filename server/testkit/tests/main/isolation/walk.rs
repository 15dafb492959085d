//! Sends every row as everybody to every place and judges the answers.

use super::callers::{Caller, everybody, with_cells};
use super::needs::{Needs, Verdict};
use super::places::{Place, Things, furnish};
use super::row::Row;
use futures::{StreamExt, stream};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use switchroom_testkit::World;

/// Requests at a time: enough to keep the server busy.
const AT_ONCE: usize = 16;

struct Matrix<'a> {
    rows: &'a [Row],
    callers: Vec<Caller>,
    places: BTreeMap<Place, Things>,
}

/// One request: a row, who sends it, the place of the account, and that of the other things.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Case {
    row: usize,
    caller: usize,
    account: Place,
    others: Place,
}

/// What was answered: everything by which two refusals could be told apart.
#[derive(Debug, PartialEq, Eq)]
struct Answered {
    status: u16,
    code: String,
    text: String,
}

pub async fn walk(world: &World, rows: &[Row]) {
    let matrix = Matrix { rows, callers: everybody(world).await, places: furnish(world).await };
    // Those who may not come first: should they succeed, what they did is not there for the others.
    let (mut allowed, mut refused): (Vec<_>, Vec<_>) =
        matrix.cases().into_iter().partition(|case| matrix.verdict(case) == Verdict::Allowed);
    refused.extend(matrix.crossed());
    allowed.retain(|case| !matrix.row(case).denied_only);
    let (mut last, allowed): (Vec<_>, Vec<_>) = allowed.into_iter().partition(|case| matrix.row(case).last);
    // What the first of them removed is gone for the next.
    let mut removed = BTreeSet::new();
    last.retain(|case| !matrix.row(case).has_target() || removed.insert((case.row, case.account)));
    let asked = allowed.len() + refused.len() + last.len();
    let mut failures = Vec::new();
    let answers = matrix.ask_all(refused, AT_ONCE, &mut failures).await;
    failures.extend(matrix.told_apart(&answers));
    matrix.ask_all(allowed, AT_ONCE, &mut failures).await;
    // In the order of the rows: the later ones end the sessions of the earlier ones.
    matrix.ask_all(last, 1, &mut failures).await;
    assert!(failures.is_empty(), "{} of {asked} requests:\n{}", failures.len(), failures.join("\n"));
}

/// An account that lets its partner in on approval, as its partner's people see it: what lies inside is refused to all of
/// them, what they do from outside is not. Then the Administrator is let in, and nobody else.
pub async fn walk_closed(world: &World, rows: &[Row]) {
    let mut callers = everybody(world).await;
    callers.retain(|caller| caller.is_partner() && caller.home == Place::PartnerA && caller.scopes.is_none());
    let matrix = Matrix { rows, callers, places: furnish(world).await };
    let account = world.a.first.account_id;
    let (path, admin) = (format!("/api/v1/accounts/{account}/partner-access"), &world.a.first.admin);
    let close = admin.client.request(reqwest::Method::PUT, &path).json(&serde_json::json!({"mode": "on_approval"}));
    admin.client.send(close).await.success();
    let inside = |row: &Row| {
        !row.outside
            && !row.denied_only
            && matches!(row.needs, Needs::Account(_) | Needs::Mails | Needs::Import | Needs::Job | Needs::ManageJob)
    };
    let cases = matrix.cases();
    let inside: Vec<Case> = cases
        .iter()
        .filter(|case| case.account == Place::FirstA && inside(matrix.row(case)) && matrix.verdict(case) == Verdict::Allowed)
        .copied()
        .collect();
    assert!(inside.len() > 150, "{}", inside.len());
    let mut failures = Vec::new();
    for (case, answered) in matrix.answers(&inside).await {
        let refused = answered.status == 403 && answered.code == "partner_access.needed";
        failures.extend((!refused).then(|| format!("{}: closed, got {answered:?}", matrix.name(&case))));
    }
    let from_outside = |case: &&Case| {
        let row = matrix.row(case);
        row.outside && !row.last && !row.denied_only && case.account == Place::FirstA
    };
    let outside: Vec<Case> = cases.iter().filter(from_outside).copied().collect();
    matrix.ask_all(outside, AT_ONCE, &mut failures).await;
    let asked = world.a.administrator.post(&format!("{path}/requests"), serde_json::json!({"reason": "Line down", "hours": 1})).await;
    let id = asked.success().value()["requests"][0]["id"].as_str().unwrap().to_owned();
    admin.post(&format!("{path}/requests/{id}/approve"), serde_json::json!({})).await.success();
    let reads: Vec<Case> = inside.into_iter().filter(|case| matrix.row(case).route.starts_with("GET ")).collect();
    for (case, answered) in matrix.answers(&reads).await {
        let let_in = matrix.caller(&case).role == super::callers::Role::Administrator;
        let fits = if let_in { answered.status < 300 } else { answered.status == 403 && answered.code == "partner_access.needed" };
        failures.extend((!fits).then(|| format!("{}: approved, got {answered:?}", matrix.name(&case))));
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// Somebody with each cell of a base off, and somebody with each cell on and nothing else: every route that needs the cell
/// refuses the one, naming a permission, and does not refuse the other; routes that need other cells do the opposite.
pub async fn walk_cells(world: &World, rows: &[Row]) {
    let places = furnish(world).await;
    let callers = with_cells(world).await;
    let matrix = Matrix { rows, callers, places };
    let judged = |case: &Case| {
        let row = matrix.row(case);
        let named = row.needs.permissions().iter().any(|permission| matrix.caller(case).is_about(permission));
        let at =
            if matrix.caller(case).role == super::callers::Role::Admin || row.needs.is_inside() { Place::FirstA } else { Place::PartnerA };
        // What they uploaded is nobody else's.
        let own = row.needs == Needs::Import && matrix.verdict(case) == Verdict::Allowed;
        named && !own && !row.last && !row.denied_only && case.account == at && case.others == at
    };
    let (allowed, refused): (Vec<_>, Vec<_>) =
        matrix.cases().into_iter().filter(judged).partition(|case| matrix.verdict(case) == Verdict::Allowed);
    assert!(allowed.len() > 220 && refused.len() > 500, "{} and {}", allowed.len(), refused.len());
    let mut failures = Vec::new();
    matrix.ask_all(refused, AT_ONCE, &mut failures).await;
    matrix.ask_all(allowed, AT_ONCE, &mut failures).await;
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

impl Matrix<'_> {
    async fn answers(&self, cases: &[Case]) -> Vec<(Case, Answered)> {
        stream::iter(cases).map(async |case| (*case, self.ask(case).await.0)).buffered(AT_ONCE).collect().await
    }

    fn row(&self, case: &Case) -> &Row {
        &self.rows[case.row]
    }

    fn caller(&self, case: &Case) -> &Caller {
        &self.callers[case.caller]
    }

    fn cases(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        for (row, caller) in (0..self.rows.len()).flat_map(|row| (0..self.callers.len()).map(move |caller| (row, caller))) {
            let at = |place: Place| Case { row, caller, account: place, others: place };
            // Strangers are refused before anybody looks what they ask for.
            let one = !self.rows[row].has_target() || self.verdict(&at(Place::FirstA)) == Verdict::Stranger;
            let places: &[Place] = match self.rows[row].is_function() {
                _ if one => &Place::ALL[..1],
                true => &Place::CUSTOMERS,
                false => &Place::ALL,
            };
            cases.extend(places.iter().map(|place| at(*place)));
        }
        cases
    }

    /// Things of other places under the path of an account that the caller may work in.
    fn crossed(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        for case in self.cases() {
            let (row, caller, place) = (self.row(&case), self.caller(&case), case.account);
            let others = match (row.needs, self.verdict(&case)) {
                (Needs::Account(_) | Needs::Mails, Verdict::Allowed) if row.crossed && row.has_child() => Place::CUSTOMERS.as_slice(),
                (Needs::Import, Verdict::Allowed) if !place.is_partner() => &Place::CUSTOMERS,
                // To see that somebody else's import is nothing at all.
                (Needs::Import, Verdict::Absent) if caller.reaches(place) => &[Place::Nowhere],
                _ => &[],
            };
            cases.extend(others.iter().filter(|other| **other != place).map(|other| Case { others: *other, ..case }));
        }
        cases
    }

    /// What the answer has to be.
    fn verdict(&self, case: &Case) -> Verdict {
        let (row, caller) = (self.row(case), self.caller(case));
        // Server functions are for browsers: a token is nobody there.
        if row.is_function() && caller.scopes.is_some() && row.needs != Needs::Public {
            return Verdict::Stranger;
        }
        match row.needs.verdict(caller, case.account) {
            Verdict::Allowed if case.account != case.others => Verdict::Absent,
            verdict => verdict,
        }
    }

    async fn ask_all(&self, cases: Vec<Case>, at_once: usize, failures: &mut Vec<String>) -> BTreeMap<Case, Answered> {
        let mut answers = BTreeMap::new();
        let mut asked = stream::iter(cases).map(async |case| (case, self.ask(&case).await)).buffered(at_once);
        while let Some((case, (answered, body))) = asked.next().await {
            failures.extend(self.judge(&case, &answered, &body));
            answers.insert(case, answered);
        }
        answers
    }

    async fn ask(&self, case: &Case) -> (Answered, String) {
        let row = self.row(case);
        let request = row.request(&self.caller(case).client, &self.places[&case.account], &self.places[&case.others]);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let is_stream = response.headers().get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        // A stream has no end; that it began is all there is to know.
        let body = if is_stream { String::new() } else { String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned() };
        let problem: Value = if status < 400 { Value::Null } else { serde_json::from_str(&body).unwrap_or_default() };
        let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
        let detail = if row.is_function() { text("message") } else { text("detail") };
        (Answered { status, code: text("code"), text: detail }, body)
    }

    fn judge(&self, case: &Case, answered: &Answered, body: &str) -> Option<String> {
        let Answered { status, code, .. } = answered;
        let expected = self.verdict(case);
        let fits = match expected {
            Verdict::Stranger => *status == 401 && code == "auth.required",
            Verdict::Denied => *status == 403 && code != "auth.origin_refused",
            Verdict::Absent => *status == 404 && code.ends_with(".not_found") && code != "route.not_found",
            Verdict::Allowed if self.row(case).needs == Needs::Public => {
                *status < 500 && code != "auth.required" && code != "permission.denied"
            }
            Verdict::Allowed => *status < 500 && ![401, 403, 404].contains(status),
        };
        if !fits {
            return Some(format!("{}: expected {expected:?}, got {answered:?}", self.name(case)));
        }
        self.leak(case, *status, body).map(|leak| format!("{}: {status} names {leak}", self.name(case)))
    }

    /// Refusals by which somebody could learn that a thing exists.
    fn told_apart(&self, answers: &BTreeMap<Case, Answered>) -> Vec<String> {
        let compare = |(case, answered): (&Case, &Answered)| {
            let inside = answers.get(&Case { others: Place::Nowhere, ..*case }).filter(|_| self.caller(case).reaches(case.account));
            let nothing = inside.or_else(|| answers.get(&Case { account: Place::Nowhere, others: Place::Nowhere, ..*case }))?;
            (nothing != answered).then(|| format!("{}: {answered:?}, though what does not exist gets {nothing:?}", self.name(case)))
        };
        answers.iter().filter(|(case, _)| self.verdict(case) == Verdict::Absent).filter_map(compare).collect()
    }

    /// An id in a successful answer that this caller must not know of.
    fn leak(&self, case: &Case, status: u16, body: &str) -> Option<String> {
        if status >= 300 {
            return None;
        }
        let caller = self.caller(case);
        let unreachable = self.places.iter().filter(|(place, _)| **place != Place::Nowhere && !caller.reaches(**place));
        let known = |name: &str, place: Place| match name {
            "order" => caller.sees_order(place),
            "group" | "role" => caller.is_partner() && caller.home.side() == place.side(),
            // Everybody knows the account that they belong to, partner users also their colleagues (SUPC-01).
            "account" => caller.home == place,
            "user" => caller.home == place && caller.is_partner(),
            _ => caller.owns(place),
        };
        let mut leaks = unreachable.flat_map(|(place, things)| things.named().map(move |(name, id)| (name, *place, id)));
        let leaked = leaks.find(|(name, place, id)| !known(name, *place) && body.contains(id));
        leaked.map(|(name, place, _)| format!("the {name} of {place:?}"))
    }

    fn name(&self, case: &Case) -> String {
        let place = match case.account == case.others {
            true => format!("{:?}", case.account),
            false => format!("{:?} under {:?}", case.others, case.account),
        };
        format!("{} as {} on {place}", self.row(case).route, self.caller(case).label)
    }
}
