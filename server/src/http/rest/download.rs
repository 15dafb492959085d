//! Exports over HTTP: the same query as the list, answered with a file that is written while it is read.

use super::ListParams;
use crate::http::Problem;
use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderValue, header, request::Parts},
    response::Response,
};
use futures::TryStreamExt;
use switchroom_core::export::{Download, Format};
use switchroom_types::{AppError, list::ListQuery};

/// The query of a list, and `bom=1` for spreadsheets that need to be told that CSV is UTF-8.
pub struct ExportParams {
    pub query: ListQuery,
    bom: bool,
}

impl ExportParams {
    pub fn format(&self, format: Format) -> Format {
        if self.bom { format.for_people() } else { format }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ExportParams {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let bom = parts.uri.query().unwrap_or_default().split('&').any(|pair| pair == "bom=1");
        let ListParams(query) = ListParams::from_request_parts(parts, state).await?;
        Ok(Self { query, bom })
    }
}

/// The file as an attachment. An error on the way ends the connection, so that a part is never taken for the whole.
pub fn file(download: Download) -> Response {
    let body = Body::from_stream(download.body.map_err(|error| std::io::Error::other(AppError::from(error))));
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(download.content_type));
    // Names of exports are ours: ASCII without quotes.
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", download.file_name)) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
