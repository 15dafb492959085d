//! The flow: to the provider, back with a code, and the verified identity.

use super::{Metadata, OidcError};
use crate::{ConnectError, Outbound};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Algorithm,
};
use openidconnect::{
    AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    TokenResponse, TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How far clocks may be apart (AUTH-06).
const SKEW: TimeDelta = TimeDelta::minutes(2);
/// How long what a provider says about itself is believed; keys are asked for again earlier when one is unknown.
const FRESH: Duration = Duration::from_secs(600);
/// Signatures with a key pair only: `none` and HMAC prove nothing to whoever knows the client secret (AUTH-06).
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];
const ALGORITHM_NAMES: [&str; 9] = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];

/// This installation as a client of one provider.
#[derive(Clone, Debug)]
pub struct Registration {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Option<SecretString>,
    /// Besides `openid`.
    pub scopes: Vec<String>,
    pub redirect_uri: String,
}

/// A sign-in that has begun. All but the address stays with the browser that began it, sealed.
#[derive(Clone, Debug)]
pub struct Started {
    /// Where the person goes.
    pub url: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// What the person comes back with, and what they left with.
#[derive(Clone, Copy, Debug)]
pub struct Returned<'a> {
    pub code: &'a str,
    /// The `iss` parameter (RFC 9207).
    pub issuer: Option<&'a str>,
    pub nonce: &'a str,
    pub verifier: &'a str,
}

/// A person, as the provider vouches for them.
#[derive(Clone, Debug)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
    /// Of the ID token, completed by userinfo.
    pub claims: Map<String, Value>,
}

struct Known {
    metadata: Metadata,
    keys: CoreJsonWebKeySet,
    at: Instant,
}

/// Cheap to clone; remembers what providers say about themselves.
#[derive(Clone)]
pub struct Oidc {
    http: Outbound,
    known: Arc<Mutex<HashMap<String, Arc<Known>>>>,
}

impl Oidc {
    pub(crate) fn new(http: Outbound) -> Self {
        Self { http, known: Arc::default() }
    }

    /// What a provider says about itself, asked now ("Test connection").
    pub async fn test(&self, issuer: &str) -> Result<Metadata, OidcError> {
        let known = self.fetch(issuer).await?;
        let offered = &known.metadata.id_token_signing_alg_values_supported;
        if !offered.is_empty() && !offered.iter().any(|name| ALGORITHM_NAMES.contains(&name.as_str())) {
            return Err(OidcError::Algorithms);
        }
        Ok(known.metadata.clone())
    }

    async fn fetch(&self, issuer: &str) -> Result<Arc<Known>, OidcError> {
        let metadata = Metadata::fetch(&self.http, issuer).await?;
        let keys = self.http.get_json(&metadata.jwks_uri, None).await?;
        let known = Arc::new(Known { metadata, keys, at: Instant::now() });
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(issuer.to_owned(), known.clone());
        Ok(known)
    }

    async fn known(&self, issuer: &str) -> Result<Arc<Known>, OidcError> {
        let found = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(issuer).cloned();
        match found.filter(|known| known.at.elapsed() < FRESH) {
            Some(known) => Ok(known),
            None => self.fetch(issuer).await,
        }
    }

    /// Where a person goes to sign in, and what has to be remembered meanwhile.
    pub async fn start(&self, client: &Registration) -> Result<Started, OidcError> {
        let known = self.known(&client.issuer).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let core = CoreClient::new(ClientId::new(client.client_id.clone()), issuer(&client.issuer)?, known.keys.clone())
            .set_auth_uri(AuthUrl::new(known.metadata.authorization_endpoint.clone()).map_err(|_| ConnectError::Unreadable)?)
            .set_redirect_uri(redirect(client)?);
        let (url, state, nonce) = core
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(client.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Started { url: url.into(), state: state.secret().clone(), nonce: nonce.secret().clone(), verifier: verifier.secret().clone() })
    }

    /// Redeems the code and verifies who it stands for.
    pub async fn finish(&self, client: &Registration, returned: Returned<'_>, now: DateTime<Utc>) -> Result<Identity, OidcError> {
        let known = self.known(&client.issuer).await?;
        match returned.issuer {
            Some(named) if named != client.issuer => return Err(OidcError::MixedUp),
            None if known.metadata.authorization_response_iss_parameter_supported => return Err(OidcError::MixedUp),
            _ => {}
        }
        let (token, access) = self.redeem(client, &known, returned).await?;
        let subject = match verify(&token, client, &known.keys, returned.nonce, now) {
            // The provider may have new keys (AUTH-06).
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let known = self.fetch(&client.issuer).await?;
                verify(&token, client, &known.keys, returned.nonce, now)?
            }
            result => result?,
        };
        let mut claims = payload(&token).unwrap_or_default();
        if let Some(url) = &known.metadata.userinfo_endpoint {
            self.complete(&mut claims, url, &access, &subject).await?;
        }
        Ok(Identity { issuer: client.issuer.clone(), subject, claims })
    }

    async fn redeem(&self, client: &Registration, known: &Known, returned: Returned<'_>) -> Result<(CoreIdToken, String), OidcError> {
        let mut core = CoreClient::new(ClientId::new(client.client_id.clone()), issuer(&client.issuer)?, known.keys.clone())
            .set_token_uri(TokenUrl::new(known.metadata.token_endpoint.clone()).map_err(|_| ConnectError::Unreadable)?)
            .set_redirect_uri(redirect(client)?);
        if let Some(secret) = &client.client_secret {
            core = core.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned()));
        }
        if known.metadata.secret_in_body() {
            core = core.set_auth_type(AuthType::RequestBody);
        }
        let answer = core
            .exchange_code(AuthorizationCode::new(returned.code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(returned.verifier.to_owned()))
            .request_async(&self.http)
            .await
            .map_err(|error| match error {
                RequestTokenError::Request(error) => OidcError::Connect(error),
                RequestTokenError::ServerResponse(refusal) => OidcError::Refused(refusal.error().to_string()),
                RequestTokenError::Parse(..) | RequestTokenError::Other(_) => OidcError::Connect(ConnectError::Unreadable),
            })?;
        let token = answer.id_token().cloned().ok_or(OidcError::NoIdToken)?;
        Ok((token, answer.access_token().secret().clone()))
    }

    /// Adds what the ID token does not say. A signed answer is passed over: everything needed can stand in the ID token.
    async fn complete(&self, claims: &mut Map<String, Value>, url: &str, access: &str, subject: &str) -> Result<(), OidcError> {
        let found = match self.http.get_json::<Map<String, Value>>(url, Some(access)).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "userinfo was not answered; the ID token alone counts");
                return Ok(());
            }
        };
        // OpenID Connect Core, 5.3.2: without the same subject nothing of it may be used.
        if found.get("sub").and_then(Value::as_str) != Some(subject) {
            return Err(OidcError::ForeignUserinfo);
        }
        for (name, value) in found {
            claims.entry(name).or_insert(value);
        }
        Ok(())
    }

    /// Where the provider ends its own session, if it can.
    pub async fn end_session(&self, client: &Registration, back: &str) -> Result<Option<String>, OidcError> {
        let known = self.known(&client.issuer).await?;
        let Some(endpoint) = &known.metadata.end_session_endpoint else { return Ok(None) };
        let mut url = self.http.check(endpoint)?;
        url.query_pairs_mut().append_pair("client_id", &client.client_id).append_pair("post_logout_redirect_uri", back);
        Ok(Some(url.into()))
    }
}

/// How the protocol library sends its requests.
impl<'c> AsyncHttpClient<'c> for Outbound {
    type Error = ConnectError;
    type Future = BoxFuture<'c, Result<http::Response<Vec<u8>>, ConnectError>>;

    fn call(&'c self, request: http::Request<Vec<u8>>) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// The subject of a token that is signed by the provider, meant for us, for this sign-in, and still good.
fn verify(
    token: &CoreIdToken,
    client: &Registration,
    keys: &CoreJsonWebKeySet,
    nonce: &str,
    now: DateTime<Utc>,
) -> Result<String, ClaimsVerificationError> {
    let issuer = IssuerUrl::new(client.issuer.clone()).map_err(|error| ClaimsVerificationError::Other(error.to_string()))?;
    // Without the client secret, the verifier has nothing that it could take for the key of an HMAC.
    let verifier = CoreIdTokenVerifier::new_public_client(ClientId::new(client.client_id.clone()), issuer, keys.clone())
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || now - SKEW)
        .set_issue_time_verifier_fn(move |issued| if issued > now + SKEW { Err("issued in the future".to_owned()) } else { Ok(()) });
    let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned()))?;
    Ok(claims.subject().to_string())
}

/// All claims of a token that has been verified.
fn payload(token: &CoreIdToken) -> Option<Map<String, Value>> {
    let text = token.to_string();
    let middle = text.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).ok()?).ok()
}

fn issuer(text: &str) -> Result<IssuerUrl, OidcError> {
    IssuerUrl::new(text.to_owned()).map_err(|_| ConnectError::Address("expected https://…".to_owned()).into())
}

fn redirect(client: &Registration) -> Result<RedirectUrl, OidcError> {
    RedirectUrl::new(client.redirect_uri.clone()).map_err(|_| ConnectError::Address("expected https://…".to_owned()).into())
}
