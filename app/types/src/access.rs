//! What can be permitted. One table ([`MATRIX`]) is the source for the checks, the role editor, the API documentation
//! and the tests (specification part 10, ROLE, "Matrix").

use crate::text_enum;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

text_enum! {
    /// A row of the permission matrix.
    Feature {
        Accounts => "accounts",
        Roles => "roles",
        Orders => "orders",
        Users => "users",
        Templates => "templates",
        Integrations => "integrations",
        Subscriptions => "subscriptions",
        Support => "support",
        MivoiceBusiness => "mivoice_business",
        CustomerCare => "customer_care",
        Developer => "developer",
        History => "history",
        Inventory => "inventory",
        VoiceAssist => "voice_assist",
        DirectRouting => "direct_routing",
        SignInSecurity => "sign_in_security",
    }
}

text_enum! {
    /// A column of the permission matrix.
    Verb { View => "view", Add => "add", Edit => "edit", Assign => "assign", Delete => "delete" }
}

text_enum! {
    /// What a role is built on.
    Base { Partner => "partner", Administrator => "administrator" }
}

/// One cell of the matrix, written `users.edit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Permission {
    pub feature: Feature,
    pub verb: Verb,
}

impl Permission {
    pub const fn new(feature: Feature, verb: Verb) -> Self {
        Self { feature, verb }
    }

    fn bit(self) -> u128 {
        1 << (self.feature as u32 * 5 + self.verb as u32)
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (feature, verb) = text.split_once('.')?;
        Some(Self { feature: Feature::parse(feature)?, verb: Verb::parse(verb)? })
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.feature, self.verb)
    }
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("unknown permission"))
    }
}

macro_rules! permissions {
    ($($name:ident = $feature:ident $verb:ident),+ $(,)?) => {
        impl Permission { $(pub const $name: Self = Self::new(Feature::$feature, Verb::$verb);)+ }
    };
}

permissions! {
    ACCOUNTS_VIEW = Accounts View, ACCOUNTS_ADD = Accounts Add, ACCOUNTS_EDIT = Accounts Edit, ACCOUNTS_DELETE = Accounts Delete,
    ROLES_VIEW = Roles View, ROLES_ADD = Roles Add, ROLES_EDIT = Roles Edit, ROLES_ASSIGN = Roles Assign, ROLES_DELETE = Roles Delete,
    ORDERS_VIEW = Orders View,
    USERS_VIEW = Users View, USERS_ADD = Users Add, USERS_EDIT = Users Edit, USERS_DELETE = Users Delete,
    TEMPLATES_VIEW = Templates View, TEMPLATES_ADD = Templates Add, TEMPLATES_EDIT = Templates Edit, TEMPLATES_DELETE = Templates Delete,
    INTEGRATIONS_VIEW = Integrations View,
    SUBSCRIPTIONS_VIEW = Subscriptions View, SUBSCRIPTIONS_ADD = Subscriptions Add,
    SUPPORT_VIEW = Support View,
    HISTORY_VIEW = History View,
    INVENTORY_VIEW = Inventory View,
    SIGN_IN_SECURITY_VIEW = SignInSecurity View, SIGN_IN_SECURITY_EDIT = SignInSecurity Edit,
}

/// How a cell stands in the editor of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// There is no such cell.
    Absent,
    /// Can be ticked; ticked by default.
    Ticked,
    /// Always on.
    Fixed,
}

/// Feature, base, and its cells in the order of [`Verb::ALL`]: `x` can be ticked, `R` is always on, `-` is absent.
pub const MATRIX: [(Feature, Base, &[u8; 5]); 29] = [
    (Feature::Accounts, Base::Partner, b"Rxx-x"),
    (Feature::Accounts, Base::Administrator, b"R-x--"),
    (Feature::Roles, Base::Partner, b"xxxxx"),
    (Feature::Roles, Base::Administrator, b"x--x-"),
    (Feature::Orders, Base::Partner, b"x----"),
    (Feature::Users, Base::Partner, b"xxx-x"),
    (Feature::Users, Base::Administrator, b"xxx-x"),
    (Feature::Templates, Base::Partner, b"xxx-x"),
    (Feature::Templates, Base::Administrator, b"xxx-x"),
    (Feature::Integrations, Base::Partner, b"xxx-x"),
    (Feature::Integrations, Base::Administrator, b"xxx-x"),
    (Feature::Subscriptions, Base::Partner, b"xx---"),
    (Feature::Subscriptions, Base::Administrator, b"x----"),
    (Feature::Support, Base::Partner, b"x----"),
    (Feature::Support, Base::Administrator, b"x----"),
    (Feature::MivoiceBusiness, Base::Partner, b"x----"),
    (Feature::MivoiceBusiness, Base::Administrator, b"x----"),
    (Feature::CustomerCare, Base::Partner, b"x----"),
    (Feature::CustomerCare, Base::Administrator, b"x----"),
    (Feature::Developer, Base::Partner, b"x----"),
    (Feature::History, Base::Partner, b"x----"),
    (Feature::History, Base::Administrator, b"x----"),
    (Feature::Inventory, Base::Partner, b"x-x--"),
    (Feature::Inventory, Base::Administrator, b"x-x--"),
    (Feature::VoiceAssist, Base::Partner, b"x-x--"),
    (Feature::VoiceAssist, Base::Administrator, b"x-x--"),
    (Feature::DirectRouting, Base::Partner, b"xxx-x"),
    (Feature::SignInSecurity, Base::Partner, b"x-x--"),
    (Feature::SignInSecurity, Base::Administrator, b"x-x--"),
];

/// How the cell stands for roles on this base.
pub fn cell(base: Base, permission: Permission) -> Cell {
    let row = MATRIX.iter().find(|(feature, b, _)| *feature == permission.feature && *b == base);
    match row.and_then(|(_, _, cells)| cells.get(permission.verb as usize)) {
        Some(b'x') => Cell::Ticked,
        Some(b'R') => Cell::Fixed,
        _ => Cell::Absent,
    }
}

/// A set of permissions; small enough to travel with every actor.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Permissions(u128);

impl Permissions {
    pub const NONE: Self = Self(0);

    /// Everything that the base role has.
    pub fn of_base(base: Base) -> Self {
        let mut all = Self::NONE;
        for feature in Feature::ALL {
            for verb in Verb::ALL {
                let permission = Permission::new(*feature, *verb);
                if cell(base, permission) != Cell::Absent {
                    all.insert(permission);
                }
            }
        }
        all
    }

    pub fn insert(&mut self, permission: Permission) {
        self.0 |= permission.bit();
    }

    pub fn contains(&self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    pub fn remove(&mut self, permission: Permission) {
        self.0 &= !permission.bit();
    }

    pub fn intersect(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in one of both, but not in the other.
    pub fn difference(self, other: Self) -> Self {
        Self(self.0 ^ other.0)
    }

    pub fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// What every role on this base has, whatever is ticked.
    pub fn fixed(base: Base) -> Self {
        Self::of_base(base).iter().filter(|permission| cell(base, *permission) == Cell::Fixed).collect()
    }

    /// What a custom role on this base with these cells permits: no cell beyond the base, nothing of a row without View.
    pub fn of_role(base: Base, ticked: Self) -> Self {
        let all = ticked.intersect(Self::of_base(base)).union(Self::fixed(base));
        all.iter().filter(|permission| all.contains(Permission::new(permission.feature, Verb::View))).collect()
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Feature::ALL
            .iter()
            .flat_map(|feature| Verb::ALL.iter().map(move |verb| Permission::new(*feature, *verb)))
            .filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(iter: I) -> Self {
        let mut set = Self::NONE;
        for permission in iter {
            set.insert(permission);
        }
        set
    }
}

impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|permission| permission.to_string())).finish()
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

crate::text_schema!(Permission as "permission");

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Permissions {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::schema::ArrayBuilder::new().items(<Permission as utoipa::PartialSchema>::schema()).into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Permissions {}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Permission>::deserialize(deserializer)?.into_iter().collect())
    }
}

text_enum! {
    /// The base role that a person holds; custom roles refine `Partner` and `Admin`.
    Role {
        /// Runs the installation; sees no account data (AUTH-04).
        Operator => "operator",
        /// Works for a reseller.
        Partner => "partner",
        /// Account Admin.
        Admin => "admin",
        /// Uses the products; own profile only (ROLE-24).
        User => "user",
    }
}

text_enum! {
    /// Which accounts a partner user reaches.
    Scope {
        /// Administrator: every account of the partner.
        All => "all",
        /// Account Manager: the assigned accounts.
        Assigned => "assigned",
    }
}

impl Base {
    /// What custom roles of people with this base role are built on; none for roles that have no custom ones.
    pub fn of(role: Role) -> Option<Self> {
        match role {
            Role::Partner => Some(Self::Partner),
            Role::Admin => Some(Self::Administrator),
            Role::Operator | Role::User => None,
        }
    }

    /// The base role of whoever holds a custom role on this base.
    pub fn role(self) -> Role {
        match self {
            Self::Partner => Role::Partner,
            Self::Administrator => Role::Admin,
        }
    }
}

impl Role {
    /// What the base role permits.
    pub fn permissions(self) -> Permissions {
        match self {
            Self::Partner => Permissions::of_base(Base::Partner),
            Self::Admin => Permissions::of_base(Base::Administrator),
            Self::Operator | Self::User => Permissions::NONE,
        }
    }
}

/// Orders people by what their role lets them do: nobody changes the address, rights or existence of somebody ranked
/// above (ROLE-22).
pub fn rank(role: Role, scope: Option<Scope>) -> u8 {
    match (role, scope) {
        (Role::User, _) => 0,
        (Role::Admin, _) => 1,
        (Role::Partner, Some(Scope::All)) => 3,
        (Role::Partner, _) => 2,
        (Role::Operator, _) => 4,
    }
}

text_enum! {
    /// What an API token may be used for; never more than its owner may do.
    TokenScope {
        AccountsRead => "accounts:read", AccountsWrite => "accounts:write",
        UsersRead => "users:read", UsersWrite => "users:write",
        OrdersRead => "orders:read", OrdersWrite => "orders:write",
        HistoryRead => "history:read",
        JobsRead => "jobs:read",
    }
}

impl TokenScope {
    /// The permissions that a token with this scope keeps; writing includes reading.
    pub fn permissions(self) -> &'static [Permission] {
        match self {
            Self::AccountsRead => {
                &[Permission::ACCOUNTS_VIEW, Permission::SUPPORT_VIEW, Permission::INVENTORY_VIEW, Permission::INTEGRATIONS_VIEW]
            }
            Self::AccountsWrite => {
                &[Permission::ACCOUNTS_VIEW, Permission::ACCOUNTS_ADD, Permission::ACCOUNTS_EDIT, Permission::ACCOUNTS_DELETE]
            }
            Self::UsersRead => &[Permission::USERS_VIEW, Permission::TEMPLATES_VIEW, Permission::ROLES_VIEW],
            Self::UsersWrite => &[
                Permission::USERS_VIEW,
                Permission::USERS_ADD,
                Permission::USERS_EDIT,
                Permission::USERS_DELETE,
                Permission::TEMPLATES_VIEW,
                Permission::TEMPLATES_ADD,
                Permission::TEMPLATES_EDIT,
                Permission::TEMPLATES_DELETE,
                Permission::ROLES_VIEW,
                Permission::ROLES_ASSIGN,
            ],
            Self::OrdersRead => &[Permission::ORDERS_VIEW, Permission::SUBSCRIPTIONS_VIEW],
            Self::OrdersWrite => &[Permission::ORDERS_VIEW, Permission::SUBSCRIPTIONS_VIEW, Permission::SUBSCRIPTIONS_ADD],
            Self::HistoryRead => &[Permission::HISTORY_VIEW],
            Self::JobsRead => &[],
        }
    }
}
