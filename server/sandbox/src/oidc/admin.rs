//! What tests and curious people change.

use super::{Behaviour, Person};
use crate::State;
use axum::{
    Json,
    extract::State as From,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

pub async fn behaviour(From(state): From<State>) -> Json<Behaviour> {
    Json(state.oidc.behaviour())
}

pub async fn behave(From(state): From<State>, Json(behaviour): Json<Behaviour>) -> StatusCode {
    state.oidc.set_behaviour(behaviour);
    StatusCode::NO_CONTENT
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Rotation {
    /// The key set still lists the keys before.
    keep_old: bool,
}

pub async fn rotate(From(state): From<State>, rotation: Option<Json<Rotation>>) -> Response {
    match state.oidc.rotate(rotation.is_some_and(|Json(rotation)| rotation.keep_old)) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

pub async fn people(From(state): From<State>) -> Json<Vec<Person>> {
    Json(state.oidc.lock().people.clone())
}

pub async fn put_person(From(state): From<State>, Json(person): Json<Person>) -> StatusCode {
    state.oidc.put_person(person);
    StatusCode::NO_CONTENT
}
