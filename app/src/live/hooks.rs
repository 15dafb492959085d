//! What components ask for. Each hook ends with the component that called it, and does nothing on the server.

use super::use_live;
use switchroom_types::history::Asset;
use switchroom_types::live::Topic;
use switchroom_types::{AccountId, JobId};

/// Calls `changed` when something of these kinds changed in the account (`None`: in any account), with the number of new
/// events; 0 stands for "perhaps": load again. An empty list of kinds means all of them.
///
/// A list hands over its own: `use_live_history(Some(account), &[Asset::User], list.live())`.
pub fn use_live_history(account: Option<AccountId>, assets: &'static [Asset], changed: impl Fn(u64) + Send + Sync + 'static) {
    let Some(live) = use_live() else { return };
    live.listen(move |topic, mark| match topic {
        Topic::Resync => changed(0),
        Topic::History => {
            let here = account.is_none() || mark.account_id == account;
            if here && (assets.is_empty() || mark.assets.iter().any(|asset| assets.contains(asset))) {
                let new = mark.seq.map_or(1, |(first, last)| last - first + 1);
                changed(u64::try_from(new).unwrap_or(1));
            }
        }
        _ => {}
    });
}

/// Calls `changed` when the job moved on.
pub fn use_live_job(job: JobId, changed: impl Fn() + Send + Sync + 'static) {
    let Some(live) = use_live() else { return };
    live.listen(move |topic, mark| {
        if topic == Topic::Resync || (topic == Topic::Job && mark.job_id == Some(job)) {
            changed();
        }
    });
}

/// Calls `changed` when any job within the viewer's reach moved on.
pub fn use_live_jobs(changed: impl Fn() + Send + Sync + 'static) {
    let Some(live) = use_live() else { return };
    live.listen(move |topic, _| {
        if matches!(topic, Topic::Resync | Topic::Job) {
            changed();
        }
    });
}

/// Calls `changed` when the viewer's notifications changed; with the number that waits, if the server said so.
pub fn use_live_notifications(changed: impl Fn(Option<u64>) + Send + Sync + 'static) {
    let Some(live) = use_live() else { return };
    live.listen(move |topic, mark| match topic {
        Topic::Ready => changed(mark.pending),
        Topic::Notifications | Topic::Resync => changed(mark.pending),
        _ => {}
    });
}
