//! Stores each compressible file of the client also as brotli and gzip, at their best levels, so that the server
//! compresses nothing itself.

use crate::{
    process::{Result, side_by_side, step},
    tree,
};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

const WORTHWHILE: [&str; 9] = ["js", "wasm", "pack", "css", "svg", "json", "webmanifest", "html", "txt"];

pub fn directory(path: &Path) -> Result {
    let files: Vec<PathBuf> = tree::files(path)?.into_iter().filter(|file| is_compressible(file)).collect();
    step(format!("Compressing {} files", files.len()));
    side_by_side(&files, |file| {
        let plain = fs::read(file)?;
        keep_if_smaller(file, "br", &plain, brotli(&plain)?)?;
        keep_if_smaller(file, "gz", &plain, gzip(&plain)?)
    })
}

fn is_compressible(file: &Path) -> bool {
    file.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| WORTHWHILE.contains(&extension))
}

fn keep_if_smaller(file: &Path, extension: &str, plain: &[u8], packed: Vec<u8>) -> Result {
    if packed.len() < plain.len() {
        fs::write(PathBuf::from(format!("{}.{extension}", file.display())), packed)?;
    }
    Ok(())
}

fn brotli(plain: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: plain.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*plain, &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?)
}
