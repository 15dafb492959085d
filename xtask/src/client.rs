//! The client in `dist/`: Trunk's bundle (divided by its hook, `split.rs`), the styles as one file, the public files, for a
//! release precompressed. Nothing is built again while its sources stay the same.

mod compress;
mod fingerprint;
pub mod split;
mod styles;

use crate::{
    process::{Result, run, step},
    tools::{Tools, is_ci},
    tree,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// Smallest to load: optimised for size across all crates, wasm-opt, brotli 11.
    Release,
    /// Quickest to build, for developing and browser tests.
    Development,
}

impl Quality {
    fn profile(self) -> &'static str {
        match self {
            Self::Release => "client",
            Self::Development => "client-dev",
        }
    }
}

/// Brings the client up to date and answers where it is.
pub fn build(quality: Quality) -> Result<PathBuf> {
    let dist = tree::dist().join(quality.profile());
    let stamp = dist.with_extension("built-from");
    let wanted = fingerprint::of_client(quality)?;
    if fs::read_to_string(&stamp).is_ok_and(|built| built == wanted) {
        return Ok(dist);
    }
    let _ = fs::remove_file(&stamp);
    let bundle = bundle(quality)?;
    assemble(&bundle, &dist, quality)?;
    fs::write(stamp, wanted)?;
    Ok(dist)
}

/// Trunk compiles; its hook divides, binds and (for a release) shrinks the WebAssembly.
fn bundle(quality: Quality) -> Result<PathBuf> {
    let out = tree::dist().join("trunk").join(quality.profile());
    let stamp = out.with_extension("built-from");
    let wanted = fingerprint::of_code(quality)?;
    if out.is_dir() && fs::read_to_string(&stamp).is_ok_and(|built| built == wanted) {
        return Ok(out);
    }
    let tools = Tools::for_client()?;
    step(match quality {
        Quality::Release => "Building the client (a few minutes the first time)",
        Quality::Development => "Building the client, development quality",
    });
    fs::create_dir_all(&out)?;
    let mut trunk = tools.command("trunk");
    trunk.args(["build", "--cargo-profile", quality.profile(), "--dist"]).arg(&out);
    if quality == Quality::Release {
        trunk.arg("--release");
    }
    trunk.args(["--log", if is_ci() { "warn" } else { "error" }]).env_remove("NO_COLOR").env("CARGO_TARGET_DIR", tree::target());
    run(&mut trunk)?;
    fs::write(stamp, wanted)?;
    Ok(out)
}

fn assemble(bundle: &Path, dist: &Path, quality: Quality) -> Result {
    // Built aside and swapped in, so that an interrupted run leaves no half-made directory behind.
    let fresh = dist.with_extension("new");
    let _ = fs::remove_dir_all(&fresh);
    let pkg = fresh.join("pkg");
    tree::copy(bundle, &pkg)?;
    fs::remove_file(pkg.join("index.html"))?;
    fs::write(pkg.join("switchroom.css"), styles::bundle()?)?;
    tree::copy(&tree::root().join("public"), &fresh)?;
    if quality == Quality::Release {
        compress::directory(&fresh)?;
    }
    let _ = fs::remove_dir_all(dist);
    fs::rename(fresh, dist)?;
    Ok(())
}
