//! The rules for one row by itself. Repetitions within the sheet and clashes with existing users are in `clashes`.

use std::collections::HashMap;
use std::sync::Arc;
use switchroom_types::access::{Base, Role};
use switchroom_types::error::FieldErrors;
use switchroom_types::imports::{ImportCells, ImportField};
use switchroom_types::{FieldError, UserId};
use uuid::Uuid;

use crate::text;
use crate::users::form;
use crate::users::rights::{Judge, Standing};

/// What ROLE may say, with the role it means.
const ROLES: [(&str, Role); 2] = [("User", Role::User), ("Account Admin", Role::Admin)];
/// What a spreadsheet shows where a formula failed.
const FORMULA_ERRORS: [&str; 8] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];

/// What the checks depend on besides the row.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The account's country (ISO 3166-1 alpha-2): how numbers without a country code are read.
    pub country: String,
    /// Whether people who are there may be changed (IMP-B6).
    pub may_edit: bool,
    /// The user templates that TEMPLATE may name.
    pub templates: Templates,
    /// Whether a role other than User may be given (IMP-06), which ones there are, and who has more rights than the caller.
    pub(crate) judge: Judge,
}

/// The user templates of the account, by their folded names; whether they can be applied.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    pub permitted: bool,
    pub known: Arc<HashMap<String, bool>>,
}

impl Templates {
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// # Errors
    /// For a name that there is not, a template that cannot be applied, or without the permission to use templates.
    fn check(&self, cell: &str, errors: &mut FieldErrors) {
        if cell.is_empty() {
            return;
        }
        let refused = match self.known.get(&text::fold(cell)) {
            _ if !self.permitted => ("imports.template_not_permitted", "Naming a template needs the permission templates.view"),
            None => ("imports.template_unknown", "There is no such user template in this account"),
            Some(false) => ("imports.template_blocked", "This template cannot be applied: some of its settings do not exist any more"),
            Some(true) => return,
        };
        errors.push(FieldError::new("template", refused.0, refused.1));
    }
}

impl Rules {
    /// What ROLE may say: base roles, then the account's own (ROLE-18), as far as the caller may give them.
    pub fn roles(&self) -> Vec<String> {
        let offered = |standing: Standing| standing == Standing::MEMBER || self.judge.powers.may_assign && !self.judge.is_above(standing);
        let base = ROLES.iter().map(|(name, role)| (*name, Standing { role: *role, ..Standing::MEMBER }));
        base.chain(self.custom()).filter(|(_, standing)| offered(*standing)).map(|(name, _)| name.to_owned()).collect()
    }

    fn custom(&self) -> impl Iterator<Item = (&str, Standing)> {
        let roles = self.judge.roles().here().into_iter().filter(|role| role.base == Base::Administrator);
        roles.map(|role| (role.name.as_str(), Standing { role: Role::Admin, scope: None, role_id: Some(role.id) }))
    }

    /// What a ROLE cell means; empty means User (IMP-05).
    pub(crate) fn role(&self, cell: &str) -> Option<Standing> {
        if cell.is_empty() {
            return Some(Standing::MEMBER);
        }
        let key = text::fold(cell);
        let base = ROLES.iter().find(|(name, _)| text::fold(name) == key).map(|(_, role)| Standing { role: *role, ..Standing::MEMBER });
        base.or_else(|| self.custom().find(|(name, _)| text::fold(name) == key).map(|(_, standing)| standing))
    }
}

/// The values of a row that must be unique in the account, in their stored form; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    pub email: String,
    pub mobile: String,
    pub extension: String,
    pub login: String,
    /// Whom the row changes.
    pub user: String,
}

/// How ROLE names what somebody is.
pub fn role_name<'a>(stored: &str, custom: Option<Uuid>, label: &'a str) -> &'a str {
    match custom {
        Some(_) => label,
        None => ROLES.iter().find(|(_, role)| role.as_str() == stored).map_or("", |(name, _)| name),
    }
}

/// Checks a row; a key is only given where its cell is well-formed.
pub fn check(cells: &ImportCells, rules: &Rules) -> (Keys, Vec<FieldError>) {
    let mut errors = FieldErrors::default();
    for field in [ImportField::FirstName, ImportField::LastName, ImportField::Name] {
        errors.text(field.as_str(), cells.get(field), false, form::NAME);
    }
    let user = check_user(&cells.user_id, rules, &mut errors);
    // Somebody who is there keeps what the row does not say.
    if !cells.is_update() && cells.first_name.is_empty() && cells.last_name.is_empty() && cells.name.is_empty() {
        errors.push(FieldError::new("name", "imports.name_required", "Enter a first name, a last name or a name"));
    }
    let silent = cells.is_update() && cells.email.is_empty();
    let email = if silent { String::new() } else { form::email(&mut errors, &cells.email) };
    check_role(&cells.role, rules, cells.is_update(), &mut errors);
    let mobile = form::phone(&mut errors, "mobile", &cells.mobile, &rules.country);
    let extension = form::extension(&mut errors, &cells.extension);
    let login = form::login_id(&mut errors, &cells.login_id);
    rules.templates.check(&cells.template, &mut errors);
    let errors = with_formula_errors(cells, errors.0);
    let good = |field: ImportField, value: Option<String>| {
        let refused = errors.iter().any(|error| error.field == field.as_str());
        value.filter(|_| !refused).unwrap_or_default()
    };
    let keys = Keys {
        email: good(ImportField::Email, Some(text::key(&email))),
        mobile: good(ImportField::Mobile, mobile),
        extension: good(ImportField::Extension, extension),
        login: good(ImportField::LoginId, login.map(|login| text::key(&login))),
        user: good(ImportField::UserId, user),
    };
    (keys, errors)
}

/// Where a formula failed, that is the one thing to say about the cell.
fn with_formula_errors(cells: &ImportCells, mut errors: Vec<FieldError>) -> Vec<FieldError> {
    for field in ImportField::ALL {
        let cell = cells.get(*field);
        if FORMULA_ERRORS.contains(&cell) {
            errors.retain(|error| error.field != field.as_str());
            let message = format!("The formula in this cell failed: {cell}");
            errors.push(FieldError::new(field.as_str(), "imports.formula_error", message).arg("value", cell));
        }
    }
    errors
}

/// The id in its usual form. Whether there is such a person is looked up later, for many rows at once.
fn check_user(cell: &str, rules: &Rules, errors: &mut FieldErrors) -> Option<String> {
    if cell.is_empty() {
        return None;
    }
    if !rules.may_edit {
        let message = "You may only add people: changing them needs the permission users.edit";
        errors.push(FieldError::new("user_id", "imports.update_not_permitted", message));
    }
    let id = cell.parse::<UserId>().ok();
    if id.is_none() {
        errors.push(unknown_user());
    }
    id.map(|id| id.to_string())
}

/// The same whether the id is malformed, or of nobody, or of somebody in another account.
pub fn unknown_user() -> FieldError {
    FieldError::new("user_id", "imports.user_unknown", "There is no such user in this account")
}

/// Whoever is there may keep any role; whether the row changes it is found out with the person.
fn check_role(cell: &str, rules: &Rules, update: bool, errors: &mut FieldErrors) {
    match rules.role(cell) {
        None => {
            let names = rules.roles().join(", ");
            errors.push(
                FieldError::new("role", "imports.role_unknown", format!("There is no such role here; possible: {names}"))
                    .arg("roles", names),
            );
        }
        Some(Standing::MEMBER) => {}
        Some(_) if update => {}
        Some(standing) if rules.judge.powers.may_assign => {
            if rules.judge.is_above(standing) {
                errors.push(FieldError::new("role", "users.more_rights", "Nobody can give rights that they do not have"));
            }
        }
        Some(_) => {
            let message = "You may only add people with the role User: other roles need the permission roles.assign";
            errors.push(FieldError::new("role", "imports.role_not_permitted", message));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn cells(name: &str, email: &str, role: &str) -> ImportCells {
        ImportCells { name: name.into(), email: email.into(), role: role.into(), ..Default::default() }
    }

    fn rules(may_assign: bool) -> Rules {
        Rules { country: "DE".into(), may_edit: true, templates: Templates::default(), judge: Judge::administrator(may_assign) }
    }

    fn codes(cells: &ImportCells, may_assign_roles: bool) -> Vec<String> {
        check(cells, &rules(may_assign_roles)).1.iter().map(|error| format!("{}:{}", error.field, error.code)).collect()
    }

    /// IMP-03 IMP-04 a row needs one of three names and a valid address, and is told about everything at once
    #[test]
    fn names_and_addresses() {
        assert!(codes(&cells("Ada", "ada@example.org", ""), false).is_empty());
        let only_last = ImportCells { last_name: "Lovelace".into(), email: "ada@example.org".into(), ..Default::default() };
        assert!(codes(&only_last, false).is_empty());
        assert_eq!(
            codes(&cells("", "nobody", "King"), true),
            ["name:imports.name_required", "email:field.email", "role:imports.role_unknown"]
        );
        assert_eq!(codes(&cells(&"x".repeat(81), "", ""), true), ["name:field.too_long", "email:field.required"]);
        assert_eq!(codes(&cells("#N/A", "ada@example.org", ""), true), ["name:imports.formula_error"]);
    }

    /// IMP-05 IMP-06 roles are read whatever their case; other than User they need Roles Assign
    #[test]
    fn roles() {
        let role = |cell: &str| rules(true).role(cell).map(|standing| standing.role);
        assert_eq!((role(""), role("uSER"), role(" account  ADMIN ")), (Some(Role::User), Some(Role::User), Some(Role::Admin)));
        assert_eq!(role("Operator"), None);
        assert!(codes(&cells("Ada", "ada@example.org", "ACCOUNT ADMIN"), true).is_empty());
        assert_eq!(codes(&cells("Ada", "ada@example.org", "Account Admin"), false), ["role:imports.role_not_permitted"]);
    }

    /// IMP-B1 the optional columns are checked and brought into their stored form
    #[test]
    fn optional_columns() {
        let row = ImportCells {
            mobile: "0151 12345678".into(),
            extension: "4711".into(),
            login_id: "Ada.L".into(),
            ..cells("Ada", "A@B.example", "")
        };
        let (keys, errors) = check(&row, &rules(false));
        assert!(errors.is_empty());
        let expected = Keys {
            email: "a@b.example".into(),
            mobile: "+4915112345678".into(),
            extension: "4711".into(),
            login: "ada.l".into(),
            user: String::new(),
        };
        assert_eq!(keys, expected);
        let bad = ImportCells { mobile: "soon".into(), extension: "12a".into(), login_id: "x".repeat(81), ..row };
        assert_eq!(codes(&bad, false), ["mobile:field.phone", "extension:field.extension", "login_id:field.too_long"]);
    }
}
