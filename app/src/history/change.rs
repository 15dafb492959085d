//! Before and after, side by side, with what differs marked (HIST-B1).

use crate::t;
use leptos::prelude::*;
use serde_json::Value;
use switchroom_types::history::Change;

/// Longer values are shown without marks: comparing them would take longer than reading.
const MOST_LINES: usize = 400;

#[component]
pub(super) fn Changes(changes: Vec<Change>) -> impl IntoView {
    if changes.is_empty() {
        return view! { <p class="muted">{t!(history::NO_CHANGES)}</p> }.into_any();
    }
    let row = |change: Change| {
        let (before, after) = compare(&lines(&change.before), &lines(&change.after));
        view! {
            <tr>
                <th scope="row">{change.property}</th>
                <td>{side(before, "change-before")}</td>
                <td>{side(after, "change-after")}</td>
            </tr>
        }
    };
    view! {
        <table class="changes">
            <thead>
                <tr>
                    <th scope="col">{t!(history::PROPERTY)}</th>
                    <th scope="col">{t!(history::BEFORE)}</th>
                    <th scope="col">{t!(history::AFTER)}</th>
                </tr>
            </thead>
            <tbody>{changes.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn side(lines: Vec<Line>, class: &'static str) -> AnyView {
    if lines.iter().all(|line| line.text.is_empty()) {
        return view! { <span class="muted">"—"</span> }.into_any();
    }
    let line = |line: Line| match (line.differs, class) {
        (false, _) => view! { <span class="change-line">{line.text}</span> }.into_any(),
        (true, "change-before") => view! { <del class="change-line change-before">{line.text}</del> }.into_any(),
        (true, _) => view! { <ins class="change-line change-after">{line.text}</ins> }.into_any(),
    };
    view! { <div class="change-value">{lines.into_iter().map(line).collect_view()}</div> }.into_any()
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    text: String,
    differs: bool,
}

fn lines(value: &Value) -> Vec<String> {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => serde_json::to_string_pretty(value).unwrap_or_default(),
        other => other.to_string(),
    };
    text.lines().map(str::to_owned).collect()
}

/// Marks the lines that are not part of the longest common subsequence.
fn compare(before: &[String], after: &[String]) -> (Vec<Line>, Vec<Line>) {
    let marked = |lines: &[String], differs: &dyn Fn(usize) -> bool| {
        lines.iter().enumerate().map(|(index, text)| Line { text: text.clone(), differs: differs(index) }).collect::<Vec<_>>()
    };
    if before.len() > MOST_LINES || after.len() > MOST_LINES {
        return (marked(before, &|_| false), marked(after, &|_| false));
    }
    let width = after.len() + 1;
    let mut longest = vec![0_u16; (before.len() + 1) * width];
    let at = |longest: &[u16], i: usize, j: usize| longest.get(i * width + j).copied().unwrap_or_default();
    for (i, old) in before.iter().enumerate().rev() {
        for (j, new) in after.iter().enumerate().rev() {
            let length = if old == new { at(&longest, i + 1, j + 1) + 1 } else { at(&longest, i + 1, j).max(at(&longest, i, j + 1)) };
            if let Some(cell) = longest.get_mut(i * width + j) {
                *cell = length;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut kept_before, mut kept_after) = (Vec::new(), Vec::new());
    while let (Some(old), Some(new)) = (before.get(i), after.get(j)) {
        if old == new {
            kept_before.push(i);
            kept_after.push(j);
            i += 1;
            j += 1;
        } else if at(&longest, i + 1, j) >= at(&longest, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    (marked(before, &|index| !kept_before.contains(&index)), marked(after, &|index| !kept_after.contains(&index)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn differing(lines: Vec<Line>) -> Vec<String> {
        lines.into_iter().filter(|line| line.differs).map(|line| line.text.trim().to_owned()).collect()
    }

    /// HIST-B1 only what differs in a JSON value is marked
    #[test]
    fn json_values_are_compared_line_by_line() {
        let before = lines(&json!({"a": 1, "b": [1, 2], "c": "x"}));
        let after = lines(&json!({"a": 1, "b": [1, 3], "c": "x"}));
        let (old, new) = compare(&before, &after);
        assert_eq!((differing(old), differing(new)), (vec!["2".to_owned()], vec!["3".to_owned()]));
        let (old, new) = compare(&lines(&json!("2014")), &lines(&json!("2019")));
        assert_eq!((differing(old), differing(new)), (vec!["2014".to_owned()], vec!["2019".to_owned()]));
        assert!(lines(&Value::Null).is_empty());
    }
}
