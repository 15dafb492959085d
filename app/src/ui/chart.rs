//! Charts for people who would rather look than read, each with its figures as a table. Drawn as SVG on the server; the
//! shapes stretch with the page, the words around them are HTML and do not.

use crate::i18n::{number, t};
use leptos::prelude::*;

/// Height of the drawing and width of one point, in the drawing's own units.
const HEIGHT: f64 = 100.0;
const STEP: f64 = 10.0;

/// Values that belong to the same points; `None` where nothing is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub name: String,
    pub values: Vec<Option<u64>>,
}

/// The end of the scale: the first of 1, 2, 5, 10, 20 … that is not below any value.
fn scale(highest: u64) -> u64 {
    let mut unit: u64 = 1;
    loop {
        for factor in [1, 2, 5] {
            let end = unit.saturating_mul(factor);
            if end >= highest || end == u64::MAX {
                return end;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

/// Coordinates need no more precision; figures beyond 2⁵³ only differ below a pixel.
#[allow(clippy::cast_precision_loss)]
fn share(value: u64, end: u64) -> f64 {
    HEIGHT * value as f64 / end.max(1) as f64
}

#[allow(clippy::cast_precision_loss)]
fn place(index: usize) -> f64 {
    index as f64 * STEP
}

/// One bar for each point. `label` says what the picture shows, to those who cannot see it.
#[component]
pub fn BarChart(#[prop(into)] label: String, points: Vec<(String, u64)>) -> impl IntoView {
    let end = scale(points.iter().map(|(_, value)| *value).max().unwrap_or_default());
    let ends = ends(points.iter().map(|(name, _)| name));
    let width = place(points.len());
    let bars = points.into_iter().enumerate().map(|(index, (name, value))| {
        let height = share(value, end);
        view! {
            <rect class="chart-bar" x=place(index) + 1.5 y=HEIGHT - height width=STEP - 3.0 height=height>
                <title>{format!("{name}: {}", number(value))}</title>
            </rect>
        }
    });
    let drawing = bars.collect_view().into_any();
    frame(label, end, ends, width, drawing)
}

/// One line for each series; they share points and scale.
#[component]
pub fn LineChart(#[prop(into)] label: String, points: Vec<String>, series: Vec<Series>) -> impl IntoView {
    let highest = series.iter().flat_map(|line| line.values.iter().flatten()).max().copied().unwrap_or_default();
    let end = scale(highest);
    let ends = ends(points.iter());
    let width = place(points.len());
    let lines = series.iter().enumerate().map(|(nth, line)| {
        let known = line.values.iter().enumerate().filter_map(|(index, value)| value.map(|value| (index, value)));
        let path = known.map(|(index, value)| format!("{:.1},{:.1}", place(index) + STEP / 2.0, HEIGHT - share(value, end)));
        let path = path.collect::<Vec<_>>().join(" ");
        view! {
            <polyline class=format!("chart-line chart-line-{nth}") points=path vector-effect="non-scaling-stroke">
                <title>{line.name.clone()}</title>
            </polyline>
        }
    });
    let drawing = lines.collect_view().into_any();
    let key = series.into_iter().enumerate().map(|(nth, line)| {
        view! {
            <li>
                <span class=format!("chart-key chart-key-{nth}") aria-hidden="true"></span>
                {line.name}
            </li>
        }
    });
    view! {
        {frame(label, end, ends, width, drawing)}
        <ul class="chart-keys">{key.collect_view()}</ul>
    }
}

/// What stands below the first and the last point.
fn ends<'a>(mut names: impl DoubleEndedIterator<Item = &'a String>) -> (String, String) {
    (names.next().cloned().unwrap_or_default(), names.next_back().cloned().unwrap_or_default())
}

fn frame(label: String, end: u64, (first, last): (String, String), width: f64, drawing: AnyView) -> AnyView {
    let middle = HEIGHT / 2.0;
    view! {
        <div class="chart">
            <div class="chart-scale" aria-hidden="true">
                <span>{number(end)}</span>
                <span>"0"</span>
            </div>
            <svg class="chart-drawing" viewBox=format!("0 0 {width} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label>
                <line class="chart-grid" x1="0" x2=width y1="0" y2="0" vector-effect="non-scaling-stroke" />
                <line class="chart-grid" x1="0" x2=width y1=middle y2=middle vector-effect="non-scaling-stroke" />
                <line class="chart-grid" x1="0" x2=width y1=HEIGHT y2=HEIGHT vector-effect="non-scaling-stroke" />
                {drawing}
            </svg>
            <div class="chart-ends" aria-hidden="true">
                <span>{first}</span>
                <span>{last}</span>
            </div>
        </div>
    }
    .into_any()
}

/// The same figures to read, the newest first; closed at first.
#[component]
pub fn ChartTable(#[prop(into)] points_name: String, points: Vec<String>, series: Vec<Series>) -> impl IntoView {
    let heads = series.iter().map(|line| view! { <th scope="col" class="chart-number">{line.name.clone()}</th> }).collect_view();
    let row = |(index, point): (usize, String)| {
        let value = |line: &Series| line.values.get(index).copied().flatten().map_or_else(|| "—".to_owned(), number);
        let cells = series.iter().map(|line| view! { <td class="chart-number">{value(line)}</td> }).collect_view();
        view! {
            <tr>
                <th scope="row">{point}</th>
                {cells}
            </tr>
        }
    };
    let rows = points.into_iter().enumerate().rev().map(row).collect_view();
    view! {
        <details class="chart-table">
            <summary>{t!(ui::AS_TABLE)}</summary>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{points_name}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_number() {
        assert_eq!([0, 1, 3, 10, 11, 99, 204_000].map(scale), [1, 1, 5, 10, 20, 100, 500_000]);
        assert_eq!(scale(u64::MAX), u64::MAX);
    }
}
