//! Programs that the operating system provides: found, or on Debian installed when we may.

use crate::process::{Failure, Result, output, program, run, step, which};
use std::{env, path::PathBuf, sync::Once};

/// Where `name` is; installs Debian's `package` if it is missing and this is root.
pub fn provide(names: &[&str], places: &[PathBuf], package: &str) -> Result<PathBuf> {
    let find = || names.iter().find_map(|name| which(name, places));
    if let Some(found) = find() {
        return Ok(found);
    }
    let name = names.first().copied().unwrap_or_default();
    let missing = || Failure::new(format!("{name} is missing")).fix(format!("install it, for instance with `apt-get install {package}`"));
    if !is_root() || which("apt-get", &[]).is_none() {
        return Err(missing());
    }
    step(format!("Installing {package} with apt-get"));
    static LISTS: Once = Once::new();
    LISTS.call_once(|| drop(output(program("apt-get").args(["update", "-qq"]))));
    run(program("apt-get").args(["install", "-y", "-qq", "--no-install-recommends", package]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    find().ok_or_else(missing)
}

pub fn is_root() -> bool {
    cfg!(unix) && output(program("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// An environment variable that is set to something.
pub fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
