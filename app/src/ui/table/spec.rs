//! What a page says about its list.

use super::{
    column::{About, Column, arrange},
    conditions::{ConditionField, Conditions},
    filter::Filter,
    list::List,
    row::Rows,
};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::{any::Any, pin::Pin, sync::Arc};
use switchroom_types::{
    AppError,
    conditions::ConditionColumn,
    list::{ListQuery, Page},
};

pub(super) type Answer = Pin<Box<dyn Future<Output = Result<Rows, AppError>> + Send>>;
pub(super) type Load = Arc<dyn Fn(ListQuery) -> Answer + Send + Sync>;
type Of<T> = Arc<dyn Fn(&dyn Any) -> T + Send + Sync>;

/// The description without its row type.
pub(super) struct Spec {
    pub id: &'static str,
    pub columns: Vec<About>,
    pub load: Load,
    pub name: Of<String>,
    pub href: Option<Of<Option<String>>>,
    pub open: Option<Of<()>>,
    pub blocked: Option<Of<Option<String>>>,
    pub search: Option<Search>,
    pub conditions: Option<Conditions>,
    pub default_sort: &'static str,
    pub export: Option<String>,
    pub selectable: bool,
    pub appended: Option<Arc<dyn Fn(u64) -> String + Send + Sync>>,
}

pub(super) struct Search {
    pub label: String,
    pub disabled: Option<Arc<dyn Fn(&ListQuery) -> Option<String> + Send + Sync>>,
}

/// Where the columns that a person chose are kept, by the list's name; the frame provides it. An empty choice stands for
/// the default.
#[derive(Clone, Copy)]
pub struct KeptColumns {
    pub get: Callback<&'static str, Option<Vec<String>>>,
    pub keep: Callback<(&'static str, Vec<String>)>,
}

/// Describes a list of rows of type `R`; [`Self::build`] starts loading its first page.
pub struct ListSpec<R> {
    spec: Spec,
    load: Arc<dyn Fn(ListQuery) -> Pin<Box<dyn Future<Output = Result<Page<R>, AppError>> + Send>> + Send + Sync>,
    key: Arc<dyn Fn(&R) -> String + Send + Sync>,
    filters: Vec<Filter>,
}

impl<R> ListSpec<R>
where
    R: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    /// `id` is unique in the page, `load` asks for a page, `key` identifies a row, `name` is what a row is called aloud.
    pub fn new<Fut>(
        id: &'static str,
        load: impl Fn(ListQuery) -> Fut + Send + Sync + 'static,
        key: impl Fn(&R) -> String + Send + Sync + 'static,
        name: impl Fn(&R) -> String + Send + Sync + 'static,
    ) -> Self
    where
        Fut: Future<Output = Result<Page<R>, AppError>> + Send + 'static,
    {
        let load = Arc::new(move |query| Box::pin(load(query)) as Pin<Box<dyn Future<Output = Result<Page<R>, AppError>> + Send>>);
        let key: Arc<dyn Fn(&R) -> String + Send + Sync> = Arc::new(key);
        let erased = {
            let (load, key): (Arc<dyn Fn(ListQuery) -> _ + Send + Sync>, _) = (load.clone(), key.clone());
            move |query| {
                let (page, key) = (load(query), key.clone());
                Box::pin(async move { page.await.map(|page| Rows::new(page, &*key)) }) as Answer
            }
        };
        let spec = Spec {
            id,
            columns: Vec::new(),
            load: Arc::new(erased),
            name: of(name, String::new),
            href: None,
            open: None,
            blocked: None,
            search: None,
            conditions: None,
            default_sort: "",
            export: None,
            selectable: false,
            appended: None,
        };
        Self { spec, load, key, filters: Vec::new() }
    }

    pub fn columns(mut self, columns: impl IntoIterator<Item = Column<R>>) -> Self {
        self.spec.columns = columns.into_iter().map(Column::erase).collect();
        self
    }

    /// The order of a list that nobody sorted, as in the address: `name` or `-modified_at`.
    pub fn default_sort(mut self, sort: &'static str) -> Self {
        self.spec.default_sort = sort;
        self
    }

    /// A search field with this label.
    pub fn search(mut self, label: impl Into<String>) -> Self {
        self.spec.search = Some(Search { label: label.into(), disabled: None });
        self
    }

    /// Says why searching is not possible with what is set; the entered text is then suspended (USR-08).
    pub fn search_disabled_when(mut self, reason: impl Fn(&ListQuery) -> Option<String> + Send + Sync + 'static) -> Self {
        if let Some(search) = &mut self.spec.search {
            search.disabled = Some(Arc::new(reason));
        }
        self
    }

    pub fn filter(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// Conditions over columns joined by AND and OR; `C` is what the server knows about the columns.
    pub fn conditions<C: ConditionColumn>(mut self, fields: Vec<ConditionField>) -> Self {
        self.spec.conditions = Some(Conditions {
            fields,
            kind: |id| C::find(id).map(ConditionColumn::kind),
            check: |condition| condition.typed::<C>().map(|_| ()),
        });
        self
    }

    /// Where a row leads. `None` for rows that lead nowhere.
    pub fn href(mut self, href: impl Fn(&R) -> Option<String> + Send + Sync + 'static) -> Self {
        self.spec.href = Some(of(href, || None));
        self
    }

    /// What a click on a row does instead of following its link, for example open a dialog.
    pub fn on_open(mut self, open: impl Fn(&R) + Send + Sync + 'static) -> Self {
        self.spec.open = Some(of(open, || ()));
        self
    }

    /// Rows can be ticked.
    pub fn selectable(mut self) -> Self {
        self.spec.selectable = true;
        self
    }

    /// Says why a row cannot be ticked (AM-03).
    pub fn not_selectable_when(mut self, reason: impl Fn(&R) -> Option<String> + Send + Sync + 'static) -> Self {
        self.spec.blocked = Some(of(reason, || None));
        self
    }

    /// The address that answers exports, without its ending: `/api/v1/accounts/…/users`.
    pub fn export(mut self, address: impl Into<String>) -> Self {
        self.spec.export = Some(address.into());
        self
    }

    /// New rows come in at the top and are announced by this text while one reads further down (HIST-B2).
    pub fn appended(mut self, text: impl Fn(u64) -> String + Send + Sync + 'static) -> Self {
        self.spec.appended = Some(Arc::new(text));
        self
    }

    /// The list, its first page under way. Call it once, in the page component.
    pub fn build(self) -> List {
        let Self { spec, load, key, filters } = self;
        let list = List::new(spec, filters);
        if list.restore() {
            return list;
        }
        let start = list.query.get_untracked();
        let first = Resource::new(
            || (),
            move |()| {
                let page = start.clone().map(|query| load(query));
                async move { page?.await }
            },
        );
        list.set_first(Arc::new(move || {
            let key = key.clone();
            Box::pin(async move { first.await.map(|page| Rows::new(page, &*key)) })
        }));
        list
    }
}

fn of<R: 'static, T: 'static>(read: impl Fn(&R) -> T + Send + Sync + 'static, absent: impl Fn() -> T + Send + Sync + 'static) -> Of<T> {
    Arc::new(move |row| row.downcast_ref().map_or_else(&absent, &read))
}

impl Spec {
    pub fn shown(&self, wish: Option<&[String]>) -> Vec<&'static str> {
        arrange(&self.columns, wish)
    }

    pub fn column(&self, id: &str) -> Option<&About> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// The column that stays in place when the table scrolls sideways.
    pub fn pinned(&self) -> Option<&'static str> {
        self.columns.first().filter(|column| column.fixed).map(|column| column.id)
    }
}
