//! The `switchroom` command. Everything lives in the library, so that tests can start the server in-process.

fn main() -> std::process::ExitCode {
    switchroom::cli::main()
}
