//! Who came from the template, who is not as it says any more, and re-applying it after a look at what that changes (TPL-B1).

use super::api::{get_template, reapply_template, template_users};
use super::labels;
use crate::i18n::{t, tr_error};
use crate::jobs::JobProgress;
use crate::shell::{can, use_account};
use crate::ui::{Banner, Button, Card, Dialog, DialogSize, Skeleton, Tag, Tone, Variant, Work};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::JobId;
use switchroom_types::access::Permission;
use switchroom_types::list::ListQuery;
use switchroom_types::templates::{Reapply, TemplateDetail, TemplateUser};

/// Show it only for a template that is stored, to people who may see users.
#[component]
pub fn PeopleCard(stored: RwSignal<Option<TemplateDetail>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let users = move || stored.with(|stored| stored.as_ref().map_or(0, |stored| stored.users));
    let drifted = move || stored.with(|stored| stored.as_ref().map_or(0, |stored| stored.drifted));
    let only_drifted = RwSignal::new(true);
    let show = move |drifted: bool| {
        only_drifted.set(drifted);
        open.set(true);
    };
    view! {
        <Card title=t!(templates::USERS).to_owned()>
            <div class="entry">
                <div class="entry-main">
                    <p class="entry-title">
                        {move || t!(templates::CAME_FROM, n = users())}
                        {move || (drifted() > 0).then(|| view! { <Tag tone=Tone::Warn>{t!(templates::DRIFTED, n = drifted())}</Tag> })}
                    </p>
                    <p class="entry-facts"><span>{t!(templates::DRIFT_TEXT)}</span></p>
                </div>
                <span class="row scripting-only">
                    {move || (users() > 0).then(|| view! { <Button small=true on_click=move |_| show(false)>{t!(templates::SHOW_USERS)}</Button> })}
                    {move || (drifted() > 0 && can(Permission::USERS_EDIT)).then(|| view! {
                        <Button small=true icon="refresh" on_click=move |_| show(true)>{t!(templates::REAPPLY)}</Button>
                    })}
                </span>
            </div>
        </Card>
        <UsersDialog stored=stored open=open only_drifted=only_drifted />
    }
    .into_any()
}

#[component]
fn UsersDialog(stored: RwSignal<Option<TemplateDetail>>, open: RwSignal<bool>, only_drifted: RwSignal<bool>) -> impl IntoView {
    let account = use_account().id;
    let rows = RwSignal::new(None::<Vec<TemplateUser>>);
    let next = RwSignal::new(None::<String>);
    let count = RwSignal::new(0_u64);
    let error = RwSignal::new(None::<String>);
    let job = RwSignal::new(None::<JobId>);
    let work = Work::new();
    let id = move || stored.with_untracked(|stored| stored.as_ref().map(|stored| (stored.id, stored.version)));
    let load = move |cursor: Option<String>| {
        let Some((template, _)) = id() else { return };
        let filters = if only_drifted.get_untracked() { vec![("drifted".to_owned(), "true".to_owned())] } else { Vec::new() };
        let more = cursor.is_some();
        spawn_local(async move {
            match template_users(account, template, ListQuery { filters, cursor, ..ListQuery::default() }).await {
                Ok(page) => {
                    let _ = rows.try_update(|rows| match rows {
                        Some(rows) if more => rows.extend(page.items),
                        _ => *rows = Some(page.items),
                    });
                    let _ = next.try_set(page.next_cursor);
                    let _ = count.try_set(page.total.value);
                }
                Err(failure) => {
                    let _ = error.try_set(Some(tr_error(&failure)));
                }
            }
        });
    };
    Effect::new(move |_| {
        if open.get() {
            rows.set(None);
            error.set(None);
            work.error.set(None);
            job.set(None);
            load(None);
        }
    });
    let start = move |_| {
        let Some((template, version)) = id() else { return };
        let request = Reapply { version, users: None, confirmed: Some(count.get_untracked()) };
        work.run_or(
            reapply_template(account, template, request),
            move |started| job.set(Some(started.job_id)),
            move |refused| {
                // Somebody came or went: the button now names the right number.
                if let Some(now) = refused.args.get("count").and_then(|now| now.parse().ok()) {
                    count.set(now);
                }
            },
        );
    };
    let over = Callback::new(move |_| {
        let Some((template, _)) = id() else { return };
        spawn_local(async move {
            if let Ok(now) = get_template(account, template).await {
                let _ = stored.try_update(|stored| {
                    if let Some(stored) = stored {
                        (stored.users, stored.drifted) = (now.users, now.drifted);
                    }
                });
            }
        });
    });
    let row = move |user: TemplateUser| {
        let state = if user.differs.is_empty() {
            view! { <Tag tone=Tone::Ok>{t!(templates::AS_IT_SAYS)}</Tag> }.into_any()
        } else {
            view! { <span>{labels::fields(&user.differs)}</span> }.into_any()
        };
        view! {
            <tr>
                <th scope="row"><a class="link" href=format!("/accounts/{account}/users/{}", user.id)>{user.name}</a></th>
                <td>{user.template_version}</td>
                <td>{state}</td>
            </tr>
        }
    };
    let body = move || match rows.get() {
        None => view! { <Skeleton lines=4 /> }.into_any(),
        Some(rows) if rows.is_empty() => view! { <p>{t!(templates::NOBODY)}</p> }.into_any(),
        Some(rows) => view! {
            <div class="template-users">
                <table class="changes">
                    <thead>
                        <tr>
                            <th scope="col">{t!(templates::USER)}</th>
                            <th scope="col">{t!(templates::VERSION)}</th>
                            <th scope="col">{t!(templates::WOULD_CHANGE)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {move || next.get().map(|cursor| view! {
                <Button small=true on_click=move |_| load(Some(cursor.clone()))>{t!(jobs::LOAD_MORE)}</Button>
            })}
        }
        .into_any(),
    };
    let blocked = Signal::derive(move || {
        stored.with(|stored| stored.as_ref().filter(|stored| !stored.gone.is_empty()).map(|_| t!(templates::GONE_TITLE).to_owned()))
    });
    let foot = move || {
        view! {
            <Button on_click=move |_| open.set(false)>{t!(ui::CLOSE)}</Button>
            {move || (only_drifted.get() && job.get().is_none() && count.get() > 0).then(|| view! {
                <Button variant=Variant::Primary busy=work.busy disabled_reason=blocked on_click=start>
                    {move || t!(templates::REAPPLY_TO, n = count.get())}
                </Button>
            })}
        }
    };
    let title = Signal::derive(move || if only_drifted.get() { t!(templates::REAPPLY) } else { t!(templates::USERS) }.to_owned());
    view! {
        <Dialog id="template-users" open=open title=title size=DialogSize::Large foot=foot>
            <div class="stack">
                {move || error.get().map(|error| view! { <Banner tone=Tone::Bad>{error}</Banner> })}
                {move || work.error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
                {move || match job.get() {
                    Some(job) => view! { <JobProgress id=job on_over=over /> }.into_any(),
                    None => view! {
                        {only_drifted.get().then(|| view! { <p class="muted">{t!(templates::REAPPLY_TEXT)}</p> })}
                        {body}
                    }
                    .into_any(),
                }}
            </div>
        </Dialog>
    }
    .into_any()
}
