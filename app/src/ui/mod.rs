//! The component kit: accessible, rendered on the server, safe to hydrate. No business words and no server calls.
//! `docs/ui-kit.md` shows how a page is put together from it.

mod avatar;
mod banner;
pub mod browser;
mod button;
mod card;
mod chart;
mod confirm;
mod conflict;
mod copy;
mod debounce;
mod dialog;
mod field;
mod form;
mod icon;
mod key_values;
mod latest;
mod menu;
mod page;
mod popover;
mod progress;
mod search;
mod state;
pub mod table;
mod tabs;
mod tag;
mod time;
mod tip;
mod toast;
mod unsaved;
mod work;

pub use avatar::{Avatar, initials};
pub use banner::Banner;
pub use button::{Button, IconButton, LinkButton, Variant};
pub use card::Card;
pub use chart::{BarChart, ChartTable, LineChart, Series};
pub use confirm::ConfirmDialog;
pub use conflict::ConflictView;
pub use copy::CopyButton;
pub use debounce::Debounce;
pub use dialog::{Dialog, DialogSize};
pub use field::{
    Checkbox, Choice, ChoiceLoader, Combobox, FieldAside, PasswordField, PhoneField, SelectField, Strength, Switch, TextArea, TextField,
    TimeRange, TimeRangeField,
};
pub use form::{Form, FormActions, FormErrors, FormState};
pub use icon::Icon;
pub use key_values::{KeyValue, KeyValues};
pub use latest::Latest;
pub use menu::{Menu, MenuItem};
pub use page::{Breadcrumbs, Crumb, PageHeader};
pub use popover::Popover;
pub use progress::{Progress, Spinner};
pub use search::SearchField;
pub use state::{EmptyState, ErrorState, Skeleton};
pub use table::{CardRole, Column, Filter, List, ListSpec, Table, Width};
pub use tabs::{Tab, TabLinks, Tabs};
pub use tag::{Chip, Tag, Tone};
pub use time::Time;
pub use tip::Tip;
pub use toast::{ToastRegion, Toasts, use_toasts};
pub use unsaved::UnsavedGuard;
pub use work::Work;

pub use crate::i18n::zone::TimeFormat;
