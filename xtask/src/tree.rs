//! Where things are: the repository, the build directory, the cache of tools.

use crate::process::{Failure, Result};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// The repository's root: cargo runs this program from anywhere inside it.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Cargo's build directory.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}

/// What is made for use: clients and the release.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Build tools outlive the clone, so that the next one starts quickly.
pub fn cache() -> Result<PathBuf> {
    if let Some(path) = env::var_os("XTASK_CACHE_DIR") {
        return Ok(path.into());
    }
    let base = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")));
    base.map(|base| base.join("switchroom"))
        .ok_or_else(|| Failure::new("HOME is not set").fix("set XTASK_CACHE_DIR to a directory for build tools"))
}

/// All files below `path`, sorted; nothing if it does not exist.
pub fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if path.is_file() {
        found.push(path.to_owned());
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            found.extend(files(&entry?.path())?);
        }
    }
    found.sort();
    Ok(found)
}

pub fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let goal = to.join(file.strip_prefix(from).unwrap_or(&file));
        if let Some(parent) = goal.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(&file, goal)?;
    }
    Ok(())
}
