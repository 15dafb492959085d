//! What "Manage" will offer when other systems are connected: greyed out, with what it waits for (USR-28, USR-31 to USR-36).

use super::api::user_features;
use crate::i18n::t;
use crate::ui::Button;
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::AccountId;
use switchroom_types::users::{FeatureState, UserFeature};

/// Nothing in accounts that have none of it.
pub(super) fn section(account: AccountId) -> AnyView {
    let features = RwSignal::new(Vec::<FeatureState>::new());
    spawn_local(async move {
        if let Ok(found) = user_features(account).await {
            let _ = features.try_set(found);
        }
    });
    let shown = move || {
        let missing = features.get().into_iter().filter(|state| !state.available).filter_map(|state| text(state.feature));
        let lines = missing.map(|(name, reason)| {
            view! {
                <section class="stack-small">
                    <div class="row"><Button disabled_reason=reason.to_owned()>{name}</Button></div>
                    <p class="muted">{reason}</p>
                </section>
            }
        });
        let lines = lines.collect::<Vec<_>>();
        (!lines.is_empty()).then(|| {
            view! {
                <h3 class="card-title">{t!(users::FEATURES)}</h3>
                {lines}
            }
        })
    };
    view! { {shown} }.into_any()
}

/// Name and reason of what "Manage" is the place for; the others have theirs elsewhere.
fn text(feature: UserFeature) -> Option<(&'static str, &'static str)> {
    Some(match feature {
        UserFeature::Username | UserFeature::PbxResult => return None,
        UserFeature::MivbDeployment => (t!(users::FEATURE_MIVB_DEPLOYMENT), t!(users::FEATURE_MIVB_DEPLOYMENT_TEXT)),
        UserFeature::OfficeDeployment => (t!(users::FEATURE_OFFICE_DEPLOYMENT), t!(users::FEATURE_OFFICE_DEPLOYMENT_TEXT)),
        UserFeature::MiteamMeetings => (t!(users::FEATURE_MITEAM_MEETINGS), t!(users::FEATURE_MITEAM_MEETINGS_TEXT)),
        UserFeature::LicensedProducts => (t!(users::FEATURE_LICENSED_PRODUCTS), t!(users::FEATURE_LICENSED_PRODUCTS_TEXT)),
        UserFeature::SmsNumbers => (t!(users::FEATURE_SMS_NUMBERS), t!(users::FEATURE_SMS_NUMBERS_TEXT)),
    })
}
