//! History and mail about a changed factor: the person hears of it even if it was somebody else (ASVS 6.3.7).

use switchroom_types::history::{Action, Asset};
use switchroom_types::text_enum;

use crate::error::Result;
use crate::identity::Person;
use crate::mail::{MailRequest, Template, queue};
use crate::tx::Tx;

text_enum! {
    /// What changed, as history and mails name it.
    Told { Authenticator => "authenticator", Passkey => "passkey", RecoveryCodes => "recovery_codes", Everything => "all" }
}

/// Records `action` on the factor and mails the person. `name` is that of a passkey.
pub(crate) async fn tell(tx: &mut Tx, person: &Person, action: Action, what: Told, name: &str) -> Result<()> {
    let mut event = person.event(action).core("factor", what.as_str()).core("user", person.user.name.clone());
    event.asset = Asset::Factor;
    if !name.is_empty() {
        event = event.core("name", name);
    }
    tx.record(event);
    let template = if action == Action::Delete { Template::FactorRemoved } else { Template::FactorAdded };
    mail(tx, person, template, serde_json::json!({"factor": what.as_str(), "passkey": name})).await
}

/// Somebody signed in with a recovery code; the sign-in itself is in the history.
pub(crate) async fn tell_code_used(tx: &mut Tx, person: &Person, left: u32) -> Result<()> {
    mail(tx, person, Template::RecoveryCodeUsed, serde_json::json!({"left": left})).await
}

/// A mail to the person with these values besides the usual ones.
pub(crate) async fn mail(tx: &mut Tx, person: &Person, template: Template, mut values: serde_json::Value) -> Result<()> {
    if let Some(values) = values.as_object_mut() {
        values.insert("name".to_owned(), person.user.name.clone().into());
        values.insert("account".to_owned(), person.account.name.clone().into());
    }
    let request = MailRequest {
        account_id: person.account_id(),
        user_id: Some(person.id()),
        to: person.user.email.clone(),
        template,
        language: person.user.language.clone(),
        values,
    };
    queue(tx, request).await?;
    Ok(())
}
