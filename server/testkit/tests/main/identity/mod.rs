//! Registration, password reset and change, changed addresses, the profile: as use cases over a whole portal.

mod breaches;
mod links;
mod password;
mod profile;
