//! "Sign in with a passkey", by button and by the suggestions of the username field (AUTH-B2).

use super::web_authn;
use crate::i18n::{t, tr_error};
use crate::sessions::{api, next};
use crate::ui::{Banner, Button, Tone, Work, browser};
use leptos::prelude::*;
use switchroom_types::{AppError, factors::PasskeyChallenge};

#[cfg(feature = "ssr")]
fn host() -> Option<String> {
    switchroom_core::factors::passkeys::host(&crate::server::portal())
}

#[cfg(not(feature = "ssr"))]
fn host() -> Option<String> {
    None
}

/// Ends the wait for a suggestion: a browser answers one request at a time.
#[derive(Clone, Copy)]
struct Waiting(StoredValue<Option<send_wrapper::SendWrapper<web_sys::AbortController>>>);

impl Waiting {
    fn end(self) {
        if let Some(Some(controller)) = self.0.try_update_value(Option::take) {
            controller.abort();
        }
    }
}

/// The button, where this browser can; `autofill` also listens to the suggestions of the page's username field.
#[component]
pub fn PasskeySignIn(#[prop(into)] next: String, #[prop(optional)] autofill: bool) -> impl IntoView {
    let host = SharedValue::new(host).into_inner();
    let works = RwSignal::new(false);
    let work = Work::new();
    let waiting = Waiting(StoredValue::new(None));
    let next = StoredValue::new(next);
    let signed_in = move |()| browser::go(&next.with_value(|next| next::safe(next).to_owned()));
    Effect::new(move |_| {
        let can = web_authn::works_for(host.as_deref());
        works.set(can);
        if can && autofill {
            leptos::task::spawn_local(async move {
                if let Ok(()) = from_autofill(waiting).await {
                    signed_in(());
                }
            });
        }
    });
    on_cleanup(move || waiting.end());
    let click = move |_| {
        waiting.end();
        work.run(
            async {
                let challenge = api::begin_passkey_sign_in().await?;
                answer(&challenge, web_authn::get(&challenge.options).await?).await
            },
            signed_in,
        );
    };
    move || {
        works.get().then(|| {
            view! {
                <div class="sign-in-other">
                    <p class="sign-in-or">{t!(sign_in::OR)}</p>
                    {move || work.error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
                    <Button icon="key" busy=work.busy on_click=click>{t!(sign_in::WITH_PASSKEY)}</Button>
                </div>
            }
        })
    }
}

async fn answer(challenge: &PasskeyChallenge, credential: serde_json::Value) -> Result<(), AppError> {
    api::passkey_sign_in(challenge.ticket.clone(), credential).await
}

/// A passkey chosen in the username field. Quiet when it is cancelled: the person types a name then.
async fn from_autofill(waiting: Waiting) -> Result<(), AppError> {
    let cancelled = || AppError::new(0, "passkeys.cancelled", "No passkey was used.");
    if !web_authn::offers_autofill().await {
        return Err(cancelled());
    }
    let challenge = api::begin_passkey_sign_in().await?;
    let controller = web_sys::AbortController::new().map_err(|_| cancelled())?;
    let signal = controller.signal();
    if waiting.0.try_set_value(Some(send_wrapper::SendWrapper::new(controller))).is_some() {
        return Err(cancelled());
    }
    let credential = web_authn::get_from_autofill(&challenge.options, &signal).await?;
    answer(&challenge, credential).await
}
