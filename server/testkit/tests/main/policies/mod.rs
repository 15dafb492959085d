//! Sign-in security of an account (AUTH-B3, AUTH-B5, AUTH-B8).

mod address;
mod change;
mod enrolment;
mod people;

use switchroom_types::AccountId;

fn path(account: AccountId) -> String {
    format!("/api/v1/accounts/{account}/sign-in-security")
}
