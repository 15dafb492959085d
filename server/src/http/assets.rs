//! The client bundle and the files of `public/`, read once at start-up and served from memory, precompressed.
//!
//! `pkg/` is addressed by the build's hash and therefore immutable; an unknown hash answers 404, so that a page of one
//! build never loads the code of another. The others carry an ETag.

use super::{AppState, router::no_such_route};
use crate::serve::StartError;
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    io,
    path::{Path as FilePath, PathBuf},
};

const FOREVER: &str = "public, max-age=31536000, immutable";
/// Names without a version: shown at once from the cache, and looked at again behind it.
const SOON: &str = "public, max-age=60, stale-while-revalidate=86400";
/// A service worker decides about everything else, so it is never old.
const REVALIDATE: &str = "public, max-age=0, must-revalidate";

/// All files by path (`/favicon.svg`, `/pkg/switchroom.js`).
#[derive(Default)]
pub struct Assets {
    files: HashMap<String, Asset>,
    build: Option<String>,
}

struct Asset {
    kind: HeaderValue,
    etag: String,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Assets {
    /// From `directory`, or from `assets` beside the program; without either there is no client.
    pub fn load(directory: Option<PathBuf>) -> Result<Self, StartError> {
        let beside =
            || std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("assets"))).filter(|path| path.is_dir());
        let Some(path) = directory.or_else(beside) else { return Ok(Self::default()) };
        let mut found = BTreeMap::new();
        collect(&path, "", &mut found).map_err(|cause| StartError::Assets { path, cause })?;
        Ok(Self::of(found))
    }

    fn of(mut found: BTreeMap<String, Bytes>) -> Self {
        let mut build = Sha256::new();
        let names: Vec<String> = found.keys().filter(|name| !name.ends_with(".br") && !name.ends_with(".gz")).cloned().collect();
        let mut files = HashMap::new();
        for name in names {
            let Some(plain) = found.remove(&name) else { continue };
            let digest = Sha256::digest(&plain);
            if name.starts_with("/pkg/") {
                build.update(name.as_bytes());
                build.update(digest);
            }
            let (brotli, gzip) = (found.remove(&format!("{name}.br")), found.remove(&format!("{name}.gz")));
            let asset = Asset { kind: HeaderValue::from_static(media_type(&name)), etag: short(&digest), plain, brotli, gzip };
            files.insert(name, asset);
        }
        let build = files.contains_key("/pkg/switchroom.js").then(|| short(&build.finalize()));
        Self { files, build }
    }

    pub fn has_client(&self) -> bool {
        self.build.is_some()
    }

    /// Where this build's bundle lives, `pkg/<hash>`.
    pub fn client_path(&self) -> Option<String> {
        self.build.as_ref().map(|build| format!("pkg/{build}"))
    }

    /// The files that each area of pages takes, as the build has written them down.
    pub fn areas(&self) -> HashMap<String, Vec<String>> {
        let (Some(path), Some(list)) = (self.client_path(), self.files.get("/pkg/areas.json")) else { return HashMap::new() };
        let mut areas: HashMap<String, Vec<String>> = serde_json::from_slice(&list.plain).unwrap_or_default();
        for file in areas.values_mut().flatten() {
            *file = format!("/{path}/{file}");
        }
        areas
    }

    /// The file at a public path, if there is one; the client bundle is not among them.
    pub fn public(&self, path: &str, request: &HeaderMap) -> Option<Response> {
        let asset = self.files.get(path).filter(|_| !path.starts_with("/pkg/"))?;
        let caching = match path {
            // A font that changes gets another name.
            _ if path.starts_with("/fonts/") => FOREVER,
            _ if path.ends_with(".js") => REVALIDATE,
            _ => SOON,
        };
        Some(asset.answer(request, caching))
    }
}

/// `GET /pkg/{build}/{file}`
pub async fn client(State(state): State<AppState>, Path((build, file)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let known = state.assets.build.as_ref() == Some(&build);
    match state.assets.files.get(&format!("/pkg/{file}")).filter(|_| known) {
        Some(asset) => asset.answer(&headers, FOREVER),
        None => no_such_route().into_response(),
    }
}

impl Asset {
    fn answer(&self, request: &HeaderMap, caching: &'static str) -> Response {
        let accepted = |coding: &str| accepts(request, coding);
        let (coding, body) = match (&self.brotli, &self.gzip) {
            (Some(body), _) if accepted("br") => (Some("br"), body),
            (_, Some(body)) if accepted("gzip") => (Some("gzip"), body),
            _ => (None, &self.plain),
        };
        let etag = format!("\"{}{}\"", self.etag, coding.map(|coding| format!("-{coding}")).unwrap_or_default());
        let unchanged = request
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|known| known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
        let mut response = if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { body.clone().into_response() };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.kind.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            headers.insert(header::ETAG, etag);
        }
        if let (Some(coding), false) = (coding, unchanged) {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }
}

fn accepts(request: &HeaderMap, coding: &str) -> bool {
    let listed = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    listed.map(str::trim).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let refused = |weight: &str| weight.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding)) && !parts.any(refused)
    })
}

fn collect(directory: &FilePath, prefix: &str, found: &mut BTreeMap<String, Bytes>) -> io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &name, found)?;
        } else {
            found.insert(name, std::fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

fn short(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webmanifest") => "application/manifest+json",
        Some("json") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("csv") => "text/csv; charset=utf-8",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}
