//! Custom roles of a partner (specification part 10, ROLE). What a role permits is cells of [`crate::access::MATRIX`].

use crate::access::{Base, Cell, Permission, Permissions, Role, Verb, cell};
use crate::accounts::{AccountKind, AccountState};
use crate::error::FieldErrors;
use crate::list::Selection;
use crate::{AccountId, AccountNumber, FieldError, JobId, RoleId, Timestamp, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

/// Longest name and description, in characters.
pub const NAME: usize = 80;
pub const DESCRIPTION: usize = 500;
/// Most roles of a partner, and most accounts of one change.
pub const MAX_ROLES: u64 = 500;
pub const MAX_ACCOUNTS: usize = 10_000;

/// What the base roles are called; no custom role has such a name.
pub const BASE_NAMES: [&str; 7] = ["User", "Account Admin", "Administrator", "Account Manager", "Partner", "Operator", "Admin"];

sort_columns! {
    RoleSort { Name => "name", Base => "base", Accounts => "accounts", Modified => "modified_at" } default Name
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleRow {
    pub id: RoleId,
    pub name: String,
    pub base: Base,
    pub description: String,
    /// Accounts within the caller's reach that the role is assigned to.
    pub accounts: u64,
    pub modified_at: Timestamp,
    pub modified_by: String,
}

/// A role with everything that its page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleDetail {
    pub id: RoleId,
    pub version: i32,
    pub name: String,
    pub base: Base,
    pub description: String,
    /// Every cell that is on, the fixed ones included.
    pub permissions: Permissions,
    /// Accounts within the caller's reach that the role is assigned to.
    pub accounts: u64,
    /// People there who hold it.
    pub holders: u64,
    /// Why the caller cannot change this role, though they may change others.
    pub locked: Option<RoleLock>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub modified_by: String,
}

text_enum! {
    /// What keeps somebody from changing a role (ROLE-22, AM-02).
    RoleLock {
        /// They hold it themselves.
        Own => "own",
        /// It is assigned to accounts that they do not manage.
        BeyondReach => "beyond_reach",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleForm {
    /// Unique in the partner, whatever its case; 1 to 80 characters, and not the name of a base role.
    pub name: String,
    /// At most 500 characters.
    #[serde(default)]
    pub description: String,
    /// Fixed once the role exists.
    pub base: Base,
    /// The ticked cells.
    pub permissions: Permissions,
}

impl RoleForm {
    /// A new role: every cell of its base.
    pub fn new(base: Base) -> Self {
        Self { name: String::new(), description: String::new(), base, permissions: Permissions::of_base(base) }
    }

    /// The cells as one may have them (ROLE-14, ROLE-16); the fixed ones need not be named.
    pub fn check_cells(&self, errors: &mut FieldErrors) {
        for permission in self.permissions.iter() {
            let field = format!("permissions.{permission}");
            let view = Permission::new(permission.feature, Verb::View);
            if cell(self.base, permission) == Cell::Absent {
                errors.push(FieldError::new(field, "role.no_such_cell", "A role on this base has no such permission"));
            } else if !self.permissions.contains(view) && cell(self.base, view) != Cell::Fixed {
                let message = "Whoever may do this must be able to view it";
                errors.push(FieldError::new(field, "role.view_required", message).arg("view", view));
            }
        }
    }
}

/// Ticks or clears one cell the way the editor does: any tick brings View, clearing View clears its row (ROLE-14).
pub fn toggle(base: Base, permissions: &mut Permissions, permission: Permission, on: bool) {
    if cell(base, permission) != Cell::Ticked {
        return;
    }
    let view = Permission::new(permission.feature, Verb::View);
    if on {
        permissions.insert(permission);
        permissions.insert(view);
    } else if permission.verb == Verb::View {
        for verb in Verb::ALL {
            permissions.remove(Permission::new(permission.feature, *verb));
        }
    } else {
        permissions.remove(permission);
    }
}

/// An account beside a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleAccount {
    pub id: AccountId,
    pub name: String,
    pub number: AccountNumber,
    pub kind: AccountKind,
    pub state: AccountState,
    pub assigned: bool,
    /// People there who hold the role.
    pub holders: u64,
    pub modified_at: Timestamp,
}

sort_columns! {
    RoleAccountSort { Name => "name", Modified => "modified_at" } default Name
}

/// What people become who lose a role (ROLE-19).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Successor {
    /// Holders of a role on the Administrator base: User.
    User,
    /// Holders of a role on the Administrator base: Account Admin.
    Admin,
    /// Partner users: Account Manager without accounts.
    Manager,
    /// Another role on the same base that is assigned wherever somebody holds this one; partner users keep their accounts.
    Role(RoleId),
}

/// Which accounts get a role or lose it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignRole {
    pub selection: Selection<AccountId>,
    /// Required to take a role from accounts where somebody holds it.
    #[serde(default)]
    pub holders_become: Option<Successor>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteRole {
    /// The word `delete`.
    pub confirm: String,
    /// Required while somebody holds the role.
    #[serde(default)]
    pub holders_become: Option<Successor>,
}

/// How a role went: at once, or as a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleDeletion {
    pub job_id: Option<JobId>,
}

/// A role that people of an account can have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AvailableRole {
    /// None for the base roles.
    pub id: Option<RoleId>,
    pub role: Role,
    /// Of a custom role.
    pub name: String,
    pub description: String,
    pub permissions: Permissions,
    /// People of the account who hold it.
    pub holders: u64,
    /// Whether the caller may give it to somebody: they have everything that it permits (ROLE-22).
    pub grantable: bool,
}
