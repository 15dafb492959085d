//! Pages whose code is loaded when somebody goes there. On the server they are pages like any other; in the browser each
//! area is a file of its own (`xtask/src/client/split.rs`), loaded before one of its pages is shown for the first time.

#[cfg(feature = "ssr")]
use super::document::preload_area;
use crate::i18n::t;
use crate::ui::{Icon, browser};
use leptos::{html, prelude::*, wasm_split::SplitLoaderError};
use leptos_router::{ChooseView, hooks::use_url};
use std::{
    future::{Future, pending},
    pin::Pin,
};

type Local<T> = Pin<Box<dyn Future<Output = T>>>;

/// A route's `view` whose code is loaded with the area that it belongs to; made by [`lazy!`].
#[derive(Clone, Copy)]
pub struct LazyPage {
    pub area: &'static str,
    pub load: fn() -> Local<Result<(), SplitLoaderError>>,
    pub build: fn() -> Local<Result<AnyView, SplitLoaderError>>,
}

impl ChooseView for LazyPage {
    /// The router keeps the page before until this is done.
    async fn preload(&self) {
        let missing = use_context::<MissingPage>();
        if (self.load)().await.is_err() {
            leave(missing).await;
        }
        if let Some(MissingPage(address)) = missing
            && address.with_untracked(Option::is_some)
        {
            address.set(None);
        }
    }

    async fn choose(self) -> AnyView {
        preload_area(self.area);
        // Loaded in `preload`, so this fails no more.
        (self.build)().await.unwrap_or_else(|_| ().into_any())
    }
}

/// The browser is there already.
#[cfg(not(feature = "ssr"))]
fn preload_area(_: &str) {}

/// `view=lazy!(users, UsersPage)`: a component without properties, in the file of the area `users`. An area is a name;
/// all pages with the same one share its file.
macro_rules! lazy {
    ($area:ident, $page:path) => {{
        #[::leptos::wasm_split::wasm_split($area, wasm_split_path = ::leptos::wasm_split, fallible, preload(load))]
        fn page() -> Result<::leptos::prelude::AnyView, ::leptos::wasm_split::SplitLoaderError> {
            Ok(::leptos::prelude::IntoAny::into_any($page()))
        }
        $crate::shell::lazy::LazyPage { area: stringify!($area), load: || Box::pin(load()), build: || Box::pin(page()) }
    }};
}
pub(super) use lazy;

/// The address of a page that could not be loaded.
#[derive(Clone, Copy)]
struct MissingPage(RwSignal<Option<String>>);

impl MissingPage {
    /// Around the router.
    fn provide() -> Self {
        let missing = Self(RwSignal::new(None));
        provide_context(missing);
        missing
    }
}

/// The page's code did not come. A new release has taken the old files away, as a rule: the server then has the page in
/// its new form. Without a server the page before stays, with a word about it. Never returns.
async fn leave(missing: Option<MissingPage>) {
    let hydrating = Owner::current_shared_context().is_some_and(|context| context.during_hydration());
    // A page from the server works without the client; to load it again might end here again.
    if !hydrating {
        let address = use_url().with_untracked(|url| match url.search() {
            "" => format!("{}{}", url.path(), url.hash()),
            search => format!("{}?{search}{}", url.path(), url.hash()),
        });
        match missing {
            Some(MissingPage(shown)) if !browser::answers(&address).await => shown.set(Some(address)),
            _ => browser::go(&address),
        }
    }
    pending().await
}

/// Says that a page could not be loaded, over the page that stays. Beside the router; its context reaches every page.
#[component]
pub fn MissingPageNotice(children: Children) -> impl IntoView {
    let MissingPage(address) = MissingPage::provide();
    let region = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let any = address.with(Option::is_some);
        if let Some(region) = region.get() {
            browser::raise_popover(&region, any);
        }
    });
    let notice = move || {
        address.get().map(|address| {
            view! {
                <div class="toast toast-bad">
                    <Icon name="circle-alert" />
                    <span class="toast-text">{t!(shell::PAGE_MISSING)}</span>
                    <a class="button button-small" href=address rel="external">{t!(shell::TRY_AGAIN)}</a>
                </div>
            }
        })
    };
    view! {
        {children()}
        <div node_ref=region class="toasts" popover="manual" role="alert">{notice}</div>
    }
}
