//! Who has to set up a second factor, and by when (AUTH-B3).

use switchroom_types::Timestamp;
use switchroom_types::access::{Role, Scope};
use switchroom_types::policies::ForcedMfa;
use switchroom_types::sessions::SignInMethod;

const DAY: i64 = 86_400;

/// The instant from which on nothing but the set-up is open to somebody without a second factor; `None` for those who need
/// none. Who signs in by SSO has what the organisation's own sign-in asks for.
pub(crate) fn enrol_by(
    policy: (ForcedMfa, Option<i64>, i64),
    role: (Role, Option<Scope>),
    created_at: i64,
    method: SignInMethod,
    has_factor: bool,
) -> Option<Timestamp> {
    let (mfa, since, grace_days) = policy;
    let is_admin = role.0 == Role::Admin || role.1 == Some(Scope::All);
    let concerned = match mfa {
        ForcedMfa::Off => false,
        ForcedMfa::Admins => is_admin,
        ForcedMfa::Everyone => true,
    };
    let elsewhere = matches!(method, SignInMethod::Oidc | SignInMethod::Saml | SignInMethod::Token);
    (concerned && !elsewhere && !has_factor).then(|| Timestamp(since.unwrap_or_default().max(created_at)).plus_secs(grace_days * DAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AUTH-B3 admins or everyone, from the policy's begin or the person's own, and nobody who has a factor or signs in by SSO
    #[test]
    fn who_and_when() {
        let by = |mfa, role, method, has| enrol_by((mfa, Some(1_000_000), 2), role, 0, method, has);
        let (user, admin, manager) = ((Role::User, None), (Role::Admin, None), (Role::Partner, Some(Scope::Assigned)));
        let two_days = Some(Timestamp(1_000_000).plus_secs(2 * DAY));
        assert_eq!(by(ForcedMfa::Off, admin, SignInMethod::Password, false), None);
        assert_eq!(by(ForcedMfa::Admins, user, SignInMethod::Password, false), None);
        assert_eq!(by(ForcedMfa::Admins, manager, SignInMethod::Password, false), None);
        assert_eq!(by(ForcedMfa::Admins, admin, SignInMethod::Password, false), two_days);
        assert_eq!(by(ForcedMfa::Admins, (Role::Partner, Some(Scope::All)), SignInMethod::Password, false), two_days);
        assert_eq!(by(ForcedMfa::Everyone, user, SignInMethod::Password, false), two_days);
        assert_eq!(by(ForcedMfa::Everyone, user, SignInMethod::Password, true), None);
        assert_eq!(by(ForcedMfa::Everyone, user, SignInMethod::Oidc, false), None);
        let later = enrol_by((ForcedMfa::Everyone, Some(0), 1), user, 5_000_000, SignInMethod::Password, false);
        assert_eq!(later, Some(Timestamp(5_000_000).plus_secs(DAY)), "somebody added later has the same time");
    }
}
