//! The query of a list: `search`, `filter.<name>`, `sort`, `limit`, `cursor`.

use crate::http::Problem;
use axum::{extract::FromRequestParts, http::request::Parts};
use switchroom_types::{AppError, list::ListQuery};

/// The same names as in the page's URL, so that a page address and a REST address differ in the path alone. In the
/// `utoipa::path` annotation of a list write `params(ListParams)`.
pub struct ListParams(pub ListQuery);

impl<S: Send + Sync> FromRequestParts<S> for ListParams {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let malformed = || Problem(AppError::bad_request("input.malformed", "The query string is not valid UTF-8."));
        let query = parts.uri.query().unwrap_or_default();
        // Decoding alone would put replacement characters in place of what is not UTF-8 and search for those.
        percent_encoding::percent_decode_str(query).decode_utf8().map_err(|_| malformed())?;
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        Ok(Self(ListQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())))?))
    }
}

impl utoipa::IntoParams for ListParams {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        use utoipa::openapi::{
            path::{ParameterBuilder, ParameterIn},
            schema::{ObjectBuilder, Type},
        };
        let parameter = |name: &str, kind: Type, text: &str| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .description(Some(text))
                .schema(Some(ObjectBuilder::new().schema_type(kind).build()))
                .build()
        };
        vec![
            parameter("search", Type::String, "Substring, without regard to case and accents"),
            parameter("filter.<name>", Type::String, "One filter of this list; several are combined with AND"),
            parameter(
                "filter",
                Type::String,
                "Conditions as JSON, for lists that take them (users): `{\"all\": […]}` or `{\"any\": […]}` around conditions \
                 `{\"column\", \"op\", \"value\"}` and further groups; see docs/api.md. Combined with everything else with AND",
            ),
            parameter("sort", Type::String, "Column, with a leading `-` for descending"),
            parameter("limit", Type::Integer, "Rows per page, 1 to 200, usually 50"),
            parameter("cursor", Type::String, "`next_cursor` of the page before"),
        ]
    }
}
