//! Caps request bodies, whoever reads them: 1 MiB, and 21 MiB where spreadsheets come in.

use super::Problem;
use axum::{
    body::Body,
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::Limited;
use switchroom_types::AppError;

const USUAL: usize = 1024 * 1024;
/// A 20 MiB file (IMP-01) and its multipart frame.
const IMPORT: usize = 21 * 1024 * 1024;

pub async fn enforce(request: Request, next: Next) -> Response {
    let limit = if request.uri().path().split('/').any(|segment| segment == "imports") { IMPORT } else { USUAL };
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return too_large(limit).into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, limit)))).await
}

pub fn too_large(limit: usize) -> Problem {
    let megabytes = limit / (1024 * 1024);
    Problem(AppError::new(413, "input.too_large", format!("At most {megabytes} MiB can be sent here.")).arg("megabytes", megabytes))
}
