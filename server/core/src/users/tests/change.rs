//! Adding, changing, deactivating and deleting one user.

use sea_orm::EntityTrait;
use switchroom_entity::{account, event, notification, session, support_contact, user_product};
use switchroom_types::access::Scope;
use switchroom_types::users::{Registration, UserPatch, UserStatus};

use super::super::{create, delete, edit, get, invite};
use super::*;
use crate::access::Origin;
use crate::identity;
use crate::users::delete::remove;

fn patch() -> UserPatch {
    UserPatch::default()
}

/// USR-14, AUTH-17, ACC-13 adding somebody stores them with defaults of the account and mails the welcome link
#[tokio::test]
async fn a_user_is_added() {
    let world = World::start().await;
    let form = UserForm { mobile: Some("0171 2345678".to_owned()), ..form("Bea", "Abel") };
    let bea = create(world.portal(), &world.admin, world.account, &form).await.unwrap();
    assert_eq!((bea.name.as_str(), bea.role, bea.registration), ("Bea Abel", Role::User, Registration::Invited));
    assert_eq!(bea.mobile.as_deref(), Some("+491712345678"), "read as dialled in the account's country");
    let mail = world.mails("welcome").await.into_iter().find(|mail| mail.user_id == Some(bea.id.0)).unwrap();
    assert_eq!((mail.to_address.as_str(), mail.language.as_str()), ("bea.abel@ballad.example", "de"));
    let stored = account::Entity::find_by_id(world.account.0).one(world.portal().db.write()).await.unwrap().unwrap();
    assert_eq!(stored.user_count as u64, world.count().await);
    let events = event::Entity::find().all(world.portal().db.write()).await.unwrap();
    assert!(events.iter().any(|event| event.action == "Create" && event.asset_id == bea.id.to_string()));
    let error =
        refused(create(world.portal(), &world.admin, world.account, &UserForm { email: "bea@".into(), ..Default::default() }).await);
    assert!(["first_name", "last_name", "email"].iter().all(|field| error.field(field).is_some()), "{error:?}");
}

/// USR-15, USR-16 a taken address is refused at its field; other clashes are named; other tenants' data never matters
#[tokio::test]
async fn clashes_are_told() {
    let world = World::start().await;
    let elsewhere = customer(&world.test, &world.partner, "Cedar", 735_356_630).await;
    let shared = UserForm { mobile: Some("+49 171 2345678".into()), extension: Some("2014".into()), ..form("Bea", "Abel") };
    create(world.portal(), &world.partner, elsewhere, &shared).await.unwrap();
    let bea = create(world.portal(), &world.admin, world.account, &shared).await.unwrap();
    let again = UserForm { email: "BEA.Abel@ballad.example".into(), ..form("Other", "Person") };
    let error = refused(create(world.portal(), &world.admin, world.account, &again).await);
    assert_eq!((error.status, error.code.as_ref()), (409, "users.email_taken"));
    assert_eq!(error.field("email").unwrap().args["user_id"], bea.id.to_string());
    let same = UserForm { mobile: Some("0171/2345678".into()), extension: Some("2014".into()), ..form("Other", "Person") };
    let error = refused(create(world.portal(), &world.admin, world.account, &same).await);
    assert_eq!(error.message, "One or more of the attribute values are already in use");
    assert_eq!(error.args["attributes"], "Mobile Number, Extension");
    let carl = world.add("Carl", "Baum").await;
    let change = UserPatch { extension: Some("2014".into()), ..patch() };
    let error = refused(edit(world.portal(), &world.admin, world.account, carl.id, None, &change).await);
    assert_eq!(error.code, "users.attributes_taken");
}

/// USR-19, ACC-25 an edit changes what it names; a stale one is refused with both values
#[tokio::test]
async fn edits_carry_the_version() {
    let world = World::start().await;
    let bea = world.add("Bea", "Abel").await;
    let change = UserPatch { last_name: Some("Kern".into()), name: Some("Bea Kern".into()), ..patch() };
    let after = edit(world.portal(), &world.admin, world.account, bea.id, Some(bea.version), &change).await.unwrap();
    assert_eq!((after.name.as_str(), after.first_name.as_str(), after.version), ("Bea Kern", "Bea", bea.version + 1));
    let late = UserPatch { last_name: Some("Late".into()), ..patch() };
    let error = refused(edit(world.portal(), &world.admin, world.account, bea.id, Some(bea.version), &late).await);
    assert_eq!(error.status, 412);
    assert_eq!((error.conflicts[0].yours.as_str(), error.conflicts[0].theirs.as_str()), ("Late", "Kern"));
    let none = edit(world.portal(), &world.admin, world.account, bea.id, Some(after.version), &patch()).await.unwrap();
    assert_eq!(none.version, after.version, "nothing asked, nothing changed");
    assert_eq!(get(world.portal(), &world.admin, world.account, bea.id).await.unwrap(), after);
}

/// USR-20 a registered person's address waits for its confirmation; the old one hears of it
#[tokio::test]
async fn a_new_address_is_confirmed_first() {
    let world = World::start().await;
    let bea = world.add("Bea", "Abel").await;
    let change = |email: &str| UserPatch { email: Some(email.to_owned()), ..patch() };
    let replaced = edit(world.portal(), &world.admin, world.account, bea.id, None, &change("b.abel@ballad.example")).await.unwrap();
    assert_eq!((replaced.email.as_str(), replaced.pending_email), ("b.abel@ballad.example", None), "never used, so simply replaced");
    assert_eq!(world.mails("welcome").await.iter().filter(|mail| mail.to_address == "b.abel@ballad.example").count(), 1);
    world.register(bea.id).await;
    let waiting = edit(world.portal(), &world.admin, world.account, bea.id, None, &change("bea@new.example")).await.unwrap();
    assert_eq!((waiting.email.as_str(), waiting.pending_email.as_deref()), ("b.abel@ballad.example", Some("bea@new.example")));
    assert_eq!(world.mails("email_confirm").await[0].to_address, "bea@new.example");
    assert_eq!(world.mails("email_changed").await[0].to_address, "b.abel@ballad.example");
    let tx = world.portal().begin_as_system().await.unwrap();
    let row = world_row(&tx, bea.id).await;
    let link = crate::links::issue(&tx, &row, crate::links::Purpose::EmailChange).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
    let secret = link.rsplit('/').next().unwrap();
    identity::confirm_email(world.portal(), secret, &Origin::default()).await.unwrap();
    let confirmed = get(world.portal(), &world.admin, world.account, bea.id).await.unwrap();
    assert_eq!((confirmed.email.as_str(), confirmed.pending_email), ("bea@new.example", None));
    assert_eq!(refused(identity::confirm_email(world.portal(), secret, &Origin::default()).await).code, "link.used");
    edit(world.portal(), &world.admin, world.account, bea.id, None, &change("x@new.example")).await.unwrap();
    let given_up = edit(world.portal(), &world.admin, world.account, bea.id, None, &change("bea@new.example")).await.unwrap();
    assert_eq!(given_up.pending_email, None);
}

async fn world_row(tx: &crate::tx::Tx, id: UserId) -> user::Model {
    user::Entity::find_by_id(id.0).one(tx.conn()).await.unwrap().unwrap()
}

/// USR-18, USR-26, ROLE-06, ROLE-22 roles follow the rules: right to assign, never above oneself, somebody stays in charge
#[tokio::test]
async fn roles_are_guarded() {
    let world = World::start().await;
    let bea = world.add("Bea", "Abel").await;
    let role = |role| UserPatch { role: Some(role), ..patch() };
    let mut without = world.admin.clone();
    without.permissions = switchroom_types::access::Permissions::from_iter([
        switchroom_types::access::Permission::USERS_EDIT,
        switchroom_types::access::Permission::USERS_ADD,
    ]);
    let error = refused(edit(world.portal(), &without, world.account, bea.id, None, &role(Role::Admin)).await);
    assert_eq!(error.args["permission"], "roles.assign");
    let form = UserForm { role: Some(Role::Admin), ..form("Carl", "Baum") };
    assert_eq!(refused(create(world.portal(), &without, world.account, &form).await).status, 403);
    for unfit in [Role::Partner, Role::Operator] {
        assert_eq!(refused(edit(world.portal(), &world.admin, world.account, bea.id, None, &role(unfit)).await).code, "input.invalid");
    }
    let me = world.admin.user_id;
    assert_eq!(refused(edit(world.portal(), &world.admin, world.account, me, None, &role(Role::User)).await).code, "users.last_admin");
    let bea = edit(world.portal(), &world.admin, world.account, bea.id, None, &role(Role::Admin)).await.unwrap();
    assert_eq!(bea.role_label, "Account Admin");
    edit(world.portal(), &world.admin, world.account, me, None, &role(Role::User)).await.unwrap();
    edit(world.portal(), &world.partner, world.account, bea.id, None, &role(Role::User)).await.unwrap();
}

/// AM-06, USR-26 a partner keeps an Administrator even when two demote each other; partner users are not deleted
#[tokio::test]
async fn the_last_administrator_stays() {
    let world = World::start().await;
    let house = world.partner.account_id;
    let form = UserForm { role: Some(Role::Partner), scope: Some(Scope::All), ..form("Otto", "Second") };
    let otto = create(world.portal(), &world.partner, house, &form).await.unwrap();
    let other = world.test.sign_in(otto.id, house).await;
    let demote = UserPatch { scope: Some(Scope::Assigned), ..patch() };
    let (a, b) = tokio::join!(
        edit(world.portal(), &world.partner, house, otto.id, None, &demote),
        edit(world.portal(), &other, house, world.partner.user_id, None, &demote)
    );
    let results = [a.map(|_| ()), b.map(|_| ())];
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    let error = refused(results.into_iter().find(Result::is_err).unwrap());
    assert_eq!(error.code, "users.last_administrator");
    let row = world.row(otto.id).await.unwrap();
    let stays = if row.scope.as_deref() == Some("all") { &other } else { &world.partner };
    let goes = if stays.user_id == otto.id { world.partner.user_id } else { otto.id };
    assert_eq!(refused(delete(world.portal(), stays, house, goes, None).await).code, "users.partner_user");
}

/// USR-12, USR-26, AUTH-16 deactivation ends sessions at once; nobody deactivates themselves
#[tokio::test]
async fn users_are_deactivated_and_activated() {
    let world = World::start().await;
    let bea = world.add("Bea", "Abel").await;
    world.test.sign_in(bea.id, world.account).await;
    let status = |status| UserPatch { status: Some(status), ..patch() };
    let off = edit(world.portal(), &world.admin, world.account, bea.id, None, &status(UserStatus::Inactive)).await.unwrap();
    assert_eq!(off.status, UserStatus::Inactive);
    let sessions = session::Entity::find().all(world.portal().db.write()).await.unwrap();
    assert!(sessions.iter().all(|session| session.user_id != bea.id.0));
    assert_eq!(refused(invite::resend_welcome(world.portal(), &world.admin, world.account, bea.id).await).code, "users.inactive");
    let on = edit(world.portal(), &world.admin, world.account, bea.id, None, &status(UserStatus::Active)).await.unwrap();
    assert_eq!(on.status, UserStatus::Active);
    let me = world.admin.user_id;
    assert_eq!(
        refused(edit(world.portal(), &world.admin, world.account, me, None, &status(UserStatus::Inactive)).await).code,
        "users.self"
    );
}

/// USR-37, USR-41, USR-26 deleting frees licences, tokens and sessions; nobody deletes themselves
#[tokio::test]
async fn users_are_deleted_with_what_was_theirs() {
    let world = World::start().await;
    let bea = world.add("Bea", "Abel").await;
    world.test.sign_in(bea.id, world.account).await;
    let row = user_product::Model {
        account_id: world.account.0,
        user_id: bea.id.0,
        product: "Mitel One".to_owned(),
        tier: None,
        setup_complete: true,
        source: "portal".to_owned(),
        assigned_at: 0,
    };
    let db = world.portal().db.write();
    user_product::Entity::insert(user_product::ActiveModel::from(row)).exec_without_returning(db).await.unwrap();
    assert_eq!(refused(delete(world.portal(), &world.admin, world.account, bea.id, Some(bea.version + 1)).await).status, 412);
    delete(world.portal(), &world.admin, world.account, bea.id, Some(bea.version)).await.unwrap();
    assert_eq!(user_product::Entity::find().count(db).await.unwrap(), 0);
    assert!(session::Entity::find().all(db).await.unwrap().iter().all(|session| session.user_id != bea.id.0));
    let stored = account::Entity::find_by_id(world.account.0).one(db).await.unwrap().unwrap();
    assert_eq!(stored.user_count, 1);
    assert_eq!(refused(get(world.portal(), &world.admin, world.account, bea.id).await).status, 404);
    assert_eq!(refused(delete(world.portal(), &world.admin, world.account, world.admin.user_id, None).await).code, "users.self");
    world.add("Bea", "Abel").await;
}

/// USR-19, USR-30 resets go to registered people, welcome mails to those who have not registered
#[tokio::test]
async fn mails_go_to_those_who_need_them() {
    let world = World::start().await;
    let bea = world.add("Bea", "Abel").await;
    let (portal, admin, account) = (world.portal(), &world.admin, world.account);
    assert_eq!(refused(invite::reset_password(portal, admin, account, bea.id).await).code, "users.not_registered");
    invite::resend_welcome(portal, admin, account, bea.id).await.unwrap();
    world.register(bea.id).await;
    assert_eq!(refused(invite::resend_welcome(portal, admin, account, bea.id).await).code, "users.already_registered");
    invite::reset_password(portal, admin, account, bea.id).await.unwrap();
    assert_eq!(world.mails("admin_reset").await[0].to_address, "bea.abel@ballad.example");
    world.store(bea.id, |user| user.sso_only = true).await;
    assert_eq!(refused(invite::reset_password(portal, admin, account, bea.id).await).code, "users.sso_only");
}

/// SUPC-08 a partner user who is removed drops out of the contacts, the only contact stays as an address, and the
/// Administrators are told
#[tokio::test]
async fn a_removed_contact_drops_out() {
    let world = World::start().await;
    let (portal, partner) = (world.portal(), &world.partner);
    let form = UserForm { role: Some(Role::Partner), ..form("Pia", "Moss") };
    let pia = create(portal, partner, partner.account_id, &form).await.unwrap();
    let second = super::customer(&world.test, partner, "Second", 735_356_630).await;
    for (account, contacts) in [(world.account, &["Pia", "noc@x.example"] as &[&str]), (second, &["Pia"])] {
        for (position, contact) in (0..).zip(contacts) {
            let is_pia = *contact == "Pia";
            let email = if is_pia { pia.email.clone() } else { (*contact).to_owned() };
            let row = support_contact::Model {
                account_id: account.0,
                email_key: crate::text::key(&email),
                email,
                user_id: is_pia.then_some(pia.id.0),
                position,
            };
            let row = support_contact::ActiveModel::from(row);
            support_contact::Entity::insert(row).exec_without_returning(portal.db.write()).await.unwrap();
        }
    }
    let row = world.row(pia.id).await.unwrap();
    let mut tx = portal.begin(partner).await.unwrap();
    remove(&mut tx, partner.partner_id, &[row]).await.unwrap();
    tx.commit().await.unwrap();
    let left = support_contact::Entity::find().all(portal.db.read()).await.unwrap();
    let of =
        |account: AccountId| left.iter().filter(|row| row.account_id == account.0).map(|row| (row.email.as_str(), row.user_id)).collect();
    let (one, other): (Vec<_>, Vec<_>) = (of(world.account), of(second));
    assert_eq!(one, [("noc@x.example", None)]);
    assert_eq!(other, [("pia.moss@ballad.example", None)]);
    let told = notification::Entity::find().filter(notification::Column::UserId.eq(partner.user_id.0)).all(portal.db.read()).await.unwrap();
    assert!(told.iter().any(|notice| notice.code == "support_contact.dropped"));
}
