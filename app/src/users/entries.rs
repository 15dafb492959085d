//! What stands in the fields of a user's form, as signals; and the fields themselves, shared by the two forms.

use super::{calling_codes, labels};
use crate::i18n::t;
use crate::shell::{can, use_account};
use crate::ui::{FormState, PhoneField, SelectField, TextField};
use leptos::prelude::*;
use switchroom_types::AccountId;
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::roles::AvailableRole;
use switchroom_types::users::{UserDetail, UserForm, UserPatch};

#[derive(Clone, Copy)]
pub struct Entries {
    pub name: RwSignal<String>,
    pub first_name: RwSignal<String>,
    pub last_name: RwSignal<String>,
    pub email: RwSignal<String>,
    pub login_id: RwSignal<String>,
    pub mobile: RwSignal<String>,
    pub extension: RwSignal<String>,
    /// A base role or the id of a custom one; for partner users a scope.
    pub role: RwSignal<String>,
    /// Partner users: the id of a custom role, or empty.
    pub custom: RwSignal<String>,
}

impl Entries {
    pub fn empty(role: &str) -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            name: text(),
            first_name: text(),
            last_name: text(),
            email: text(),
            login_id: text(),
            mobile: text(),
            extension: text(),
            role: RwSignal::new(role.to_owned()),
            custom: text(),
        }
    }

    pub fn of(user: &UserDetail) -> Self {
        let entries = Self::empty("");
        entries.show(user);
        entries
    }

    pub fn show(self, user: &UserDetail) {
        self.name.set(user.name.clone());
        self.first_name.set(user.first_name.clone());
        self.last_name.set(user.last_name.clone());
        self.email.set(user.email.clone());
        self.login_id.set(user.login_id.clone().unwrap_or_default());
        self.mobile.set(user.mobile.clone().unwrap_or_default());
        self.extension.set(user.extension.clone().unwrap_or_default());
        self.role.set(role_value(user));
        self.custom.set(custom_value(user));
    }

    pub fn form(self) -> UserForm {
        let some = |signal: RwSignal<String>| Some(signal.get_untracked()).filter(|text| !text.trim().is_empty());
        let role = self.role.get_untracked();
        UserForm {
            name: self.name.get_untracked(),
            first_name: self.first_name.get_untracked(),
            last_name: self.last_name.get_untracked(),
            email: self.email.get_untracked(),
            login_id: some(self.login_id),
            mobile: some(self.mobile),
            extension: some(self.extension),
            role: Role::parse(&role),
            role_id: role.parse().ok().or_else(|| self.custom.with_untracked(|custom| custom.parse().ok())),
            scope: Scope::parse(&role),
        }
    }

    /// Only what differs from what was shown, so that two people who change different fields do not undo each other.
    pub fn patch(self, shown: &UserDetail) -> UserPatch {
        let differs = |signal: RwSignal<String>, shown: &str| Some(signal.get_untracked()).filter(|text| text.trim() != shown);
        let role = Some(self.role.get_untracked()).filter(|role| *role != role_value(shown)).unwrap_or_default();
        let custom = Some(self.custom.get_untracked()).filter(|custom| *custom != custom_value(shown));
        UserPatch {
            name: differs(self.name, &shown.name),
            first_name: differs(self.first_name, &shown.first_name),
            last_name: differs(self.last_name, &shown.last_name),
            email: differs(self.email, &shown.email),
            login_id: differs(self.login_id, shown.login_id.as_deref().unwrap_or_default()),
            mobile: differs(self.mobile, shown.mobile.as_deref().unwrap_or_default()),
            extension: differs(self.extension, shown.extension.as_deref().unwrap_or_default()),
            // Without a custom role it is the base role again.
            role: Role::parse(&role).or_else(|| custom.as_ref().filter(|custom| custom.is_empty()).map(|_| Role::Partner)),
            role_id: role.parse().ok().or_else(|| custom.as_ref().and_then(|custom| custom.parse().ok())),
            scope: Scope::parse(&role),
            status: None,
        }
    }
}

fn role_value(user: &UserDetail) -> String {
    match (user.scope, user.role_id) {
        (Some(scope), _) => scope.to_string(),
        (None, Some(custom)) => custom.to_string(),
        (None, None) => user.role.to_string(),
    }
}

fn custom_value(user: &UserDetail) -> String {
    user.role_id.filter(|_| user.scope.is_some()).map(|id| id.to_string()).unwrap_or_default()
}

/// What the fields say about the system that a person is synced from (USR-22).
#[derive(Clone, Default)]
pub struct Marks {
    locked: Vec<String>,
    supplied: Vec<String>,
    source: &'static str,
}

impl Marks {
    pub fn of(user: &UserDetail) -> Self {
        Self { locked: user.locked_fields.clone(), supplied: user.supplied_fields.clone(), source: labels::source(user.source) }
    }

    /// Why the field cannot be changed here.
    pub fn locked(&self, field: &str) -> Signal<Option<String>> {
        Signal::stored(self.locked.iter().any(|locked| locked == field).then(|| t!(users::FIELD_LOCKED, source = self.source)))
    }

    /// What the next sync may do to an entry; otherwise `help`.
    pub fn hint(&self, field: &str, help: &str) -> String {
        if self.supplied.iter().any(|supplied| supplied == field) {
            t!(users::FIELD_SUPPLIED, source = self.source)
        } else {
            help.to_owned()
        }
    }
}

/// First and last name side by side.
#[component]
pub fn NameFields(entries: Entries, required: bool, #[prop(optional)] marks: Marks) -> impl IntoView {
    view! {
        <div class="form-grid">
            <TextField
                name="first_name"
                label=t!(users::FIRST_NAME)
                value=entries.first_name
                required=required
                max=80
                help=marks.hint("first_name", "")
                disabled_reason=marks.locked("first_name")
            />
            <TextField
                name="last_name"
                label=t!(users::LAST_NAME)
                value=entries.last_name
                required=required
                max=80
                help=marks.hint("last_name", "")
                disabled_reason=marks.locked("last_name")
            />
        </div>
    }
    .into_any()
}

/// Mobile number, extension, Login Id, SMS number.
#[component]
pub fn ReachFields(
    entries: Entries,
    country: String,
    #[prop(optional)] locked: bool,
    #[prop(optional)] sms_number: Option<String>,
    #[prop(optional)] marks: Marks,
) -> impl IntoView {
    let code = calling_codes::of(&country);
    let sms = RwSignal::new(sms_number.unwrap_or_default());
    // USR-24: no PBX takes one yet.
    let username = RwSignal::new(String::new());
    let integrations = format!("/accounts/{}/info#integrations", use_account().id);
    view! {
        <div class="form-grid">
            <PhoneField
                name="mobile"
                label=t!(users::MOBILE)
                value=entries.mobile
                codes=Signal::stored(calling_codes::choices())
                default_code=code
                disabled=Signal::stored(locked)
                help=marks.hint("mobile", "")
                disabled_reason=marks.locked("mobile")
            />
            <TextField
                name="extension"
                label=t!(users::EXTENSION)
                value=entries.extension
                max=20
                disabled=Signal::stored(locked)
                help=marks.hint("extension", "")
                disabled_reason=marks.locked("extension")
            />
            <TextField
                name="login_id"
                label=t!(users::LOGIN_ID)
                help=marks.hint("login_id", t!(users::LOGIN_ID_HELP))
                value=entries.login_id
                max=80
                disabled=Signal::stored(locked)
                disabled_reason=marks.locked("login_id")
            />
            <TextField
                name="username"
                label=t!(users::USERNAME)
                value=username
                help=t!(users::USERNAME_HELP).to_owned()
                disabled_reason=t!(users::FEATURE_USERNAME).to_owned()
            />
            <div>
                <TextField name="sms_number" label=t!(users::SMS_NUMBER) value=sms disabled_reason=t!(users::SMS_NEEDS_TWILIO).to_owned() />
                <a class="link" href=integrations>{t!(users::SMS_TO_INTEGRATIONS)}</a>
            </div>
        </div>
    }
    .into_any()
}

/// The Role drop-down; read-only without Roles Assign, or for somebody with more rights (USR-18, ROLE-06).
#[component]
pub fn RoleField(entries: Entries, roles: Vec<AvailableRole>, #[prop(optional)] above: bool) -> impl IntoView {
    let kind = use_account().kind;
    // What nobody here may give is shown only where somebody has it.
    let held = untrack(|| [entries.role.get(), entries.custom.get()]);
    let custom: Vec<(String, String)> = roles
        .into_iter()
        .filter_map(|role| Some((role.id?.to_string(), role)))
        .filter(|(id, role)| role.grantable || held.contains(id))
        .map(|(id, role)| (id, role.name))
        .collect();
    let partner = kind == AccountKind::Partner;
    let mut options = if partner {
        vec![
            (Scope::Assigned.to_string(), t!(users::ROLE_ACCOUNT_MANAGER).to_owned()),
            (Scope::All.to_string(), t!(users::ROLE_ADMINISTRATOR).to_owned()),
        ]
    } else {
        vec![(Role::User.to_string(), t!(users::ROLE_USER).to_owned()), (Role::Admin.to_string(), t!(users::ROLE_ADMIN).to_owned())]
    };
    let of_partner = if partner {
        custom
    } else {
        options.extend(custom);
        Vec::new()
    };
    let reason = Signal::derive(move || {
        if above {
            Some(t!(users::MORE_RIGHTS).to_owned())
        } else if !can(Permission::ROLES_ASSIGN) {
            Some(t!(users::NEEDS_ROLES_ASSIGN).to_owned())
        } else {
            None
        }
    });
    let rights = (!of_partner.is_empty()).then(|| {
        view! {
            <SelectField
                name="role_id"
                label=t!(users::CUSTOM_ROLE)
                help=t!(users::CUSTOM_ROLE_HELP).to_owned()
                value=entries.custom
                options=Signal::stored(of_partner)
                empty=t!(users::ALL_PERMISSIONS).to_owned()
                disabled_reason=reason
            />
        }
    });
    view! {
        <SelectField name="role" label=labels::field("role") value=entries.role options=Signal::stored(options) disabled_reason=reason />
        {rights}
    }
    .into_any()
}

/// Who has the values that were refused: the list, searched for the first of them (USR-16).
#[component]
pub fn Clash(entries: Entries, state: FormState, account: AccountId) -> impl IntoView {
    move || {
        let error = state.error.get().filter(|error| error.is("users.attributes_taken"))?;
        let refused = error.errors.first()?;
        let value = match refused.field.as_str() {
            "login_id" => entries.login_id.get_untracked(),
            "mobile" => entries.mobile.get_untracked(),
            "extension" => entries.extension.get_untracked(),
            _ => refused.args.get("user")?.clone(),
        };
        let href = format!("/accounts/{account}/users?search={}", crate::sessions::next::encode(&value));
        Some(view! { <p><a class="link" href=href target="_blank">{t!(users::SHOW_CLASH)}</a></p> })
    }
}
