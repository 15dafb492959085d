//! `navigator.credentials`, as far as passkeys need it. Options and answers pass as the JSON that WebAuthn level 3 defines,
//! so no bytes are converted here.

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use serde_json::Value;
use switchroom_types::AppError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

type Js<T> = Result<T, JsValue>;

fn property(target: &JsValue, name: &str) -> Js<JsValue> {
    Reflect::get(target, &name.into())
}

fn call(target: &JsValue, name: &str, arguments: &[JsValue]) -> Js<JsValue> {
    let function: Function = property(target, name)?.dyn_into()?;
    Reflect::apply(&function, target, &arguments.iter().collect::<Array>())
}

async fn settled(promise: JsValue) -> Js<JsValue> {
    JsFuture::from(promise.dyn_into::<Promise>()?).await
}

/// `PublicKeyCredential`, where the browser has it and can read options from JSON.
fn class() -> Option<JsValue> {
    let class = property(&js_sys::global(), "PublicKeyCredential").ok()?;
    let reads = class.is_function() && property(&class, "parseRequestOptionsFromJSON").ok()?.is_function();
    reads.then_some(class)
}

/// Whether this page can ask for passkeys of `host`.
pub fn works_for(host: Option<&str>) -> bool {
    let here = crate::ui::browser::window().and_then(|window| window.location().hostname().ok());
    class().is_some() && host.is_some() && here.as_deref() == host
}

/// Whether the browser offers passkeys among the suggestions of a field.
pub async fn offers_autofill() -> bool {
    let ask = async {
        let class = class().ok_or(JsValue::NULL)?;
        settled(call(&class, "isConditionalMediationAvailable", &[])?).await
    };
    ask.await.is_ok_and(|answer| answer.is_truthy())
}

/// Makes a passkey.
pub async fn create(options: &Value) -> Result<Value, AppError> {
    ask("create", "parseCreationOptionsFromJSON", options, None).await.map_err(|error| worded(&error))
}

/// Asks for a passkey in the browser's dialog.
pub async fn get(options: &Value) -> Result<Value, AppError> {
    ask("get", "parseRequestOptionsFromJSON", options, None).await.map_err(|error| worded(&error))
}

/// Waits for a passkey that is chosen among the suggestions of a field, until `signal` ends it.
pub async fn get_from_autofill(options: &Value, signal: &JsValue) -> Result<Value, AppError> {
    ask("get", "parseRequestOptionsFromJSON", options, Some(signal)).await.map_err(|error| worded(&error))
}

async fn ask(verb: &str, parse: &str, options: &Value, autofill: Option<&JsValue>) -> Js<Value> {
    let class = class().ok_or(JsValue::NULL)?;
    let text = options.get("publicKey").map(Value::to_string).unwrap_or_default();
    let request = Object::new();
    Reflect::set(&request, &"publicKey".into(), &call(&class, parse, &[JSON::parse(&text)?])?)?;
    if let Some(signal) = autofill {
        Reflect::set(&request, &"mediation".into(), &"conditional".into())?;
        Reflect::set(&request, &"signal".into(), signal)?;
    }
    let navigator = property(&js_sys::global(), "navigator")?;
    let credentials = property(&navigator, "credentials")?;
    let answer = settled(call(&credentials, verb, &[request.into()])?).await?;
    let text = JSON::stringify(&call(&answer, "toJSON", &[])?)?;
    serde_json::from_str(&String::from(text)).map_err(|_| JsValue::NULL)
}

/// What the browser says by the name of its exception.
fn worded(error: &JsValue) -> AppError {
    let name = property(error, "name").ok().and_then(|name| name.as_string()).unwrap_or_default();
    match name.as_str() {
        // Also when nothing fitting was found: browsers do not tell which.
        "NotAllowedError" | "AbortError" => AppError::new(0, "passkeys.cancelled", "No passkey was used."),
        "InvalidStateError" => AppError::new(0, "passkeys.taken", "This passkey is known already."),
        _ => AppError::new(0, "passkeys.unsupported", "This browser cannot use passkeys here."),
    }
}
