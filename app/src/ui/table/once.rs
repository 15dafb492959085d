//! Building the table once. On the server a `Suspense` calls closures among its children to see what they read, again when
//! that has come, and once more to write them out; each call would build every row anew.

use leptos::prelude::*;

/// What the `Suspense` of a table shows: on the server the view itself, which is asked once; in the browser a function,
/// as a `Suspense` there draws anew.
#[cfg(feature = "ssr")]
pub(super) fn once<V: IntoView + 'static>(view: impl Fn() -> Suspend<V> + Send + 'static) -> Suspend<V> {
    view()
}

#[cfg(not(feature = "ssr"))]
pub(super) fn once<V: IntoView + 'static>(view: impl Fn() -> Suspend<V> + Send + 'static) -> impl IntoView {
    view
}

/// A view whose data are all there. What is loaded inside needs a `Suspense` of its own.
#[cfg(not(feature = "ssr"))]
pub(super) fn settled(view: AnyView) -> AnyView {
    view
}

#[cfg(feature = "ssr")]
pub(super) fn settled(view: AnyView) -> server::Settled {
    server::Settled(view)
}

#[cfg(feature = "ssr")]
mod server {
    use leptos::{
        attr::{Attribute, any_attribute::AnyAttribute},
        prelude::*,
        tachys::{
            hydration::Cursor,
            ssr::StreamBuilder,
            view::{Position, PositionState, any_view::AnyViewState},
        },
    };

    /// Is not looked through for data that must be waited for.
    pub struct Settled(pub AnyView);

    impl Render for Settled {
        type State = AnyViewState;

        fn build(self) -> Self::State {
            self.0.build()
        }

        fn rebuild(self, state: &mut Self::State) {
            self.0.rebuild(state);
        }
    }

    impl AddAnyAttr for Settled {
        type Output<Added: Attribute> = <AnyView as AddAnyAttr>::Output<Added>;

        fn add_any_attr<Added: Attribute>(self, attr: Added) -> Self::Output<Added>
        where
            Self::Output<Added>: RenderHtml,
        {
            self.0.add_any_attr(attr)
        }
    }

    impl RenderHtml for Settled {
        type AsyncOutput = Self;
        type Owned = Self;

        const MIN_LENGTH: usize = AnyView::MIN_LENGTH;

        fn dry_resolve(&mut self) {}

        async fn resolve(self) -> Self {
            self
        }

        fn html_len(&self) -> usize {
            self.0.html_len()
        }

        fn to_html_with_buf(self, buf: &mut String, position: &mut Position, escape: bool, mark_branches: bool, attrs: Vec<AnyAttribute>) {
            self.0.to_html_with_buf(buf, position, escape, mark_branches, attrs);
        }

        fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
            self,
            buf: &mut StreamBuilder,
            position: &mut Position,
            escape: bool,
            mark_branches: bool,
            attrs: Vec<AnyAttribute>,
        ) {
            self.0.to_html_async_with_buf::<OUT_OF_ORDER>(buf, position, escape, mark_branches, attrs);
        }

        fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
            self.0.hydrate::<FROM_SERVER>(cursor, position)
        }

        fn into_owned(self) -> Self {
            self
        }
    }
}
