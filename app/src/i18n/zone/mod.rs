//! Instants as text in the viewer's zone. The server formats with chrono-tz, the browser with `Intl`, both to the same
//! letters, so that hydration finds what it expects.

#[cfg(not(feature = "ssr"))]
mod client;
#[cfg(feature = "ssr")]
mod server;

#[cfg(not(feature = "ssr"))]
pub use client::{adopt_browser_zone, from_input, now, to_input};
#[cfg(feature = "ssr")]
pub use server::{Zone, from_input, now, to_input};

#[cfg(not(feature = "ssr"))]
use client::wall_clock;
#[cfg(feature = "ssr")]
use server::wall_clock;

use crate::t;
use switchroom_types::Timestamp;

/// How much of an instant is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeFormat {
    /// `2026-11-20, 14:03:22` (HIST-04).
    #[default]
    DateTime,
    /// `2026-11-20`.
    Date,
    /// `5 minutes ago`; a date after a week.
    Relative,
    /// `14:03`, for what is of today.
    Clock,
}

impl TimeFormat {
    /// As kept in `data-format`, so that the browser can write the text again in its own zone.
    pub fn id(self) -> &'static str {
        match self {
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Relative => "relative",
            Self::Clock => "clock",
        }
    }

    pub fn parse(id: &str) -> Self {
        [Self::Date, Self::Relative, Self::Clock].into_iter().find(|format| format.id() == id).unwrap_or_default()
    }
}

/// The instant as the viewer reads it.
pub fn text(at: Timestamp, format: TimeFormat) -> String {
    match format {
        TimeFormat::DateTime => wall_clock(at),
        TimeFormat::Date => date(at),
        TimeFormat::Clock => clock(at),
        TimeFormat::Relative => relative(now().secs_since(at)).unwrap_or_else(|| date(at)),
    }
}

fn clock(at: Timestamp) -> String {
    let text = wall_clock(at);
    let time = text.split_once(", ").map_or(text.as_str(), |(_, time)| time);
    time.get(..5).unwrap_or(time).to_owned()
}

fn date(at: Timestamp) -> String {
    let mut text = wall_clock(at);
    text.truncate(text.find(',').unwrap_or(text.len()));
    text
}

fn relative(seconds: i64) -> Option<String> {
    match seconds {
        -60..60 => Some(t!(time::JUST_NOW).to_owned()),
        60..3_600 => Some(t!(time::MINUTES_AGO, n = seconds / 60)),
        3_600..86_400 => Some(t!(time::HOURS_AGO, n = seconds / 3_600)),
        86_400..604_800 => Some(t!(time::DAYS_AGO, n = seconds / 86_400)),
        _ => None,
    }
}
