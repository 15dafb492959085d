//! `switchroom account open`: lets a partner into an account again that nobody of it can open any more.

use super::{Failure, say};
use clap::Subcommand;
use switchroom_core::{Portal, partner_access::open_for_operator};
use switchroom_types::{AccountNumber, AppError};

#[derive(Subcommand)]
pub enum Account {
    /// Let the partner into an account that asks for an approval, when no admin is left who could give it
    Open {
        /// The account's nine digits
        number: String,
    },
}

pub async fn run(command: Account, portal: &Portal) -> Result<(), Failure> {
    let Account::Open { number } = command;
    let number = number.parse::<AccountNumber>().map_err(|_| AppError::not_found("account"))?;
    let (name, opened) = open_for_operator(portal, number).await?;
    say(&if opened { format!("The partner of {name} enters it without asking now.") } else { format!("{name} was open already.") });
    Ok(())
}
