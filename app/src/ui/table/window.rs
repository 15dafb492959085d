//! Which rows are in the document: those in view and a few around them. All rows of a table are equally high; the height
//! is measured, so larger text and cards work too.

use crate::ui::browser;
use leptos::{html, prelude::*};

/// Rows kept above and below the visible ones.
const AROUND: usize = 12;

/// The part of the rows that is drawn.
#[derive(Clone, Copy)]
pub(super) struct Window {
    /// First row and the one after the last.
    pub range: RwSignal<(usize, usize)>,
    /// All rows that are loaded.
    pub count: RwSignal<usize>,
    pub frame: NodeRef<html::Div>,
    pub body: NodeRef<html::Tbody>,
    /// Height of a row with its distance to the next, in px.
    pitch: RwSignal<f64>,
    scheduled: StoredValue<bool>,
    /// How far the list is scrolled, in px.
    pub scrolled: StoredValue<f64>,
}

impl Window {
    pub fn new() -> Self {
        Self {
            range: RwSignal::new((0, 0)),
            count: RwSignal::new(0),
            frame: NodeRef::new(),
            body: NodeRef::new(),
            pitch: RwSignal::new(0.0),
            scheduled: StoredValue::new(false),
            scrolled: StoredValue::new(0.0),
        }
    }

    /// Draws all of so many rows, as the server does and hydration expects it.
    pub fn all(self, count: usize) {
        self.count.set(count);
        self.range.set((0, count));
    }

    /// Follows scrolling and changes of size, of the table's frame and of the page.
    pub fn follow_scrolling(self) {
        Effect::new(move |_| {
            let Some(frame) = self.frame.get() else { return };
            let measure = move || self.measure();
            let listeners = StoredValue::new_local(vec![
                browser::Listener::on(&frame, "scroll", measure),
                browser::Listener::new("scroll", false, move |_| measure()),
                browser::Listener::new("resize", false, move |_| measure()),
            ]);
            on_cleanup(move || drop(listeners.try_update_value(std::mem::take)));
            self.measure();
        });
    }

    /// Before the next frame: finds out what is in view.
    pub fn measure(self) {
        if self.scheduled.try_update_value(|scheduled| std::mem::replace(scheduled, true)) != Some(false) {
            return;
        }
        request_animation_frame(move || {
            if self.scheduled.try_set_value(false).is_none() {
                self.measure_now();
            }
        });
    }

    fn measure_now(self) {
        let (Some(frame), Some(body)) = (self.frame.get_untracked(), self.body.get_untracked()) else { return };
        self.scrolled.set_value(browser::frame_scrolled(&frame));
        let (start, end) = self.range.get_untracked();
        let count = self.count.get_untracked();
        if let Some(pitch) = browser::row_pitch(&body)
            && (pitch - self.pitch.get_untracked()).abs() > 0.05
        {
            self.pitch.set(pitch);
        }
        let pitch = self.pitch.get_untracked();
        if pitch <= 0.0 {
            return;
        }
        let (top, bottom) = browser::visible_part(&frame, &body);
        let (from, to) = visible_rows(top, bottom, pitch, count);
        // Small movements inside the margin change nothing.
        let covered = start <= from.saturating_sub(AROUND / 3) && end >= (to + AROUND / 3).min(count);
        let excess = (end - start.min(end)) > to.saturating_sub(from) + 4 * AROUND;
        if !covered || excess || end > count {
            self.range.set((from.saturating_sub(AROUND), (to + AROUND).min(count)));
        }
    }

    /// Pixels above and below the drawn rows.
    pub fn margins(self) -> (f64, f64) {
        let (start, end) = self.range.get();
        let pitch = self.pitch.get();
        let count = self.count.get().max(end);
        (height(start, pitch), height(count - end, pitch))
    }

    /// Scrolls so far that a row is in view, and draws it.
    pub fn reveal(self, index: usize) {
        let (Some(frame), Some(body)) = (self.frame.get_untracked(), self.body.get_untracked()) else { return };
        let pitch = self.pitch.get_untracked();
        browser::reveal(&frame, &body, height(index, pitch), pitch);
        self.measure_now();
    }

    pub fn to_top(self) {
        if let Some(frame) = self.frame.get_untracked() {
            browser::scroll_frame(&frame, 0.0);
        }
        self.measure();
    }

    /// The first row is in view. Lists shorter than the window are always at their top.
    pub fn is_at_top(self) -> bool {
        match (self.frame.get_untracked(), self.body.get_untracked()) {
            (Some(frame), Some(body)) => browser::visible_part(&frame, &body).0 < self.pitch.get_untracked().max(1.0),
            _ => true,
        }
    }

    pub fn rows_per_page(self) -> usize {
        let (start, end) = self.range.get_untracked();
        (end - start.min(end)).saturating_sub(2 * AROUND).max(5)
    }
}

#[allow(clippy::cast_precision_loss)]
fn height(rows: usize, pitch: f64) -> f64 {
    rows as f64 * pitch
}

/// The rows between two distances from the top of the first row; the last is exclusive.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn visible_rows(top: f64, bottom: f64, pitch: f64, count: usize) -> (usize, usize) {
    let from = (top.max(0.0) / pitch).floor() as usize;
    let to = (bottom.max(0.0) / pitch).ceil() as usize;
    (from.min(count), to.min(count).max(from.min(count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// USR-01 virtual scrolling draws only what is in view
    #[test]
    fn rows_in_view() {
        assert_eq!(visible_rows(0.0, 440.0, 44.0, 100_000), (0, 10));
        assert_eq!(visible_rows(4_399_900.0, 4_400_400.0, 44.0, 100_000), (99_997, 100_000));
        assert_eq!(visible_rows(-300.0, 140.0, 44.0, 3), (0, 3));
        assert_eq!(visible_rows(9_000.0, 9_500.0, 44.0, 10), (10, 10));
    }
}
