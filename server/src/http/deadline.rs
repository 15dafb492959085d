//! Runs each request in a task of its own. A peer that goes away or a deadline that passes then never cancels a
//! database call half-way (sqlx can lose a pool permit that way), and a panic becomes an answer.

use super::{AppState, Problem};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use switchroom_types::AppError;
use tracing::Instrument;

pub async fn enforce(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let work = tokio::spawn(next.run(request).in_current_span());
    match tokio::time::timeout(state.settings.request_timeout, work).await {
        Ok(Ok(response)) => response,
        // The panic hook has logged the cause under the request's id.
        Ok(Err(_)) => Problem(AppError::internal()).into_response(),
        Err(_) => {
            let mut error = AppError::new(503, "request.timeout", "This took too long. Please try again, perhaps with less at once.");
            error.retry_after = Some(10);
            Problem(error).into_response()
        }
    }
}
