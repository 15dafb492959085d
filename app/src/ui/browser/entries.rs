//! What people enter into a page that the server has rendered while the client is still on its way: hydration puts its own
//! state into fields that it controls, and what was entered must not get lost over that.

use super::{Listener, each};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, HtmlTextAreaElement};

const FIELDS: &str = "input:not([type=file]):not([type=hidden]), textarea, select";

#[derive(Clone, PartialEq, Eq)]
enum Entry {
    Text(String),
    Ticked(bool),
}

impl Entry {
    /// None for a radio button without its mark: the one that has it speaks for its group.
    fn of(field: &Element) -> Option<Self> {
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            let left = input.type_() == "radio" && !input.checked();
            return (!left).then(|| if is_ticked(input) { Self::Ticked(input.checked()) } else { Self::Text(input.value()) });
        }
        let select = field.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value);
        select.or_else(|| Some(field.dyn_ref::<HtmlTextAreaElement>()?.value())).map(Self::Text)
    }

    /// What the server has rendered.
    fn rendered(field: &Element) -> Option<Self> {
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            return Some(if is_ticked(input) { Self::Ticked(input.default_checked()) } else { Self::Text(input.default_value()) });
        }
        if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
            let options: Vec<_> = (0..select.length()).filter_map(|at| select.item(at)?.dyn_into::<HtmlOptionElement>().ok()).collect();
            let chosen = options.iter().rfind(|option| option.default_selected()).or_else(|| options.first());
            return Some(Self::Text(chosen.map(HtmlOptionElement::value).unwrap_or_default()));
        }
        field.dyn_ref::<HtmlTextAreaElement>()?.default_value().ok().map(Self::Text)
    }

    /// As if the person entered it now.
    fn repeat(&self, field: &Element) {
        match self {
            Self::Ticked(ticked) => {
                if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
                    input.set_checked(*ticked);
                }
            }
            Self::Text(text) => {
                if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
                    input.set_value(text);
                } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
                    select.set_value(text);
                } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
                    area.set_value(text);
                }
            }
        }
        let init = EventInit::new();
        init.set_bubbles(true);
        for name in ["input", "change"] {
            if let Ok(event) = Event::new_with_event_init_dict(name, &init) {
                let _ = field.dispatch_event(&event);
            }
        }
    }
}

fn is_ticked(input: &HtmlInputElement) -> bool {
    matches!(input.type_().as_str(), "checkbox" | "radio")
}

/// Remembers what was entered, from the client's start until the page is alive.
pub struct Entries {
    entered: Rc<RefCell<Vec<(Element, Entry)>>>,
    _listeners: [Listener; 2],
}

impl Entries {
    pub fn watch() -> Self {
        let entered = Rc::new(RefCell::new(Vec::new()));
        each(FIELDS, |field| {
            if Entry::of(&field) != Entry::rendered(&field) {
                note(&entered, field);
            }
        });
        let listener = |name| {
            let entered = Rc::clone(&entered);
            Listener::new(name, true, move |event| {
                if let Some(field) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
                    note(&entered, field);
                }
            })
        };
        Self { _listeners: [listener("input"), listener("change")], entered }
    }

    /// Enters again what hydration has overwritten. What it has left alone, its owner has taken over by itself.
    pub fn restore(self) {
        let Self { entered, _listeners: listeners } = self;
        drop(listeners);
        for (field, entry) in entered.take() {
            if Entry::of(&field).as_ref() != Some(&entry) {
                entry.repeat(&field);
            }
        }
    }
}

fn note(entered: &RefCell<Vec<(Element, Entry)>>, field: Element) {
    let matches = field.matches(FIELDS).unwrap_or(false);
    if let Some(entry) = Entry::of(&field).filter(|_| matches) {
        let mut entered = entered.borrow_mut();
        entered.retain(|(other, _)| *other != field);
        entered.push((field, entry));
    }
}
