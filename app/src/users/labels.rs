//! How roles, states and properties of users are called and coloured.

use crate::i18n::t;
use crate::ui::Tone;
use switchroom_types::access::{Role, Scope};
use switchroom_types::users::{Registration, UserProperty, UserSource, UserStatus};

/// The ROLE column: blank for plain users, a custom role by its own name.
pub fn role(role: Role, scope: Option<Scope>, label: &str) -> String {
    match (role, scope) {
        (Role::User, _) if label.is_empty() => String::new(),
        (Role::Admin, _) if label.is_empty() || label == "Account Admin" => t!(users::ROLE_ADMIN).to_owned(),
        (Role::Partner, Some(Scope::All)) if label.is_empty() || label == "Administrator" => t!(users::ROLE_ADMINISTRATOR).to_owned(),
        (Role::Partner, _) if label.is_empty() || label == "Account Manager" => t!(users::ROLE_ACCOUNT_MANAGER).to_owned(),
        _ => label.to_owned(),
    }
}

/// What stands beside a name when something about it is out of the ordinary (USR-12).
pub fn badge(status: UserStatus, registration: Registration) -> Option<(Tone, &'static str)> {
    match (status, registration) {
        (UserStatus::Inactive, _) => Some((Tone::Bad, t!(users::INACTIVE))),
        (_, Registration::Invited) => Some((Tone::Warn, t!(users::WELCOME_PENDING))),
        (_, Registration::NotInvited) => Some((Tone::Neutral, t!(users::NOT_INVITED))),
        (_, Registration::Registered) => None,
    }
}

pub fn registration(registration: Registration) -> &'static str {
    match registration {
        Registration::Registered => t!(users::REGISTERED),
        Registration::Invited => t!(users::WELCOME_PENDING),
        Registration::NotInvited => t!(users::NOT_INVITED),
    }
}

pub fn property(property: UserProperty) -> &'static str {
    match property {
        UserProperty::Admins => t!(users::PROPERTY_ADMINS),
        UserProperty::Users => t!(users::PROPERTY_USERS),
        UserProperty::Registered => t!(users::PROPERTY_REGISTERED),
        UserProperty::Unregistered => t!(users::PROPERTY_UNREGISTERED),
        UserProperty::PbxUsers => t!(users::PROPERTY_PBX_USERS),
        UserProperty::MicloudConnected => t!(users::PROPERTY_MICLOUD_CONNECTED),
        UserProperty::IotConnected => t!(users::PROPERTY_IOT_CONNECTED),
        UserProperty::Inactive => t!(users::INACTIVE),
    }
}

pub fn source(source: UserSource) -> &'static str {
    match source {
        UserSource::Portal => t!(users::SOURCE_PORTAL),
        UserSource::Import => t!(users::SOURCE_IMPORT),
        UserSource::Scim => t!(users::SOURCE_SCIM),
        UserSource::Pbx => t!(users::SOURCE_PBX),
        UserSource::MicloudConnect => t!(users::SOURCE_MICLOUD),
    }
}

/// The label of a form field by its name on the wire.
pub fn field(name: &str) -> String {
    match name {
        "name" => t!(users::NAME),
        "first_name" => t!(users::FIRST_NAME),
        "last_name" => t!(users::LAST_NAME),
        "email" => t!(users::EMAIL),
        "pending_email" => t!(users::PENDING_EMAIL),
        "login_id" => t!(users::LOGIN_ID),
        "mobile" => t!(users::MOBILE),
        "phone" => t!(users::PHONE),
        "extension" => t!(users::EXTENSION),
        "role" | "role_id" | "scope" => t!(users::ROLE),
        "status" => t!(users::STATUS),
        other => return other.to_owned(),
    }
    .to_owned()
}
