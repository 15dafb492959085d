//! Collects settings as text from file and environment, remembers where each came from, and reports problems together.

use super::keys::{KEYS, Key};
use secrecy::SecretString;
use std::{collections::BTreeMap, fmt, path::Path, str::FromStr};

const PREFIX: &str = "SWITCHROOM_";
/// Names the file itself, so it is no setting.
const CONFIG: &str = "SWITCHROOM_CONFIG";

/// Everything that stands in the way of starting, one line each.
#[derive(Debug)]
pub struct SettingsError(Vec<String>);

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the settings cannot be used:")?;
        self.0.iter().try_for_each(|line| write!(f, "\n  {line}"))
    }
}

impl std::error::Error for SettingsError {}

#[derive(Clone, Debug)]
struct Value {
    text: String,
    source: String,
}

/// The raw settings, by name.
#[derive(Clone, Debug, Default)]
pub struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// Reads `path` (the default file may be absent) and the process environment.
    pub fn load(path: Option<&Path>) -> Result<Self, SettingsError> {
        let name = path.unwrap_or(Path::new("switchroom.toml"));
        let shown = name.display().to_string();
        let text = match std::fs::read_to_string(name) {
            Ok(text) => Some(text),
            Err(error) if path.is_none() && error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(SettingsError(vec![format!("{shown}: {error}")])),
        };
        let environment =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())));
        Self::collect(text.as_deref().map(|text| (shown.as_str(), text)), environment)
    }

    /// From a TOML text and name–value pairs; pairs without our prefix are not ours.
    pub fn collect(file: Option<(&str, &str)>, environment: impl Iterator<Item = (String, String)>) -> Result<Self, SettingsError> {
        let mut values = Self::default();
        let mut problems = Vec::new();
        if let Some((name, text)) = file {
            match text.parse::<toml::Table>() {
                Ok(table) => table.into_iter().for_each(|(key, value)| match (key_named(&key), plain(&value)) {
                    (None, _) => {
                        problems.push(format!("{name}: there is no setting `{key}`{}", suggestion(&key, |key| format!("`{key}`"))))
                    }
                    (_, None) => problems.push(format!("{name}, {key}: expected text, a number, true or false, or a list of those")),
                    (Some(known), Some(text)) => drop(values.0.insert(known.name, Value { text, source: format!("{name}, {key}") })),
                }),
                Err(error) => problems.push(format!("{name}: {}", error.to_string().trim_end())),
            }
        }
        for (name, text) in environment.filter(|(name, _)| name.starts_with(PREFIX) && name != CONFIG) {
            let key = name.trim_start_matches(PREFIX).to_ascii_lowercase();
            match key_named(&key) {
                Some(known) => drop(values.0.insert(known.name, Value { text, source: name })),
                None => {
                    let likely = suggestion(&key, |key| format!("{PREFIX}{}", key.to_ascii_uppercase()));
                    problems.push(format!("{name}: there is no such setting{likely}"));
                }
            }
        }
        if problems.is_empty() { Ok(values) } else { Err(SettingsError(problems)) }
    }

    /// Puts a value on top, as the command line does.
    pub fn set(&mut self, name: &'static str, text: impl Into<String>, source: &str) {
        self.0.insert(name, Value { text: text.into(), source: source.to_owned() });
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// One line per setting for `config check`; secrets only as set or not set.
    pub fn describe(&self) -> String {
        let line = |key: &Key| match self.0.get(key.name) {
            Some(value) => format!("{} = {} ({})", key.name, if key.secret { "set" } else { &value.text }, value.source),
            None => format!("{} not set: {}", key.name, key.help),
        };
        KEYS.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn key_named(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// Scalars and lists of them as text; tables have no place here.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        toml::Value::Array(items) => items.iter().map(plain).collect::<Option<Vec<_>>>().map(|items| items.join(",")),
        _ => None,
    }
}

fn suggestion(name: &str, show: impl Fn(&str) -> String) -> String {
    let likely = KEYS.iter().map(|key| (distance(name, key.name), key.name)).filter(|(far, key)| *far <= 2 || key.starts_with(name)).min();
    likely.map(|(_, key)| format!("; did you mean {}?", show(key))).unwrap_or_default()
}

/// Levenshtein distance, to name the setting that was probably meant.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut next = vec![i + 1];
        for ((y, above_left), above) in b.bytes().zip(&row).zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or(0);
            next.push((above_left + usize::from(x != y)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// Turns text into typed values and gathers what does not fit.
pub struct Reader {
    values: Values,
    problems: Vec<String>,
}

impl Reader {
    pub fn new(values: Values) -> Self {
        Self { values, problems: Vec::new() }
    }

    pub fn problem(&mut self, text: impl Into<String>) {
        self.problems.push(text.into());
    }

    pub fn optional<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Option<T> {
        let value = self.values.0.get(name)?;
        match value.text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.problems.push(format!("{}: {:?}: {error}", value.source, value.text));
                None
            }
        }
    }

    pub fn or<T: FromStr<Err: fmt::Display>>(&mut self, name: &str, otherwise: T) -> T {
        self.optional(name).unwrap_or(otherwise)
    }

    /// An empty text counts as absent, so that a variable can be switched off.
    pub fn secret(&mut self, name: &str) -> Option<SecretString> {
        self.values.0.get(name).filter(|value| !value.text.is_empty()).map(|value| SecretString::from(value.text.clone()))
    }

    pub fn list<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, &'static str>) -> Vec<T> {
        let Some(value) = self.values.0.get(name) else { return Vec::new() };
        let mut list = Vec::new();
        for part in value.text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match parse(part) {
                Ok(item) => list.push(item),
                Err(error) => self.problems.push(format!("{}: {part:?}: {error}", value.source)),
            }
        }
        list
    }

    pub fn finish<T>(self, settings: T) -> Result<T, SettingsError> {
        if self.problems.is_empty() { Ok(settings) } else { Err(SettingsError(self.problems)) }
    }
}
