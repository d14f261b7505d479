//! Who is who: the one account, and what is made up for each machine.

use crate::shared::Ids;

/// The one account.
#[derive(Clone, Default)]
pub struct Account {
    pub(super) token: String,
    pub(super) user_id: String,
    /// Of every machine, where one was given, as the next.
    pub(super) ssh_password: Option<String>,
    pub(super) jupyter_token: Option<String>,
}

pub(super) struct Identity {
    /// `instance-` and 8 hex digits.
    pub(super) name: String,
    /// The first label of its host names. Not derived from the name.
    pub(super) uid: String,
    pub(super) order_id: String,
    pub(super) jupyter_token: String,
    pub(super) ssh_password: String,
    pub(super) ssh_port: u64,
    pub(super) pod: String,
    pub(super) node: u64,
    pub(super) ip: String,
    /// `volume-` and 8 hex digits for each data disk.
    pub(super) volumes: Vec<String>,
}

impl Identity {
    pub(super) fn new(disks: usize, account: &Account, ids: &mut Ids) -> Self {
        let name = format!("instance-{}", hex(ids));
        let made_up = |given: &Option<String>, length: usize, ids: &mut Ids| match given {
            Some(given) => given.clone(),
            None => format!("fake{}", ids.fake_secret(length)),
        };
        Self {
            uid: uuid(ids),
            order_id: uuid(ids),
            jupyter_token: made_up(&account.jupyter_token, 28, ids),
            ssh_password: made_up(&account.ssh_password, 8, ids),
            ssh_port: 30_000 + ids.number() % 2_768,
            pod: format!("{name}-{}", ids.id(5)),
            node: 1 + ids.number() % 9,
            ip: format!("172.31.{}.{}", ids.number() % 256, 1 + ids.number() % 254),
            volumes: (0..disks).map(|_| format!("volume-{}", hex(ids))).collect(),
            name,
        }
    }
}

/// 8 digits that look random; no two of them are equal within four billion.
fn hex(ids: &mut Ids) -> String {
    format!("{:08x}", ids.unique_number())
}

/// In the form of a random UUID (version 4).
fn uuid(ids: &mut Ids) -> String {
    let (high, low) = (ids.number(), ids.number());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        8 + (low >> 62),
        low >> 48 & 0xfff,
        low & 0xffff_ffff_ffff
    )
}
