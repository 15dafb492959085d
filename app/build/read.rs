//! Reads and checks the locale folders.

use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The language that the others are compared with.
const REFERENCE: &str = "en";
/// CLDR plural categories, with the letter that stands for each in the tables.
pub const CATEGORIES: [(&str, char); 6] = [("zero", 'z'), ("one", 'o'), ("two", 't'), ("few", 'f'), ("many", 'm'), ("other", 'x')];

pub struct Language {
    pub code: String,
    /// As the language list shows it: `EN (US)`.
    pub label: String,
    pub dir: String,
    /// Separates thousands.
    pub group: String,
    /// Namespace, then key.
    pub texts: BTreeMap<String, BTreeMap<String, Message>>,
}

pub struct Message {
    /// One entry without category, or several plural categories.
    pub forms: Vec<(Option<char>, String)>,
    /// Sorted; for plurals `n` comes first.
    pub placeholders: Vec<String>,
}

pub fn languages(folder: &Path) -> Result<Vec<Language>, Vec<String>> {
    let mut problems = Vec::new();
    let mut languages = Vec::new();
    let mut folders: Vec<_> = fs::read_dir(folder).map_err(|error| vec![format!("{}: {error}", folder.display())])?.flatten().collect();
    // The reference comes first and is the fallback; the others follow by name.
    folders.sort_by_key(|entry| (entry.file_name() != *REFERENCE, entry.file_name()));
    for entry in folders.iter().filter(|entry| entry.path().is_dir()) {
        match language(&entry.path()) {
            Ok(language) => languages.push(language),
            Err(mut found) => problems.append(&mut found),
        }
    }
    if let Some((reference, others)) = languages.split_first() {
        for other in others {
            compare(reference, other, &mut problems);
        }
    }
    if problems.is_empty() { Ok(languages) } else { Err(problems) }
}

fn language(folder: &Path) -> Result<Language, Vec<String>> {
    let mut problems = Vec::new();
    let mut texts = BTreeMap::new();
    let mut about = Map::new();
    let code = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    for path in fs::read_dir(folder).map_err(|error| vec![error.to_string()])?.flatten().map(|entry| entry.path()) {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let place = format!("locales/{code}/{name}.json");
        let parsed = fs::read_to_string(&path).map_err(|error| error.to_string()).and_then(|text| parse(&text));
        match parsed {
            Err(error) => problems.push(format!("{place}: {error}")),
            Ok(map) if name == "_language" => about = map,
            Ok(map) => {
                let messages = map.iter().filter_map(|(key, value)| match message(key, value) {
                    Ok(message) => Some((key.clone(), message)),
                    Err(error) => {
                        problems.push(format!("{place}: `{key}`: {error}"));
                        None
                    }
                });
                let messages = messages.collect();
                texts.insert(name, messages);
            }
        }
    }
    let mut field = |name: &str| match about.get(name).and_then(Value::as_str) {
        Some(text) => text.to_owned(),
        None => {
            problems.push(format!("locales/{code}/_language.json: `{name}` is missing"));
            String::new()
        }
    };
    let language = Language { label: field("label"), dir: field("dir"), group: field("group"), code, texts };
    if problems.is_empty() { Ok(language) } else { Err(problems) }
}

/// Refuses a key that appears twice, which `serde_json::Map` alone would silently merge.
fn parse(text: &str) -> Result<Map<String, Value>, String> {
    let map: Map<String, Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut seen = BTreeSet::new();
    for line in text.lines() {
        // One entry per line with two spaces of indentation is the house format; deeper lines are plural forms.
        let Some(rest) = line.strip_prefix("  \"") else { continue };
        let Some((key, _)) = rest.split_once('"') else { continue };
        if !seen.insert(key) {
            return Err(format!("`{key}` appears twice"));
        }
    }
    Ok(map)
}

fn message(key: &str, value: &Value) -> Result<Message, String> {
    if !key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.') {
        return Err("keys are snake_case".to_owned());
    }
    let mut forms = Vec::new();
    match value {
        Value::String(text) => forms.push((None, text.clone())),
        Value::Object(map) => {
            for (category, text) in map {
                let known = CATEGORIES.iter().find(|(name, _)| name == category);
                let (_, letter) = known.ok_or_else(|| format!("`{category}` is no plural category"))?;
                forms.push((Some(*letter), text.as_str().ok_or("plural forms are texts")?.to_owned()));
            }
            if !map.contains_key("other") {
                return Err("the plural form `other` is missing".to_owned());
            }
        }
        _ => return Err("a text or an object of plural forms is expected".to_owned()),
    }
    let mut names = BTreeSet::new();
    for (_, text) in &forms {
        for part in text.split('{').skip(1) {
            let (name, _) = part.split_once('}').ok_or("`{` without `}`")?;
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                return Err(format!("`{{{name}}}` is no placeholder name"));
            }
            names.insert(name.to_owned());
        }
    }
    // `n` comes first: it chooses the plural form.
    let counted = names.remove("n") || value.is_object();
    let placeholders: Vec<_> = counted.then(|| "n".to_owned()).into_iter().chain(names).collect();
    if placeholders.len() > 9 {
        return Err("at most nine placeholders".to_owned());
    }
    Ok(Message { forms, placeholders })
}

fn compare(reference: &Language, other: &Language, problems: &mut Vec<String>) {
    let (a, b) = (&reference.code, &other.code);
    let namespaces: BTreeSet<_> = reference.texts.keys().chain(other.texts.keys()).collect();
    for namespace in namespaces {
        let (Some(left), Some(right)) = (reference.texts.get(namespace), other.texts.get(namespace)) else {
            let missing = if other.texts.contains_key(namespace) { a } else { b };
            problems.push(format!("locales/{missing}/{namespace}.json is missing"));
            continue;
        };
        for (key, message) in left {
            match right.get(key) {
                None => problems.push(format!("locales/{b}/{namespace}.json lacks `{key}`")),
                Some(found) if found.placeholders != message.placeholders => problems.push(format!(
                    "locales/{b}/{namespace}.json: `{key}` uses {:?}, {a} uses {:?}",
                    found.placeholders, message.placeholders
                )),
                Some(_) => {}
            }
        }
        for key in right.keys().filter(|key| !left.contains_key(*key)) {
            problems.push(format!("locales/{b}/{namespace}.json has `{key}`, which {a} does not know"));
        }
    }
}
