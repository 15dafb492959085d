//! The mark beside an order's expiry date.

use crate::t;
use crate::ui::{Tag, Tone};
use leptos::prelude::*;
use switchroom_types::orders::OrderStatus;

/// Nothing where the date says enough.
#[component]
pub fn OrderBadge(status: OrderStatus) -> impl IntoView {
    let (tone, text) = match status {
        OrderStatus::Cancelled => (Tone::Neutral, t!(orders::CANCELLED)),
        OrderStatus::PendingActivation => (Tone::Info, t!(orders::PENDING)),
        OrderStatus::Expired => (Tone::Bad, t!(orders::EXPIRED)),
        OrderStatus::ExpiringSoon => (Tone::Warn, t!(orders::EXPIRING_SOON)),
        OrderStatus::Assign => (Tone::Accent, t!(orders::TO_ASSIGN)),
        OrderStatus::Perpetual => (Tone::Ok, t!(orders::PERPETUAL_MARK)),
        OrderStatus::Current => return ().into_any(),
    };
    view! { <Tag tone=tone>{text}</Tag> }.into_any()
}
