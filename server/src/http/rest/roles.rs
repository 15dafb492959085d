//! `/api/v1/roles` and `/api/v1/accounts/{id}/roles`: the custom roles of a partner, and what people of an account can have.

use super::{Caller, IfMatch, Json, ListParams, Path, ProblemJson, Versioned};
use crate::http::{AppState, Result};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::Serialize;
use switchroom_core::roles;
use switchroom_types::{
    AccountId, RoleId,
    access::{Base, Cell, MATRIX, Permission, Verb, cell},
    list::Page,
    roles::{AssignRole, AvailableRole, DeleteRole, RoleAccount, RoleDeletion, RoleDetail, RoleForm, RoleRow},
    users::BulkStarted,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, edit))
        .routes(routes!(delete))
        .routes(routes!(accounts))
        .routes(routes!(assign))
        .routes(routes!(unassign))
        .routes(routes!(available))
        .routes(routes!(permissions))
}

/// The custom roles of the caller's partner; `filter.base` narrows them. Needs `roles.view`
#[utoipa::path(get, path = "/api/v1/roles", tag = "roles", params(ListParams),
    responses((status = 200, body = Page<RoleRow>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller, ListParams(query): ListParams) -> Result<axum::Json<Page<RoleRow>>> {
    Ok(axum::Json(roles::list(&state.portal, &actor, &query).await?))
}

/// Add a role. Needs `roles.add`, and every permission that the role gives
#[utoipa::path(post, path = "/api/v1/roles", tag = "roles",
    responses((status = 201, body = RoleDetail), (status = 403, description = "`permission.denied`, `role.more_rights`", body = ProblemJson),
        (status = 422, description = "`role.view_required`, `role.no_such_cell`, `role.name_taken`, `role.name_reserved`", body = ProblemJson)))]
async fn create(State(state): State<AppState>, Caller(actor): Caller, Json(form): Json<RoleForm>) -> Result<Response> {
    let made = roles::create(&state.portal, &actor, &form).await?;
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/roles/{}", made.id))]);
    Ok((StatusCode::CREATED, location, Versioned(made.version, made)).into_response())
}

/// One role. Needs `roles.view`
#[utoipa::path(get, path = "/api/v1/roles/{id}", tag = "roles", params(("id" = RoleId, Path)),
    responses((status = 200, body = RoleDetail), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<RoleId>) -> Result<Versioned<RoleDetail>> {
    let role = roles::get(&state.portal, &actor, id).await?;
    Ok(Versioned(role.version, role))
}

/// Store a role anew; its base stays. Needs `roles.edit`, and every permission that is given or taken
#[utoipa::path(put, path = "/api/v1/roles/{id}", tag = "roles", params(("id" = RoleId, Path)),
    responses((status = 200, body = RoleDetail), (status = 403, description = "`role.own`, `role.beyond_reach`, `role.more_rights`", body = ProblemJson),
        (status = 412, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn edit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<RoleId>,
    IfMatch(seen): IfMatch,
    Json(form): Json<RoleForm>,
) -> Result<Versioned<RoleDetail>> {
    let role = roles::edit(&state.portal, &actor, id, seen, &form).await?;
    Ok(Versioned(role.version, role))
}

/// Delete a role; a job first gives those who hold it what they become. Needs `roles.delete`
#[utoipa::path(post, path = "/api/v1/roles/{id}/delete", tag = "roles", params(("id" = RoleId, Path)),
    responses((status = 200, body = RoleDeletion), (status = 403, body = ProblemJson), (status = 412, body = ProblemJson),
        (status = 422, description = "`role.successor_required` while somebody holds it", body = ProblemJson)))]
async fn delete(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<RoleId>,
    IfMatch(seen): IfMatch,
    Json(request): Json<DeleteRole>,
) -> Result<axum::Json<RoleDeletion>> {
    Ok(axum::Json(roles::delete(&state.portal, &actor, id, seen, &request).await?))
}

/// The accounts that fit a role's base; `filter.assigned` is `true` or `false`. Needs `roles.view`
#[utoipa::path(get, path = "/api/v1/roles/{id}/accounts", tag = "roles", params(("id" = RoleId, Path), ListParams),
    responses((status = 200, body = Page<RoleAccount>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn accounts(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<RoleId>,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<RoleAccount>>> {
    Ok(axum::Json(roles::accounts(&state.portal, &actor, id, &query).await?))
}

/// Let a role be given in accounts, as a job. Needs `roles.edit`
#[utoipa::path(post, path = "/api/v1/roles/{id}/assign", tag = "roles", params(("id" = RoleId, Path)),
    responses((status = 202, body = BulkStarted), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn assign(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<RoleId>,
    Json(request): Json<AssignRole>,
) -> Result<(StatusCode, axum::Json<BulkStarted>)> {
    Ok((StatusCode::ACCEPTED, axum::Json(roles::assign(&state.portal, &actor, id, &request).await?)))
}

/// Take a role from accounts, as a job; `holders_become` says what people there become. Needs `roles.edit`
#[utoipa::path(post, path = "/api/v1/roles/{id}/unassign", tag = "roles", params(("id" = RoleId, Path)),
    responses((status = 202, body = BulkStarted), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn unassign(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<RoleId>,
    Json(request): Json<AssignRole>,
) -> Result<(StatusCode, axum::Json<BulkStarted>)> {
    Ok((StatusCode::ACCEPTED, axum::Json(roles::unassign(&state.portal, &actor, id, &request).await?)))
}

/// The roles that people of an account can have, and how many have them. Needs `roles.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/roles", tag = "roles", params(("id" = AccountId, Path)),
    responses((status = 200, body = Vec<AvailableRole>), (status = 404, body = ProblemJson)))]
async fn available(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
) -> Result<axum::Json<Vec<AvailableRole>>> {
    Ok(axum::Json(roles::available(&state.portal, &actor, account).await?))
}

/// A cell that roles on a base can have.
#[derive(Serialize, utoipa::ToSchema)]
struct MatrixCell {
    base: Base,
    permission: Permission,
    /// Whether every role on this base has it.
    fixed: bool,
}

/// The permission matrix: every permission that roles on the two bases can have
#[utoipa::path(get, path = "/api/v1/permissions", tag = "roles", responses((status = 200, body = Vec<MatrixCell>)))]
async fn permissions(Caller(_actor): Caller) -> axum::Json<Vec<MatrixCell>> {
    let cells = MATRIX.iter().flat_map(|(feature, base, _)| Verb::ALL.iter().map(move |verb| (*base, Permission::new(*feature, *verb))));
    let known = |(base, permission)| match cell(base, permission) {
        Cell::Absent => None,
        found => Some(MatrixCell { base, permission, fixed: found == Cell::Fixed }),
    };
    axum::Json(cells.filter_map(known).collect())
}
