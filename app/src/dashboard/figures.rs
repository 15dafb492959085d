//! What stands on each card. Every figure leads to the list that it counts.

use crate::i18n::{Text, keys::figures as text, name_of, number, t};
use crate::notifications::job_name;
use crate::ui::{BarChart, ChartTable, LineChart, Progress, Series, Time, TimeFormat, Tone};
use leptos::prelude::*;
use switchroom_types::AccountId;
use switchroom_types::dashboard::{Day, EventBrief, Figures, Month, PlanUse, RunningJob};

/// Plans by name on the card; the list behind it has all.
const PLANS: usize = 5;

pub(super) fn figures(figures: &Figures, account: Option<AccountId>) -> AnyView {
    let base = account.map(|id| format!("/accounts/{id}"));
    match figures {
        Figures::Accounts { active, deactivated, pending_deletion } => {
            let of = |state: &str| Some(format!("/accounts?filter.state={state}"));
            stats([
                (text::ACTIVE, *active, Some("/accounts".to_owned())),
                (text::DEACTIVATED, *deactivated, of("deactivated")),
                (text::PENDING_DELETION, *pending_deletion, of("pending_deletion")),
            ])
        }
        Figures::Users { registered, unregistered, inactive, admins, .. } => {
            let of = |property: &str| base.as_ref().map(|base| format!("{base}/users?filter.property={property}"));
            stats([
                (text::REGISTERED, *registered, of("registered")),
                (text::UNREGISTERED, *unregistered, of("unregistered")),
                (text::INACTIVE, *inactive, of("inactive")),
                (text::ADMINS, *admins, of("admins")),
            ])
        }
        Figures::Licenses { used, owned, plans } => licenses(*used, *owned, plans, base),
        Figures::Expiring { within } => {
            let link = |days: u16| match &base {
                Some(base) => format!("{base}/subscriptions"),
                None => format!("/orders?filter.within={days}&sort=expiry_date"),
            };
            let figure =
                |each: &switchroom_types::dashboard::Expiring| stat(t!(figures::WITHIN, n = each.days), each.orders, Some(link(each.days)));
            view! { <div class="figures">{within.iter().map(figure).collect_view()}</div> }.into_any()
        }
        Figures::Integrations { enabled: 0, others: 0 } => note(text::NO_INTEGRATIONS),
        Figures::Integrations { enabled, others } => stats([(text::ENABLED, *enabled, None), (text::NOT_ENABLED, *others, None)]),
        Figures::Jobs { running: 0, .. } => note(text::NO_JOBS),
        Figures::Jobs { running, jobs } => {
            let each = jobs.iter().map(|job| running_job(job, account.is_none())).collect_view();
            view! {
                {stats([(text::RUNNING, *running, Some("/notifications?filter.status=running".to_owned()))])}
                <ul class="figure-list">{each}</ul>
            }
            .into_any()
        }
        Figures::Events { events } if events.is_empty() => note(text::NO_EVENTS),
        Figures::Events { events } => {
            let each = events.iter().map(|event| latest(event, account.is_none())).collect_view();
            view! { <ul class="figure-list">{each}</ul> }.into_any()
        }
        Figures::Growth { months } => growth(months),
        Figures::Activity { days } => activity(days),
    }
}

fn note(text: Text) -> AnyView {
    view! { <p class="muted">{text.text()}</p> }.into_any()
}

fn stats<const N: usize>(all: [(Text, u64, Option<String>); N]) -> AnyView {
    let each = all.into_iter().map(|(label, value, href)| stat(label.text().to_owned(), value, href)).collect_view();
    view! { <div class="figures">{each}</div> }.into_any()
}

fn stat(label: String, value: u64, href: Option<String>) -> AnyView {
    let content = view! {
        <b class="figure-value">{number(value)}</b>
        <span class="figure-label">{label}</span>
    };
    match href {
        Some(href) => view! { <a class="figure" href=href>{content}</a> }.into_any(),
        None => view! { <div class="figure">{content}</div> }.into_any(),
    }
}

fn licenses(used: u64, owned: u64, plans: &[PlanUse], base: Option<String>) -> AnyView {
    if used == 0 && owned == 0 {
        return note(text::NO_LICENSES);
    }
    let bar = |label: String, used: u64, owned: u64| {
        let over = used.checked_sub(owned).filter(|over| *over > 0).map(|over| t!(figures::OVER, n = over));
        let tone = if over.is_some() { Tone::Bad } else { Tone::Neutral };
        view! {
            <div>
                <Progress label=label value=Signal::stored(used) max=owned tone=Signal::stored(tone) />
                {over.map(|over| view! { <span class="figure-over">{over}</span> })}
            </div>
        }
        .into_any()
    };
    let Some(base) = base else {
        return view! { <a class="figure-bars" href="/orders">{bar(t!(figures::LICENSES_ALL).to_owned(), used, owned)}</a> }.into_any();
    };
    let mut plans = plans.to_vec();
    plans.sort_by_key(|plan| std::cmp::Reverse(plan.owned.max(plan.used)));
    let each = plans.into_iter().take(PLANS).map(|plan| bar(plan.name, plan.used, plan.owned)).collect_view();
    view! { <a class="figure-bars" href=format!("{base}/subscriptions")>{each}</a> }.into_any()
}

fn running_job(job: &RunningJob, named: bool) -> AnyView {
    let name = job_name(&format!("job.{}", job.kind)).map_or_else(|| job.kind.to_string(), |name| name.text().to_owned());
    let max = (job.total > 0).then_some(job.total);
    view! {
        <li class="figure-job">
            <Progress label=name value=Signal::stored(job.done) max=MaybeProp::from(max) />
            {named.then(|| view! { <span class="muted truncate">{job.account_name.clone()}</span> })}
        </li>
    }
    .into_any()
}

fn latest(event: &EventBrief, named: bool) -> AnyView {
    let what = format!("{} {} {}", name_of("action", event.action.as_str()), name_of("asset", event.asset.as_str()), event.asset_name);
    let text = t!(figures::EVENT, actor = event.actor_name, action = what);
    let href = format!("/accounts/{}/support/history?filter.from={at}&filter.to={at}", event.account_id, at = event.at);
    view! {
        <li class="figure-event">
            <a class="truncate" href=href>{text}</a>
            {named.then(|| view! { <span class="muted truncate">{event.account_name.clone()}</span> })}
            <span class="muted"><Time at=event.at format=TimeFormat::Relative /></span>
        </li>
    }
    .into_any()
}

fn growth(months: &[Month]) -> AnyView {
    if months.is_empty() {
        return note(text::NO_DATA);
    }
    let points: Vec<String> = months.iter().map(|month| month.month.format("%Y-%m").to_string()).collect();
    let line =
        |name: Text, value: fn(&Month) -> Option<u64>| Series { name: name.text().to_owned(), values: months.iter().map(value).collect() };
    let mut series = vec![line(text::SERIES_USERS, |month| Some(month.users))];
    if months.iter().any(|month| month.owned.is_some()) {
        series.push(line(text::SERIES_OWNED, |month| month.owned));
        series.push(line(text::SERIES_USED, |month| month.used));
    }
    view! {
        <LineChart label=t!(figures::GROWTH_LABEL) points=points.clone() series=series.clone() />
        <ChartTable points_name=t!(figures::MONTH) points series />
    }
    .into_any()
}

fn activity(days: &[Day]) -> AnyView {
    let total: u64 = days.iter().map(|day| day.events).sum();
    if total == 0 {
        return note(text::NO_DATA);
    }
    let points: Vec<String> = days.iter().map(|day| day.day.to_string()).collect();
    let bars = points.iter().cloned().zip(days.iter().map(|day| day.events)).collect();
    let series = vec![Series { name: t!(figures::SERIES_EVENTS).to_owned(), values: days.iter().map(|day| Some(day.events)).collect() }];
    view! {
        <p class="figure-total muted">{t!(figures::TOTAL_EVENTS, n = total)}</p>
        <BarChart label=t!(figures::ACTIVITY_LABEL) points=bars />
        <ChartTable points_name=t!(figures::DAY) points series />
    }
    .into_any()
}
