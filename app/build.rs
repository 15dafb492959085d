//! Turns `locales/<language>/<namespace>.json` into compile-checked constants and static tables (see `src/i18n`).
//! The build fails when a language lacks a key, has one too many, or uses other placeholders than English.

#[path = "build/emit.rs"]
mod emit;
#[path = "build/read.rs"]
mod read;

use std::{env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<(), Vec<String>> {
    let languages = read::languages(Path::new("locales"))?;
    let code = emit::module(&languages);
    let out = env::var("OUT_DIR").map_err(|error| vec![error.to_string()])?;
    fs::write(Path::new(&out).join("i18n.rs"), code).map_err(|error| vec![error.to_string()])
}
