//! What stands in the dialog: groups and lines, each entry a signal.

use leptos::prelude::*;
use switchroom_types::FieldError;
use switchroom_types::conditions::{Condition, Operator};

#[derive(Clone, Copy)]
pub(super) enum Node {
    Group(Group),
    Line(Line),
}

#[derive(Clone, Copy)]
pub(super) struct Group {
    pub key: u64,
    pub any: RwSignal<bool>,
    pub items: RwSignal<Vec<Node>>,
}

#[derive(Clone, Copy)]
pub(super) struct Line {
    pub key: u64,
    pub column: RwSignal<String>,
    pub op: RwSignal<String>,
    pub value: RwSignal<String>,
    pub error: RwSignal<Option<FieldError>>,
}

/// Numbers for the entries: stable while they move.
#[derive(Clone, Copy)]
pub(super) struct Keys(StoredValue<u64>);

impl Keys {
    pub fn new() -> Self {
        Self(StoredValue::new(0))
    }

    pub fn next(self) -> u64 {
        self.0.update_value(|key| *key += 1);
        self.0.get_value()
    }
}

impl Node {
    pub fn key(&self) -> u64 {
        match self {
            Self::Group(group) => group.key,
            Self::Line(line) => line.key,
        }
    }

    pub fn of(keys: Keys, condition: &Condition) -> Self {
        match condition {
            Condition::All(items) => Self::Group(Group::of(keys, false, items)),
            Condition::Any(items) => Self::Group(Group::of(keys, true, items)),
            Condition::Test { column, op, value } => Self::Line(Line::new(keys, column, *op, value)),
        }
    }

    fn condition(self) -> Condition {
        match self {
            Self::Group(group) => group.condition(),
            Self::Line(line) => line.condition(),
        }
    }

    fn lines(self, at: &str, into: &mut Vec<(String, Line)>) {
        match self {
            Self::Line(line) => into.push((at.to_owned(), line)),
            Self::Group(group) => {
                let name = if group.any.get_untracked() { "any" } else { "all" };
                for (index, item) in group.items.get_untracked().into_iter().enumerate() {
                    item.lines(&format!("{at}.{name}.{index}"), into);
                }
            }
        }
    }
}

impl Group {
    pub fn of(keys: Keys, any: bool, items: &[Condition]) -> Self {
        let items = items.iter().map(|item| Node::of(keys, item)).collect();
        Self { key: keys.next(), any: RwSignal::new(any), items: RwSignal::new(items) }
    }

    /// The outermost group of what is set; a single condition stands in one.
    pub fn root(keys: Keys, condition: Option<&Condition>, first: impl FnOnce() -> Line) -> Self {
        match condition {
            Some(Condition::All(items)) => Self::of(keys, false, items),
            Some(Condition::Any(items)) => Self::of(keys, true, items),
            Some(test) => Self::of(keys, false, std::slice::from_ref(test)),
            None => Self { key: keys.next(), any: RwSignal::new(false), items: RwSignal::new(vec![Node::Line(first())]) },
        }
    }

    pub fn condition(self) -> Condition {
        let items = self.items.get_untracked().into_iter().map(Node::condition).collect();
        if self.any.get_untracked() { Condition::Any(items) } else { Condition::All(items) }
    }

    pub fn remove(self, key: u64) {
        self.items.update(|items| items.retain(|item| item.key() != key));
    }

    /// Puts errors at the lines that they are about; what is left concerns the whole.
    pub fn show(self, errors: &[FieldError]) -> Vec<FieldError> {
        let mut lines = Vec::new();
        Node::Group(self).lines("filter", &mut lines);
        for (_, line) in &lines {
            line.error.set(None);
        }
        let about = |error: &&FieldError| !place(&lines, error);
        errors.iter().filter(about).cloned().collect()
    }
}

fn place(lines: &[(String, Line)], error: &FieldError) -> bool {
    let whole = |at: &str| error.field == at || error.field.strip_prefix(at).is_some_and(|rest| rest.starts_with('.'));
    let Some((_, line)) = lines.iter().find(|(at, _)| whole(at)) else { return false };
    line.error.set(Some(error.clone()));
    true
}

impl Line {
    pub fn new(keys: Keys, column: &str, op: Operator, value: &str) -> Self {
        Self {
            key: keys.next(),
            column: RwSignal::new(column.to_owned()),
            op: RwSignal::new(op.to_string()),
            value: RwSignal::new(value.to_owned()),
            error: RwSignal::new(None),
        }
    }

    pub fn operator(self) -> Operator {
        self.op.with(|op| Operator::parse(op)).unwrap_or(Operator::Is)
    }

    fn condition(self) -> Condition {
        let op = untrack(|| self.operator());
        Condition::Test { column: self.column.get_untracked(), op, value: self.value.get_untracked().trim().to_owned() }
    }
}
