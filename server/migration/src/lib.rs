//! Schema changes, one reasoned file each. Statements are written once in SQL; [`sql::apply`] puts in the
//! type names of the database at hand. No data logic lives here.
//!
//! Conventions: every tenant-owned table carries `account_id` and its keys start with it; instants are `BIGINT`
//! microseconds since the Unix epoch, UTC; ids are UUIDv7; enumerations are short lowercase text.

pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m0001_tenancy;
mod m0002_identity;
mod m0003_history;
mod m0004_work;
mod m0005_commerce;
mod m0006_search;
mod m0007_dashboard;
mod m0010_providers;
mod m0011_installation;
mod m0020_factors;
mod m0021_sign_in_policies;
mod m0022_known_devices;
mod m0030_imports;
mod m0031_deleted_users;
mod m0032_user_sources;
mod m0040_repeated_notices;
mod m0041_webhooks;
mod m0042_notification_rules;
mod m0050_list_views;
mod m0051_job_changes;
mod m0052_merged_users;
mod m0060_templates;
mod m0061_account_groups;
mod m0062_partner_access;
mod m0070_roles;
mod sql;

/// Runs the migrations in order; `switchroom migrate` and start-up call it.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_tenancy::Migration),
            Box::new(m0002_identity::Migration),
            Box::new(m0003_history::Migration),
            Box::new(m0004_work::Migration),
            Box::new(m0005_commerce::Migration),
            Box::new(m0006_search::Migration),
            Box::new(m0007_dashboard::Migration),
            Box::new(m0010_providers::Migration),
            Box::new(m0011_installation::Migration),
            Box::new(m0020_factors::Migration),
            Box::new(m0021_sign_in_policies::Migration),
            Box::new(m0022_known_devices::Migration),
            Box::new(m0030_imports::Migration),
            Box::new(m0031_deleted_users::Migration),
            Box::new(m0032_user_sources::Migration),
            Box::new(m0040_repeated_notices::Migration),
            Box::new(m0041_webhooks::Migration),
            Box::new(m0042_notification_rules::Migration),
            Box::new(m0050_list_views::Migration),
            Box::new(m0051_job_changes::Migration),
            Box::new(m0052_merged_users::Migration),
            Box::new(m0060_templates::Migration),
            Box::new(m0061_account_groups::Migration),
            Box::new(m0062_partner_access::Migration),
            Box::new(m0070_roles::Migration),
        ]
    }
}
