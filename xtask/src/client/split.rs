//! Divides the client's WebAssembly, so that a page loads its own code and what every page needs, not the other pages'.
//!
//! `wasm_split_cli_support` takes apart what cargo has linked: a main module, one for each area of pages (`lazy!` in
//! `app/src/shell/lazy.rs`), and one for each set of areas that have code in common. The last are many and mostly tiny;
//! they are put into the file of each area that needs them, so that an area is one request. Only what is large and shared
//! (the table) is a file of its own. `loader.js` takes them up in the browser.

use super::Quality;
use crate::{
    process::{Failure, Result, output, run, side_by_side, step},
    tools::Tools,
    tree,
};
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

/// From this size in bytes code of several areas is a file of its own.
const LARGE: usize = 48 * 1024;
const LOADER: &str = "__wasm_split.js";
/// What rustc's output uses, and nothing newer.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// Trunk's hook: replaces the undivided client in the directory that Trunk names.
pub fn hook() -> Result {
    let out = env::var_os("TRUNK_STAGING_DIR")
        .ok_or_else(|| Failure::new("`cargo xtask split` is a step of Trunk's build").fix("run `cargo xtask client`"))?;
    let quality = if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") { Quality::Release } else { Quality::Development };
    divide(quality, Path::new(&out))
}

fn divide(quality: Quality, out: &Path) -> Result {
    let linked = tree::target().join("wasm32-unknown-unknown").join(quality.profile()).join("switchroom.wasm");
    let work = tree::target().join("split").join(quality.profile());
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work)?;
    let main = work.join("main.wasm");
    let areas = split(&fs::read(linked)?, &work, &main)?;

    let tools = Tools::for_client()?;
    let mut bind = tools.command("wasm-bindgen");
    // The areas' modules take what the linker has exported from the main one.
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle", "--out-name", "switchroom", "--out-dir"]);
    run(bind.arg(out).arg(&main))?;
    if quality == Quality::Release {
        let mut modules = vec![out.join("switchroom_bg.wasm")];
        modules.extend(areas.values().flatten().map(|module| file(&work, module)));
        modules.sort();
        modules.dedup();
        shrink(&tools, &modules)?;
    }
    pack(&areas, &work, out)
}

/// The modules of each area, by name; they are in `work` afterwards.
fn split(linked: &[u8], work: &Path, main: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut options = wasm_split_cli_support::Options::new(linked);
    options.output_dir = work;
    options.main_out_path = main;
    options.main_module = "./switchroom.js";
    let link_name = format!("./{LOADER}");
    options.link_name = &link_name;
    let divided = wasm_split_cli_support::transform(options).map_err(|error| Failure::new(format!("dividing the client: {error:#}")))?;
    Ok(divided.prefetch_map.into_iter().collect())
}

fn file(work: &Path, module: &str) -> PathBuf {
    work.join(format!("{module}.wasm"))
}

fn shrink(tools: &Tools, modules: &[PathBuf]) -> Result {
    step(format!("Shrinking {} modules", modules.len()));
    side_by_side(modules, |module| {
        // Its warnings are about names that it then leaves out.
        output(tools.command("wasm-opt").arg("-Oz").args(FEATURES).arg(module).arg("-o").arg(module)).map(drop)
    })
}

/// Writes the files of all areas, the list of them for the server, and the loader.
fn pack(areas: &BTreeMap<String, Vec<String>>, work: &Path, out: &Path) -> Result {
    let mut modules = BTreeMap::new();
    for module in areas.values().flatten() {
        let takers = areas.values().filter(|taken| taken.contains(module)).count();
        let code = fs::read(file(work, module))?;
        modules.insert(module, (takers > 1 && code.len() >= LARGE, code));
    }
    let numbered: Vec<_> = modules.keys().copied().collect();
    let mut files = BTreeMap::new();
    for (area, taken) in areas {
        let mut own = Vec::new();
        let mut names = Vec::new();
        for module in taken {
            let (Some((apart, code)), Ok(number)) = (modules.get(module), numbered.binary_search(&module)) else { continue };
            if *apart {
                let name = format!("{module}.pack");
                fs::write(out.join(&name), packed(&[(number, code)])?)?;
                names.push(name);
            } else {
                own.push((number, code));
            }
        }
        let name = format!("{area}.pack");
        fs::write(out.join(&name), packed(&own)?)?;
        names.push(name);
        files.insert(area, names);
    }
    let list = serde_json::to_string(&files).map_err(|error| Failure::new(error.to_string()))?;
    let exports =
        areas.keys().fold(String::new(), |text, area| text + &format!("export const __wasm_split_load_{area} = loader(\"{area}\");\n"));
    fs::write(out.join(LOADER), format!("const files = {list};\n{}{exports}", include_str!("loader.js")))?;
    Ok(fs::write(out.join("areas.json"), list)?)
}

/// Modules with their numbers as one file; `loader.js` describes it.
fn packed(modules: &[(usize, &Vec<u8>)]) -> Result<Vec<u8>> {
    let word = |number: usize| u32::try_from(number).map(u32::to_le_bytes).map_err(|error| Failure::new(error.to_string()));
    let mut file = word(modules.len())?.to_vec();
    for (number, code) in modules {
        file.extend(word(*number)?);
        file.extend(word(code.len())?);
    }
    for (_, code) in modules {
        file.extend_from_slice(code);
    }
    Ok(file)
}
