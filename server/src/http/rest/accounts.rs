//! `/api/v1/accounts`: the customers of a partner.

use super::download::{ExportParams, file};
use super::{Caller, IfMatch, Json, ListParams, Path, ProblemJson, Query, Versioned};
use crate::http::{AppState, Problem, Result};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::Deserialize;
use switchroom_core::accounts::{self, AccountsQuery};
use switchroom_core::{export::Format, places};
use switchroom_types::{
    AccountId, AppError, JobId,
    accounts::{
        AccountDetail, AccountForm, AccountPatch, AccountPick, AccountRow, Deletion, Impact, KEEP_DAYS_DEFAULT, SavedAccount,
        SupportContact,
    },
    list::Page,
    places::Subdivision,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(csv))
        .routes(routes!(xlsx))
        .routes(routes!(pick))
        .routes(routes!(show, edit, remove))
        .routes(routes!(restore))
        .routes(routes!(purge))
        .routes(routes!(impact))
        .routes(routes!(deactivate))
        .routes(routes!(reactivate))
        .routes(routes!(contacts))
        .routes(routes!(subdivisions))
}

/// The customer accounts of the caller's partner; `filter.state` is `active` unless given. Needs `accounts.view`
#[utoipa::path(get, path = "/api/v1/accounts", tag = "accounts", params(ListParams),
    responses((status = 200, body = Page<AccountRow>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller, ListParams(query): ListParams) -> Result<axum::Json<Page<AccountRow>>> {
    Ok(axum::Json(accounts::list(&state.portal, &actor, AccountsQuery::parse(query)?).await?))
}

/// The same list as CSV; `bom=1` marks it as UTF-8 for spreadsheets
#[utoipa::path(get, path = "/api/v1/accounts.csv", tag = "accounts", params(ListParams),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = ProblemJson)))]
async fn csv(State(state): State<AppState>, Caller(actor): Caller, params: ExportParams) -> Result<Response> {
    let format = params.format(Format::Csv { bom: false });
    Ok(file(accounts::export(&state.portal, &actor, &params.query, format).await?))
}

/// The same list as a workbook
#[utoipa::path(get, path = "/api/v1/accounts.xlsx", tag = "accounts", params(ListParams),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = String), (status = 404, body = ProblemJson)))]
async fn xlsx(State(state): State<AppState>, Caller(actor): Caller, params: ExportParams) -> Result<Response> {
    Ok(file(accounts::export(&state.portal, &actor, &params.query, Format::Xlsx).await?))
}

/// Active accounts by name for a picker, the Partner Account first; takes `search`, `limit` and `cursor`
#[utoipa::path(get, path = "/api/v1/accounts/pick", tag = "accounts", params(ListParams),
    responses((status = 200, body = Page<AccountPick>), (status = 404, body = ProblemJson)))]
async fn pick(
    State(state): State<AppState>,
    Caller(actor): Caller,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<AccountPick>>> {
    Ok(axum::Json(accounts::pick(&state.portal, &actor, &query).await?))
}

/// Add an account. Needs `accounts.add`; at least one support contact
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", request_body = AccountForm,
    responses((status = 201, body = SavedAccount), (status = 403, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn create(State(state): State<AppState>, Caller(actor): Caller, Json(form): Json<AccountForm>) -> Result<Response> {
    let saved = accounts::create(&state.portal, &actor, &form).await?;
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/accounts/{}", saved.account.id))]);
    Ok((StatusCode::CREATED, location, Versioned(saved.account.version, saved)).into_response())
}

/// One account, in any state. Needs `accounts.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = AccountDetail), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>) -> Result<Versioned<AccountDetail>> {
    let account = accounts::get(&state.portal, &actor, id).await?;
    Ok(Versioned(account.version, account))
}

/// Change what the body names. Needs `accounts.edit`; the account is active
#[utoipa::path(patch, path = "/api/v1/accounts/{id}", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = SavedAccount), (status = 409, body = ProblemJson), (status = 412, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn edit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    IfMatch(seen): IfMatch,
    Json(patch): Json<AccountPatch>,
) -> Result<Versioned<SavedAccount>> {
    let saved = accounts::patch(&state.portal, &actor, id, seen, patch).await?;
    Ok(Versioned(saved.account.version, saved))
}

/// The word that a person typed, `{"confirm": "delete"}`; programs may send no body at all.
struct Confirmed(Option<String>);

impl<S: Send + Sync> FromRequest<S> for Confirmed {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Confirmation {
            confirm: Option<String>,
        }
        let malformed = || Problem(AppError::bad_request("input.malformed", "The body is not JSON."));
        let body = Bytes::from_request(request, state).await.map_err(|_| malformed())?;
        if body.is_empty() {
            return Ok(Self(None));
        }
        let read: Confirmation = serde_json::from_slice(&body).map_err(|_| malformed())?;
        Ok(Self(read.confirm))
    }
}

/// How long a deleted account can be restored.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Keep {
    /// 0 to 90 days, 30 unless given; 0 erases at once
    keep_days: Option<u16>,
}

/// Delete an active account: it is closed at once and erased when its time in the bin is over
///
/// Takes `{"confirm": "delete"}`. Needs `accounts.delete`. With `keep_days=0` a job erases it now.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}", tag = "accounts", params(("id" = AccountId, Path), Keep),
    responses((status = 202, body = Deletion), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn remove(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    Query(keep): Query<Keep>,
    Confirmed(word): Confirmed,
) -> Result<Response> {
    let days = keep.keep_days.unwrap_or(KEEP_DAYS_DEFAULT);
    let deletion = accounts::delete(&state.portal, &actor, id, days, word.as_deref()).await?;
    let location = match deletion.job_id {
        Some(job) => format!("/api/v1/jobs/{job}"),
        None => format!("/api/v1/accounts/{id}"),
    };
    Ok((StatusCode::ACCEPTED, AppendHeaders([(header::LOCATION, location)]), axum::Json(deletion)).into_response())
}

/// Take a deleted account out of the bin. Needs `accounts.delete`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/restore", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = AccountDetail), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn restore(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>) -> Result<Versioned<AccountDetail>> {
    let account = accounts::restore(&state.portal, &actor, id).await?;
    Ok(Versioned(account.version, account))
}

/// Erase an account that waits in the bin, as a job. Takes `{"confirm": "delete"}`. Needs `accounts.delete`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/purge", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 202, body = Started), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn purge(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    Confirmed(word): Confirmed,
) -> Result<Response> {
    let job_id = accounts::purge_now(&state.portal, &actor, id, word.as_deref()).await?;
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/jobs/{job_id}"))]);
    Ok((StatusCode::ACCEPTED, location, axum::Json(Started { job_id })).into_response())
}

/// What closing or deleting the account touches. Needs `accounts.delete`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/impact", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = Impact), (status = 404, body = ProblemJson)))]
async fn impact(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>) -> Result<axum::Json<Impact>> {
    Ok(axum::Json(accounts::impact(&state.portal, &actor, id).await?))
}

#[derive(serde::Serialize, utoipa::ToSchema)]
struct Started {
    job_id: JobId,
}

/// Sign everybody out and keep them out; data stays. Takes `{"confirm": "deactivate"}`. Needs `accounts.delete`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/deactivate", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = AccountDetail), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn deactivate(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    Confirmed(word): Confirmed,
) -> Result<Versioned<AccountDetail>> {
    let account = accounts::deactivate(&state.portal, &actor, id, word.as_deref()).await?;
    Ok(Versioned(account.version, account))
}

/// Open a deactivated account again. Takes `{"confirm": "reactivate"}`. Needs `accounts.delete`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/reactivate", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = AccountDetail), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn reactivate(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    Confirmed(word): Confirmed,
) -> Result<Versioned<AccountDetail>> {
    let account = accounts::reactivate(&state.portal, &actor, id, word.as_deref()).await?;
    Ok(Versioned(account.version, account))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Typed {
    /// What has been typed so far.
    #[serde(default)]
    search: String,
}

/// People or addresses that can become support contacts of an account. Needs `accounts.edit`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/support-contacts/suggestions", tag = "accounts",
    params(("id" = AccountId, Path), Typed), responses((status = 200, body = Vec<SupportContact>), (status = 404, body = ProblemJson)))]
async fn contacts(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    Query(typed): Query<Typed>,
) -> Result<axum::Json<Vec<SupportContact>>> {
    Ok(axum::Json(accounts::suggest_contacts(&state.portal, &actor, Some(id), &typed.search).await?))
}

/// The provinces or states of a country (ISO 3166-2)
#[utoipa::path(get, path = "/api/v1/places/{country}/subdivisions", tag = "accounts", params(("country" = String, Path)),
    responses((status = 200, body = Vec<Subdivision>)))]
async fn subdivisions(_caller: Caller, Path(country): Path<String>) -> axum::Json<&'static [Subdivision]> {
    axum::Json(places::subdivisions(&country.to_uppercase()))
}
