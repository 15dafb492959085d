//! "Console Tip #n": one at a time, turned by hand or by a new day, dismissed for good or brought back (DASH-01, DASH-03).

use crate::i18n::{Text, keys::dashboard as text, t};
use crate::shell::{use_me, use_viewer};
use crate::ui::{Button, Icon, IconButton, Variant};
use leptos::prelude::*;
use std::collections::BTreeMap;
use switchroom_types::access::Role;
use switchroom_types::preferences::Preferences;

struct Tip {
    /// Under this name its dismissal is kept.
    id: &'static str,
    text: Text,
    /// Only people who look after accounts.
    admins: bool,
}

const TIPS: [Tip; 5] = [
    Tip { id: "tip-1", text: text::TIP_WELCOME, admins: false },
    Tip { id: "tip-2", text: text::TIP_PICKER, admins: true },
    Tip { id: "tip-3", text: text::TIP_URL, admins: true },
    Tip { id: "tip-4", text: text::TIP_EXPORT, admins: true },
    Tip { id: "tip-5", text: text::TIP_THEME, admins: false },
];

#[component]
pub fn Tips() -> impl IntoView {
    let viewer = use_viewer();
    let dismissed = viewer.map(|viewer| viewer.arranged().dismissed).unwrap_or_default();
    let admin = matches!(use_me().role, Role::Partner | Role::Admin);
    let dismissed = RwSignal::new(dismissed);
    let left = move || {
        let gone = dismissed.get();
        TIPS.iter().enumerate().filter(move |(_, tip)| (admin || !tip.admins) && !gone.contains_key(tip.id)).collect::<Vec<_>>()
    };
    let at = RwSignal::new(0_usize);
    let turn = move |by: usize| at.update(|at| *at = at.wrapping_add(by));
    let keep = move |changed: BTreeMap<String, bool>| {
        if let Some(viewer) = viewer {
            viewer.arrange(Preferences { dismissed: changed, ..Default::default() });
        }
    };
    let dismiss = move |id: &'static str| {
        dismissed.update(|dismissed| {
            dismissed.insert(id.to_owned(), true);
        });
        keep([(id.to_owned(), true)].into());
    };
    let restore = move |_| {
        let back: BTreeMap<String, bool> = dismissed.with_untracked(|gone| gone.keys().map(|id| (id.clone(), false)).collect());
        dismissed.set(BTreeMap::new());
        at.set(0);
        keep(back);
    };
    let card = move || {
        let left = left();
        let position = at.get().checked_rem(left.len())?;
        let count = left.len();
        let (index, tip) = left.into_iter().nth(position)?;
        let id = tip.id;
        let view = view! {
            <section class="card tip-card" aria-label=t!(dashboard::TIPS)>
                <header class="card-head">
                    <Icon name="lightbulb" />
                    <h2 class="card-title">{t!(dashboard::TIP_TITLE, n = index + 1)}</h2>
                    <IconButton icon="x" small=true label=t!(dashboard::DISMISS) on_click=move |_| dismiss(id) />
                </header>
                <div class="card-body" aria-live="polite">
                    <p>{tip.text.text()}</p>
                </div>
                {(count > 1).then(|| view! {
                    <footer class="card-foot scripting-only">
                        <IconButton icon="chevron-left" small=true label=t!(dashboard::PREVIOUS) on_click=move |_| turn(count - 1) />
                        <span class="muted">{format!("{} / {count}", position + 1)}</span>
                        <IconButton icon="chevron-right" small=true label=t!(dashboard::NEXT) on_click=move |_| turn(1) />
                    </footer>
                })}
            </section>
        };
        Some(view)
    };
    let again = move || {
        let any = dismissed.with(|gone| TIPS.iter().any(|tip| gone.contains_key(tip.id)));
        any.then(|| {
            view! {
                <p class="scripting-only">
                    <Button variant=Variant::Link on_click=restore>{t!(dashboard::RESTORE)}</Button>
                </p>
            }
        })
    };
    view! {
        <div class="stack-small">
            {card}
            {again}
        </div>
    }
}
