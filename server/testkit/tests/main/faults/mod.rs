//! Bad days: a full disk, a database that goes away, requests that are broken or come twice, links that have expired.

mod broken_input;
mod database_away;
mod disk_full;
mod links;
mod twice;
