//! Orders: the partner's list with its dialog, and the operator's import.

pub mod api;
mod badge;
mod dialog;
mod import;
mod items;
mod list_page;
mod params;
mod plan;

pub use badge::OrderBadge;
pub use import::OrderFeedsPage;
pub use list_page::OrdersPage;
pub use plan::PlanInfo;
