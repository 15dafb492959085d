//! For `cargo xtask dev`: open pages notice that the server was built anew, and load themselves again.

use axum::{http::header, response::IntoResponse};
use std::sync::LazyLock;
use uuid::Uuid;

const SCRIPT: &str = "\
let first;
setInterval(async () => {
  try {
    const process = await (await fetch('/dev/process')).text();
    first ??= process;
    if (process !== first) location.reload();
  } catch { /* it is being built */ }
}, 700);
";

pub async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT)
}

/// Another text after every start.
pub async fn process() -> String {
    static ID: LazyLock<Uuid> = LazyLock::new(Uuid::now_v7);
    ID.to_string()
}
