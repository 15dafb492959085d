//! Partner access on approval: the account's card, what partner users see instead of a closed account's pages, and the
//! notice above the pages that they were let into.

pub mod api;
mod ask;
mod card;
mod closed_page;
mod granted;
mod requests;

pub use card::PartnerAccessCard;
pub use closed_page::ClosedToPartner;
pub use granted::GrantedBanner;
