//! Recovery codes: shown this once, copied, or kept as a file.

use crate::i18n::t;
use crate::ui::{Banner, CopyButton, Tone};
use leptos::prelude::*;
use switchroom_types::factors::RecoveryCodes;

/// Nothing while there are none.
#[component]
pub(super) fn NewCodes(codes: RwSignal<RecoveryCodes>) -> impl IntoView {
    let shown = move || {
        let codes = codes.get().codes;
        (!codes.is_empty()).then(|| {
            let text = codes.join("\n");
            let file = format!("data:text/plain;charset=utf-8,{}", crate::sessions::next::encode(&text));
            let list = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
            view! {
                <Banner tone=Tone::Ok title=t!(factors::CODES_TITLE)>
                    <p>{t!(factors::CODES_ONCE)}</p>
                    <ul class="recovery-codes">{list}</ul>
                    <p class="row">
                        <CopyButton text=text label=t!(factors::CODES_COPY) />
                        <a class="button button-small" href=file download="switchroom-recovery-codes.txt">{t!(factors::CODES_SAVE)}</a>
                    </p>
                </Banner>
            }
        })
    };
    view! { <div aria-live="polite">{shown}</div> }.into_any()
}
