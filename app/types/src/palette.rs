//! What the command palette finds (specification part 10, SHELL-B1 and SHELL-B2).

use crate::{AccountId, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// What a hit is, in the order in which the groups show.
    HitKind {
        Account => "account",
        User => "user",
        Order => "order",
        PhoneNumber => "phone_number",
        Event => "event",
    }
}

/// The longest text that is searched for, in characters.
pub const MAX_TERM: usize = 100;
/// Hits of each kind.
pub const PER_KIND: usize = 5;

/// Something that the viewer may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hit {
    pub kind: HitKind,
    /// Its name, and where in it the text was found, in characters from its beginning; `None` where it was found elsewhere.
    pub title: String,
    pub found: Option<(u32, u32)>,
    /// What tells it from others of the same name.
    pub detail: String,
    /// The account that it belongs to, where several are searched.
    pub account: Option<String>,
    /// Its page.
    pub href: String,
}

/// What is searched for, and where: in an account, or without one wherever the viewer's reach goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaletteQuery {
    pub text: String,
    #[serde(default)]
    pub account: Option<AccountId>,
}
