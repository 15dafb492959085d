//! Takes templates that the PBX has over (TPL-11). Before the PBX was read the button says what it waits for.

use super::api::{choices_of_templates, import_templates};
use crate::i18n::{t, tr_error};
use crate::shell::use_account;
use crate::ui::{Banner, Button, Checkbox, Dialog, Tone, Variant, Work, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::templates::TemplateChoices;

#[component]
pub fn ImportButton(on_done: Callback<()>) -> impl IntoView {
    let account = use_account().id;
    let known = RwSignal::new(None::<TemplateChoices>);
    let open = RwSignal::new(false);
    let picked = RwSignal::new(Vec::<String>::new());
    let work = Work::new();
    let toasts = use_toasts();
    let load = move || {
        spawn_local(async move {
            if let Ok(choices) = choices_of_templates(account).await {
                let _ = known.try_set(Some(choices));
            }
        });
    };
    Effect::new(move |_| load());
    let reason = Signal::derive(move || {
        known.with(|known| match known {
            None => None,
            Some(choices) if !choices.pbx_integrated => Some(t!(templates::NEEDS_PBX).to_owned()),
            Some(choices) if choices.pbx.is_none() => Some(t!(templates::PBX_NOT_READ).to_owned()),
            Some(choices) if choices.learned.is_empty() => Some(t!(templates::NOTHING_TO_IMPORT).to_owned()),
            Some(_) => None,
        })
    });
    let start = move |_| {
        work.run(import_templates(account, picked.get_untracked()), move |count| {
            open.set(false);
            picked.set(Vec::new());
            toasts.show(Tone::Ok, t!(templates::IMPORTED, n = count));
            load();
            on_done.run(());
        });
    };
    let boxes = move || {
        let names = known.with(|known| known.as_ref().map(|known| known.learned.clone()).unwrap_or_default());
        let one = |name: String| {
            let on = RwSignal::new(false);
            let own = name.clone();
            let change = Callback::new(move |wanted: bool| {
                picked.update(|picked| {
                    picked.retain(|each| *each != own);
                    if wanted {
                        picked.push(own.clone());
                    }
                });
            });
            view! { <Checkbox name="learned" label=name value=on on_change=change /> }
        };
        names.into_iter().map(one).collect_view()
    };
    let foot = move || {
        view! {
            <Button on_click=move |_| open.set(false)>{t!(ui::CANCEL)}</Button>
            <Button variant=Variant::Primary busy=work.busy disabled=Signal::derive(move || picked.with(Vec::is_empty)) on_click=start>
                {t!(templates::IMPORT)}
            </Button>
        }
    };
    view! {
        <span class="scripting-only">
            <Button icon="download" disabled_reason=reason on_click=move |_| { picked.set(Vec::new()); open.set(true) }>{t!(templates::IMPORT_FROM_PBX)}</Button>
        </span>
        <Dialog id="import-templates" open=open title=t!(templates::IMPORT_FROM_PBX).to_owned() foot=foot>
            <div class="stack">
                {move || work.error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
                <p class="muted">{t!(templates::IMPORT_TEXT)}</p>
                <div class="stack-small">{boxes}</div>
            </div>
        </Dialog>
    }
    .into_any()
}
