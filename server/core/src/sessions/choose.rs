//! The choice among several accounts that one password fits (AUTH-14). Which they are is kept in a sealed ticket in the
//! browser, so that the password need not be entered or stored again.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use switchroom_types::sessions::{AccountChoice, SignInMethod};
use switchroom_types::{AccountId, AppError, Timestamp, UserId};

use crate::access::Origin;
use crate::error::{Error, Result};
use crate::identity::Person;
use crate::portal::Portal;
use crate::sessions::Outcome;
use crate::sessions::sign_in::choice;
use crate::sessions::start::start_or_ask;

/// What the ticket is sealed for.
const PLACE: &str = "sign_in.choice";
/// Seconds.
const LIFE: i64 = 300;

#[derive(Serialize, Deserialize)]
struct Ticket {
    /// With the time of the last password change: a reset in between makes the ticket worthless.
    people: Vec<(UserId, Option<i64>)>,
    until: Timestamp,
}

pub(super) fn ticket(portal: &Portal, people: &[Person]) -> Result<String> {
    let people = people.iter().map(|person| (person.id(), person.user.password_changed_at)).collect();
    let ticket = Ticket { people, until: portal.clock.now().plus_secs(LIFE) };
    let plain = serde_json::to_vec(&ticket).map_err(|error| Error::corrupt(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(portal.sealer.seal(PLACE, &plain)?))
}

async fn open(portal: &Portal, ticket: &str) -> Result<Vec<Person>> {
    let expired = || Error::from(AppError::new(401, "auth.choice_expired", "Please enter your password again."));
    let sealed = URL_SAFE_NO_PAD.decode(ticket).map_err(|_| expired())?;
    let plain = portal.sealer.open(PLACE, &sealed).map_err(|_| expired())?;
    let ticket: Ticket = serde_json::from_slice(&plain).map_err(|_| expired())?;
    if ticket.until < portal.clock.now() {
        return Err(expired());
    }
    let mut people = Vec::new();
    for (id, changed) in ticket.people {
        let person = Person::load(portal.db.read(), id).await?;
        people.extend(
            person.filter(|person| person.may_act() && person.user.locked_at.is_none() && person.user.password_changed_at == changed),
        );
    }
    Ok(people)
}

/// The accounts to choose from.
///
/// # Permissions
/// None: the ticket is the proof of the password.
pub async fn choices(portal: &Portal, ticket: &str) -> Result<Vec<AccountChoice>> {
    Ok(open(portal, ticket).await?.iter().filter_map(choice).collect())
}

/// Signs in to the chosen account, or asks for the second step there.
///
/// # Errors
/// 401 `auth.choice_expired` for an old ticket or an account that is not in it.
///
/// # Permissions
/// None: the ticket is the proof of the password.
pub async fn choose(portal: &Portal, ticket: &str, account: AccountId, replaces: Option<&str>, origin: &Origin) -> Result<Outcome> {
    let people = open(portal, ticket).await?;
    let person = people.into_iter().find(|person| person.account_id() == account);
    let person = person.ok_or_else(|| AppError::new(401, "auth.choice_expired", "Please enter your password again."))?;
    start_or_ask(portal, person, SignInMethod::Password, replaces, origin).await
}
