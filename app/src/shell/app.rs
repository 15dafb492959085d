//! Everything that has an address. A page registers here and, if people shall find it, in the navigation (`nav.rs`).

use super::{account::AccountArea, frame::Frame, not_found::NotFound};
use crate::accounts::{AccountInfoPage, AccountsPage, NewAccountPage};
use crate::dashboard::{AccountDashboard, Dashboard};
use crate::history::HistoryPage;
use crate::notifications::InboxPage;
use crate::operator::MailPage;
use crate::orders::{OrderFeedsPage, OrdersPage};
use crate::profile::ProfilePage;
use crate::sessions::{
    ChooseAccountPage, ConfirmEmailPage, ExpiredDialog, LoginPage, NewPasswordPage, RegisterPage, ResetPage, VerifyPage,
};
use crate::subscriptions::SubscriptionsPage;
use crate::users::{NewUserPage, UserPage, UsersPage};
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
        <Router>
            <Routes fallback=|| view! { <NotFound /> }>
                <SignInArea />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <PartnerArea />
                    <CustomerArea />
                </ParentRoute>
            </Routes>
        </Router>
        <ExpiredDialog />
    }
}

/// Pages for people who are not signed in. The server lets strangers in nowhere else.
#[component(transparent)]
fn SignInArea() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("login") view=LoginPage />
            <Route path=path!("login/verify") view=VerifyPage />
            <Route path=path!("login/account") view=ChooseAccountPage />
            <Route path=path!("reset") view=ResetPage />
            <Route path=path!("reset/:token") view=NewPasswordPage />
            <Route path=path!("register/:token") view=RegisterPage />
            <Route path=path!("confirm-email/:token") view=ConfirmEmailPage />
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
            <Route path=path!("profile") view=ProfilePage />
            <Route path=path!("operator/mail") view=MailPage />
            <Route path=path!("dashboard") view=Dashboard />
            <Route path=path!("accounts") view=AccountsPage />
            <Route path=path!("accounts/new") view=NewAccountPage />
            <Route path=path!("notifications") view=InboxPage />
            <Route path=path!("orders") view=OrdersPage />
            <Route path=path!("operator/order-feeds") view=OrderFeedsPage />
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
            <Route path=path!("dashboard") view=AccountDashboard />
            <Route path=path!("info") view=AccountInfoPage />
            <Route path=path!("users") view=UsersPage />
            <Route path=path!("subscriptions") view=SubscriptionsPage />
            <Route path=path!("users/new") view=NewUserPage />
            <Route path=path!("users/import") view=crate::imports::ImportPage />
            <Route path=path!("users/:user") view=UserPage />
            <Route path=path!("support/history") view=HistoryPage />
        </ParentRoute>
    }
    .into_inner()
}

/// ACC-08: an account is entered at Account Information.
#[component]
fn AccountHome() -> impl IntoView {
    view! { <Redirect path=format!("/accounts/{}/info", super::use_account().id) /> }
}
