//! The permissions of a role as a table of cells (ROLE-14, ROLE-15).

use super::labels;
use crate::i18n::t;
use crate::shell::{api::Installation, use_me};
use crate::ui::Icon;
use leptos::prelude::*;
use switchroom_types::access::{Base, Cell, Feature, MATRIX, Permission, Permissions, Verb, cell};
use switchroom_types::roles::toggle;

/// Ticking goes by the rules of the specification: any cell brings View, clearing View clears its row. Cells that the viewer
/// does not have themselves stay as they are (ROLE-22).
#[component]
pub fn Matrix(
    #[prop(into)] base: Signal<Base>,
    permissions: RwSignal<Permissions>,
    #[prop(optional, into)] read_only: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<()>>,
) -> impl IntoView {
    let own = use_me().permissions;
    let help = use_context::<Installation>().and_then(|installation| installation.support_url);
    let rows = move || {
        let base = base.get();
        let row = |feature: Feature| view! { <Row base=base feature=feature permissions=permissions own=own read_only=read_only on_change=on_change help=help.clone() /> };
        MATRIX.iter().filter(|(_, of, _)| *of == base).map(|(feature, ..)| row(*feature)).collect_view()
    };
    let head = Verb::ALL.iter().map(|verb| view! { <th scope="col">{labels::verb(*verb)}</th> }).collect_view();
    view! {
        <table class="matrix">
            <thead>
                <tr>
                    <th scope="col">{t!(roles::FEATURE)}</th>
                    {head}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(
    base: Base,
    feature: Feature,
    permissions: RwSignal<Permissions>,
    own: Permissions,
    read_only: Signal<bool>,
    on_change: Option<Callback<()>>,
    help: Option<String>,
) -> impl IntoView {
    let name = labels::feature(base, feature);
    let cells = Verb::ALL
        .iter()
        .map(|verb| {
            let permission = Permission::new(feature, *verb);
            let stands = cell(base, permission);
            if stands == Cell::Absent {
                return view! { <td class="matrix-none"></td> }.into_any();
            }
            let lacking = !own.contains(permission);
            let closed = move || stands == Cell::Fixed || lacking || read_only.get();
            let reason = match stands {
                Cell::Fixed => Some(t!(roles::ALWAYS_ON)),
                _ if lacking => Some(t!(roles::NOT_YOURS)),
                _ => None,
            };
            let change = move |on: bool| {
                permissions.update(|permissions| toggle(base, permissions, permission, on));
                if let Some(on_change) = on_change {
                    on_change.run(());
                }
            };
            view! {
                <td>
                    <label class="matrix-cell" title=reason>
                        <input
                            type="checkbox"
                            name="permissions"
                            value=permission.to_string()
                            checked=permissions.with_untracked(|permissions| permissions.contains(permission))
                            prop:checked=move || permissions.with(|permissions| permissions.contains(permission))
                            disabled=closed
                            aria-label=labels::permission(base, permission)
                            on:change:target=move |event| change(event.target().checked())
                        />
                        <span class="matrix-verb" aria-hidden="true">{labels::verb(*verb)}</span>
                    </label>
                </td>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">
                <details class="matrix-about">
                    <summary>
                        {name}
                        <Icon name="chevron-down" />
                    </summary>
                    <p>
                        {labels::explanation(base, feature)}
                        {help.map(|help| view! { " " <a class="link" href=help target="_blank" rel="noopener external">{t!(accounts::LEARN_MORE)}</a> })}
                    </p>
                </details>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}
