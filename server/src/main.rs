//! The `switchroom` command. Everything lives in the library, so that tests can start the server in-process.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    switchroom::cli::main()
}
