//! One form of the wizard: takes the entries of a step, does what the button says, and answers what comes next.

use std::collections::BTreeMap;
use switchroom_types::setup::{SetupAction, SetupNotice, SetupStep, SetupView, Step};
use switchroom_types::{AppError, FieldError};

use super::check::{self, check};
use super::draft::Draft;
use super::{finish, token};
use crate::access::Origin;
use crate::breaches;
use crate::error::Result;
use crate::installation::send_test;
use crate::portal::Portal;
use crate::providers;

/// A posted form: `token`, `draft`, `step`, `action`, and the fields of the step.
pub type Form = BTreeMap<String, String>;

/// The first page. `address` is where the browser thinks that we are; it is offered as the public address.
///
/// # Permissions
/// The token.
pub async fn begin(portal: &Portal, token: Option<&str>, address: Option<&str>) -> Result<SetupView> {
    let Some(token) = token.map(str::trim).filter(|token| !token.is_empty()) else { return Ok(SetupView::Token { refused: false }) };
    if !token::is_valid(portal, token).await? {
        return Ok(SetupView::Token { refused: true });
    }
    let mut draft = Draft::default();
    let start = [
        (
            "public_url",
            address
                .filter(|_| !portal.settings.public_url_fixed)
                .and_then(check::origin)
                .unwrap_or_else(|| portal.settings.public_url.clone()),
        ),
        ("language", portal.settings.language.clone()),
        ("time_zone", portal.settings.time_zone.clone().unwrap_or_else(|| "UTC".to_owned())),
    ];
    draft.take(Step::Address, &start.map(|(name, value)| (name.to_owned(), value)).into());
    show(portal, token, &draft, Step::Operator, Vec::new(), None)
}

/// # Errors
/// None that the person could do something about: refused entries come back in the view.
///
/// # Permissions
/// The token.
pub async fn advance(portal: &Portal, form: &Form, origin: &Origin) -> Result<SetupView> {
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let token = field("token").trim();
    let Some(step) = Step::parse(field("step")) else { return begin(portal, Some(token), None).await };
    if !token::is_valid(portal, token).await? {
        return Ok(SetupView::Token { refused: true });
    }
    let mut draft = Draft::open(portal, field("draft"));
    draft.take(step, form);
    let result = match SetupAction::parse(field("action")).unwrap_or(SetupAction::Next) {
        SetupAction::Back => return show(portal, token, &draft, step.previous().unwrap_or(step), Vec::new(), None),
        SetupAction::TestMail => test_mail(portal, &draft).await,
        SetupAction::TestConnection => {
            let found = providers::ask(portal, &draft.get("issuer")).await;
            found.map(|found| SetupNotice::ProviderAnswers { algorithms: found.algorithms })
        }
        SetupAction::Skip if step.is_optional() => {
            draft.clear(step);
            return go_on(portal, token, &draft, step, origin).await;
        }
        SetupAction::Skip | SetupAction::Next => match check_entered(portal, &draft, step).await {
            Ok(()) => return go_on(portal, token, &draft, step, origin).await,
            Err(error) => Err(error),
        },
    };
    match result {
        Ok(notice) => show(portal, token, &draft, step, Vec::new(), Some(notice)),
        Err(error) => show(portal, token, &draft, step, refused(error)?, None),
    }
}

/// To the next step, or to the end; a step whose entries do not fit any more comes first.
async fn go_on(portal: &Portal, token: &str, draft: &Draft, step: Step, origin: &Origin) -> Result<SetupView> {
    if let Some(next) = step.next() {
        return show(portal, token, draft, next, Vec::new(), None);
    }
    for step in Step::ALL {
        if let Err(error) = check(portal, draft, *step) {
            return show(portal, token, draft, *step, refused(error)?, None);
        }
    }
    match finish::finish(portal, token, draft, origin).await? {
        Some(done) => Ok(SetupView::Done(done)),
        // Somebody else has finished in the meantime.
        None => Ok(SetupView::Token { refused: true }),
    }
}

/// What the button of a step judges; other than [`check`] it may ask outside (AUTH-B4).
async fn check_entered(portal: &Portal, draft: &Draft, step: Step) -> Result<(), AppError> {
    check(portal, draft, step)?;
    if step != Step::Operator {
        return Ok(());
    }
    let refusal = breaches::look_up(portal, &draft.get("password")).await.refusal("password");
    refusal.map_or(Ok(()), |error| Err(AppError::invalid(vec![error])))
}

/// What stands at the fields; anything else is a failure of ours.
fn refused(error: AppError) -> Result<Vec<FieldError>> {
    if error.errors.is_empty() { Err(error.into()) } else { Ok(error.errors) }
}

async fn test_mail(portal: &Portal, draft: &Draft) -> Result<SetupNotice, AppError> {
    let to = draft.or("test_to", &draft.get("email"));
    let (url, from) = match (&portal.configured.smtp_url, check::mail(portal, draft)?) {
        (Some(url), _) => (url.clone(), portal.configured.mail_from.clone()),
        (None, Some(entered)) => entered,
        (None, None) => return Err(AppError::invalid(vec![FieldError::required("smtp_host")])),
    };
    send_test(portal, &url, &from, &to, &draft.or("language", "en")).await?;
    Ok(SetupNotice::MailSent { to })
}

fn show(
    portal: &Portal,
    token: &str,
    draft: &Draft,
    step: Step,
    errors: Vec<FieldError>,
    notice: Option<SetupNotice>,
) -> Result<SetupView> {
    let (values, kept) = draft.shown(step);
    let fixed = match step {
        Step::Address => portal.configured.public_url_fixed,
        Step::Mail => portal.configured.smtp_url.is_some(),
        _ => false,
    };
    let zones = if step == Step::Address { chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect() } else { Vec::new() };
    let (token, draft) = (token.to_owned(), draft.seal(portal)?);
    Ok(SetupView::Step(Box::new(SetupStep { token, draft, step, values, kept, errors, notice, fixed, zones })))
}
