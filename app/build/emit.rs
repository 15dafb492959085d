//! Writes the generated module: one constant or struct per key, which holds its text in all languages. There is no table
//! of all texts: a text travels with the code that shows it, into the part of the client that shows it.

use crate::read::{Language, Message};
use std::{fmt::Write, iter};

/// A placeholder in the tables is this character and the digit of its position.
const PLACEHOLDER: char = '\u{1}';
/// Ends each plural form; a text that starts with it is a plural.
const PLURAL: char = '\u{2}';

pub fn module(languages: &[Language]) -> String {
    let mut code = String::from("// Generated from app/locales by app/build.rs.\n\n");
    write_languages(&mut code, languages);
    for language in languages {
        let Language { code: tag, label, dir, group, .. } = language;
        let _ = writeln!(
            code,
            "static {}: About = About {{ code: {tag:?}, label: {label:?}, dir: {dir:?}, group: {group:?} }};\n",
            about(language)
        );
    }
    if let Some((reference, others)) = languages.split_first() {
        write_keys(&mut code, reference, others);
    }
    code
}

fn about(language: &Language) -> String {
    format!("ABOUT_{}", language.code.to_uppercase())
}

fn write_languages(code: &mut String, languages: &[Language]) {
    code.push_str("/// The languages that this build contains; the first is the fallback.\n");
    code.push_str("#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]\npub enum Lang {\n");
    for (index, language) in languages.iter().enumerate() {
        let _ =
            writeln!(code, "    /// {}\n    {}{},", language.label, if index == 0 { "#[default]\n    " } else { "" }, variant(language));
    }
    code.push_str("}\n\nimpl Lang {\n    pub const ALL: &'static [Self] = &[");
    for language in languages {
        let _ = write!(code, "Self::{}, ", variant(language));
    }
    code.push_str("];\n\n    fn about(self) -> &'static About {\n        match self {\n");
    for language in languages {
        let _ = writeln!(code, "            Self::{} => &{},", variant(language), about(language));
    }
    code.push_str("        }\n    }\n}\n\n");
}

fn variant(language: &Language) -> String {
    let mut chars = language.code.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn write_keys(code: &mut String, reference: &Language, others: &[Language]) {
    let mut named = String::new();
    code.push_str("/// One module per namespace, one constant per text, one struct per text with placeholders.\n");
    code.push_str("#[allow(non_camel_case_types)]\npub mod keys {\n");
    for (namespace, texts) in &reference.texts {
        let mut names = String::new();
        let _ =
            writeln!(code, "    pub mod {namespace} {{\n        #[allow(unused_imports)]\n        use super::super::{{Arg, Text, fill}};");
        for (key, message) in texts {
            let translated = others.iter().filter_map(|other| other.texts.get(namespace)?.get(key));
            let text: Vec<_> = iter::once(message).chain(translated).map(encode).collect();
            if key.contains('.') || namespace == "errors" {
                // Looked up by name at run time.
                let _ = writeln!(names, "    ({key:?}, Text(&{text:?}), &{:?}),", message.placeholders);
            } else {
                write_key(code, key, message, &text);
            }
        }
        code.push_str("    }\n");
        if !names.is_empty() {
            let _ = writeln!(named, "pub(super) static {}: super::Named = &[\n{names}];\n", namespace.to_uppercase());
        }
    }
    code.push_str("}\n\n/// Texts that are looked up by name, a table for each namespace: sorted, with their placeholders in order.\n");
    code.push_str(&named);
}

fn write_key(code: &mut String, key: &str, message: &Message, text: &[String]) {
    let name = key.to_uppercase();
    let shown = message.forms.last().map(|(_, text)| text.as_str()).unwrap_or_default().replace('\n', " ");
    let _ = writeln!(code, "        /// {shown:?}");
    if message.placeholders.is_empty() {
        let _ = writeln!(code, "        pub const {name}: Text = Text(&{text:?});");
        return;
    }
    let fields: Vec<_> = message.placeholders.iter().map(|name| format!("pub {name}: Arg<'a>")).collect();
    let args: Vec<_> = message.placeholders.iter().map(|name| format!("self.{name}")).collect();
    let _ = writeln!(code, "        pub struct {name}<'a> {{ {} }}", fields.join(", "));
    let _ = writeln!(
        code,
        "        impl {name}<'_> {{\n            pub fn text(self) -> String {{ fill(Text(&{text:?}), &[{}]) }}\n        }}",
        args.join(", ")
    );
}

fn encode(message: &Message) -> String {
    let mut out = String::new();
    for (category, text) in &message.forms {
        let mut text = text.clone();
        for (position, name) in message.placeholders.iter().enumerate() {
            text = text.replace(&format!("{{{name}}}"), &format!("{PLACEHOLDER}{position}"));
        }
        match category {
            None => out.push_str(&text),
            Some(letter) => {
                let _ = write!(out, "{PLURAL}{letter}{text}");
            }
        }
    }
    out
}
