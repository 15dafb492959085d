//! Signs a person in with username and password (AUTH-11 to AUTH-16, AUTH-27, AUTH-28, AUTH-31).

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use switchroom_types::history::Action;
use switchroom_types::sessions::{AccountChoice, SignInMethod};
use switchroom_types::{AccountId, AccountNumber, AppError, FieldError, UserId};
use uuid::Uuid;

use crate::access::{Origin, Signature};
use crate::error::{Error, Result};
use crate::identity::Person;
use crate::portal::Portal;
use crate::sessions::start::start_or_ask;
use crate::sessions::throttle::{self, Attempt, Pace, Subject, Verdict};
use crate::sessions::{self, NewSession};
use crate::{password, text, tx::Tx};

/// What was entered.
#[derive(Clone, Default)]
pub struct Credentials {
    /// E-mail address or Login Id.
    pub username: String,
    pub password: String,
    /// Account ID (9 digits) or the account's id; empty for any account.
    pub account: String,
    /// The cookie that the browser had before; its session ends, so that nothing planted survives.
    pub replaces: Option<String>,
}

pub enum Outcome {
    SignedIn {
        person: Box<Person>,
        session: NewSession,
    },
    /// The password fits in several active accounts (AUTH-14). The ticket goes into a cookie and is good for five minutes.
    Choose {
        accounts: Vec<AccountChoice>,
        ticket: String,
    },
    /// The person has a second factor. The ticket goes into a cookie and is good for ten minutes.
    SecondStep {
        ticket: String,
    },
}

/// Accounts in which one password is tried. Somebody known in more must give the Account ID.
const MOST_ACCOUNTS: u64 = 10;

#[derive(FromQueryResult)]
struct Candidate {
    id: Uuid,
    password_hash: Option<String>,
    locked_at: Option<i64>,
    registration: String,
    sso_only: bool,
}

/// # Errors
/// 401 `auth.failed` whatever was wrong; 403 `auth.deactivated` only after a correct password; 429 `rate.limited` and
/// 403 `auth.locked` for known and unknown names alike.
///
/// # Permissions
/// None.
pub async fn sign_in(portal: &Portal, credentials: Credentials, origin: &Origin) -> Result<Outcome> {
    let pace = Pace::start();
    let result = try_sign_in(portal, credentials, origin).await;
    if result.is_err() {
        pace.finish().await;
    }
    result
}

async fn try_sign_in(portal: &Portal, credentials: Credentials, origin: &Origin) -> Result<Outcome> {
    let key = text::key(&credentials.username);
    require(&key, &credentials.password)?;
    let candidates = candidates(portal, &key, &credentials.account).await?;
    let subjects = match candidates.as_slice() {
        [] => vec![Subject::unknown(&credentials.username)],
        some => some.iter().map(|candidate| Subject::user(UserId(candidate.id))).collect(),
    };
    let attempts = throttle::reserve(portal, subjects, origin).await?;
    let attempt_of = |candidate: &Candidate| attempts.iter().find(|a| a.subject == Subject::user(UserId(candidate.id)));
    let open: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| candidate.locked_at.is_none() && attempt_of(candidate).is_some_and(|a| a.verdict == Verdict::Go))
        .collect();
    if open.is_empty() && !attempts.iter().any(|a| candidates.is_empty() && a.verdict == Verdict::Go) {
        return Err(refuse_unchecked(portal, &candidates, &attempts).await?);
    }
    let mut fits = Vec::new();
    for candidate in &open {
        let usable = candidate.password_hash.as_deref().filter(|_| !candidate.sso_only && candidate.registration == "registered");
        if password::verify(&credentials.password, usable).await? {
            fits.push(UserId(candidate.id));
        }
    }
    if open.is_empty() {
        // The same work as for a known name.
        password::verify(&credentials.password, None).await?;
    }
    if fits.is_empty() {
        let open: Vec<UserId> = open.iter().map(|candidate| UserId(candidate.id)).collect();
        fail(portal, &open, &attempts, origin).await?;
        return Err(failed().into());
    }
    for attempt in attempts.iter().filter(|attempt| attempt.verdict == Verdict::Go) {
        attempt.forget(portal).await?;
    }
    finish(portal, fits, credentials.replaces.as_deref(), origin).await
}

fn require(key: &str, password: &str) -> Result<()> {
    let mut errors = Vec::new();
    if key.is_empty() {
        errors.push(FieldError::required("username"));
    } else if key.chars().count() > 254 {
        errors.push(FieldError::too_long("username", 254));
    }
    if password.is_empty() {
        errors.push(FieldError::required("password"));
    } else if password.chars().count() > password::MAX {
        errors.push(FieldError::too_long("password", password::MAX));
    }
    if errors.is_empty() { Ok(()) } else { Err(AppError::invalid(errors).into()) }
}

pub(crate) fn failed() -> AppError {
    AppError::new(401, "auth.failed", "Username or password is incorrect")
}

pub(super) fn locked() -> AppError {
    AppError::new(403, "auth.locked", "Too many wrong passwords. Reset the password or ask an administrator to unlock the sign-in.")
}

async fn candidates(portal: &Portal, key: &str, account: &str) -> Result<Vec<Candidate>> {
    let account = account.trim();
    let (number, id) = match (account.parse::<AccountNumber>(), account.parse::<Uuid>()) {
        _ if account.is_empty() => (None, None),
        (Ok(number), _) => (Some(i64::from(number.get())), None),
        (_, Ok(id)) => (None, Some(id)),
        _ => {
            let error = FieldError::new("account_id", "auth.account_id", "The Account ID has 9 digits");
            return Err(AppError::invalid(vec![error]).into());
        }
    };
    let mut sql =
        "SELECT u.id, u.password_hash, u.locked_at, u.registration, u.sso_only FROM users u JOIN accounts a ON a.id = u.account_id \
                   WHERE (u.email_key = $1 OR u.login_key = $1)"
            .to_owned();
    let mut values: Vec<sea_orm::Value> = vec![key.into()];
    if let Some(number) = number {
        sql.push_str(" AND a.number = $2");
        values.push(number.into());
    } else if let Some(id) = id {
        sql.push_str(" AND a.id = $2");
        values.push(id.into());
    }
    sql.push_str(&format!(" ORDER BY COALESCE(u.last_sign_in_at, 0) DESC, u.id LIMIT {MOST_ACCOUNTS}"));
    let rows = portal.db.read().query_all_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    rows.iter().map(|row| Ok(Candidate::from_query_result(row, "")?)).collect()
}

/// Nobody of that name may try at the moment.
async fn refuse_unchecked(portal: &Portal, candidates: &[Candidate], attempts: &[Attempt]) -> Result<Error> {
    for attempt in attempts.iter().filter(|attempt| attempt.verdict == Verdict::Go) {
        attempt.forget(portal).await?;
    }
    let wait = attempts.iter().filter_map(|a| if let Verdict::Wait(seconds) = a.verdict { Some(seconds) } else { None }).min();
    let is_locked = candidates.iter().any(|c| c.locked_at.is_some()) || attempts.iter().any(|a| a.verdict == Verdict::Locked);
    Ok(match wait {
        Some(seconds) if !is_locked => AppError::throttled(seconds).into(),
        _ => locked().into(),
    })
}

/// Counts the failure and writes it into the history of every account concerned.
async fn fail(portal: &Portal, people: &[UserId], attempts: &[Attempt], origin: &Origin) -> Result<()> {
    metrics::counter!("sign_in_failures_total").increment(1);
    if people.is_empty() {
        for attempt in attempts {
            if attempt.fail(portal).await? {
                attempt.lock_unknown(portal).await?;
            }
        }
        return Ok(());
    }
    let mut tx = Tx::begin_as(portal, Signature::anonymous(origin)).await?;
    let mut lock = Vec::new();
    for id in people {
        let Some(attempt) = attempts.iter().find(|attempt| attempt.subject == Subject::user(*id)) else { continue };
        let Some(person) = Person::load(tx.conn(), *id).await? else { continue };
        let locks = attempt.fail_in(&tx).await?;
        let user_agent = origin.user_agent.clone().unwrap_or_default();
        let event = person
            .event(Action::SignInFailed)
            .core("reason", "wrong password")
            .core("ip", origin.ip.clone().unwrap_or_default())
            .extra("device", sessions::device(&user_agent));
        tx.record(event);
        if locks {
            lock.push(*id);
            tx.record(person.event(Action::Lock).core("reason", "too many wrong passwords"));
        }
    }
    for id in lock {
        let sql = "UPDATE users SET locked_at = $1 WHERE id = $2";
        tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [tx.now().0.into(), id.0.into()])).await?;
    }
    tx.commit_without_history("history is there for every person that still exists").await
}

/// The password was right: signs in, or lets the person choose among their active accounts.
pub(super) async fn finish(portal: &Portal, fits: Vec<UserId>, replaces: Option<&str>, origin: &Origin) -> Result<Outcome> {
    let mut people = Vec::new();
    for id in fits {
        people.extend(Person::load(portal.db.read(), id).await?.filter(Person::may_act));
    }
    if people.len() > 1 {
        let accounts = people.iter().filter_map(choice).collect();
        let ticket = sessions::choose::ticket(portal, &people)?;
        return Ok(Outcome::Choose { accounts, ticket });
    }
    let Some(person) = people.pop() else { return Err(crate::identity::Person::deactivated().into()) };
    start_or_ask(portal, person, SignInMethod::Password, replaces, origin).await
}

pub(super) fn choice(person: &Person) -> Option<AccountChoice> {
    let number = u32::try_from(person.account.number).ok().and_then(AccountNumber::new)?;
    Some(AccountChoice { id: AccountId(person.account.id), number, name: person.account.name.clone() })
}
