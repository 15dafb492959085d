//! Sends a file and tells how far it is, which `fetch` cannot.

use serde::Deserialize;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use switchroom_types::imports::{ImportReport, MAX_FILE, too_large};
use switchroom_types::{AppError, FieldError};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest};

/// An RFC 9457 problem, as far as it says what went wrong.
#[derive(Deserialize)]
struct Problem {
    status: u16,
    code: String,
    detail: String,
    #[serde(default)]
    args: BTreeMap<String, String>,
    #[serde(default)]
    errors: Vec<FieldError>,
    request_id: Option<String>,
}

thread_local! {
    /// The upload under way; there is one at most.
    static CURRENT: RefCell<Option<Sending>> = const { RefCell::new(None) };
}

/// Stops the upload that is under way, if there is one.
pub fn stop() {
    drop(CURRENT.with_borrow_mut(Option::take));
}

struct Sending {
    request: XmlHttpRequest,
    _closures: Vec<Closure<dyn FnMut(ProgressEvent)>>,
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.request.set_onload(None);
        self.request.set_onerror(None);
        // Ends what is still under way; does nothing to a request that has its answer.
        let _ = self.request.abort();
    }
}

type Done = Box<dyn FnOnce(Result<ImportReport, AppError>)>;

/// Posts the file as a form. `progress` gets the bytes sent and the bytes to send.
///
/// # Errors
/// At once for a file that the server would refuse by its size.
pub fn send(url: &str, file: &File, mut progress: impl FnMut(f64, f64) + 'static, done: Done) -> Result<(), AppError> {
    stop();
    #[allow(clippy::cast_precision_loss)]
    if file.size() > MAX_FILE as f64 {
        return Err(too_large());
    }
    let request = XmlHttpRequest::new().map_err(|_| unreachable_server())?;
    let form = FormData::new().map_err(|_| unreachable_server())?;
    form.append_with_blob_and_filename("file", file, &file.name()).map_err(|_| unreachable_server())?;
    request.open("POST", url).map_err(|_| unreachable_server())?;
    let _ = request.set_request_header("accept", "application/json");
    let sent = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| progress(event.loaded(), event.total()));
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(sent.as_ref().unchecked_ref()));
    }
    let done = Rc::new(RefCell::new(Some(done)));
    let finish = move |result: Result<ImportReport, AppError>| {
        if let Some(done) = done.borrow_mut().take() {
            done(result);
        }
    };
    let failed = finish.clone();
    let answered = request.clone();
    let on_load = Closure::<dyn FnMut(ProgressEvent)>::new(move |_| finish(answer(&answered)));
    let on_error = Closure::<dyn FnMut(ProgressEvent)>::new(move |_| failed(Err(unreachable_server())));
    request.set_onload(Some(on_load.as_ref().unchecked_ref()));
    request.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    request.send_with_opt_form_data(Some(&form)).map_err(|_| unreachable_server())?;
    CURRENT.with_borrow_mut(|current| *current = Some(Sending { request, _closures: vec![sent, on_load, on_error] }));
    Ok(())
}

fn answer(request: &XmlHttpRequest) -> Result<ImportReport, AppError> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    if request.status().is_ok_and(|status| (200..300).contains(&status)) {
        return serde_json::from_str(&text).map_err(|_| AppError::internal());
    }
    let problem: Problem = serde_json::from_str(&text).map_err(|_| AppError::internal())?;
    let mut error = AppError::new(problem.status, problem.code, problem.detail);
    error.args = problem.args;
    error.errors = problem.errors;
    error.request_id = problem.request_id;
    Err(error)
}

fn unreachable_server() -> AppError {
    AppError::new(0, "network", "The server cannot be reached. Please try again.")
}
