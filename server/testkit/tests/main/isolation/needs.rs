//! What a route needs, and what follows for a caller and the place of what they ask for (security document, "Tenant
//! isolation"; specification part 10, ROLE).

use super::callers::{Caller, Role};
use super::places::Place;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing, or proofs other than a session.
    Public,
    SignedIn,
    /// Signed in with a browser; tokens are kept from what concerns sign-in.
    Browser,
    /// A personal thing of the caller.
    Own,
    /// The same, with a browser.
    OwnInBrowser,
    /// These permissions in an account within reach; none: entering it is enough.
    Account(&'static [&'static str]),
    /// This permission in a customer's account, also while it is closed to its partner.
    Customer(&'static str),
    /// An admin of a customer's account with this permission, nobody of the partner.
    CustomerAdmin(&'static str),
    /// A partner user with `accounts.view` who has the customer's account in scope.
    AskAccess,
    /// Whoever asked for it (the Administrator here), or an admin of the account with `accounts.edit`.
    EndAccess,
    /// `users.add` or `users.edit` in an account within reach (ROLE-03).
    Mails,
    /// `users.add` in a customer's account, and that the caller uploaded the sheet.
    Import,
    /// A partner user with this permission; lists show what is within reach.
    Partner(&'static str),
    /// The same, on an account within reach.
    PartnerOn(&'static str),
    /// A thing of the partner itself, whatever account it was made beside.
    PartnerThing(&'static str),
    /// The same as a write, for which tokens need a scope of their own.
    AssignOrder,
    /// A partner user who sees the order.
    Order,
    /// An Administrator of a partner, with a browser.
    PartnerAdministrator,
    /// A job within reach.
    Job,
    /// The same, with the permission to start such a job.
    ManageJob,
    Operator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    /// 401 `auth.required`
    Stranger,
    /// 403
    Denied,
    /// 404, exactly like what does not exist
    Absent,
}

impl Needs {
    /// The cells of the matrix that it names.
    pub fn permissions(self) -> &'static [&'static str] {
        match self {
            Self::Account(all) => all,
            Self::Customer(one) | Self::CustomerAdmin(one) | Self::Partner(one) | Self::PartnerOn(one) | Self::PartnerThing(one) => {
                std::slice::from_ref(Box::leak(Box::new(one)))
            }
            Self::Import => &["users.add"],
            Self::Mails => &["users.add", "users.edit"],
            Self::AskAccess => &["accounts.view"],
            Self::AssignOrder | Self::Order => &["orders.view"],
            Self::ManageJob => &["users.edit"],
            _ => &[],
        }
    }

    /// Whether it is about something in a customer's account.
    pub fn is_inside(self) -> bool {
        !matches!(self, Self::Partner(_) | Self::PartnerThing(_))
    }

    pub fn verdict(self, caller: &Caller, place: Place) -> Verdict {
        if self == Self::Public {
            return Verdict::Allowed;
        }
        if caller.role == Role::Stranger {
            return Verdict::Stranger;
        }
        let in_browser = caller.scopes.is_none();
        let verdicts = match self {
            Self::Public | Self::SignedIn => [None, None, None],
            Self::Browser => [denied_unless(in_browser), None, None],
            Self::Own => [absent_unless(caller.owns(place)), None, None],
            Self::OwnInBrowser => [denied_unless(in_browser), absent_unless(caller.owns(place)), None],
            Self::Account(all) => {
                [absent_unless(caller.reaches(place)), denied_unless(all.iter().all(|permission| caller.may(permission))), None]
            }
            Self::Customer(permission) => {
                [absent_unless(caller.reaches(place)), denied_unless(caller.may(permission)), absent_unless(!place.is_partner())]
            }
            Self::CustomerAdmin(permission) => [
                absent_unless(caller.reaches(place) && !place.is_partner()),
                denied_unless(caller.may(permission)),
                denied_unless(!caller.is_partner()),
            ],
            Self::AskAccess => [
                absent_unless(caller.is_partner()),
                denied_unless(caller.may("accounts.view")),
                absent_unless(caller.reaches(place) && !place.is_partner()),
            ],
            Self::EndAccess if caller.is_partner() => [
                absent_unless(caller.reaches(place)),
                denied_unless(caller.may("accounts.view")),
                absent_unless(!place.is_partner()).or(denied_unless(caller.role == Role::Administrator)),
            ],
            Self::EndAccess => [absent_unless(caller.reaches(place)), denied_unless(caller.may("accounts.edit")), None],
            Self::Mails => [absent_unless(caller.reaches(place)), denied_unless(caller.may("users.add") || caller.may("users.edit")), None],
            Self::Import => [
                absent_unless(caller.reaches(place)),
                denied_unless(caller.may("users.add")),
                // In a Partner Account nobody imports: 409 for whoever reaches it.
                absent_unless(place.is_partner() || caller.owns(place)),
            ],
            Self::Partner(permission) => [absent_unless(caller.is_partner()), denied_unless(caller.may(permission)), None],
            Self::PartnerOn(permission) => {
                [absent_unless(caller.is_partner()), denied_unless(caller.may(permission)), absent_unless(caller.reaches(place))]
            }
            Self::PartnerThing(permission) => [
                absent_unless(caller.is_partner()),
                denied_unless(caller.may(permission)),
                absent_unless(place.side() == caller.home.side()),
            ],
            Self::AssignOrder => {
                let may = caller.may("orders.view") && in_browser;
                [absent_unless(caller.is_partner()), denied_unless(may), absent_unless(caller.reaches(place))]
            }
            Self::Order => {
                [absent_unless(caller.is_partner()), denied_unless(caller.may("orders.view")), absent_unless(caller.sees_order(place))]
            }
            Self::PartnerAdministrator => [absent_unless(caller.role == Role::Administrator), denied_unless(in_browser), None],
            Self::Job => [denied_unless(caller.scope_leaves("jobs")), absent_unless(reaches_job(caller, place)), None],
            Self::ManageJob => [
                denied_unless(caller.scope_leaves("jobs")),
                absent_unless(reaches_job(caller, place)),
                denied_unless(caller.may("users.edit")),
            ],
            Self::Operator => [absent_unless(caller.role == Role::Operator), None, None],
        };
        verdicts.into_iter().flatten().next().unwrap_or(Verdict::Allowed)
    }
}

/// Users see the jobs that they started, and here they started none.
fn reaches_job(caller: &Caller, place: Place) -> bool {
    caller.reaches(place) && caller.role != Role::User
}

fn denied_unless(condition: bool) -> Option<Verdict> {
    (!condition).then_some(Verdict::Denied)
}

fn absent_unless(condition: bool) -> Option<Verdict> {
    (!condition).then_some(Verdict::Absent)
}
