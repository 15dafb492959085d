//! Conditions over the columns of a list, joined by AND and OR in groups (USR-B1). One JSON text in the parameter `filter`,
//! the same in the page's address, REST, exports, bulk actions and saved views:
//!
//! `{"all": [{"column": "name", "op": "contains", "value": "berg"}, {"any": [{"column": "sms_number", "op": "is_empty"}, …]}]}`
//!
//! A list says which columns it has ([`ConditionColumn`]); what has been typed by [`Condition::typed`] fits them.

use crate::{AppError, FieldError, Result, Timestamp, text_enum};
use serde_json::{Map, Value};

/// Groups within groups, the outermost included.
pub const MAX_DEPTH: usize = 5;
/// Conditions in all groups together.
pub const MAX_TESTS: usize = 40;
/// Longest text of all of it, in bytes: it must fit into an address.
pub const MAX_TEXT: usize = 6_000;
/// Longest value, in characters.
pub const MAX_VALUE: usize = 200;
/// Most days that "within" takes.
pub const MAX_DAYS: u32 = 3_650;

text_enum! {
    Operator {
        Is => "is", IsNot => "is_not", Contains => "contains", NotContains => "not_contains", StartsWith => "starts_with",
        Before => "before", After => "after", Within => "within_days", NotWithin => "not_within_days",
        Empty => "is_empty", NotEmpty => "is_not_empty",
    }
}

impl Operator {
    /// Whether there is something to compare with.
    pub fn takes_value(self) -> bool {
        !matches!(self, Self::Empty | Self::NotEmpty)
    }

    pub fn takes_days(self) -> bool {
        matches!(self, Self::Within | Self::NotWithin)
    }
}

/// What a column holds, and so which operators it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    /// One of some values; always there.
    Choice,
    /// Any number of values, each there or not: licences.
    Set,
    /// An instant that is always there.
    Time,
    /// An instant that may be missing.
    OptionalTime,
}

impl ColumnKind {
    pub fn operators(self) -> &'static [Operator] {
        use Operator::{After, Before, Contains, Empty, Is, IsNot, NotContains, NotEmpty, NotWithin, StartsWith, Within};
        match self {
            Self::Text => &[Contains, NotContains, Is, IsNot, StartsWith, Empty, NotEmpty],
            Self::Choice => &[Is, IsNot],
            Self::Set => &[Contains, NotContains, Empty, NotEmpty],
            Self::Time => &[Before, After, Within, NotWithin],
            Self::OptionalTime => &[Before, After, Within, NotWithin, Empty, NotEmpty],
        }
    }
}

/// The columns of one list; `id` is the name in the JSON.
pub trait ConditionColumn: Copy + 'static {
    fn find(id: &str) -> Option<Self>;
    fn kind(self) -> ColumnKind;
    /// The only values that a [`ColumnKind::Choice`] can be compared with; empty where others can come.
    fn values(self) -> Vec<&'static str>;
}

/// As it was asked for; the columns are not known to exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    Test { column: String, op: Operator, value: String },
}

/// A condition that fits the columns of its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed<C> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Test(C, Check),
}

/// What is asked about one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    Empty(bool),
    Text(Operator, String),
    /// One of the choices; `false`: any other one.
    Choice(bool, String),
    /// Has it; `false`: has it not.
    Has(bool, String),
    Before(Timestamp),
    After(Timestamp),
    /// In the last days; `false`: before them, or never.
    Within(bool, u32),
}

impl Condition {
    /// Reads the parameter.
    ///
    /// # Errors
    /// 422 at `filter`, or at the place within it (`filter.all.1.op`).
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > MAX_TEXT {
            return Err(AppError::invalid(vec![too_large("filter")]));
        }
        let malformed = |_| AppError::invalid(vec![malformed("filter")]);
        let json: Value = serde_json::from_str(text).map_err(malformed)?;
        let mut reader = Reader::default();
        match reader.read(&json, "filter".to_owned(), 1) {
            Some(condition) if reader.errors.is_empty() => Ok(condition),
            _ => Err(AppError::invalid(reader.errors)),
        }
    }

    /// The text that [`Self::parse`] reads.
    pub fn to_text(&self) -> String {
        self.to_json().to_string()
    }

    fn to_json(&self) -> Value {
        let list =
            |name: &str, items: &[Self]| Value::Object(Map::from_iter([(name.to_owned(), items.iter().map(Self::to_json).collect())]));
        match self {
            Self::All(items) => list("all", items),
            Self::Any(items) => list("any", items),
            Self::Test { column, op, value } => {
                let mut test = Map::new();
                test.insert("column".to_owned(), column.clone().into());
                test.insert("op".to_owned(), op.as_str().into());
                if op.takes_value() {
                    test.insert("value".to_owned(), value.clone().into());
                }
                Value::Object(test)
            }
        }
    }

    /// Checks columns, operators and values against a list.
    ///
    /// # Errors
    /// 422 naming each place that does not fit.
    pub fn typed<C: ConditionColumn>(&self) -> Result<Typed<C>> {
        let mut errors = Vec::new();
        match fit(self, "filter", &mut errors) {
            Some(typed) if errors.is_empty() => Ok(typed),
            _ => Err(AppError::invalid(errors)),
        }
    }

    /// How many conditions there are in all groups.
    pub fn tests(&self) -> usize {
        match self {
            Self::All(items) | Self::Any(items) => items.iter().map(Self::tests).sum(),
            Self::Test { .. } => 1,
        }
    }
}

impl<C: Copy> Typed<C> {
    /// The checks that every row must pass, whatever the groups say.
    pub fn required(&self) -> Vec<(C, &Check)> {
        match self {
            Self::All(items) => items.iter().flat_map(Self::required).collect(),
            Self::Any(items) => match items.as_slice() {
                [only] => only.required(),
                _ => Vec::new(),
            },
            Self::Test(column, check) => vec![(*column, check)],
        }
    }
}

fn malformed(at: &str) -> FieldError {
    FieldError::new(
        at.to_owned(),
        "conditions.malformed",
        "A group is {\"all\": […]} or {\"any\": […]}, a condition has column, op and value",
    )
}

fn too_large(at: &str) -> FieldError {
    FieldError::new(at.to_owned(), "conditions.too_large", "These are too many conditions")
}

#[derive(Default)]
struct Reader {
    errors: Vec<FieldError>,
    tests: usize,
}

impl Reader {
    fn read(&mut self, json: &Value, at: String, depth: usize) -> Option<Condition> {
        let Value::Object(object) = json else { return self.refuse(malformed(&at)) };
        let group = match (object.get("all"), object.get("any"), object.len()) {
            (Some(Value::Array(items)), None, 1) => Some((true, items)),
            (None, Some(Value::Array(items)), 1) => Some((false, items)),
            _ => None,
        };
        let Some((all, items)) = group else { return self.test(object, at) };
        if depth > MAX_DEPTH {
            return self.refuse(FieldError::new(at, "conditions.too_deep", "Too many groups within groups").arg("max", MAX_DEPTH));
        }
        if items.is_empty() {
            return self.refuse(FieldError::new(at, "conditions.empty_group", "A group needs at least one condition"));
        }
        let name = if all { "all" } else { "any" };
        let mut read = Vec::with_capacity(items.len().min(MAX_TESTS));
        for (index, item) in items.iter().enumerate() {
            // One error tells enough; a thousand would be a large answer.
            read.push(self.read(item, format!("{at}.{name}.{index}"), depth + 1)?);
        }
        Some(if all { Condition::All(read) } else { Condition::Any(read) })
    }

    fn test(&mut self, object: &Map<String, Value>, at: String) -> Option<Condition> {
        self.tests += 1;
        if self.tests > MAX_TESTS {
            return self.refuse(too_large("filter").arg("max", MAX_TESTS));
        }
        if let Some(unknown) = object.keys().find(|name| !matches!(name.as_str(), "column" | "op" | "value")) {
            return self.refuse(malformed(&format!("{at}.{unknown}")));
        }
        let (Some(Value::String(column)), Some(Value::String(op))) = (object.get("column"), object.get("op")) else {
            return self.refuse(malformed(&at));
        };
        let Some(op) = Operator::parse(op) else {
            return self.refuse(FieldError::new(format!("{at}.op"), "conditions.unknown_op", "There is no such operator"));
        };
        let value = match object.get("value") {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => return self.refuse(malformed(&format!("{at}.value"))),
        };
        if value.chars().count() > MAX_VALUE {
            return self.refuse(FieldError::too_long(format!("{at}.value"), MAX_VALUE));
        }
        if op.takes_value() && value.is_empty() {
            return self.refuse(FieldError::required(format!("{at}.value")));
        }
        let value = if op.takes_value() { value } else { String::new() };
        Some(Condition::Test { column: column.clone(), op, value })
    }

    fn refuse<T>(&mut self, error: FieldError) -> Option<T> {
        self.errors.push(error);
        None
    }
}

fn fit<C: ConditionColumn>(condition: &Condition, at: &str, errors: &mut Vec<FieldError>) -> Option<Typed<C>> {
    let mut items = |items: &[Condition], name: &str| {
        let each = items.iter().enumerate().map(|(index, item)| fit(item, &format!("{at}.{name}.{index}"), errors));
        // All of them, so that every error is told.
        each.collect::<Vec<_>>().into_iter().collect::<Option<Vec<_>>>()
    };
    match condition {
        Condition::All(list) => items(list, "all").map(Typed::All),
        Condition::Any(list) => items(list, "any").map(Typed::Any),
        Condition::Test { column, op, value } => match check::<C>(column, *op, value, at) {
            Ok((column, check)) => Some(Typed::Test(column, check)),
            Err(error) => {
                errors.push(error);
                None
            }
        },
    }
}

fn check<C: ConditionColumn>(id: &str, op: Operator, value: &str, at: &str) -> Result<(C, Check), FieldError> {
    let column =
        C::find(id).ok_or_else(|| FieldError::new(format!("{at}.column"), "conditions.unknown_column", "This list has no such column"))?;
    let kind = column.kind();
    if !kind.operators().contains(&op) {
        return Err(FieldError::new(format!("{at}.op"), "conditions.unfit_op", "This column has no such operator"));
    }
    let bad = |code: &'static str, text: &str| FieldError::new(format!("{at}.value"), code, text);
    let instant = || value.parse().map_err(|_| bad("conditions.bad_time", "Enter a date and time, in RFC 3339"));
    let text = || value.to_owned();
    let check = match (kind, op) {
        (_, Operator::Empty) => Check::Empty(true),
        (_, Operator::NotEmpty) => Check::Empty(false),
        (ColumnKind::Choice, op) => {
            let values = column.values();
            if !values.is_empty() && !values.contains(&value) {
                return Err(bad("list.unknown_value", "There is no such value"));
            }
            Check::Choice(op == Operator::Is, text())
        }
        (ColumnKind::Set, op) => Check::Has(op == Operator::Contains, text()),
        (_, Operator::Before) => Check::Before(instant()?),
        (_, Operator::After) => Check::After(instant()?),
        (_, Operator::Within | Operator::NotWithin) => match value.parse() {
            Ok(days @ 1..=MAX_DAYS) => Check::Within(op == Operator::Within, days),
            _ => return Err(bad("conditions.bad_days", "A number of days from 1 to 3650").arg("max", MAX_DAYS)),
        },
        (_, op) => Check::Text(op, text()),
    };
    Ok((column, check))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::users::UserColumn;

    fn refused(text: &str) -> (String, String) {
        let error = Condition::parse(text).and_then(|condition| condition.typed::<UserColumn>()).unwrap_err();
        (error.errors[0].field.clone(), error.errors[0].code.to_string())
    }

    /// USR-B1 conditions survive the address, and their groups nest
    #[test]
    fn conditions_survive_the_round_trip() {
        let text = r#"{"all":[{"column":"name","op":"contains","value":"Bergström & Co"},{"any":[{"column":"sms_number","op":"is_empty"},{"column":"modified_at","op":"within_days","value":"7"}]}]}"#;
        let condition = Condition::parse(text).unwrap();
        assert_eq!(Condition::parse(&condition.to_text()).unwrap(), condition);
        assert_eq!(condition.tests(), 3);
        let typed = condition.typed::<UserColumn>().unwrap();
        assert_eq!(typed.required(), [(UserColumn::Name, &Check::Text(Operator::Contains, "Bergström & Co".to_owned()))]);
        let number = Condition::parse(r#"{"column":"modified_at","op":"within_days","value":30}"#).unwrap();
        assert_eq!(number.typed::<UserColumn>().unwrap(), Typed::Test(UserColumn::Modified, Check::Within(true, 30)));
    }

    /// USR-B1 what does not fit is refused at its place
    #[test]
    fn errors_name_the_place() {
        let test = |column: &str, op: &str, value: &str| format!(r#"{{"all":[{{"column":"{column}","op":"{op}","value":"{value}"}}]}}"#);
        let at = |place: &str, code: &str| (format!("filter{place}"), code.to_owned());
        assert_eq!(refused("nonsense"), at("", "conditions.malformed"));
        assert_eq!(refused("[]"), at("", "conditions.malformed"));
        assert_eq!(refused(r#"{"all":[]}"#), at("", "conditions.empty_group"));
        assert_eq!(refused(r#"{"all":[{"any":[7]}]}"#), at(".all.0.any.0", "conditions.malformed"));
        assert_eq!(refused(&test("hat", "is", "x")), at(".all.0.column", "conditions.unknown_column"));
        assert_eq!(refused(&test("name", "like", "x")), at(".all.0.op", "conditions.unknown_op"));
        assert_eq!(refused(&test("name", "before", "x")), at(".all.0.op", "conditions.unfit_op"));
        assert_eq!(refused(&test("name", "is", " ")), at(".all.0.value", "field.required"));
        assert_eq!(refused(&test("status", "is", "happy")), at(".all.0.value", "list.unknown_value"));
        assert_eq!(refused(&test("modified_at", "before", "yesterday")), at(".all.0.value", "conditions.bad_time"));
        assert_eq!(refused(&test("modified_at", "within_days", "0")), at(".all.0.value", "conditions.bad_days"));
        assert_eq!(refused(&test("name", "is", &"x".repeat(201))), at(".all.0.value", "field.too_long"));
    }

    /// USR-B1 depth and size are limited
    #[test]
    fn limits() {
        let nested = |depth: usize| {
            let leaf = r#"{"column":"name","op":"is_empty"}"#;
            format!("{}{leaf}{}", r#"{"all":["#.repeat(depth), "]}".repeat(depth))
        };
        assert!(Condition::parse(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(refused(&nested(MAX_DEPTH + 1)).1, "conditions.too_deep");
        assert!(Condition::parse(&nested(400)).is_err());
        let many = |count: usize| format!(r#"{{"any":[{}]}}"#, vec![r#"{"column":"name","op":"is_empty"}"#; count].join(","));
        assert!(Condition::parse(&many(MAX_TESTS)).is_ok());
        assert_eq!(refused(&many(MAX_TESTS + 1)), ("filter".to_owned(), "conditions.too_large".to_owned()));
        assert_eq!(refused(&many(1_000)).1, "conditions.too_large");
    }
}
