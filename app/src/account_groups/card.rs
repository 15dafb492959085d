//! The groups of an account, on its information page; partner users only. Loaded by the browser: it is a tool.

use super::api::{account_groups, assign_account_groups, groups_of_account};
use super::assign_dialog::reload;
use crate::i18n::{t, tr_error};
use crate::shell::can;
use crate::ui::{Banner, Card, Chip, SelectField, Skeleton, Tag, Tone, Work};
use leptos::prelude::*;
use switchroom_types::access::Permission;
use switchroom_types::account_groups::{AccountGroup, GroupAccounts};
use switchroom_types::list::Selection;
use switchroom_types::{AccountGroupId, AccountId};

#[component]
pub fn AccountGroupsCard(account: AccountId) -> impl IntoView {
    let (own, all) = (RwSignal::new(None::<Vec<AccountGroup>>), RwSignal::new(None::<Vec<AccountGroup>>));
    let chosen = RwSignal::new(String::new());
    let work = Work::new();
    Effect::new(move |_| {
        reload(own, groups_of_account(account));
        reload(all, account_groups());
    });
    let change = move |add: Vec<AccountGroupId>, remove: Vec<AccountGroupId>| {
        let request = GroupAccounts { selection: Selection::Ids(vec![account]), add, remove };
        work.run(assign_account_groups(request), move |_| reload(own, groups_of_account(account)));
    };
    Effect::new(move |_| {
        if let Ok(id) = chosen.get().parse::<AccountGroupId>() {
            chosen.set(String::new());
            change(vec![id], Vec::new());
        }
    });
    let options = Signal::derive(move || {
        let own = own.get().unwrap_or_default();
        let all = all.get().unwrap_or_default();
        let free = all.into_iter().filter(|group| !own.iter().any(|each| each.id == group.id));
        free.map(|group| (group.id.to_string(), group.name)).collect::<Vec<_>>()
    });
    let none_left = Signal::derive(move || options.with(Vec::is_empty).then(|| t!(account_groups::NONE_LEFT).to_owned()));
    let may_edit = move || can(Permission::ACCOUNTS_EDIT);
    let chips = move || match own.get() {
        None => view! { <Skeleton lines=1 /> }.into_any(),
        Some(groups) if groups.is_empty() => view! { <p class="muted">{t!(account_groups::IN_NONE)}</p> }.into_any(),
        Some(groups) => {
            let one = move |group: AccountGroup| {
                let id = group.id;
                if may_edit() {
                    let remove = Callback::new(move |_| change(Vec::new(), vec![id]));
                    view! { <Chip text=group.name on_remove=remove /> }.into_any()
                } else {
                    view! { <Tag>{group.name}</Tag> }.into_any()
                }
            };
            view! { <div class="row">{groups.into_iter().map(one).collect_view()}</div> }.into_any()
        }
    };
    view! {
        <div class="scripting-only">
            <Card title=t!(account_groups::TITLE).to_owned() id="account-groups">
                <div class="stack">
                    {move || work.error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
                    {chips}
                    {move || may_edit().then(|| view! {
                        <SelectField
                            name="group"
                            id="account-group"
                            label=t!(account_groups::ADD_TO)
                            value=chosen
                            options=options
                            empty=t!(account_groups::CHOOSE).to_owned()
                            disabled_reason=none_left
                        />
                    })}
                </div>
            </Card>
        </div>
    }
    .into_any()
}
