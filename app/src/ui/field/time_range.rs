//! From and to, each optional, in the viewer's zone (HIST-15).

use super::{Frame, error_view};
use crate::i18n::{t, zone};
use leptos::prelude::*;
use switchroom_types::Timestamp;

/// Both ends are inclusive; `None` leaves that side open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeRange {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
}

impl TimeRange {
    /// The end lies before the start.
    pub fn is_reversed(self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to < from)
    }
}

/// Presets in hours.
const PRESETS: [i64; 4] = [1, 24, 7 * 24, 30 * 24];

#[component]
pub fn TimeRangeField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: RwSignal<TimeRange>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
) -> impl IntoView {
    let frame = Frame::new(&name, id, label, false, None, error);
    let reversed = Signal::derive(move || value.get().is_reversed().then(|| t!(ui::END_BEFORE_START).to_owned()));
    let (from_id, to_id, reversed_id) = (format!("{}-from", frame.id), format!("{}-to", frame.id), format!("{}-reversed", frame.id));
    let input = |at: Option<Timestamp>| at.map(zone::to_input).unwrap_or_default();
    let described_by = reversed_id.clone();
    let preset = move |hours: i64| {
        let label = if hours < 24 { t!(ui::LAST_HOURS, n = hours) } else { t!(ui::LAST_DAYS, n = hours / 24) };
        let choose = move |_| value.set(TimeRange { from: Some(zone::now().plus_secs(-hours * 3_600)), to: None });
        view! { <button type="button" class="button button-small" on:click=choose>{label}</button> }
    };
    let controls = view! {
        <div class="form-grid">
            <div class="field">
                <label class="field-help" for=from_id.clone()>{t!(ui::FROM)}</label>
                <input
                    class="input"
                    type="datetime-local"
                    id=from_id
                    name=format!("{name}_from")
                    prop:value=move || input(value.get().from)
                    on:change:target=move |event| {
                        let at = zone::from_input(&event.target().value());
                        value.update(|range| range.from = at);
                    }
                />
            </div>
            <div class="field">
                <label class="field-help" for=to_id.clone()>{t!(ui::TO)}</label>
                <input
                    class="input"
                    type="datetime-local"
                    id=to_id
                    name=format!("{name}_to")
                    aria-invalid=move || reversed.with(Option::is_some).then_some("true")
                    aria-describedby=described_by
                    prop:value=move || input(value.get().to)
                    on:change:target=move |event| {
                        let at = zone::from_input(&event.target().value());
                        value.update(|range| range.to = at);
                    }
                />
            </div>
        </div>
        {error_view(reversed_id, reversed)}
        <div class="row">{PRESETS.into_iter().map(preset).collect_view()}</div>
    };
    frame.around_group(controls.into_any())
}
