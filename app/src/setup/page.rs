//! What the server has decided to show: the question for the token, a step, or the end.

use super::steps;
use crate::i18n::t;
use crate::shell::{NotFound, response::set_status};
use crate::ui::{Banner, CopyButton, TextField, Tone};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::setup::{SetupAction, SetupDone, SetupNotice, SetupStep, SetupView, Step};

#[cfg(feature = "ssr")]
fn of_request() -> Option<SetupView> {
    use_context::<http::request::Parts>()?.extensions.get::<SetupView>().cloned()
}

#[cfg(not(feature = "ssr"))]
fn of_request() -> Option<SetupView> {
    None
}

#[component]
pub fn SetupPage() -> impl IntoView {
    // Nothing to set up (any more): the page does not exist (AUTH-01).
    let Some(view) = SharedValue::new(of_request).into_inner() else { return view! { <NotFound /> }.into_any() };
    let content = match view {
        SetupView::Token { refused } => view! { <Token refused=refused /> }.into_any(),
        SetupView::Step(step) => view! { <Wizard step=*step /> }.into_any(),
        SetupView::Done(done) => view! { <Done done=done /> }.into_any(),
    };
    view! {
        <Title text=t!(setup::TITLE) />
        <div class="sign-in">
            <main id="content" class="sign-in-card setup-card">
                <p class="sign-in-brand">
                    <img src="/favicon.svg" alt="" />
                    "Switchroom"
                </p>
                {content}
            </main>
        </div>
    }
    .into_any()
}

#[component]
fn Token(refused: bool) -> impl IntoView {
    if refused {
        set_status(403);
    }
    let token = RwSignal::new(String::new());
    view! {
        <h1>{t!(setup::TITLE)}</h1>
        <p class="sign-in-text">{t!(setup::TOKEN_TEXT)}</p>
        {refused.then(|| view! { <Banner tone=Tone::Bad>{t!(setup::TOKEN_REFUSED)}</Banner> })}
        <form class="form" method="get" action="/setup">
            <TextField name="token" label=t!(setup::TOKEN) value=token required=true autofocus=true />
            <button class="button button-primary" type="submit">{t!(setup::BEGIN)}</button>
        </form>
    }
    .into_any()
}

pub(super) fn title(step: Step) -> &'static str {
    match step {
        Step::Operator => t!(setup::OPERATOR),
        Step::Address => t!(setup::ADDRESS),
        Step::Mail => t!(setup::MAIL),
        Step::Partner => t!(setup::PARTNER),
        Step::Provider => t!(setup::PROVIDER),
    }
}

fn text(step: Step) -> &'static str {
    match step {
        Step::Operator => t!(setup::OPERATOR_TEXT),
        Step::Address => t!(setup::ADDRESS_TEXT),
        Step::Mail => t!(setup::MAIL_TEXT),
        Step::Partner => t!(setup::PARTNER_TEXT),
        Step::Provider => t!(setup::PROVIDER_TEXT),
    }
}

#[component]
fn Wizard(step: SetupStep) -> impl IntoView {
    if !step.errors.is_empty() {
        set_status(422);
    }
    let now = step.step;
    let marks = Step::ALL.iter().map(|other| {
        let current = (*other == now).then_some("step");
        let done = other.position() < now.position();
        view! { <li aria-current=current class:done=done>{title(*other)}</li> }
    });
    // What is wrong stands at the fields.
    let summary = (!step.errors.is_empty()).then(|| view! { <Banner tone=Tone::Bad>{t!(setup::CHECK)}</Banner> });
    let notice = step.notice.clone().map(|notice| {
        let text = match notice {
            SetupNotice::MailSent { to } => t!(setup::MAIL_SENT, to = to.as_str()),
            SetupNotice::ProviderAnswers { algorithms } => t!(setup::PROVIDER_ANSWERS, algorithms = algorithms.join(", ")),
        };
        view! { <Banner tone=Tone::Ok>{text}</Banner> }
    });
    let is_last = now.next().is_none();
    let button = |action: SetupAction, label: &'static str, class: &'static str| {
        view! { <button class=class type="submit" name="action" value=action.as_str()>{label}</button> }
    };
    let (token, draft) = (step.token.clone(), step.draft.clone());
    // A way back to what the fields were before, and no browser's opinion on fields of a step that is left out.
    view! {
        <ol class="setup-steps" aria-label=t!(setup::STEPS)>{marks.collect_view()}</ol>
        <h1>{title(now)}</h1>
        <p class="sign-in-text">{text(now)}</p>
        {summary}
        {notice}
        <form class="form" method="post" action="/setup" novalidate="">
            <input type="hidden" name="token" value=token />
            <input type="hidden" name="draft" value=draft />
            <input type="hidden" name="step" value=now.as_str() />
            // Enter means the first button of a form.
            <button class="visually-hidden" type="submit" name="action" value="next" tabindex="-1" aria-hidden="true">{t!(setup::NEXT)}</button>
            {steps::fields(&step)}
            <div class="setup-actions">
                {button(SetupAction::Next, if is_last { t!(setup::FINISH) } else { t!(setup::NEXT) }, "button button-primary")}
                {now.is_optional().then(|| button(SetupAction::Skip, if is_last { t!(setup::FINISH_WITHOUT) } else { t!(setup::SKIP) }, "button"))}
                {now.previous().map(|_| button(SetupAction::Back, t!(setup::BACK), "button button-ghost"))}
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Done(done: SetupDone) -> impl IntoView {
    let way = match done.registration_link {
        Some(link) => view! {
            <Banner tone=Tone::Warn title=t!(setup::LINK_TITLE)>
                <p>{t!(setup::LINK_TEXT, email = done.administrator_email.as_str())}</p>
                <p class="entry-secret"><code class="wrap-anywhere">{link.clone()}</code> <CopyButton text=link /></p>
            </Banner>
        }
        .into_any(),
        None => view! { <p>{t!(setup::MAIL_ON_ITS_WAY, email = done.administrator_email.as_str())}</p> }.into_any(),
    };
    view! {
        <h1>{t!(setup::DONE)}</h1>
        <p class="sign-in-text">{t!(setup::DONE_TEXT, partner = done.partner.as_str())}</p>
        {way}
        <p>{t!(setup::SIGN_IN_AS, email = done.operator_email.as_str())}</p>
        <a class="button button-primary" href=done.sign_in_url rel="external">{t!(setup::SIGN_IN)}</a>
    }
    .into_any()
}
