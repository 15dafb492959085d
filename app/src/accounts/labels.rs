//! Names of what accounts consist of.

use crate::i18n::{Lang, name_of, t};
use crate::ui::Tone;
use switchroom_types::accounts::{AccountState, LANGUAGES};

pub fn state(state: AccountState) -> &'static str {
    match state {
        AccountState::Active => t!(accounts::STATE_ACTIVE),
        AccountState::Deactivated => t!(accounts::STATE_DEACTIVATED),
        AccountState::PendingDeletion => t!(accounts::STATE_PENDING_DELETION),
    }
}

/// Active accounts carry no badge.
pub fn badge(of: AccountState) -> Option<(Tone, &'static str)> {
    match of {
        AccountState::Active => None,
        AccountState::Deactivated => Some((Tone::Warn, state(of))),
        AccountState::PendingDeletion => Some((Tone::Bad, state(of))),
    }
}

/// The label of a field by its name, for conflicts.
pub fn field(name: &str) -> String {
    let label = match name {
        "name" => t!(accounts::CUSTOMER_NAME),
        "country" => t!(accounts::COUNTRY),
        "province" => t!(accounts::PROVINCE),
        "address1" => t!(accounts::ADDRESS),
        "address2" => t!(accounts::ADDRESS2),
        "city" => t!(accounts::CITY),
        "postal_code" => t!(accounts::POSTAL_CODE),
        "language" => t!(accounts::LANGUAGE),
        "business_type" => t!(accounts::BUSINESS_TYPE),
        "support_contacts" => t!(accounts::SUPPORT_CONTACTS),
        other => return other.to_owned(),
    };
    label.to_owned()
}

pub fn business_type(value: &str) -> String {
    name_of("business_type", value).into_owned()
}

/// The languages of accounts, each in its own words.
pub fn languages() -> Vec<(String, String)> {
    let label = |code: &str| Lang::parse(code).map_or(code, |lang| lang.label()).to_owned();
    LANGUAGES.iter().map(|code| ((*code).to_owned(), label(code))).collect()
}
