//! Random text.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 192 random bits.
pub fn generate() -> std::io::Result<String> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
