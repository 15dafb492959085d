//! An instant in the viewer's zone.

use crate::i18n::zone::{self, TimeFormat};
use leptos::prelude::*;
use switchroom_types::Timestamp;

/// `<time datetime>`: the server writes it in the zone it knows, the browser corrects it if that was not the viewer's
/// (`zone::adopt_browser_zone`). Cheap enough for table cells: no signal, no effect.
#[component]
pub fn Time(at: Timestamp, #[prop(optional)] format: TimeFormat) -> impl IntoView {
    let title = (format != TimeFormat::DateTime).then(|| zone::text(at, TimeFormat::DateTime));
    view! {
        <time datetime=at.to_string() data-format=format.id() title=title>
            {zone::text(at, format)}
        </time>
    }
    .into_any()
}
