//! Icons from the sprite `public/icons.svg` (made by `style/icons.mjs`).

use leptos::prelude::*;

/// A decorative icon; the text beside it or the button around it carries the name.
#[component]
pub fn Icon(
    /// Name in the sprite.
    name: &'static str,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let directed =
        matches!(name, "arrow-left" | "arrow-right" | "chevron-left" | "chevron-right" | "external" | "log-out" | "send" | "undo");
    let class = match (large, directed) {
        (false, false) => "icon",
        (true, false) => "icon icon-large",
        (false, true) => "icon icon-directed",
        (true, true) => "icon icon-large icon-directed",
    };
    view! {
        <svg class=class aria-hidden="true">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::{fs, path::Path};

    fn sources(folder: &Path, visit: &mut impl FnMut(&str)) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                sources(&entry.path(), visit);
            } else {
                visit(&fs::read_to_string(entry.path()).unwrap());
            }
        }
    }

    #[test]
    fn every_icon_that_is_used_is_in_the_sprite() {
        let sprite = fs::read_to_string("../public/icons.svg").unwrap();
        let mut missing = Vec::new();
        sources(Path::new("src"), &mut |source| {
            for marker in ["<Icon name=\"", "icon=\"", "icon: \"", ".icon(\""] {
                for name in source.split(marker).skip(1).filter_map(|rest| rest.split('"').next()) {
                    if !name.contains('\\') && !sprite.contains(&format!("<symbol id=\"{name}\"")) {
                        missing.push(name.to_owned());
                    }
                }
            }
        });
        assert!(missing.is_empty(), "add to style/icons.mjs: {missing:?}");
    }
}
