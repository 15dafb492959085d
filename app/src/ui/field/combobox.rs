//! Chooses one of very many: the server searches while one types (ARIA combobox with a list).

use super::{Frame, adopt_typed};
use crate::{
    i18n::{t, tr_error},
    ui::{Debounce, Icon, Latest, browser},
};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use std::{pin::Pin, sync::Arc};
use switchroom_types::AppError;

/// One hit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub label: String,
    /// Second line, for example a number that tells namesakes apart.
    pub note: Option<String>,
}

impl Choice {
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), note: None }
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

type Hits = Result<Vec<Choice>, AppError>;

/// Finds choices for a typed text; made from an async function.
#[derive(Clone)]
pub struct ChoiceLoader(Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Hits>>> + Send + Sync>);

impl<F, Fut> From<F> for ChoiceLoader
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Hits> + 'static,
{
    fn from(search: F) -> Self {
        Self(Arc::new(move |text| Box::pin(search(text))))
    }
}

/// Milliseconds of silence before a search starts.
const PAUSE: u64 = 150;

#[component]
pub fn Combobox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: RwSignal<Option<Choice>>,
    #[prop(into)] search: ChoiceLoader,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] on_choose: Option<Callback<Choice>>,
) -> impl IntoView {
    let frame = Frame::new(&name, id, label, required, help, error);
    let typed = RwSignal::new(value.with_untracked(|value| value.as_ref().map(|choice| choice.label.clone()).unwrap_or_default()));
    let hits = RwSignal::new(None::<Hits>);
    let open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let latest = Latest::new();
    let debounce = Debounce::new(PAUSE);
    let field = NodeRef::<html::Input>::new();
    adopt_typed(field, typed);
    // The page may choose for the person, for example an account that was just created.
    Effect::new(move |_| {
        if let Some(label) = value.with(|value| value.as_ref().map(|choice| choice.label.clone())) {
            typed.set(label);
        }
    });
    let search = StoredValue::new(search);
    let ask = move |text: String| {
        let Some(request) = search.try_with_value(|search| (search.0)(text)) else { return };
        latest.ask(request, move |found| {
            hits.set(Some(found));
            active.set(0);
        });
    };
    let choose = move |choice: Choice| {
        debounce.cancel();
        typed.set(choice.label.clone());
        value.set(Some(choice.clone()));
        open.set(false);
        if let Some(on_choose) = on_choose {
            on_choose.run(choice);
        }
    };
    let start = move || {
        if !open.get_untracked() {
            open.set(true);
            let chosen = value.with_untracked(Option::is_some);
            ask(if chosen { String::new() } else { typed.get_untracked() });
        }
    };
    let list_id = format!("{}-list", frame.id);
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let count = move || hits.with_untracked(|hits| hits.as_ref().and_then(|hits| hits.as_ref().ok()).map_or(0, Vec::len));
    let scroll_to = option_id.clone();
    let keys = move |event: KeyboardEvent| {
        let count = count();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open.get_untracked() => start(),
            "ArrowDown" if count > 0 => active.update(|active| *active = (*active + 1) % count),
            "ArrowUp" if count > 0 => active.update(|active| *active = (*active + count - 1) % count),
            "Enter" if open.get_untracked() => {
                let hit = hits.with_untracked(|hits| hits.as_ref()?.as_ref().ok()?.get(active.get_untracked()).cloned());
                if let Some(hit) = hit {
                    choose(hit);
                }
            }
            "Escape" if open.get_untracked() => open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
        browser::scroll_into_view(&scroll_to(active.get_untracked()));
    };
    let active_id = option_id.clone();
    let options = move || match hits.get() {
        None => view! { <p class="combobox-note">{t!(ui::SEARCHING)}</p> }.into_any(),
        Some(Err(error)) => view! { <p class="combobox-note" role="alert">{tr_error(&error)}</p> }.into_any(),
        Some(Ok(found)) if found.is_empty() => view! { <p class="combobox-note">{t!(ui::NO_HITS)}</p> }.into_any(),
        Some(Ok(found)) => {
            let option = |(index, choice): (usize, Choice)| {
                let chosen = choice.clone();
                view! {
                    <div
                        class="combobox-option"
                        role="option"
                        id=option_id(index)
                        aria-selected=move || (active.get() == index).to_string()
                        on:pointermove=move |_| {
                            if active.get_untracked() != index {
                                active.set(index);
                            }
                        }
                        // Before the field loses the focus.
                        on:mousedown=move |event| {
                            event.prevent_default();
                            choose(chosen.clone());
                        }
                    >
                        <span class="combobox-option-text">{choice.label}</span>
                        {choice.note.map(|note| view! { <small>{note}</small> })}
                    </div>
                }
            };
            found.into_iter().enumerate().map(option).collect_view().into_any()
        }
    };
    let hidden_id = name.clone();
    let control = view! {
        <div class="combobox">
            <span class="input-group">
                <span class="input-lead">
                    <Icon name="search" />
                </span>
                <input
                    node_ref=field
                    class="input"
                    id=frame.id.clone()
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=placeholder
                    value=typed.get_untracked()
                    disabled=move || disabled.get()
                    aria-autocomplete="list"
                    aria-controls=list_id.clone()
                    aria-expanded=move || open.get().to_string()
                    aria-activedescendant=move || open.get().then(|| active_id(active.get()))
                    aria-required=required.then_some("true")
                    aria-invalid=frame.invalid()
                    aria-describedby=frame.described_by()
                    on:focus=move |_| start()
                    on:click=move |_| start()
                    on:blur=move |_| {
                        open.set(false);
                        // What was typed but not chosen is no choice.
                        typed.set(value.with_untracked(|value| value.as_ref().map(|choice| choice.label.clone()).unwrap_or_default()));
                    }
                    on:input:target=move |event| {
                        let text = event.target().value();
                        typed.set(text.clone());
                        value.set(None);
                        open.set(true);
                        debounce.call(move || ask(text));
                    }
                    on:keydown=keys
                />
            </span>
            <input type="hidden" name=hidden_id value=move || value.get().map(|choice| choice.id).unwrap_or_default() />
            <div class="combobox-list" role="listbox" id=list_id aria-label=t!(ui::SUGGESTIONS) hidden=move || !open.get()>
                {move || open.get().then(&options)}
            </div>
        </div>
    };
    frame.around(control.into_any())
}
