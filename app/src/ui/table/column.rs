//! What a column shows and how.

use leptos::prelude::*;
use std::{any::Any, sync::Arc};

/// Preferred width; wider tables share out what is left in proportion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// An icon or a number, 80 px.
    Tiny,
    /// 120 px.
    Small,
    /// 160 px.
    #[default]
    Medium,
    /// 184 px.
    Large,
    /// A person or a company, 272 px.
    Wide,
}

/// Where a cell goes when rows become cards on a phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardRole {
    /// First line.
    Title,
    /// First line, at the end: a badge.
    Status,
    /// Second line.
    Text,
    /// Second line, at the end: a date.
    Meta,
    /// Not on cards.
    #[default]
    Hidden,
}

pub(super) type Cell = Arc<dyn Fn(&dyn Any) -> AnyView + Send + Sync>;

/// A column of rows of type `R`.
pub struct Column<R> {
    pub(super) about: About,
    cell: Arc<dyn Fn(&R) -> AnyView + Send + Sync>,
}

/// A column without its row type.
#[derive(Clone)]
pub(super) struct About {
    pub id: &'static str,
    pub label: String,
    pub sortable: bool,
    pub descending_first: bool,
    pub shown: bool,
    pub fixed: bool,
    pub end: bool,
    pub width: Width,
    pub card: CardRole,
    pub cell: Cell,
}

impl<R: 'static> Column<R> {
    /// `id` is the name in the URL, also of the sort column.
    pub fn new(id: &'static str, label: impl Into<String>, cell: impl Fn(&R) -> AnyView + Send + Sync + 'static) -> Self {
        let about = About {
            id,
            label: label.into(),
            sortable: false,
            descending_first: false,
            shown: true,
            fixed: false,
            end: false,
            width: Width::default(),
            card: CardRole::default(),
            cell: Arc::new(|_| ().into_any()),
        };
        Self { about, cell: Arc::new(cell) }
    }

    /// A column of plain text; empty text shows as a dash.
    pub fn text(id: &'static str, label: impl Into<String>, text: impl Fn(&R) -> String + Send + Sync + 'static) -> Self {
        Self::new(id, label, move |row| {
            let text = text(row);
            if text.is_empty() { view! { <span class="muted">"—"</span> }.into_any() } else { text.into_any() }
        })
    }

    pub fn sortable(mut self) -> Self {
        self.about.sortable = true;
        self
    }

    /// Sortable, at first from the highest: dates.
    pub fn sortable_descending(mut self) -> Self {
        self.about.sortable = true;
        self.about.descending_first = true;
        self
    }

    /// Always shown. If it is the first column, it stays in place when the table scrolls sideways.
    pub fn fixed(mut self) -> Self {
        self.about.fixed = true;
        self
    }

    /// Not shown unless chosen.
    pub fn hidden(mut self) -> Self {
        self.about.shown = false;
        self
    }

    /// Numbers.
    pub fn end(mut self) -> Self {
        self.about.end = true;
        self
    }

    pub fn width(mut self, width: Width) -> Self {
        self.about.width = width;
        self
    }

    pub fn card(mut self, role: CardRole) -> Self {
        self.about.card = role;
        self
    }

    pub(super) fn erase(self) -> About {
        let cell = self.cell;
        let cell: Cell = Arc::new(move |row| row.downcast_ref().map_or_else(|| ().into_any(), |row| cell(row)));
        About { cell, ..self.about }
    }
}

impl About {
    pub fn width_class(&self) -> &'static str {
        match self.width {
            Width::Tiny => "col-tiny",
            Width::Small => "col-small",
            Width::Medium => "col-medium",
            Width::Large => "col-large",
            Width::Wide => "col-wide",
        }
    }

    pub fn cell_class(&self, pinned: bool) -> &'static str {
        match (self.card, pinned, self.end) {
            (CardRole::Title, true, _) => "cell-title cell-pinned",
            (CardRole::Title, false, _) => "cell-title",
            (CardRole::Text, true, _) => "cell-text cell-pinned",
            (CardRole::Meta, true, _) => "cell-meta cell-pinned",
            (_, true, _) => "cell-hidden cell-pinned",
            (CardRole::Status, ..) => "cell-status",
            (CardRole::Text, _, false) => "cell-text",
            (CardRole::Text, _, true) => "cell-text number",
            (CardRole::Meta, _, false) => "cell-meta",
            (CardRole::Meta, _, true) => "cell-meta number",
            (CardRole::Hidden, _, false) => "cell-hidden",
            (CardRole::Hidden, _, true) => "cell-hidden number",
        }
    }
}

/// The columns to show, in order: a wish (from the URL or the stored choice) made valid. The fixed ones are always
/// there, and a fixed first column stays first.
pub(super) fn arrange(columns: &[About], wish: Option<&[String]>) -> Vec<&'static str> {
    let Some(wish) = wish else {
        return columns.iter().filter(|column| column.shown || column.fixed).map(|column| column.id).collect();
    };
    let mut shown: Vec<&'static str> = Vec::with_capacity(columns.len());
    let known = wish.iter().filter_map(|id| columns.iter().find(|column| column.id == id));
    let pinned = columns.first().filter(|column| column.fixed);
    for column in pinned.into_iter().chain(known).chain(columns.iter().filter(|column| column.fixed)) {
        if !shown.contains(&column.id) {
            shown.push(column.id);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<About> {
        let column = |id| Column::<()>::text(id, id, |()| String::new());
        vec![column("name").fixed().erase(), column("email").erase(), column("sms").hidden().erase(), column("status").fixed().erase()]
    }

    fn arranged(wish: &[&str]) -> Vec<&'static str> {
        arrange(&columns(), Some(&wish.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()))
    }

    /// USR-10 NAME is fixed; the stored choice may name columns that no longer exist.
    #[test]
    fn a_stored_choice_is_made_valid() {
        assert_eq!(arrange(&columns(), None), ["name", "email", "status"]);
        assert_eq!(arranged(&["sms", "name", "gone", "sms"]), ["name", "sms", "status"]);
        assert_eq!(arranged(&["status", "email"]), ["name", "status", "email"]);
        assert_eq!(arranged(&[]), ["name", "status"]);
    }
}
