//! `/accounts/{account}/jobs/{job}`: one job with the result for each unit, and the way back where there is one (USR-B6).

use super::api::get_job;
use super::progress::JobProgress;
use crate::notifications::job_name;
use crate::shell::{Trouble, use_account};
use crate::t;
use crate::ui::{Card, Crumb, KeyValue, KeyValues, PageHeader, Skeleton, Time};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use switchroom_types::jobs::JobRow;
use switchroom_types::{AppError, JobId};

#[component]
pub fn JobPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("job").and_then(|id| id.parse::<JobId>().ok()));
    let account = use_account().id;
    let job = Resource::new(
        move || id.get(),
        move |id| async move {
            let absent = || AppError::not_found("job");
            let job = get_job(id.ok_or_else(absent)?).await?;
            // The address of a job names its account.
            if job.account_id == account { Ok(job) } else { Err(absent()) }
        },
    );
    view! {
        <Transition fallback=|| view! { <div class="page page-narrow"><Skeleton title=true lines=4 /></div> }>
            {move || Suspend::new(async move {
                match job.await {
                    Ok(job) => view! { <Job job=job /> }.into_any(),
                    Err(error) => view! { <Trouble error=error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Job(job: JobRow) -> impl IntoView {
    let account = use_account();
    let title = job_name(&format!("job.{}", job.kind)).map_or_else(|| job.kind.to_string(), |name| name.text().to_owned());
    let crumbs = vec![
        Crumb::link(account.name.clone(), format!("/accounts/{}/info", account.id)),
        Crumb::link(t!(users::USERS), format!("/accounts/{}/users", account.id)),
        Crumb::here(title.clone()),
    ];
    view! {
        <Title text=title.clone() />
        <div class="page page-narrow">
            <PageHeader title=title crumbs=crumbs />
            <Card>
                <JobProgress id=job.id first=job.clone() />
                <KeyValues>
                    <KeyValue name=t!(jobs::STARTED)><Time at=job.created_at /></KeyValue>
                    {job.finished_at.map(|at| view! { <KeyValue name=t!(jobs::ENDED)><Time at=at /></KeyValue> })}
                </KeyValues>
            </Card>
        </div>
    }
    .into_any()
}
