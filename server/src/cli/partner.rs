//! `switchroom partner create`: how the first reseller gets in.

use super::{Failure, say};
use clap::{Args, Subcommand};
use switchroom_core::{
    Portal,
    partners::{NewPartner, create},
};

#[derive(Subcommand)]
pub enum Partner {
    /// Create a partner, its Partner Account and its first Administrator; prints their registration link
    Create(Create),
}

#[derive(Args)]
pub struct Create {
    /// Name of the organisation
    #[arg(long)]
    name: String,
    /// Country as ISO 3166-1 code, for instance DE
    #[arg(long)]
    country: String,
    /// First name of the first Administrator
    #[arg(long)]
    first_name: String,
    #[arg(long)]
    last_name: String,
    /// Where the registration link is sent
    #[arg(long)]
    email: String,
    /// Language of mails and pages
    #[arg(long, default_value = "en")]
    language: String,
    /// A prime partner instead of a standard one
    #[arg(long)]
    prime: bool,
    /// Number of the billing account, if there is one
    #[arg(long)]
    billing_account: Option<String>,
}

pub async fn run(command: Partner, portal: &Portal) -> Result<(), Failure> {
    let Partner::Create(Create { name, country, first_name, last_name, email, language, prime, billing_account }) = command;
    let new = NewPartner { name, country, prime, billing_account, first_name, last_name, email, language };
    let created = create(portal, new).await?;
    say(&format!("Created. The first Administrator registers at {}", created.registration_link));
    Ok(())
}
