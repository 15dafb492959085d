//! Everything that has an address. A page registers here, with the area whose file its code is loaded with, and, if people
//! shall find it, in the navigation (`nav.rs`).

use super::{
    account::AccountArea,
    frame::Frame,
    lazy::{MissingPageNotice, lazy},
    not_found::NotFound,
};
use crate::accounts::{AccountInfoPage, AccountsPage, NewAccountPage};
use crate::dashboard::{AccountDashboard, Dashboard};
use crate::history::HistoryPage;
use crate::imports::ImportPage;
use crate::jobs::JobPage;
use crate::notifications::{InboxPage, NotificationSettingsPage};
use crate::operator::{MailPage, MailServerPage, NewPartnerPage, NewProviderPage, PartnerPage, PartnersPage, ProviderPage, ProvidersPage};
use crate::orders::{OrderFeedsPage, OrdersPage};
use crate::profile::ProfilePage;
use crate::roles::{AvailableRolesPage, NewRolePage, OtherAccountsPage, RoleAccountsPage, RolePage, RolesPage};
use crate::sessions::{
    ChooseAccountPage, ConfirmEmailPage, EnrolPage, ExpiredDialog, LoginPage, NewPasswordPage, RefusedPage, RegisterPage, ResetPage,
    SecondStepPage, SignedInPage, StepUpDialog, VerifyPage,
};
use crate::setup::SetupPage;
use crate::subscriptions::SubscriptionsPage;
use crate::templates::{NewTemplatePage, TemplatePage, TemplatesPage};
use crate::users::{ConflictsPage, DeletedUsersPage, NewUserPage, UserPage, UsersPage};
use crate::webhooks::WebhookPage;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|page: String| if page.is_empty() { "Switchroom".to_owned() } else { format!("{page} · Switchroom") } />
        <MissingPageNotice>
            <Router>
                <Routes fallback=|| view! { <NotFound /> }>
                    <SignInArea />
                    <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                        <PartnerArea />
                        <CustomerArea />
                    </ParentRoute>
                </Routes>
            </Router>
        </MissingPageNotice>
        <ExpiredDialog />
        <StepUpDialog />
    }
}

/// Pages for people who are not signed in. The server lets strangers in nowhere else.
#[component(transparent)]
fn SignInArea() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("login") view=lazy!(sign_in, LoginPage) />
            <Route path=path!("login/verify") view=lazy!(sign_in, VerifyPage) />
            <Route path=path!("signed-in") view=lazy!(sign_in, SignedInPage) />
            <Route path=path!("login/mfa") view=lazy!(sign_in, SecondStepPage) />
            <Route path=path!("login/enrol") view=lazy!(profile, EnrolPage) />
            <Route path=path!("login/account") view=lazy!(sign_in, ChooseAccountPage) />
            <Route path=path!("setup") view=lazy!(setup, SetupPage) />
            <Route path=path!("auth/oidc/:provider/callback") view=lazy!(sign_in, RefusedPage) />
            <Route path=path!("reset") view=lazy!(sign_in, ResetPage) />
            <Route path=path!("reset/:token") view=lazy!(sign_in, NewPasswordPage) />
            <Route path=path!("register/:token") view=lazy!(sign_in, RegisterPage) />
            <Route path=path!("confirm-email/:token") view=lazy!(sign_in, ConfirmEmailPage) />
        </ParentRoute>
    }
    .into_inner()
}

/// Pages that belong to no particular account.
#[component(transparent)]
fn PartnerArea() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=leptos_router::components::Outlet>
            <Route path=path!("") view=|| view! { <Redirect path="/dashboard" /> } />
            <Route path=path!("profile") view=lazy!(profile, ProfilePage) />
            <Route path=path!("operator/mail") view=lazy!(mail, MailPage) />
            <Route path=path!("operator/mail/server") view=lazy!(operator, MailServerPage) />
            <Route path=path!("operator/partners") view=lazy!(operator, PartnersPage) />
            <Route path=path!("operator/partners/new") view=lazy!(operator, NewPartnerPage) />
            <Route path=path!("operator/partners/:partner") view=lazy!(operator, PartnerPage) />
            <Route path=path!("operator/sign-in") view=lazy!(operator, ProvidersPage) />
            <Route path=path!("operator/sign-in/new") view=lazy!(operator, NewProviderPage) />
            <Route path=path!("operator/sign-in/:provider") view=lazy!(operator, ProviderPage) />
            <Route path=path!("dashboard") view=lazy!(dashboard, Dashboard) />
            <Route path=path!("accounts") view=lazy!(accounts, AccountsPage) />
            <Route path=path!("accounts/new") view=lazy!(account, NewAccountPage) />
            <Route path=path!("notifications") view=lazy!(notifications, InboxPage) />
            <Route path=path!("roles") view=lazy!(roles, RolesPage) />
            <Route path=path!("roles/new") view=lazy!(roles, NewRolePage) />
            <Route path=path!("roles/:role") view=lazy!(roles, RolePage) />
            <Route path=path!("roles/:role/accounts") view=lazy!(roles, RoleAccountsPage) />
            <Route path=path!("roles/:role/accounts/others") view=lazy!(roles, OtherAccountsPage) />
            <Route path=path!("orders") view=lazy!(orders, OrdersPage) />
            <Route path=path!("operator/order-feeds") view=lazy!(order_feeds, OrderFeedsPage) />
        </ParentRoute>
    }
    .into_inner()
}

/// Pages of one account, under `/accounts/{id}`.
#[component(transparent)]
fn CustomerArea() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("accounts/:account") view=AccountArea>
            <Route path=path!("") view=AccountHome />
            <Route path=path!("dashboard") view=lazy!(dashboard, AccountDashboard) />
            <Route path=path!("info") view=lazy!(account, AccountInfoPage) />
            <Route path=path!("users") view=lazy!(users, UsersPage) />
            <Route path=path!("subscriptions") view=lazy!(subscriptions, SubscriptionsPage) />
            <Route path=path!("users/new") view=lazy!(user, NewUserPage) />
            <Route path=path!("users/import") view=lazy!(imports, ImportPage) />
            <Route path=path!("users/deleted") view=lazy!(users, DeletedUsersPage) />
            <Route path=path!("users/conflicts") view=lazy!(users, ConflictsPage) />
            <Route path=path!("users/:user") view=lazy!(user, UserPage) />
            <Route path=path!("jobs/:job") view=lazy!(users, JobPage) />
            <Route path=path!("roles") view=lazy!(roles, AvailableRolesPage) />
            <Route path=path!("templates") view=lazy!(templates, TemplatesPage) />
            <Route path=path!("templates/new") view=lazy!(template, NewTemplatePage) />
            <Route path=path!("templates/:template") view=lazy!(template, TemplatePage) />
            <Route path=path!("notifications") view=lazy!(notification_settings, NotificationSettingsPage) />
            <Route path=path!("notifications/webhooks/:webhook") view=lazy!(notification_settings, WebhookPage) />
            <Route path=path!("support/history") view=lazy!(history, HistoryPage) />
        </ParentRoute>
    }
    .into_inner()
}

/// ACC-08: an account is entered at Account Information.
#[component]
fn AccountHome() -> impl IntoView {
    view! { <Redirect path=format!("/accounts/{}/info", super::use_account().id) /> }
}
