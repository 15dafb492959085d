//! The people of an account, through REST.

mod bin;
mod bulk;
mod change;
mod conditions;
mod conflicts;
mod features;
mod list;
mod phone;
mod preferences;
mod source;
mod undo;
mod waiting;

use switchroom_types::AccountId;

fn users(account: AccountId) -> String {
    format!("/api/v1/accounts/{account}/users")
}
