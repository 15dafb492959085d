//! The viewer's zone on the server: the profile's, else the `tz` cookie's, else UTC.

use chrono::{NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use leptos::prelude::use_context;
use switchroom_types::Timestamp;

/// The request's zone; the middleware calls `provide_context(Zone)`.
#[derive(Clone, Copy, Debug)]
pub struct Zone {
    tz: Tz,
    fixed: bool,
}

impl Zone {
    /// From the profile (`fixed`: the browser must keep to it) or from the cookie. `None` for a name that is no IANA zone.
    pub fn parse(name: &str, fixed: bool) -> Option<Self> {
        Some(Self { tz: name.parse().ok()?, fixed })
    }

    pub fn name(self) -> &'static str {
        self.tz.name()
    }

    pub fn fixed(self) -> bool {
        self.fixed
    }

    /// The request's zone, for `<html data-zone data-zone-fixed>`.
    pub fn current() -> Option<Self> {
        use_context::<Self>()
    }
}

pub fn now() -> Timestamp {
    Utc::now().into()
}

fn tz() -> Tz {
    Zone::current().map_or(Tz::UTC, |zone| zone.tz)
}

/// `2026-11-20, 14:03:22` in the viewer's zone.
pub(super) fn wall_clock(at: Timestamp) -> String {
    at.to_utc().map(|at| at.with_timezone(&tz()).format("%Y-%m-%d, %H:%M:%S").to_string()).unwrap_or_default()
}

/// The value of an `<input type=datetime-local>` for this instant.
pub fn to_input(at: Timestamp) -> String {
    at.to_utc().map(|at| at.with_timezone(&tz()).format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// The instant that the viewer means with the value of an `<input type=datetime-local>`; the earlier one when clocks are
/// set back. RFC 3339 is taken as it is.
pub fn from_input(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"].iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
    tz().from_local_datetime(&local).earliest().map(|at| at.with_timezone(&Utc).into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{TimeFormat, text};
    use super::*;
    use leptos::prelude::{Owner, provide_context};

    fn in_zone<T>(name: &str, test: impl FnOnce() -> T) -> T {
        let owner = Owner::new();
        owner.with(|| {
            provide_context(Zone::parse(name, true).unwrap());
            test()
        })
    }

    /// HIST-04 Date text `YYYY-MM-DD, HH:mm:ss` in the viewer's zone.
    #[test]
    fn instants_are_written_in_the_viewers_zone() {
        let at: Timestamp = "2026-11-20T23:30:05Z".parse().unwrap();
        in_zone("Europe/Berlin", || {
            assert_eq!(text(at, TimeFormat::DateTime), "2026-11-21, 00:30:05");
            assert_eq!(text(at, TimeFormat::Date), "2026-11-21");
            assert_eq!(to_input(at), "2026-11-21T00:30");
        });
        assert_eq!(Owner::new().with(|| wall_clock(at)), "2026-11-20, 23:30:05");
    }

    #[test]
    fn inputs_are_read_in_the_viewers_zone() {
        in_zone("America/New_York", || {
            assert_eq!(from_input("2026-07-01T12:00").unwrap().to_string(), "2026-07-01T16:00:00.000000Z");
            assert_eq!(from_input("2026-07-01T12:00:00Z").unwrap().to_string(), "2026-07-01T12:00:00.000000Z");
            assert_eq!(from_input("yesterday"), None);
        });
    }

    #[test]
    fn recent_instants_are_relative() {
        let ago = |seconds: i64| Owner::new().with(|| text(now().plus_secs(-seconds), TimeFormat::Relative));
        assert_eq!(ago(5), "just now");
        assert_eq!(ago(61), "1 minute ago");
        assert_eq!(ago(7_300), "2 hours ago");
        assert_eq!(ago(800_000).len(), 10);
    }
}
