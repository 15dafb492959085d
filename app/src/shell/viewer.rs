//! Who is looking: known before the first pixel, so that nothing flashes that they may not see.

use leptos::prelude::*;
use switchroom_types::access::{Permission, Permissions, Role};
use switchroom_types::accounts::AccountKind;
use switchroom_types::preferences::Preferences;
use switchroom_types::sessions::{Me, SignInMethod, Theme};
use switchroom_types::{AccountId, AppError, UserId};

/// The signed-in person. The live layer asks again when rights change; everything that reads it follows.
#[derive(Clone, Copy)]
pub struct Viewer {
    me: RwSignal<Option<Me>>,
    /// Why nobody could be recognised (the database is away).
    pub(super) failure: StoredValue<Option<AppError>>,
}

impl Viewer {
    /// Takes the person of the request; the client finds the same value in the page.
    pub(super) fn provide() -> Self {
        let (me, failure) = match SharedValue::new(of_request).into_inner() {
            Ok(me) => (me, None),
            Err(error) => (None, Some(error)),
        };
        let viewer = Self { me: RwSignal::new(me), failure: StoredValue::new(failure) };
        provide_context(viewer);
        viewer
    }

    pub fn get(self) -> Option<Me> {
        self.me.get()
    }

    pub fn get_untracked(self) -> Option<Me> {
        self.me.get_untracked()
    }

    pub fn set(self, me: Option<Me>) {
        self.me.set(me);
    }

    /// Takes over what the person is and may do now (ROLE-B1). What they have arranged on this page is newer than any answer;
    /// where nothing else differs, nothing is drawn again.
    pub(crate) fn renew(self, now: Me) {
        let Some(known) = self.me.try_get_untracked().flatten() else { return };
        let now = Me { preferences: known.preferences.clone(), ..now };
        if now != known {
            let _ = self.me.try_set(Some(now));
        }
    }

    /// Nothing on the page is drawn again for it.
    pub(super) fn merge(self, change: Preferences) {
        self.me.update_untracked(|me| {
            if let Some(me) = me {
                me.preferences.merge(change);
            }
        });
    }

    /// Tracks only whether somebody is signed in, not who.
    pub(super) fn signed_in(self) -> Memo<bool> {
        Memo::new(move |_| self.me.with(Option::is_some))
    }
}

#[cfg(feature = "ssr")]
fn of_request() -> Result<Option<Me>, AppError> {
    match crate::server::actor() {
        Ok(actor) => Ok(Some(actor.me())),
        Err(error) if error.status == 401 => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(not(feature = "ssr"))]
fn of_request() -> Result<Option<Me>, AppError> {
    Ok(None)
}

pub fn use_viewer() -> Option<Viewer> {
    use_context::<Viewer>()
}

/// The signed-in person at this moment. Pages inside the frame always have one; elsewhere this is nobody, who may nothing.
pub fn use_me() -> Me {
    use_viewer().and_then(|viewer| viewer.me.get_untracked()).unwrap_or_else(nobody)
}

/// Whether the signed-in person has this permission; tracked, so it follows changed rights when read inside a view.
pub fn can(permission: Permission) -> bool {
    use_viewer().is_some_and(|viewer| viewer.me.with(|me| me.as_ref().is_some_and(|me| me.permissions.contains(permission))))
}

fn nobody() -> Me {
    Me {
        id: UserId::NIL,
        name: String::new(),
        email: String::new(),
        role: Role::User,
        role_label: String::new(),
        scope: None,
        account_id: AccountId::NIL,
        account_name: String::new(),
        partner_id: None,
        partner_name: None,
        permissions: Permissions::NONE,
        language: String::new(),
        time_zone: None,
        theme: Theme::System,
        method: SignInMethod::Password,
        account_kind: AccountKind::Customer,
        subscriptions_visible: false,
        enrol_by: None,
        preferences: Preferences::default(),
    }
}
