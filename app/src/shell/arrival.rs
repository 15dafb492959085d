//! What the client looks at before it takes a page over.

use crate::ui::browser;

pub use crate::ui::browser::Entries;

/// Whether the browser went back or forward within this page's history between its arrival and the client's start: the
/// address is another then than the one the server has rendered, and nothing here could take the page over. It is on its
/// way anew when this returns true; never twice in a row, should something between browser and server rewrite addresses.
pub fn renews_outrun_page() -> bool {
    const RENEWED: &str = "switchroom-outrun";
    let outrun = browser::html_attribute("data-url").zip(browser::address()).is_some_and(|(rendered, now)| rendered != now);
    let again = browser::in_session(RENEWED);
    browser::forget_in_session(RENEWED);
    if outrun && !again {
        browser::keep_in_session(RENEWED);
        browser::reload();
    }
    outrun && !again
}
