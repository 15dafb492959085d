//! How bases, features and cells are called.

use crate::i18n::{name_of, t};
use std::borrow::Cow;
use switchroom_types::access::{Base, Feature, Permission, Role, Verb};

pub fn base(base: Base) -> &'static str {
    match base {
        Base::Partner => t!(roles::BASE_PARTNER),
        Base::Administrator => t!(roles::BASE_ADMINISTRATOR),
    }
}

pub fn role(role: Role) -> &'static str {
    match role {
        Role::User => t!(users::ROLE_USER),
        Role::Admin => t!(users::ROLE_ADMIN),
        Role::Partner => t!(roles::PARTNER_USER),
        Role::Operator => t!(roles::OPERATOR),
    }
}

/// An Account Admin has one account.
pub fn feature(base: Base, feature: Feature) -> Cow<'static, str> {
    match (base, feature) {
        (Base::Administrator, Feature::Accounts) => t!(roles::FEATURE_ACCOUNT).into(),
        _ => name_of("feature", feature.as_str()),
    }
}

pub fn verb(verb: Verb) -> Cow<'static, str> {
    name_of("verb", verb.as_str())
}

pub fn permission(base: Base, permission: Permission) -> String {
    format!("{}: {}", feature(base, permission.feature), verb(permission.verb))
}

/// What the row is about (ROLE-15).
pub fn explanation(base: Base, feature: Feature) -> &'static str {
    match feature {
        Feature::Accounts if base == Base::Administrator => t!(roles::ABOUT_ACCOUNT),
        Feature::Accounts => t!(roles::ABOUT_ACCOUNTS),
        Feature::Roles if base == Base::Administrator => t!(roles::ABOUT_ROLES_ASSIGN),
        Feature::Roles => t!(roles::ABOUT_ROLES),
        Feature::Orders => t!(roles::ABOUT_ORDERS),
        Feature::Users => t!(roles::ABOUT_USERS),
        Feature::Templates => t!(roles::ABOUT_TEMPLATES),
        Feature::Integrations => t!(roles::ABOUT_INTEGRATIONS),
        Feature::Subscriptions if base == Base::Administrator => t!(roles::ABOUT_SUBSCRIPTIONS_VIEW),
        Feature::Subscriptions => t!(roles::ABOUT_SUBSCRIPTIONS),
        Feature::Support => t!(roles::ABOUT_SUPPORT),
        Feature::MivoiceBusiness => t!(roles::ABOUT_MIVOICE_BUSINESS),
        Feature::CustomerCare => t!(roles::ABOUT_CUSTOMER_CARE),
        Feature::Developer => t!(roles::ABOUT_DEVELOPER),
        Feature::History => t!(roles::ABOUT_HISTORY),
        Feature::Inventory => t!(roles::ABOUT_INVENTORY),
        Feature::VoiceAssist => t!(roles::ABOUT_VOICE_ASSIST),
        Feature::DirectRouting => t!(roles::ABOUT_DIRECT_ROUTING),
        Feature::SignInSecurity => t!(roles::ABOUT_SIGN_IN_SECURITY),
    }
}

/// The label of a field in a conflict: a field of the form, or a cell.
pub fn field(name: &str) -> String {
    match name {
        "name" => t!(roles::NAME).to_owned(),
        "description" => t!(roles::DESCRIPTION).to_owned(),
        other => Permission::parse(other).map_or_else(|| other.to_owned(), |cell| permission(Base::Partner, cell)),
    }
}
