//! Typed ids. All are UUIDv7, so they sort by creation; the types keep one noun's id out of another's place.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Names nothing.
            pub const NIL: Self = Self(Uuid::nil());
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }

        $crate::text_schema!($name as "uuid");

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )+};
}

ids! {
    /// A reseller.
    PartnerId,
    /// A tenant: a customer's account, a Partner Account, or the operator's.
    AccountId,
    /// A person in one account.
    UserId,
    /// A signed-in browser, as shown to people; never the cookie's secret.
    SessionId,
    /// A passkey, as shown to people; not its credential id.
    PasskeyId,
    /// An API token, as shown to people; never the bearer secret.
    TokenId,
    /// An order.
    OrderId,
    /// A history event.
    EventId,
    /// A background job.
    JobId,
    /// A notification.
    NotificationId,
    /// An uploaded sheet under review.
    ImportId,
    /// A mail in the outbox.
    MailId,
    /// An identity provider.
    ProviderId,
    /// A saved view of a list.
    ViewId,
    /// A user template.
    TemplateId,
    /// An account group.
    AccountGroupId,
    /// An address outside that notifications are sent to.
    WebhookId,
    /// Something sent to a webhook.
    DeliveryId,
    /// A partner user's request to enter an account.
    AccessRequestId,
    /// A custom role.
    RoleId,
}

/// The nine digits by which people name an account; never changed, never reused (ACC-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountNumber(u32);

impl AccountNumber {
    pub const MIN: u32 = 100_000_000;
    pub const MAX: u32 = 999_999_999;
    /// Stands where no account is meant.
    pub const LOWEST: Self = Self(Self::MIN);

    /// `None` unless the number has nine digits and does not begin with 0.
    pub fn new(number: u32) -> Option<Self> {
        (Self::MIN..=Self::MAX).contains(&number).then_some(Self(number))
    }

    pub fn get(self) -> u32 {
        self.0
    }

    /// The digits in groups of three, for people.
    pub fn grouped(self) -> String {
        let n = self.0;
        format!("{} {:03} {:03}", n / 1_000_000, n / 1_000 % 1_000, n % 1_000)
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

/// Why a text is not an account number.
#[derive(Debug, thiserror::Error)]
#[error("an Account ID has 9 digits")]
pub struct NotAnAccountNumber;

impl FromStr for AccountNumber {
    type Err = NotAnAccountNumber;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        digits.parse().ok().and_then(Self::new).ok_or(NotAnAccountNumber)
    }
}

impl TryFrom<String> for AccountNumber {
    type Error = NotAnAccountNumber;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AccountNumber> for String {
    fn from(number: AccountNumber) -> String {
        number.to_string()
    }
}

crate::text_schema!(AccountNumber as "account-number");
