//! Running other programs: says what is run, and on failure what to do about it.

use std::{
    env,
    ffi::OsString,
    fmt, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

pub type Result<T = ()> = std::result::Result<T, Failure>;

/// What went wrong, and how a person puts it right.
#[derive(Debug)]
pub struct Failure {
    what: String,
    fix: Option<String>,
}

impl Failure {
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), fix: None }
    }

    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.fix.as_ref().map_or(Ok(()), |fix| write!(f, "\n  → {fix}"))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// Announces a step.
pub fn step(text: impl fmt::Display) {
    eprintln!("» {text}");
}

/// A program with its output on the terminal, run from the repository's root.
pub fn program(name: impl Into<OsString>) -> Command {
    let mut command = Command::new(name.into());
    command.current_dir(crate::tree::root());
    command
}

pub fn cargo() -> Command {
    program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end; a non-zero status is a failure that names the command.
pub fn run(command: &mut Command) -> Result {
    let shown = show(command);
    let status = command.status().map_err(|error| missing(command, &error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{shown}` failed ({status})"))) }
}

/// What the program wrote to standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let output = command.stdin(Stdio::null()).stderr(Stdio::piped()).output().map_err(|error| missing(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Err(Failure::new(format!("`{shown}` failed: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

fn missing(command: &Command, error: &io::Error) -> Failure {
    let name = command.get_program().to_string_lossy();
    let failure = Failure::new(format!("cannot run `{name}`: {error}"));
    match name.as_ref() {
        "npm" | "node" | "npx" => failure.fix("install Node.js 20 or newer: https://nodejs.org or your system's package `nodejs`"),
        "rustup" => failure.fix("install rustup: https://rustup.rs"),
        "cc" => failure.fix("install a C compiler, for instance `apt-get install build-essential` or `xcode-select --install`"),
        _ => failure,
    }
}

pub fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// The file that `name` would run, looked up in `extra` directories first, then in PATH.
pub fn which(name: &str, extra: &[PathBuf]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places = extra.iter().cloned().chain(env::split_paths(&path));
    places.find_map(|place| Some(place.join(name)).filter(|file| is_program(file)))
}

fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// PATH with our tools in front.
pub fn path_with(tools: &[PathBuf]) -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(tools.iter().cloned().chain(env::split_paths(&path))).unwrap_or(path)
}

/// Works on all items with as many threads as there are processors; the first failure is the answer.
pub fn side_by_side<T: Sync>(items: &[T], work: impl Fn(&T) -> Result + Sync) -> Result {
    let next = AtomicUsize::new(0);
    let take = || items.get(next.fetch_add(1, Ordering::Relaxed));
    let worker = || -> Result {
        while let Some(item) = take() {
            work(item)?;
        }
        Ok(())
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| Err(Failure::new("a worker panicked"))))
    })
}
