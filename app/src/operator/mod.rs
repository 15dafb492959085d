//! Pages of whoever runs the installation. They show no account data (AUTH-04).

pub mod api;
mod labels;
mod mail_page;
mod mail_server_page;
mod new_partner_page;
mod partner_page;
mod partners_page;
mod provider_fields;
mod provider_page;
mod providers_page;

pub use mail_page::MailPage;
pub use mail_server_page::MailServerPage;
pub use new_partner_page::NewPartnerPage;
pub use partner_page::PartnerPage;
pub use partners_page::PartnersPage;
pub use provider_page::{NewProviderPage, ProviderPage};
pub use providers_page::ProvidersPage;

use crate::shell::{Absent, use_me};
use leptos::prelude::*;
use switchroom_types::access::Role;

/// To others these pages do not exist.
#[component]
fn OperatorsOnly(children: ChildrenFn) -> impl IntoView {
    match use_me().role {
        Role::Operator => children().into_any(),
        _ => view! { <Absent /> }.into_any(),
    }
}
