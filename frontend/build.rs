//! Linker options of the client.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // `cargo xtask split` tells by the relocations which code needs which.
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
