//! Merging two people: for each field in which they differ one chooses whose value stays (USR-B3).

use super::api::{compare_users, merge_users};
use super::labels;
use crate::i18n::{t, tr_error, tr_field_error};
use crate::ui::{Banner, Button, Dialog, DialogSize, Skeleton, Tone, Variant, Work, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeSet;
use switchroom_types::conflicts::{Comparison, Merge, MergeField};
use switchroom_types::{AccountId, Result, UserId};

/// Who stays and who goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub keep: UserId,
    pub other: UserId,
}

#[component]
pub fn MergeDialog(account: AccountId, pair: RwSignal<Option<Pair>>, on_merged: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let compared = RwSignal::new(None::<Result<Comparison>>);
    let take = RwSignal::new(BTreeSet::<String>::new());
    let (work, toasts) = (Work::new(), use_toasts());
    Effect::new(move |_| {
        let Some(chosen) = pair.get() else { return open.set(false) };
        compared.set(None);
        take.set(BTreeSet::new());
        work.error.set(None);
        open.set(true);
        spawn_local(async move {
            let found = compare_users(account, chosen.keep, chosen.other).await;
            if let Ok(found) = &found {
                // What the one who stays lacks is worth having.
                let missing = found.fields.iter().filter(|field| field.keep.is_empty() && !field.locked).map(|field| field.field.clone());
                let _ = take.try_set(missing.collect());
            }
            let _ = compared.try_set(Some(found));
        });
    });
    let merge = move |_| {
        let Some(chosen) = pair.get_untracked() else { return };
        let asked = Merge { keep: chosen.keep, other: chosen.other, take: take.get_untracked().into_iter().collect() };
        work.run(merge_users(account, asked), move |user| {
            pair.set(None);
            toasts.show(Tone::Ok, t!(users::MERGED, name = user.name));
            on_merged.run(());
        });
    };
    let ready = move || compared.with(|found| matches!(found, Some(Ok(found)) if found.refusal.is_none()));
    let foot = move || {
        view! {
            <Button on_click=move |_| pair.set(None)>{t!(ui::CANCEL)}</Button>
            <Button variant=Variant::Primary busy=work.busy disabled=Signal::derive(move || !ready()) on_click=merge>{t!(users::MERGE)}</Button>
        }
    };
    let body = move || match compared.get() {
        None => view! { <Skeleton lines=5 /> }.into_any(),
        Some(Err(error)) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
        Some(Ok(found)) => comparison(found, take),
    };
    let refused = move || {
        work.error.get().map(|error| {
            let fields =
                error.errors.iter().map(|each| view! { <li>{labels::field(&each.field)} ": " {tr_field_error(each)}</li> }).collect_view();
            view! { <Banner tone=Tone::Bad title=tr_error(&error)><ul>{fields}</ul></Banner> }
        })
    };
    view! {
        <Dialog
            id="merge-users"
            open=open
            title=t!(users::MERGE_TITLE).to_owned()
            size=DialogSize::Large
            light_dismiss=false
            on_close=Callback::new(move |()| pair.set(None))
            foot=foot
        >
            {refused}
            {body}
        </Dialog>
    }
    .into_any()
}

fn comparison(found: Comparison, take: RwSignal<BTreeSet<String>>) -> AnyView {
    let text = t!(users::MERGE_TEXT, keep = found.keep_name.clone(), other = found.other_name.clone());
    let refusal = found.refusal.as_ref().map(tr_field_error).map(|text| view! { <Banner tone=Tone::Bad>{text}</Banner> });
    let none = found.fields.is_empty().then(|| view! { <p class="muted">{t!(users::MERGE_SAME)}</p> });
    let (keep, other) = (found.keep_name, found.other_name);
    view! {
        {refusal}
        <p>{text}</p>
        {none}
        <div class="merge-fields">
            {found.fields.into_iter().map(|field| choice(field, keep.clone(), other.clone(), take)).collect_view()}
        </div>
    }
    .into_any()
}

/// Whose value of a field stays.
fn choice(field: MergeField, keep: String, other: String, take: RwSignal<BTreeSet<String>>) -> AnyView {
    let name = StoredValue::new(field.field.clone());
    let taken = move || name.with_value(|name| take.with(|take| take.contains(name)));
    let set = move |theirs: bool| {
        take.update(|take| {
            if theirs {
                take.insert(name.get_value());
            } else {
                name.with_value(|name| take.remove(name));
            }
        });
    };
    let shown = |value: &str| if value.is_empty() { t!(users::NO_VALUE).to_owned() } else { value.to_owned() };
    let group = format!("merge-{}", field.field);
    let (keep_value, other_value) = (shown(&field.keep), shown(&field.other));
    view! {
        <fieldset class="merge-field">
            <legend>{labels::field(&field.field)}</legend>
            <label class="check">
                <input type="radio" name=group.clone() prop:checked=move || !taken() on:change=move |_| set(false) />
                <span class="check-text"><b>{keep_value}</b> <span class="muted">{keep}</span></span>
            </label>
            <label class="check">
                <input type="radio" name=group prop:checked=taken disabled=field.locked on:change=move |_| set(true) />
                <span class="check-text"><b>{other_value}</b> <span class="muted">{other}</span></span>
            </label>
            {field.locked.then(|| view! { <p class="field-help">{t!(users::MERGE_LOCKED)}</p> })}
        </fieldset>
    }
    .into_any()
}
