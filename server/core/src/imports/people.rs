//! Rows that change people who are there (IMP-B6): finding them by their USER ID, and what they have now.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use switchroom_entity::user;
use switchroom_types::imports::{ImportCells, ImportRow};
use switchroom_types::users::UserPatch;
use switchroom_types::{AccountId, FieldError, RoleId};
use uuid::Uuid;

use super::validate::{Keys, Rules, role_name, unknown_user};
use crate::error::Result;
use crate::templates;
use crate::users::rights::Standing;

/// Ids asked for at once.
const CHUNK: usize = 2_000;

/// The people whom rows name, as far as they are in the account.
#[derive(Debug, Default)]
pub struct Known(HashMap<Uuid, Person>);

#[derive(Debug)]
struct Person {
    cells: ImportCells,
    /// None for a role that nobody knows.
    standing: Option<Standing>,
}

/// Looks people up in batches, never row by row.
pub async fn known<'a>(conn: &impl ConnectionTrait, account: AccountId, ids: impl Iterator<Item = &'a str>) -> Result<Known> {
    let ids: Vec<Uuid> = ids.filter_map(|id| id.parse().ok()).collect();
    let mut found = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let query =
            user::Entity::find().filter(user::Column::AccountId.eq(account.0)).filter(user::Column::Id.is_in(chunk.iter().copied()));
        let mut services = templates::of_users(conn, account, chunk).await?;
        for model in query.all(conn).await? {
            let template = services.remove(&model.id).map(|service| service.template_name).unwrap_or_default();
            found.insert(model.id, Person { standing: Standing::of(&model).ok(), cells: ImportCells { template, ..cells(model) } });
        }
    }
    Ok(Known(found))
}

fn cells(model: user::Model) -> ImportCells {
    ImportCells {
        user_id: model.id.to_string(),
        first_name: model.first_name,
        last_name: model.last_name,
        name: model.name,
        email: model.email,
        role: role_name(&model.role, model.role_id, &model.role_label).to_owned(),
        mobile: model.mobile.unwrap_or_default(),
        extension: model.extension.unwrap_or_default(),
        login_id: model.login_id.unwrap_or_default(),
        template: String::new(),
    }
}

impl Known {
    fn person(&self, id: &str) -> Option<&Person> {
        self.0.get(&id.parse().ok()?)
    }

    /// What keeps the row from changing its person: nobody there, or rights that editing would need, too.
    pub fn errors(&self, keys: &Keys, cells: &ImportCells, rules: &Rules) -> Vec<FieldError> {
        if keys.user.is_empty() {
            return Vec::new();
        }
        let Some(person) = self.person(&keys.user) else { return vec![unknown_user()] };
        let mut errors = Vec::new();
        let asked = rules.role(&cells.role).filter(|_| !cells.role.is_empty());
        let other_role = asked.is_some() && asked != person.standing;
        if other_role && !rules.judge.powers.may_assign {
            let message = "Changing a role needs the permission roles.assign";
            errors.push(FieldError::new("role", "imports.role_change_not_permitted", message));
        }
        let differs = |new: &str, old: &str| !new.is_empty() && new != old;
        let identity = differs(&cells.email, &person.cells.email) || differs(&cells.login_id, &person.cells.login_id);
        let above = |standing: Option<Standing>| standing.is_none_or(|standing| rules.judge.is_above(standing));
        if above(person.standing) && (identity || other_role) {
            errors.push(FieldError::new("user_id", "users.more_rights", "This person has more rights than you."));
        } else if other_role && above(asked) {
            errors.push(FieldError::new("role", "users.more_rights", "Nobody can give rights that they do not have"));
        }
        errors
    }

    /// Shows a row beside what its person has.
    pub fn beside(&self, mut row: ImportRow) -> ImportRow {
        row.before = self.person(&row.cells.user_id).map(|person| person.cells.clone());
        row
    }
}

/// The change that a row asks for: what it says; empty cells say nothing.
pub fn patch(rules: &Rules, cells: &ImportCells) -> UserPatch {
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let standing = said(&cells.role).and_then(|cell| rules.role(&cell));
    UserPatch {
        name: said(&cells.name),
        first_name: said(&cells.first_name),
        last_name: said(&cells.last_name),
        email: said(&cells.email),
        login_id: said(&cells.login_id),
        mobile: said(&cells.mobile),
        extension: said(&cells.extension),
        role: standing.map(|standing| standing.role),
        role_id: standing.and_then(|standing| standing.role_id).map(RoleId),
        ..UserPatch::default()
    }
}
