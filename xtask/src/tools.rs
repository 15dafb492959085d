//! The build tools that rustup and Node do not bring: found where they fit, otherwise installed into the cache.

use crate::{
    process::{Failure, Result, cargo, output, path_with, program, run, step, which},
    tree,
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Must be the version of the `wasm-bindgen` crate in Cargo.toml, to the last digit.
const WASM_BINDGEN: &str = "0.2.130";
/// The newest Trunk that the pinned Rust version builds.
const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132.0.0";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Directories to put in front of PATH so that Trunk finds its tools.
pub struct Tools(Vec<PathBuf>);

impl Tools {
    /// Everything that building the client takes.
    pub fn for_client() -> Result<Self> {
        compiler()?;
        wasm_target()?;
        let cache = tree::cache()?.join("tools");
        let bin = cache.join("bin");
        // A locked dependency of wasm-bindgen-cli was withdrawn from the registry, hence no `--locked` there.
        cargo_tool(&cache, "wasm-bindgen", WASM_BINDGEN, "wasm-bindgen-cli", &[])?;
        cargo_tool(&cache, "trunk", TRUNK, "trunk", &["--locked", "--no-default-features", "--features", "rustls"])?;
        let binaryen = npm_tool(&cache, "binaryen", BINARYEN, "wasm-opt")?;
        Ok(Self(vec![bin, binaryen]))
    }

    pub fn command(&self, name: &str) -> Command {
        let file = which(name, &self.0).unwrap_or_else(|| name.into());
        let mut command = program(file);
        command.env("PATH", path_with(&self.0));
        command
    }
}

/// Cargo's own message for a missing linker is hard to read for newcomers.
fn compiler() -> Result {
    if which("cc", &[]).is_some() {
        return Ok(());
    }
    Err(Failure::new("no C compiler found").fix("`apt-get install build-essential`, `dnf install gcc`, or `xcode-select --install`"))
}

/// rustup adds the target; a Rust from a distribution may bring it already.
pub fn wasm_target() -> Result {
    let sysroot = PathBuf::from(output(program("rustc").args(["--print", "sysroot"]))?);
    if sysroot.join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    step("Adding the WebAssembly target to Rust");
    run(program("rustup").args(["target", "add", WASM_TARGET])).map_err(|failure| {
        Failure::new(failure.to_string())
            .fix(format!("run `rustup target add {WASM_TARGET}`, or install your system's package with Rust's standard library for it"))
    })
}

/// Installs a tool from crates.io unless the right version is in the cache or in PATH.
fn cargo_tool(cache: &Path, name: &str, version: &str, package: &str, options: &[&str]) -> Result {
    let bin = cache.join("bin");
    let found = which(name, std::slice::from_ref(&bin));
    if found
        .and_then(|file| output(program(file).arg("--version")).ok())
        .is_some_and(|text| text.split_whitespace().any(|word| word == version))
    {
        return Ok(());
    }
    step(format!("Installing {package} {version} into {} (a few minutes, once)", bin.display()));
    let mut install = cargo();
    install.args(["install", package, "--version", version, "--force", "--root"]).arg(cache).args(options);
    // Half the build time; the tools are quick enough without optimisation across crates.
    install
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64");
    install.env("CARGO_TARGET_DIR", cache.join("target"));
    run(install.env_remove("RUSTFLAGS"))?;
    let _ = fs::remove_dir_all(cache.join("target"));
    Ok(())
}

/// Installs an npm package into a folder of its own; answers where its programs are.
fn npm_tool(cache: &Path, package: &str, version: &str, name: &str) -> Result<PathBuf> {
    let folder = cache.join("node").join(format!("{package}-{version}"));
    let bin = folder.join("node_modules/.bin");
    if !bin.join(name).exists() {
        step(format!("Installing {package} {version} from npm"));
        fs::create_dir_all(&folder)?;
        let mut install = program("npm");
        install.args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(&folder);
        run(install.arg(format!("{package}@{version}")).current_dir(&folder))?;
    }
    Ok(bin)
}

/// Whether output should stay short, as on a build server.
pub fn is_ci() -> bool {
    env::var_os("CI").is_some()
}
