//! The language of every text on screen. Texts live in `app/locales/<language>/<namespace>.json`; `build.rs` checks them
//! and generates one constant per key, so that a misspelt key or placeholder does not compile. See
//! `docs/decisions/0003-own-translations.md`.

mod error;
mod format;
mod language;
mod viewer;
pub mod zone;

pub use error::{country_name, name_of, tr_error, tr_field_error, tr_field_error_in};
pub use format::Arg;
pub use viewer::{current, number};

use format::fill;
use language::About;

#[allow(clippy::all)]
mod generated {
    use super::{About, Arg, Text, fill};
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));

    pub(super) fn about(lang: Lang) -> &'static About {
        lang.about()
    }
}

pub use generated::{Lang, keys};

/// A text, not yet in any language: one for each of [`Lang::ALL`]. Usable as it is unless it has placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(&'static [&'static str]);

/// Name, text and placeholders, sorted by name.
type Named = &'static [(&'static str, Text, &'static [&'static str])];

impl Text {
    /// The text in the viewer's language.
    pub fn text(self) -> &'static str {
        self.in_language(current())
    }

    fn in_language(self, lang: Lang) -> &'static str {
        self.0.get(lang as usize).copied().unwrap_or_default()
    }
}

/// A text in the viewer's language: `t!(users::TITLE)` is a `&'static str`, `t!(users::COUNT, n = 5)` a `String`.
/// In a text with plural forms `n` chooses the form.
#[macro_export]
macro_rules! t {
    ($namespace:ident :: $key:ident) => {
        $crate::i18n::keys::$namespace::$key.text()
    };
    ($namespace:ident :: $key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::keys::$namespace::$key { $($name: $crate::i18n::Arg::from(&$value)),+ }.text()
    };
}

pub use crate::t;
