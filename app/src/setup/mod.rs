//! `/setup`: the first start (AUTH-01 to AUTH-03). Plain forms that the server answers with the next page, so the wizard
//! works before and without the client.

mod page;
mod steps;

pub use page::SetupPage;
