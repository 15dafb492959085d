//! Conditions in words, for the chip.

use super::Conditions;
use crate::i18n::{name_of, t, zone};
use std::collections::BTreeMap;
use switchroom_types::Timestamp;
use switchroom_types::conditions::{Condition, Operator};

type Options = BTreeMap<&'static str, Vec<(String, String)>>;

/// `Name contains “berg” and (SMS number is empty or Ext starts with “20”)`.
pub(in super::super) fn summary(conditions: &Conditions, options: &Options, text: &str) -> String {
    match Condition::parse(text) {
        Ok(condition) => say(conditions, options, &condition, true),
        // The list says why it cannot be read.
        Err(_) => text.chars().take(40).collect(),
    }
}

fn say(conditions: &Conditions, options: &Options, condition: &Condition, outermost: bool) -> String {
    let join = |items: &[Condition], word: &str| {
        let parts: Vec<String> = items.iter().map(|item| say(conditions, options, item, items.len() == 1 && outermost)).collect();
        let joined = parts.join(&format!(" {word} "));
        if outermost || parts.len() < 2 { joined } else { format!("({joined})") }
    };
    match condition {
        Condition::All(items) => join(items, t!(table::AND)),
        Condition::Any(items) => join(items, t!(table::OR)),
        Condition::Test { column, op, value } => {
            let label = conditions.field(column).map_or_else(|| column.clone(), |field| field.label.clone());
            let op_name = name_of("condition_op", op.as_str());
            let known = options.get(column.as_str()).and_then(|options| options.iter().find(|(id, _)| id == value));
            match op {
                Operator::Empty | Operator::NotEmpty => format!("{label} {op_name}"),
                Operator::Before | Operator::After => {
                    let at = value.parse::<Timestamp>().map_or_else(|_| value.clone(), |at| zone::to_input(at).replacen('T', " ", 1));
                    format!("{label} {op_name} {at}")
                }
                Operator::Within | Operator::NotWithin => format!("{label} {op_name} {value} {}", t!(table::CONDITION_DAYS)),
                _ => format!("{label} {op_name} “{}”", known.map_or(value, |(_, label)| label)),
            }
        }
    }
}
