//! Server functions of signing in and out, of links, and of the viewer's sessions. Those that forms post to answer with
//! a page (see `form.rs`).

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::factors::{PasskeyChallenge, SecondFactor, StepUpMethods, StepUpProof};
use switchroom_types::providers::ProviderButton;
use switchroom_types::sessions::{AccountChoice, LinkState, SessionRow};
use switchroom_types::{AccountId, AppError, SessionId, text_enum};

text_enum! {
    /// Which page a link belongs to.
    LinkKind { Register => "register", Reset => "reset", ConfirmEmail => "confirm-email" }
}

/// The first step: keeps what was entered for the second, without asking whether anybody has that name (AUTH-11).
#[server(prefix = "/api/fn", endpoint = "sessions/begin")]
pub async fn begin_sign_in(username: String, #[server(default)] account: String, #[server(default)] next: String) -> Result<(), AppError> {
    use crate::sessions::{cookie, form, next};
    let back = format!("/login?next={}", next::encode(&next));
    let result = crate::sessions::verify_page::check_first_step(&username, &account);
    if result.is_ok() {
        let step = [username.trim(), account.trim(), next.as_str()].map(next::encode).join("|");
        form::set_cookie(&cookie::set_step(&step, &crate::server::portal().settings.public_url));
    }
    form::answer(result, "/login/verify", &back)
}

/// The second step.
#[server(prefix = "/api/fn", endpoint = "sessions/sign_in")]
pub async fn sign_in(
    username: String,
    password: String,
    #[server(default)] account: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::server::{headers, origin, portal};
    use crate::sessions::{cookie, form};
    use switchroom_core::sessions::Credentials;
    let portal = portal();
    let url = &portal.settings.public_url;
    let replaces = cookie::session(&headers(), url).map(str::to_owned);
    let credentials = Credentials { username, password, account, replaces };
    let outcome = switchroom_core::sessions::sign_in(&portal, credentials, &origin()).await;
    let (result, done) = form::lead(outcome.map_err(AppError::from), &next, url);
    form::answer(result, &done, "/login/verify")
}

/// The accounts that the password of the second step fits (AUTH-14).
#[server(prefix = "/api/fn", endpoint = "sessions/choices", input = Json)]
pub async fn account_choices() -> Result<Vec<AccountChoice>, AppError> {
    use crate::server::{headers, portal};
    let portal = portal();
    let headers = headers();
    let ticket = crate::sessions::cookie::choice(&headers, &portal.settings.public_url).unwrap_or_default();
    Ok(switchroom_core::sessions::choices(&portal, ticket).await?)
}

/// Signs in to one of them.
#[server(prefix = "/api/fn", endpoint = "sessions/choose")]
pub async fn choose_account(account: AccountId, #[server(default)] next: String) -> Result<(), AppError> {
    use crate::server::{headers, origin, portal};
    use crate::sessions::{cookie, form};
    let portal = portal();
    let (headers, url) = (headers(), &portal.settings.public_url);
    let (ticket, replaces) = (cookie::choice(&headers, url).unwrap_or_default(), cookie::session(&headers, url));
    let outcome = switchroom_core::sessions::choose(&portal, ticket, account, replaces, &origin()).await;
    let (result, done) = form::lead(outcome.map_err(AppError::from), &next, url);
    form::answer(result, &done, "/login/verify")
}

/// With what the second step can be passed (AUTH-B1).
#[server(prefix = "/api/fn", endpoint = "sessions/second_step_methods", input = Json)]
pub async fn second_step_methods() -> Result<Vec<SecondFactor>, AppError> {
    use crate::server::{headers, portal};
    let portal = portal();
    let headers = headers();
    let ticket = crate::sessions::cookie::second_step(&headers, &portal.settings.public_url).unwrap_or_default();
    Ok(switchroom_core::sessions::second_step_methods(&portal, ticket).await?)
}

/// Passes the second step with a code of the app or a recovery code.
#[server(prefix = "/api/fn", endpoint = "sessions/second_step")]
pub async fn second_step(code: String, #[server(default)] next: String) -> Result<(), AppError> {
    use crate::server::{headers, origin, portal};
    use crate::sessions::{cookie, form, next};
    let portal = portal();
    let (headers, url) = (headers(), &portal.settings.public_url);
    let (ticket, replaces) = (cookie::second_step(&headers, url).unwrap_or_default(), cookie::session(&headers, url));
    let result = switchroom_core::sessions::second_step(&portal, ticket, &code, replaces, &origin()).await.map_err(AppError::from);
    let back = match &result {
        Err(error) if error.is("auth.second_step_expired") => "/login".to_owned(),
        _ => form::second_step_page(&next),
    };
    let result = result.map(|session| form::signed_in(&session, url));
    form::answer(result, next::safe(&next), &back)
}

/// What the browser of anybody is asked for to sign in with a passkey (AUTH-B2).
#[server(prefix = "/api/fn", endpoint = "sessions/passkey_challenge", input = Json)]
pub async fn begin_passkey_sign_in() -> Result<PasskeyChallenge, AppError> {
    Ok(switchroom_core::factors::passkeys::challenge(&crate::server::portal())?)
}

#[server(prefix = "/api/fn", endpoint = "sessions/passkey_sign_in", input = Json)]
pub async fn passkey_sign_in(ticket: String, credential: serde_json::Value) -> Result<(), AppError> {
    use crate::server::{headers, origin, portal};
    use crate::sessions::{cookie, form};
    let portal = portal();
    let (headers, url) = (headers(), &portal.settings.public_url);
    let replaces = cookie::session(&headers, url);
    let session = switchroom_core::factors::passkeys::sign_in(&portal, &ticket, credential, replaces, &origin()).await?;
    form::signed_in(&session, url);
    Ok(())
}

/// With what the viewer can confirm that it is them (AUTH-B6).
#[server(prefix = "/api/fn", endpoint = "sessions/step_up_methods", input = Json)]
pub async fn step_up_options() -> Result<StepUpMethods, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::sessions::step_up_methods(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "sessions/step_up_challenge", input = Json)]
pub async fn step_up_challenge() -> Result<PasskeyChallenge, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::sessions::step_up_challenge(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "sessions/step_up", input = Json)]
pub async fn step_up(proof: StepUpProof) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    use crate::sessions::{cookie, form};
    let portal = portal();
    let secret = switchroom_core::sessions::step_up(&portal, &actor()?, proof).await?;
    form::set_cookie(&cookie::started(&secret, &portal.settings.public_url));
    Ok(())
}

/// Logout (AUTH-25).
#[server(prefix = "/api/fn", endpoint = "sessions/sign_out")]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::server::{actor, portal};
    use crate::sessions::{cookie, form};
    let portal = portal();
    let result = match actor() {
        Ok(actor) => switchroom_core::sessions::sign_out(&portal, &actor).await.map_err(AppError::from),
        // Already over: that is what was asked for.
        Err(error) if error.status == 401 => Ok(()),
        Err(error) => Err(error),
    };
    if result.is_ok() {
        form::set_cookie(&cookie::ended(&portal.settings.public_url));
    }
    if result.is_ok() {
        // Scripts follow this too: nothing of the page may stay.
        leptos_axum::redirect("/login?notice=signed_out");
        return Ok(());
    }
    form::answer(result, "/", "/")
}

/// The buttons under "Or sign in with" (AUTH-05).
#[server(prefix = "/api/fn", endpoint = "sessions/providers", input = Json)]
pub async fn provider_buttons() -> Result<Vec<ProviderButton>, AppError> {
    Ok(switchroom_core::providers::buttons(&crate::server::portal()).await?)
}

#[server(prefix = "/api/fn", endpoint = "links/open", input = Json)]
pub async fn open_link(kind: LinkKind, token: String) -> Result<LinkState, AppError> {
    use switchroom_core::links::Purpose;
    let purposes: &[Purpose] = match kind {
        LinkKind::Register => &[Purpose::Welcome],
        LinkKind::Reset => &[Purpose::AdminReset, Purpose::SelfReset],
        LinkKind::ConfirmEmail => &[Purpose::EmailChange],
    };
    Ok(switchroom_core::identity::open_link(&crate::server::portal(), &token, purposes).await?)
}

/// What the button on the page of a link does: registers, sets the new password, or confirms the address.
#[server(prefix = "/api/fn", endpoint = "links/use")]
pub async fn use_link(kind: LinkKind, token: String, #[server(default)] password: String) -> Result<(), AppError> {
    use crate::server::{origin, portal};
    use crate::sessions::{form, next};
    use switchroom_core::identity;
    let (portal, origin) = (portal(), origin());
    let (result, notice) = match kind {
        LinkKind::Register => (identity::register(&portal, &token, &password, &origin).await, "registered"),
        LinkKind::Reset => (identity::reset_password(&portal, &token, &password, &origin).await, "password_reset"),
        LinkKind::ConfirmEmail => (identity::confirm_email(&portal, &token, &origin).await, "email_confirmed"),
    };
    let page = format!("/{kind}/{}", next::encode(&token));
    form::answer(result.map_err(AppError::from), &format!("/login?notice={notice}"), &page)
}

/// "Send me a new link" (AUTH-20).
#[server(prefix = "/api/fn", endpoint = "links/renew")]
pub async fn renew_link(kind: LinkKind, token: String) -> Result<(), AppError> {
    use crate::server::{origin, portal};
    use crate::sessions::{form, next};
    let result = switchroom_core::identity::renew_link(&portal(), &token, &origin()).await;
    let page = format!("/{kind}/{}", next::encode(&token));
    form::answer(result.map_err(AppError::from), &format!("{page}?sent=1"), &page)
}

/// "Forgot password?" (AUTH-21).
#[server(prefix = "/api/fn", endpoint = "links/request_reset")]
pub async fn request_reset(username: String) -> Result<(), AppError> {
    use crate::server::{origin, portal};
    use crate::sessions::form;
    let result = switchroom_core::identity::request_reset(&portal(), &username, &origin()).await;
    form::answer(result.map_err(AppError::from), "/reset?sent=1", "/reset")
}

#[server(prefix = "/api/fn", endpoint = "sessions/list", input = Json)]
pub async fn list_sessions() -> Result<Vec<SessionRow>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::sessions::list(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "sessions/revoke", input = Json)]
pub async fn revoke_session(id: SessionId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::sessions::revoke(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "sessions/revoke_others", input = Json)]
pub async fn revoke_other_sessions() -> Result<u64, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::sessions::revoke_others(&portal(), &actor()?).await?)
}
