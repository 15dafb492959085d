//! User templates: the list, the form, copying to other accounts, who came from one, and a user's services.

pub mod api;
mod copy_dialog;
mod cx_fields;
mod entries;
mod form_page;
mod import_dialog;
mod labels;
mod list_page;
mod pbx_fields;
mod people_card;
mod phones;
mod services_card;

pub use form_page::{NewTemplatePage, TemplatePage};
pub use list_page::TemplatesPage;
pub use services_card::ServicesCard;
