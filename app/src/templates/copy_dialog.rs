//! Copies the ticked templates to other accounts, after a look at what those lack (TPL-B2).

use super::api::send_copies;
use super::labels;
use crate::accounts::api::pick_accounts;
use crate::i18n::{t, tr_error, tr_field_error};
use crate::shell::use_account;
use crate::ui::{Banner, Button, Chip, Choice, Combobox, Dialog, DialogSize, Tag, Tone, Variant, Work, use_toasts};
use leptos::prelude::*;
use switchroom_types::list::ListQuery;
use switchroom_types::templates::{CopiedTemplate, CopyTemplates};
use switchroom_types::{AccountId, AppError, TemplateId};

#[component]
pub fn CopyDialog(open: RwSignal<bool>, #[prop(into)] templates: Signal<Vec<TemplateId>>, on_done: Callback<()>) -> impl IntoView {
    let account = use_account().id;
    let chosen = RwSignal::new(None::<Choice>);
    let targets = RwSignal::new(Vec::<Choice>::new());
    let report = RwSignal::new(None::<Vec<CopiedTemplate>>);
    let done = RwSignal::new(false);
    let work = Work::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if open.get() {
            chosen.set(None);
            targets.set(Vec::new());
            report.set(None);
            done.set(false);
            work.error.set(None);
        }
    });
    Effect::new(move |_| {
        let Some(choice) = chosen.get() else { return };
        targets.update(|targets| {
            if !targets.iter().any(|target| target.id == choice.id) {
                targets.push(choice);
            }
        });
        report.set(None);
        chosen.set(None);
    });
    let search = move |text: String| async move {
        let page = pick_accounts(ListQuery { search: text, limit: Some(10), ..ListQuery::default() }).await?;
        let others = page.items.into_iter().filter(|pick| pick.id != account);
        Ok::<_, AppError>(
            others.map(|pick| Choice::new(pick.id.to_string(), pick.name.clone()).note(pick.number.grouped())).collect::<Vec<_>>(),
        )
    };
    let send = move |dry_run: bool| {
        let accounts: Vec<AccountId> =
            targets.with_untracked(|targets| targets.iter().filter_map(|target| target.id.parse().ok()).collect());
        let request = CopyTemplates { templates: templates.get_untracked(), accounts, dry_run };
        work.run(send_copies(account, request), move |copied| {
            if !dry_run {
                toasts.show(Tone::Ok, t!(templates::COPIED, n = copied.len()));
                done.set(true);
                on_done.run(());
            }
            report.set(Some(copied));
        });
    };
    let chips = move || {
        let one = |target: Choice| {
            let id = target.id.clone();
            let remove = Callback::new(move |_| {
                targets.update(|targets| targets.retain(|each| each.id != id));
                report.set(None);
            });
            view! { <Chip text=target.label on_remove=remove /> }
        };
        targets.get().into_iter().map(one).collect_view()
    };
    let row = |copied: CopiedTemplate| {
        let state = if copied.unresolved.is_empty() {
            view! { <Tag tone=Tone::Ok>{t!(templates::RESOLVED)}</Tag> }.into_any()
        } else {
            view! { <span><Tag tone=Tone::Warn>{t!(templates::UNRESOLVED)}</Tag> " " {labels::gone(&copied.unresolved)}</span> }.into_any()
        };
        view! {
            <tr>
                <th scope="row">{copied.account_name}</th>
                <td>{copied.name}</td>
                <td>{state} {copied.without_cx.then(|| view! { <p class="muted">{t!(templates::WITHOUT_CX)}</p> })}</td>
            </tr>
        }
    };
    let table = move || {
        report.get().map(|report| {
            view! {
                <div class="template-users">
                    <table class="changes">
                        <thead>
                            <tr>
                                <th scope="col">{t!(templates::ACCOUNT)}</th>
                                <th scope="col">{t!(templates::TEMPLATE)}</th>
                                <th scope="col">{t!(templates::REFERENCES)}</th>
                            </tr>
                        </thead>
                        <tbody>{report.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
        })
    };
    let nobody = Signal::derive(move || targets.with(Vec::is_empty));
    let foot = move || {
        view! {
            <Button on_click=move |_| open.set(false)>{move || if done.get() { t!(ui::CLOSE) } else { t!(ui::CANCEL) }}</Button>
            {move || (!done.get()).then(|| view! {
                <Button disabled=nobody busy=work.busy on_click=move |_| send(true)>{t!(templates::PREVIEW)}</Button>
                <Button variant=Variant::Primary disabled=nobody busy=work.busy on_click=move |_| send(false)>{t!(templates::COPY)}</Button>
            })}
        }
    };
    let title = Signal::derive(move || t!(templates::COPY_TITLE, n = templates.with(Vec::len)));
    view! {
        <Dialog id="copy-templates" open=open title=title size=DialogSize::Large light_dismiss=false foot=foot>
            <div class="stack">
                {move || work.error.get().map(|error| {
                    let text = error.errors.first().map_or_else(|| tr_error(&error), tr_field_error);
                    view! { <Banner tone=Tone::Bad>{text}</Banner> }
                })}
                <Combobox name="account" label=t!(templates::COPY_TO) value=chosen search=search />
                <div class="row">{chips}</div>
                {table}
            </div>
        </Dialog>
    }
    .into_any()
}
