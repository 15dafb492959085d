//! What a list can be filtered by.

use crate::i18n::{t, zone};
use leptos::prelude::*;
use std::sync::Arc;
use switchroom_types::{Timestamp, list::ListQuery};

type Options = Vec<(String, String)>;

/// The values of a filter with their labels.
#[derive(Clone)]
pub enum FilterChoices {
    Fixed(Options),
    /// Comes from the server, together with the first page.
    Loaded(Resource<Options>),
}

impl From<Options> for FilterChoices {
    fn from(options: Options) -> Self {
        Self::Fixed(options)
    }
}

impl From<Resource<Options>> for FilterChoices {
    fn from(options: Resource<Options>) -> Self {
        Self::Loaded(options)
    }
}

#[derive(Clone)]
pub(super) enum Kind {
    One(FilterChoices),
    /// Several values, joined by OR.
    Several(FilterChoices),
    Text {
        label: String,
    },
    /// Two parameters, each an instant.
    Range {
        from: &'static str,
        to: &'static str,
    },
}

type Reason = Arc<dyn Fn(&ListQuery) -> Option<String> + Send + Sync>;

/// One entry of `+ Add filter`.
#[derive(Clone)]
pub struct Filter {
    /// `filter.<name>` in the address.
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) kind: Kind,
    disabled: Option<Reason>,
}

impl Filter {
    fn with(name: &'static str, label: impl Into<String>, kind: Kind) -> Self {
        Self { name, label: label.into(), kind, disabled: None }
    }

    /// One of some values.
    pub fn one(name: &'static str, label: impl Into<String>, choices: impl Into<FilterChoices>) -> Self {
        Self::with(name, label, Kind::One(choices.into()))
    }

    /// Any of some values (INV-06).
    pub fn several(name: &'static str, label: impl Into<String>, choices: impl Into<FilterChoices>) -> Self {
        Self::with(name, label, Kind::Several(choices.into()))
    }

    /// A text; `field` labels its input.
    pub fn text(name: &'static str, label: impl Into<String>, field: impl Into<String>) -> Self {
        Self::with(name, label, Kind::Text { label: field.into() })
    }

    /// From and to, each under its own name in the address.
    pub fn range(label: impl Into<String>, from: &'static str, to: &'static str) -> Self {
        Self::with(from, label, Kind::Range { from, to })
    }

    /// Says why the filter cannot be combined with what is set; it is then greyed out (USR-08).
    pub fn disabled_when(mut self, reason: impl Fn(&ListQuery) -> Option<String> + Send + Sync + 'static) -> Self {
        self.disabled = Some(Arc::new(reason));
        self
    }

    pub(super) fn disabled_reason(&self, query: &ListQuery) -> Option<String> {
        self.disabled.as_ref().and_then(|reason| reason(query))
    }

    pub(super) fn is_range_end(&self, name: &str) -> bool {
        matches!(self.kind, Kind::Range { from, to } if from == name || to == name)
    }

    /// Whether a parameter of the address belongs to this filter.
    pub(super) fn owns(&self, name: &str) -> bool {
        self.name == name || self.is_range_end(name)
    }

    pub(super) fn choices(&self) -> Option<&FilterChoices> {
        match &self.kind {
            Kind::One(choices) | Kind::Several(choices) => Some(choices),
            Kind::Text { .. } | Kind::Range { .. } => None,
        }
    }

    /// The query without this filter.
    pub(super) fn cleared(&self, query: &ListQuery) -> ListQuery {
        let mut query = query.clone();
        query.filters.retain(|(name, _)| !self.owns(name));
        query.cursor = None;
        query
    }

    /// The query with a value chosen: replaced, or for several values added or taken out.
    pub(super) fn toggled(&self, query: &ListQuery, value: &str) -> ListQuery {
        let mut query = query.clone();
        query.cursor = None;
        let set = query.filters.iter().any(|(name, known)| name == self.name && known == value);
        match self.kind {
            Kind::Several(_) if set => query.filters.retain(|(name, known)| name != self.name || known != value),
            Kind::Several(_) => query.filters.push((self.name.to_owned(), value.to_owned())),
            _ => query.set_filter(self.name, Some(value).filter(|value| !value.is_empty())),
        }
        query
    }

    /// What the chip says, if the filter is set.
    pub(super) fn summary(&self, query: &ListQuery, options: &Options) -> Option<String> {
        let label = |value: &str| options.iter().find(|(id, _)| id == value).map_or_else(|| value.to_owned(), |(_, label)| label.clone());
        let at = |name: &str| query.filter(name).map(|value| value.parse::<Timestamp>().map_or_else(|_| value.to_owned(), instant));
        match &self.kind {
            Kind::Range { from, to } => match (at(from), at(to)) {
                (Some(from), Some(to)) => Some(format!("{from} – {to}")),
                (Some(from), None) => Some(t!(table::SINCE, time = from)),
                (None, Some(to)) => Some(t!(table::UNTIL, time = to)),
                (None, None) => None,
            },
            _ => {
                let values: Vec<_> = query.filter_all(self.name).map(label).collect();
                (!values.is_empty()).then(|| values.join(", "))
            }
        }
    }
}

/// To the minute, as it was entered.
fn instant(at: Timestamp) -> String {
    zone::to_input(at).replacen('T', " ", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(filters: &[(&str, &str)]) -> ListQuery {
        let filters = filters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        ListQuery { filters, cursor: Some("x".into()), ..ListQuery::default() }
    }

    #[test]
    fn values_are_chosen_and_taken_back() {
        let options = vec![("a".to_owned(), "Alpha".to_owned()), ("b".to_owned(), "Beta".to_owned())];
        let several = Filter::several("type", "Type", options.clone());
        let both = several.toggled(&several.toggled(&ListQuery::default(), "a"), "b");
        assert_eq!(several.summary(&both, &options).as_deref(), Some("Alpha, Beta"));
        assert_eq!(several.toggled(&both, "a").filters, [("type".to_owned(), "b".to_owned())]);
        let one = Filter::one("type", "Type", options.clone());
        assert_eq!(one.toggled(&one.toggled(&query(&[]), "a"), "b").filters, [("type".to_owned(), "b".to_owned())]);
        assert_eq!(one.cleared(&both), ListQuery::default());
    }

    #[test]
    fn a_range_has_two_ends() {
        let range = Filter::range("Event date", "from", "to");
        let owner = Owner::new();
        owner.with(|| {
            let open = query(&[("from", "2026-11-20T10:00:00Z")]);
            assert_eq!(range.summary(&open, &Vec::new()).as_deref(), Some("since 2026-11-20 10:00"));
            let both = query(&[("from", "2026-11-20T10:00:00Z"), ("to", "whenever")]);
            assert_eq!(range.summary(&both, &Vec::new()).as_deref(), Some("2026-11-20 10:00 – whenever"));
            assert_eq!(range.cleared(&both).filters, []);
        });
    }

    /// USR-08 a filter that cannot be combined says why
    #[test]
    fn a_filter_can_exclude_another() {
        let filter = Filter::text("sms", "SMS Number", "Number")
            .disabled_when(|query| query.filter("property").map(|_| "Not with Property".to_owned()));
        assert_eq!(filter.disabled_reason(&query(&[("property", "admins")])).as_deref(), Some("Not with Property"));
        assert_eq!(filter.disabled_reason(&query(&[])), None);
    }
}
