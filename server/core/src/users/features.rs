//! What users can have and do in other systems (USR-24, USR-25, USR-28, USR-31 to USR-36). None of those systems has a
//! connector in this version, so nothing of it is available; the one `match` below is where each connector says that it is
//! there, and everything that shows a feature asks here.

use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountKind;
use switchroom_types::users::{FeatureState, UserFeature};

use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// Every feature of an account. The Partner Account has no integrations and so none of them.
///
/// # Permissions
/// `users.view`
pub async fn features(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Vec<FeatureState>> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_VIEW).await?;
    if scope.kind != AccountKind::Customer {
        return Ok(Vec::new());
    }
    Ok(UserFeature::ALL.iter().map(|feature| state(*feature)).collect())
}

fn state(feature: UserFeature) -> FeatureState {
    let waits_for = match feature {
        // Enabled when MiVoice Business Service is added; its first value goes to MiCollab and the PBX (USR-24).
        UserFeature::Username => "integration.mivoice_business",
        // The gateway's result becomes a notification to the editor, by `notifications::notify` (USR-25).
        UserFeature::PbxResult => "integration.gateway",
        // Two mails to each user with that service; those with voicemail are skipped, with that reason, where an Open
        // Integration Gateway stands beside MiCollab (USR-31, USR-32). A kind of job beside `WelcomeMails`.
        UserFeature::MivbDeployment => "integration.mivoice_business",
        UserFeature::OfficeDeployment => "integration.mivoice_office_400",
        // Assign and unassign as kinds of jobs that can be undone (USR-B6); with too few licences nothing is applied and the
        // answer says how many more are needed (USR-33, USR-34).
        UserFeature::MiteamMeetings | UserFeature::LicensedProducts => "licenses.assignment",
        // "Assign SMS Numbers": leave unchanged, assign all, unassign all (USR-36).
        UserFeature::SmsNumbers => "integration.twilio",
    };
    FeatureState { feature, available: false, waits_for: Some(waits_for.to_owned()) }
}
