//! Recovery codes: ten, each good for one sign-in when the app or the passkey is not at hand. 60 random bits each, kept as
//! argon2id with a salt per set (ASVS 6.5.2).

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use switchroom_entity::recovery_code;
use switchroom_types::factors::RecoveryCodes;
use switchroom_types::history::Action;
use switchroom_types::{AppError, UserId};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::factors::tell::{Told, tell};
use crate::factors::{of_user, proof::Proof};
use crate::identity::Person;
use crate::portal::Portal;
use crate::{password, secret, sessions, tx::Tx};

const COUNT: usize = 10;
/// Characters of a code without its hyphens.
const LENGTH: usize = 12;
/// Crockford's base32: nothing that is mistaken for something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Codes that are not stored yet, with what is stored of them.
pub(super) struct Fresh {
    codes: Vec<String>,
    salt: Vec<u8>,
    hashes: Vec<Vec<u8>>,
}

/// Hashing takes a moment; so before the transaction.
pub(super) async fn fresh() -> Result<Fresh> {
    let salt = secret::bytes::<16>()?.to_vec();
    let (mut codes, mut hashes) = (Vec::new(), Vec::new());
    for _ in 0..COUNT {
        let plain: String = secret::bytes::<LENGTH>()?.iter().map(|byte| char::from(letter(*byte))).collect();
        hashes.push(password::derive(&plain, &salt).await?);
        codes.push(grouped(&plain));
    }
    Ok(Fresh { codes, salt, hashes })
}

fn letter(byte: u8) -> u8 {
    ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or(b'0')
}

fn grouped(code: &str) -> String {
    let groups: Vec<String> = code.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
}

/// As it was shown, whatever was typed: hyphens, spaces, small letters, and the letters that Crockford's base32 reads as digits.
fn plain(entered: &str) -> Option<String> {
    let letters = entered.chars().filter(|c| !matches!(c, '-' | ' '));
    let plain: String = letters
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    (plain.len() == LENGTH && plain.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(plain)
}

/// Replaces whatever codes the person has.
pub(super) async fn store(tx: &Tx, person: &Person, fresh: Fresh) -> Result<RecoveryCodes> {
    forget(tx, person.id()).await?;
    let rows = fresh.hashes.into_iter().map(|hash| recovery_code::ActiveModel {
        id: Set(Uuid::now_v7()),
        account_id: Set(person.account.id),
        user_id: Set(person.user.id),
        salt: Set(fresh.salt.clone()),
        hash: Set(hash),
        used_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(RecoveryCodes { codes: fresh.codes })
}

pub(super) async fn forget(tx: &Tx, user: UserId) -> Result<()> {
    recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user.0)).exec(tx.conn()).await?;
    Ok(())
}

/// Codes for somebody who adds a first factor; none if there are some already.
pub(super) async fn for_first(tx: &Tx, person: &Person, fresh: Fresh) -> Result<RecoveryCodes> {
    if of_user(tx.conn(), person.id()).await?.recovery_codes > 0 {
        return Ok(RecoveryCodes::default());
    }
    store(tx, person, fresh).await
}

/// Whether the entry is an unused code of this person; it is used up later, with what it allows.
pub(super) async fn check(conn: &impl ConnectionTrait, user: UserId, entered: &str) -> Result<Option<Proof>> {
    let Some(code) = plain(entered) else { return Ok(None) };
    let open = recovery_code::Entity::find().filter(recovery_code::Column::UserId.eq(user.0));
    let rows = open.filter(recovery_code::Column::UsedAt.is_null()).all(conn).await?;
    let Some(salt) = rows.first().map(|row| row.salt.clone()) else { return Ok(None) };
    let hash = password::derive(&code, &salt).await?;
    let found = rows.into_iter().find(|row| bool::from(subtle::ConstantTimeEq::ct_eq(row.hash.as_slice(), hash.as_slice())));
    Ok(found.map(|row| Proof::RecoveryCode { id: row.id }))
}

/// New codes; the old ones stop working. They are in this answer and nowhere else.
///
/// # Errors
/// 409 `factors.none` for somebody without a second factor.
///
/// # Permissions
/// The person themselves, in a browser session, with step-up.
pub async fn renew(portal: &Portal, actor: &Actor) -> Result<RecoveryCodes> {
    sessions::require_for_factors(portal, actor).await?;
    let person = Person::load(portal.db.read(), actor.user_id).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    let fresh = fresh().await?;
    let mut tx = portal.begin(actor).await?;
    if !of_user(tx.conn(), actor.user_id).await?.any() {
        let text = "Set up an authenticator app or a passkey first.";
        return Err(AppError::conflict("factors.none", text).into());
    }
    let codes = store(&tx, &person, fresh).await?;
    tell(&mut tx, &person, Action::Edit, Told::RecoveryCodes, "").await?;
    tx.commit().await?;
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AUTH-B1 codes are read however people type them
    #[test]
    fn entries() {
        assert_eq!(plain("0ABC-DEFG-HJKM").as_deref(), Some("0ABCDEFGHJKM"));
        assert_eq!(plain("oabc defg hjkm").as_deref(), Some("0ABCDEFGHJKM"));
        for wrong in ["", "123456", "0ABC-DEFG-HJK", "0ABC-DEFG-HJKU", "0ABC-DEFG-HJKMM"] {
            assert_eq!(plain(wrong), None, "{wrong}");
        }
    }
}
