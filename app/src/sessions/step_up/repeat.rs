//! Stands between the server functions and the network. The refusal is seen here, before whoever called: a form, a
//! confirmation or a list knows nothing of it, keeps what was entered, and gets the answer of the repeated request.

use crate::ui::browser;
use futures::channel::oneshot;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Request, Response};

/// Those who wait for the dialog's end.
type Waiting = Vec<oneshot::Sender<bool>>;

thread_local! {
    static DIALOG: RefCell<Option<RwSignal<bool>>> = const { RefCell::new(None) };
    static WAITING: RefCell<Waiting> = const { RefCell::new(Vec::new()) };
}

/// The dialog of this page.
pub(super) fn attach(open: RwSignal<bool>) {
    DIALOG.with_borrow_mut(|dialog| *dialog = Some(open));
}

/// The dialog has ended: the person confirmed it, or gave up.
pub(super) fn settle(confirmed: bool) {
    for waiting in WAITING.take() {
        let _ = waiting.send(confirmed);
    }
}

/// Before anything is fetched.
pub fn watch_step_up() {
    let Some(window) = browser::window() else { return };
    let Some(fetch) = Reflect::get(&window, &"fetch".into()).ok().and_then(|fetch| fetch.dyn_into::<Function>().ok()) else { return };
    let between = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(move |input: JsValue, init: JsValue| {
        let (fetch, window) = (fetch.clone(), window.clone());
        future_to_promise(async move {
            let send = |input: &JsValue, init: &JsValue| fetch.call2(&window, input, init);
            // A request can be sent once, so a copy is kept.
            let copy = input.dyn_ref::<Request>().filter(|request| is_function(request)).and_then(|request| request.clone().ok());
            let init = if is_arrangement(&input) { outliving() } else { init };
            let answer = JsFuture::from(send(&input, &init)?.unchecked_into::<Promise>()).await?;
            match copy {
                Some(copy) if asks(&answer).await && confirmed().await => {
                    JsFuture::from(send(&copy, &JsValue::UNDEFINED)?.unchecked_into::<Promise>()).await
                }
                _ => Ok(answer),
            }
        })
    });
    if let Some(window) = browser::window() {
        let _ = Reflect::set(&window, &"fetch".into(), between.as_ref());
    }
    between.forget();
}

fn is_function(request: &Request) -> bool {
    request.url().contains("/api/fn/")
}

/// What people arrange for themselves is sent without anybody waiting for it.
fn is_arrangement(input: &JsValue) -> bool {
    input.dyn_ref::<Request>().is_some_and(|request| request.url().ends_with("/api/fn/me/preferences"))
}

/// The request goes on when the page is left.
fn outliving() -> JsValue {
    let init = js_sys::Object::new();
    let _ = Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
    init.into()
}

/// Whether the server asks for a confirmation.
async fn asks(answer: &JsValue) -> bool {
    let Some(answer) = answer.dyn_ref::<Response>().filter(|answer| answer.status() == 403) else { return false };
    let Some(text) = answer.clone().ok().and_then(|copy| copy.text().ok()) else { return false };
    let text = JsFuture::from(text).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
    serde_json::from_str::<switchroom_types::AppError>(&text).is_ok_and(|error| error.is("auth.step_up_required"))
}

async fn confirmed() -> bool {
    let (sender, answer) = oneshot::channel();
    WAITING.with_borrow_mut(|waiting| waiting.push(sender));
    let shown = DIALOG.with_borrow(|dialog| dialog.and_then(|open| open.try_set(true).is_none().then_some(())));
    if shown.is_none() {
        settle(false);
    }
    answer.await.unwrap_or(false)
}
