//! A notification in the viewer's language: its code chooses the text, its arguments fill it.

use crate::{i18n::Text, i18n::keys, t, ui::Tone};
use leptos::prelude::*;
use switchroom_types::notifications::{NotificationRow, NotificationStatus};
use switchroom_types::{JobId, Timestamp};

/// The headline; the server's English for codes that this version does not know.
pub(super) fn title(row: &NotificationRow) -> String {
    let arg = |name: &str| row.args.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    match row.code.as_str() {
        "order.assigned" => t!(notices::ORDER_ASSIGNED, order = arg("order"), account = arg("account")),
        "mail.failed" => t!(notices::MAIL_FAILED, address = arg("address")),
        "order.expiring" => expiring(row),
        "account.deactivated" => t!(notices::ACCOUNT_DEACTIVATED, name = arg("name")),
        "account.reactivated" => t!(notices::ACCOUNT_REACTIVATED, name = arg("name")),
        "integration.failing" => t!(notices::INTEGRATION_FAILING, name = arg("name"), account = arg("account")),
        "integration.recovered" => t!(notices::INTEGRATION_RECOVERED, name = arg("name"), account = arg("account")),
        "agent.offline" => t!(notices::AGENT_OFFLINE, name = arg("name"), account = arg("account")),
        "agent.online" => t!(notices::AGENT_ONLINE, name = arg("name"), account = arg("account")),
        "webhook.failed" => t!(notices::WEBHOOK_FAILED, name = arg("name"), account = arg("account")),
        "secret.expiring" => t!(notices::SECRET_EXPIRING, name = arg("name"), account = arg("account"), days = number(row, "days")),
        "partner_access.requested" => {
            t!(notices::PARTNER_ACCESS_REQUESTED, person = arg("person"), name = arg("name"), reason = arg("reason"))
        }
        "partner_access.approved" => t!(notices::PARTNER_ACCESS_APPROVED, name = arg("name"), by = arg("by")),
        "partner_access.denied" => t!(notices::PARTNER_ACCESS_DENIED, name = arg("name"), by = arg("by")),
        "partner_access.ended" => t!(notices::PARTNER_ACCESS_ENDED, name = arg("name")),
        "partner_access.opened" => t!(notices::PARTNER_ACCESS_OPENED, name = arg("name")),
        "partner_access.unanswered" => t!(notices::PARTNER_ACCESS_UNANSWERED, name = arg("name")),
        "support_contact.dropped" => t!(notices::SUPPORT_CONTACT_DROPPED, name = arg("name")),
        code => match job(code) {
            Some(what) if arg("name").is_empty() => what.text().to_owned(),
            Some(what) => t!(notices::JOB_NAMED, what = what.text(), name = arg("name")),
            None => row.title.clone(),
        },
    }
}

/// One order by its number, several by their count; without an account nobody has them yet.
fn expiring(row: &NotificationRow) -> String {
    let arg = |name: &str| row.args.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let (count, days) = (number(row, "count"), number(row, "days"));
    match (count, arg("account")) {
        (..=1, account) if account.is_empty() => t!(notices::ORDER_ENDS, order = arg("order"), days = days),
        (..=1, account) => t!(notices::SUBSCRIPTION_ENDS, order = arg("order"), account = account, days = days),
        (n, account) if account.is_empty() => t!(notices::ORDERS_END, n = n, days = days),
        (n, account) => t!(notices::SUBSCRIPTIONS_END, n = n, account = account, days = days),
    }
}

fn number(row: &NotificationRow, name: &str) -> u64 {
    row.args.get(name).and_then(serde_json::Value::as_u64).unwrap_or_default()
}

/// How often the same failure happened (NOTIF-B5), for eyes and for ears.
pub(super) fn repeated(row: &NotificationRow) -> Option<AnyView> {
    let times = row.times;
    (times > 1).then(|| {
        view! {
            " "
            <span class="notice-times" aria-hidden="true">{format!("×{times}")}</span>
            <span class="visually-hidden">{t!(notifications::TIMES, n = times)}</span>
        }
        .into_any()
    })
}

/// What a kind of work is called, by the code of its notification.
pub(crate) fn job(code: &str) -> Option<Text> {
    use keys::notices;
    Some(match code {
        "job.user_import" => notices::JOB_USER_IMPORT,
        "job.user_import_undo" => notices::JOB_USER_IMPORT_UNDO,
        "job.welcome_mails" => notices::JOB_WELCOME_MAILS,
        "job.password_resets" => notices::JOB_PASSWORD_RESETS,
        "job.delete_users" => notices::JOB_DELETE_USERS,
        "job.change_users" => notices::JOB_CHANGE_USERS,
        "job.change_users_undo" => notices::JOB_CHANGE_USERS_UNDO,
        "job.account_purge" => notices::JOB_ACCOUNT_PURGE,
        "job.order_import" => notices::JOB_ORDER_IMPORT,
        "job.template_reapply" => notices::JOB_TEMPLATE_REAPPLY,
        _ => return None,
    })
}

/// What a job has done so far, and how much there is.
pub(super) fn progress(row: &NotificationRow) -> Option<(u64, u64)> {
    row.job_id?;
    let number = |name: &str| number(row, name);
    Some((number("succeeded") + number("skipped") + number("failed"), number("total")))
}

/// The second line of an ended job.
pub(super) fn outcome(row: &NotificationRow) -> Option<String> {
    row.job_id?;
    let number = |name: &str| number(row, name);
    let (succeeded, skipped, failed, total) = (number("succeeded"), number("skipped"), number("failed"), number("total"));
    Some(t!(notices::COUNTS, succeeded = succeeded, skipped = skipped, failed = failed, total = total))
}

pub(super) fn tone(status: NotificationStatus) -> (Tone, &'static str) {
    match status {
        NotificationStatus::Running => (Tone::Info, "hourglass"),
        NotificationStatus::Succeeded => (Tone::Ok, "circle-check"),
        NotificationStatus::PartlyFailed => (Tone::Warn, "alert"),
        NotificationStatus::Failed => (Tone::Bad, "circle-alert"),
        NotificationStatus::Info => (Tone::Neutral, "info"),
    }
}

/// The job that can still be undone from its notification (USR-B6).
pub(super) fn undoable(row: &NotificationRow) -> Option<JobId> {
    let until: Timestamp = row.args.get("undo_until")?.as_str()?.parse().ok()?;
    row.job_id.filter(|_| crate::i18n::zone::now() < until)
}
