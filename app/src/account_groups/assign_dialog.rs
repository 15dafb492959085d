//! Puts the ticked accounts into groups and takes them out of others.

use super::api::{account_groups, assign_account_groups, create_account_group};
use crate::i18n::{t, tr_error, tr_field_error};
use crate::ui::{Banner, Button, Dialog, SelectField, Skeleton, TextField, Tone, Variant, Work, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::account_groups::{AccountGroup, AccountGroupForm, GroupAccounts, NAME};
use switchroom_types::list::Selection;
use switchroom_types::{AccountGroupId, AccountId};

/// A group with what shall become of the accounts there.
#[derive(Clone, Copy)]
struct Wish {
    id: AccountGroupId,
    name: StoredValue<String>,
    choice: RwSignal<String>,
}

#[component]
pub fn AssignDialog(
    open: RwSignal<bool>,
    #[prop(into)] count: Signal<u64>,
    #[prop(into)] selection: Signal<Option<Selection<AccountId>>>,
    on_done: Callback<()>,
) -> impl IntoView {
    let wishes = RwSignal::new(None::<Vec<Wish>>);
    let new_name = RwSignal::new(String::new());
    let (loading, adding, work) = (Work::new(), Work::new(), Work::new());
    let toasts = use_toasts();
    let owner = StoredValue::new(Owner::current().unwrap_or_default());
    let wish = move |group: AccountGroup, choice: &str| {
        owner.with_value(|owner| {
            owner.with(|| Wish { id: group.id, name: StoredValue::new(group.name), choice: RwSignal::new(choice.to_owned()) })
        })
    };
    Effect::new(move |_| {
        if open.get() {
            wishes.set(None);
            new_name.set(String::new());
            adding.error.set(None);
            work.error.set(None);
            loading.run(account_groups(), move |groups| wishes.set(Some(groups.into_iter().map(|group| wish(group, "")).collect())));
        }
    });
    let add = move |_| {
        adding.run(create_account_group(AccountGroupForm { name: new_name.get_untracked() }), move |group| {
            new_name.set(String::new());
            wishes.update(|wishes| wishes.get_or_insert_default().push(wish(group, "add")));
        });
    };
    let chosen = move |what: &str| -> Vec<AccountGroupId> {
        let all = wishes.get().unwrap_or_default();
        all.iter().filter(|wish| wish.choice.with(|choice| choice == what)).map(|wish| wish.id).collect()
    };
    let nothing = Signal::derive(move || chosen("add").is_empty() && chosen("remove").is_empty());
    let apply = move |_| {
        let Some(selection) = selection.get_untracked() else { return };
        let request = untrack(|| GroupAccounts { selection, add: chosen("add"), remove: chosen("remove") });
        work.run(assign_account_groups(request), move |changed| {
            open.set(false);
            toasts.show(Tone::Ok, t!(account_groups::ASSIGNED, n = changed));
            on_done.run(());
        });
    };
    let options = || {
        vec![("add".to_owned(), t!(account_groups::ADD_TO).to_owned()), ("remove".to_owned(), t!(account_groups::REMOVE_FROM).to_owned())]
    };
    let rows = move || match wishes.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(wishes) if wishes.is_empty() => view! { <p class="muted">{t!(account_groups::NONE_YET)}</p> }.into_any(),
        Some(wishes) => {
            let one = |wish: Wish| {
                view! {
                    <SelectField
                        name=format!("group-{}", wish.id)
                        label=wish.name.get_value()
                        value=wish.choice
                        options=Signal::stored(options())
                        empty=t!(account_groups::UNCHANGED).to_owned()
                    />
                }
            };
            view! { <div class="form-grid">{wishes.into_iter().map(one).collect_view()}</div> }.into_any()
        }
    };
    let refusal = move || {
        loading.error.get().or_else(|| adding.error.get()).or_else(|| work.error.get()).map(|error| {
            let text = error.errors.first().map_or_else(|| tr_error(&error), tr_field_error);
            view! { <Banner tone=Tone::Bad>{text}</Banner> }
        })
    };
    let foot = move || {
        view! {
            <Button on_click=move |_| open.set(false)>{t!(ui::CANCEL)}</Button>
            <Button variant=Variant::Primary busy=work.busy disabled=nothing on_click=apply>{t!(account_groups::APPLY)}</Button>
        }
    };
    let title = Signal::derive(move || t!(account_groups::ASSIGN_TITLE, n = count.get()));
    debug_assert_eq!(NAME, 60);
    view! {
        <Dialog id="assign-groups" open=open title=title light_dismiss=false foot=foot>
            <div class="stack">
                {refusal}
                {rows}
                <div class="account-group-new">
                    <TextField name="new_group" id="assign-new-group" label=t!(account_groups::NEW_GROUP) value=new_name max=60 />
                    <Button busy=adding.busy disabled=Signal::derive(move || new_name.with(|name| name.trim().is_empty())) on_click=add>
                        {t!(account_groups::ADD)}
                    </Button>
                </div>
            </div>
        </Dialog>
    }
    .into_any()
}

/// Loads again what a card or dialog shows.
pub(super) fn reload(
    groups: RwSignal<Option<Vec<AccountGroup>>>,
    load: impl Future<Output = Result<Vec<AccountGroup>, switchroom_types::AppError>> + 'static,
) {
    spawn_local(async move {
        if let Ok(now) = load.await {
            let _ = groups.try_set(Some(now));
        }
    });
}
