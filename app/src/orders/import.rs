//! `/operator/order-feeds`: orders come in from a file (ORD-22).

use super::api::{commit_import, get_import, import_partners};
use crate::i18n::{number, tr_error, tr_field_error};
use crate::shell::{Trouble, response::set_status};
use crate::t;
use crate::ui::{Banner, Button, Card, LinkButton, PageHeader, Progress, SelectField, Skeleton, Tag, TextField, Tone, Variant, Work};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use switchroom_types::orders::{OrderImport, OrderImportRow, OrderImportState, PartnerChoice};
use switchroom_types::{AppError, ImportId};

const API: &str = "/api/v1/operator/orders/imports";

#[component]
pub fn OrderFeedsPage() -> impl IntoView {
    let query = use_query_map();
    let id = Memo::new(move |_| query.with(|query| query.get("import"))?.parse::<ImportId>().ok());
    let partners = Resource::new(|| (), |()| import_partners());
    let import = Resource::new(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => Some(get_import(id).await),
                None => None,
            }
        },
    );
    follow(import);
    view! {
        <Title text=t!(orders::FEEDS_TITLE) />
        <div class="page page-narrow">
            <Transition fallback=|| view! { <Skeleton lines=6 title=true /> }>
                {move || Suspend::new(async move {
                    match partners.await {
                        Err(error) => {
                            set_status(error.status);
                            view! { <Trouble error=error /> }.into_any()
                        }
                        Ok(partners) => view! {
                            <PageHeader
                                title=Signal::derive(|| t!(orders::FEEDS_TITLE).to_owned())
                                actions=ViewFnOnce::from(|| view! {
                                    <LinkButton href=format!("{API}/template.csv") icon="download" download=true>{t!(orders::TEMPLATE)}</LinkButton>
                                })
                            />
                            <p class="page-description">{t!(orders::FEEDS_TEXT)}</p>
                            <Upload partners=partners />
                        }
                        .into_any(),
                    }
                })}
            </Transition>
            <Transition fallback=|| view! { <Skeleton lines=6 /> }>
                {move || import.get().flatten().map(|found| match found {
                    Err(error) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
                    Ok(found) => view! { <Review found=found import=import /> }.into_any(),
                })}
            </Transition>
        </div>
    }
}

/// Asks again while the import runs; the page needs no reload to see it end.
fn follow(import: Resource<Option<Result<OrderImport, AppError>>>) {
    Effect::new(move |_| {
        let running = import.with(|import| matches!(import, Some(Some(Ok(found))) if found.state == OrderImportState::Running));
        if running {
            set_timeout(move || import.refetch(), std::time::Duration::from_millis(800));
        }
    });
}

#[component]
fn Upload(partners: Vec<PartnerChoice>) -> impl IntoView {
    let feed = RwSignal::new("import".to_owned());
    let partner = RwSignal::new(String::new());
    let work = Work::new();
    let Work { busy, error } = work;
    let options: Vec<(String, String)> =
        partners.into_iter().map(|partner| (partner.id.to_string(), format!("{} · {}", partner.name, partner.number))).collect();
    let form = NodeRef::<leptos::html::Form>::new();
    let chosen = RwSignal::new(String::new());
    let go = use_navigate();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(form) = form.get_untracked() else { return };
        let go = go.clone();
        work.run(send(form), move |found| {
            go(&format!("/operator/order-feeds?import={}", found.id), NavigateOptions { scroll: false, ..Default::default() });
        });
    };
    let field_error = move |name: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(name)).map(tr_field_error)))
    };
    let failure = move || error.get().map(|error| view! { <Banner tone=Tone::Bad>{place(&error)}</Banner> });
    view! {
        <Card title=t!(orders::UPLOAD_TITLE)>
            <form node_ref=form class="stack" enctype="multipart/form-data" on:submit=submit>
                {failure}
                <SelectField name="partner" label=t!(orders::UPLOAD_PARTNER) value=partner options=options empty=t!(orders::UPLOAD_PARTNER_EMPTY)
                    help=t!(orders::UPLOAD_PARTNER_HELP) error=field_error("partner") />
                <TextField name="feed" label=t!(orders::UPLOAD_FEED) value=feed help=t!(orders::UPLOAD_FEED_HELP) required=true error=field_error("feed") />
                <div class="field">
                    <label class="field-label" for="order-file">{t!(orders::UPLOAD_FILE)}</label>
                    <input
                        class="input"
                        id="order-file"
                        type="file"
                        name="file"
                        accept=".csv,.json,text/csv,application/json"
                        required=true
                        on:change:target=move |event| chosen.set(event.target().value())
                    />
                    <p class="field-help">{t!(orders::UPLOAD_FILE_HELP)}</p>
                </div>
                <div class="form-actions">
                    <Button submit=true variant=Variant::Primary icon="upload" busy=busy disabled=Signal::derive(move || chosen.with(String::is_empty))>
                        {t!(orders::UPLOAD)}
                    </Button>
                </div>
            </form>
        </Card>
    }
    .into_any()
}

/// The message with the place in the file, where there is one.
fn place(error: &AppError) -> String {
    let text = tr_error(error);
    match error.args.get("line") {
        Some(line) if line != "0" => format!("{text} {}", t!(orders::IN_LINE, line = line)),
        _ => text,
    }
}

#[component]
fn Review(found: OrderImport, import: Resource<Option<Result<OrderImport, AppError>>>) -> impl IntoView {
    let work = Work::new();
    let Work { busy, error } = work;
    let id = found.id;
    let commit = move |_| work.run_or(commit_import(id), move |_| import.refetch(), move |_| import.refetch());
    let (tone, state) = match found.state {
        OrderImportState::Preview => (Tone::Neutral, t!(orders::STATE_PREVIEW)),
        OrderImportState::Running => (Tone::Info, t!(orders::STATE_RUNNING)),
        OrderImportState::Finished if found.failed > 0 => (Tone::Warn, t!(orders::STATE_PARTLY)),
        OrderImportState::Finished => (Tone::Ok, t!(orders::STATE_FINISHED)),
    };
    let summary = match found.state {
        OrderImportState::Preview => t!(orders::SUMMARY_PREVIEW, creates = found.creates, updates = found.updates, failed = found.failed),
        _ => t!(orders::SUMMARY_DONE, done = found.done, valid = found.valid, failed = found.failed),
    };
    let running = (found.state == OrderImportState::Running).then(|| {
        view! { <Progress value=Signal::stored(found.done) max=found.valid label=Signal::stored(t!(orders::STATE_RUNNING).to_owned()) /> }
    });
    let failed = (found.failed > 0).then(|| {
        view! { <LinkButton href=format!("{API}/{id}/failed.csv") icon="download" download=true>{t!(orders::FAILED_ROWS)}</LinkButton> }
    });
    let start = (found.state == OrderImportState::Preview && found.valid > 0).then(|| {
        view! { <Button variant=Variant::Primary busy=busy on_click=commit>{t!(orders::IMPORT_N, n = found.valid)}</Button> }
    });
    let more = found.rows.saturating_sub(found.preview.len() as u64);
    let title = found.file_name.clone();
    view! {
        <section class="card" aria-live="polite">
            <header class="card-head">
                <h2 class="card-title">{title}</h2>
                <Tag tone=tone>{state}</Tag>
            </header>
            <div class="card-body stack">
                <p>{summary}</p>
                {running}
                {move || error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
                <div class="import-scroll" tabindex="0" role="region" aria-label=t!(orders::ROWS)>
                    <table class="import-rows">
                        <thead>
                            <tr>
                                <th scope="col">{t!(orders::LINE)}</th>
                                <th scope="col">{t!(orders::COL_SUBSCRIPTION)}</th>
                                <th scope="col">{t!(orders::ITEMS)}</th>
                                <th scope="col">{t!(orders::DATES)}</th>
                                <th scope="col">{t!(orders::RESULT)}</th>
                            </tr>
                        </thead>
                        <tbody>{found.preview.into_iter().map(|row| view! { <Line row=row /> }).collect_view()}</tbody>
                    </table>
                </div>
                {(more > 0).then(|| view! { <p class="muted">{t!(orders::MORE_ROWS, n = number(more))}</p> })}
            </div>
            <footer class="card-foot">{failed} {start}</footer>
        </section>
    }
    .into_any()
}

#[component]
fn Line(row: OrderImportRow) -> impl IntoView {
    let dates = [row.start_date, row.expiry_date].into_iter().filter(|date| !date.is_empty()).collect::<Vec<_>>().join(" – ");
    let result = match row.errors.is_empty() {
        true => view! { <Tag tone=Tone::Ok>{t!(orders::ROW_OK)}</Tag> }.into_any(),
        false => {
            let errors = row.errors.iter().map(|error| view! { <li><code>{error.field.clone()}</code> " " {tr_field_error(error)}</li> });
            view! { <ul class="import-errors">{errors.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <tr class:import-bad=!row.errors.is_empty()>
            <td>{row.line.to_string()}</td>
            <td>{row.subscription_number}</td>
            <td>{row.items}</td>
            <td>{dates}</td>
            <td>{result}</td>
        </tr>
    }
    .into_any()
}

/// Sends the form as it is; a file is no business of a server function.
#[cfg(feature = "hydrate")]
async fn send(form: web_sys::HtmlFormElement) -> Result<OrderImport, AppError> {
    let network = || AppError::new(0, "network", "The server cannot be reached. Please try again.");
    let data = web_sys::FormData::new_with_form(&form).map_err(|_| network())?;
    let request = gloo_net::http::Request::post(API).body(data).map_err(|_| network())?;
    let response = request.send().await.map_err(|_| network())?;
    if response.ok() {
        return response.json().await.map_err(|_| network());
    }
    // RFC 9457 calls the message `detail`.
    let problem: serde_json::Value = response.json().await.map_err(|_| AppError::internal())?;
    let text = |name: &str| problem.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let mut error = AppError::new(response.status(), text("code"), text("detail"));
    error.errors = problem.get("errors").cloned().and_then(|errors| serde_json::from_value(errors).ok()).unwrap_or_default();
    error.args = problem.get("args").cloned().and_then(|args| serde_json::from_value(args).ok()).unwrap_or_default();
    Err(error)
}

#[cfg(not(feature = "hydrate"))]
async fn send(_: web_sys::HtmlFormElement) -> Result<OrderImport, AppError> {
    Err(AppError::internal())
}
