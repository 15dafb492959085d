//! Asks before something happens; for what cannot be taken back, by a typed word.

use super::{Banner, Button, Dialog, DialogSize, TextField, Tone, Variant, Work};
use crate::i18n::{t, tr_error};
use leptos::prelude::*;

/// `word` must be typed, in any case, before the button works; `consequences` are listed. The caller closes the dialog
/// when the work succeeded.
#[component]
pub fn ConfirmDialog(
    /// Unique in the page.
    id: &'static str,
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] confirm: Signal<String>,
    #[prop(optional, into)] word: Option<&'static str>,
    #[prop(optional)] danger: bool,
    #[prop(optional, into)] consequences: Signal<Vec<String>>,
    /// What confirming starts.
    work: Work,
    on_confirm: Callback<()>,
    #[prop(optional)] children: Option<ChildrenFn>,
) -> impl IntoView {
    let Work { busy, error } = work;
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        if !open.get() {
            typed.set(String::new());
        }
    });
    let matches = move || word.is_none_or(|word| typed.with(|typed| typed.trim().to_lowercase() == word.to_lowercase()));
    let go = move || {
        if untrack(matches) && !busy.get_untracked() {
            on_confirm.run(());
        }
    };
    let foot = move || {
        view! {
            <Button on_click=move |_| open.set(false)>{t!(ui::CANCEL)}</Button>
            <Button
                variant=if danger { Variant::Danger } else { Variant::Primary }
                busy=busy
                disabled=Signal::derive(move || !matches())
                on_click=move |_| go()
            >
                {move || confirm.get()}
            </Button>
        }
    };
    let children = StoredValue::new(children);
    view! {
        <Dialog id=id open=open title=title size=DialogSize::Medium light_dismiss=word.is_none() foot=foot>
            {move || error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
            {children.with_value(|children| children.as_ref().map(|children| children()))}
            {move || {
                let consequences = consequences.get();
                (!consequences.is_empty())
                    .then(|| view! { <ul class="consequences">{consequences.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul> })
            }}
            {word
                .map(|word| view! {
                    <form on:submit=move |event| {
                        event.prevent_default();
                        go();
                    }>
                        <TextField name="word" id=format!("{id}-word") label=t!(ui::TYPE_WORD, word = word) value=typed autocomplete="off" />
                    </form>
                })}
        </Dialog>
    }
    .into_any()
}
