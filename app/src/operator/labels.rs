//! Names of what the operator's pages show.

use crate::i18n::{Lang, t};
use crate::ui::Tone;
use switchroom_types::partners::{PartnerKind, PartnerState};
use switchroom_types::users::{Registration, UserStatus};

pub fn state(state: PartnerState) -> &'static str {
    match state {
        PartnerState::Active => t!(partners::ACTIVE),
        PartnerState::Inactive => t!(partners::INACTIVE),
    }
}

/// Active partners carry no badge.
pub fn badge(of: PartnerState) -> Option<(Tone, &'static str)> {
    (of == PartnerState::Inactive).then(|| (Tone::Warn, state(of)))
}

pub fn kind(kind: PartnerKind) -> &'static str {
    match kind {
        PartnerKind::Standard => t!(partners::KIND_STANDARD),
        PartnerKind::Prime => t!(partners::KIND_PRIME),
    }
}

/// What is not as usual about a person.
pub fn person(registration: Registration, status: UserStatus) -> Option<(Tone, &'static str)> {
    match (status, registration) {
        (UserStatus::Inactive, _) => Some((Tone::Warn, t!(partners::INACTIVE))),
        (_, Registration::Registered) => None,
        (_, Registration::Invited) => Some((Tone::Info, t!(partners::INVITED))),
        (_, Registration::NotInvited) => Some((Tone::Info, t!(partners::NOT_INVITED))),
    }
}

/// The languages that mails and pages speak, each in its own words.
pub fn languages() -> Vec<(String, String)> {
    ["en", "de"].iter().map(|code| ((*code).to_owned(), Lang::parse(code).map_or(*code, |lang| lang.label()).to_owned())).collect()
}
