//! Where a store's credentials are kept: the operating system's keyring, and never a file of ours.
//!
//! Where no keyring answers, or it holds nothing for the store, the environment of this process serves:
//! `EVENSHELF_TOKEN`, or `EVENSHELF_CLIENT_ID` with `EVENSHELF_CLIENT_SECRET`. An entry in the keyring wins over both.
//! The demo store opens without either: its token lies in its own state file, and is no secret. A keyring is one for all
//! data directories and every one may have a store called [`DEMO_STORE`], so for that store its own state goes first.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use crate::demo_state;
use crate::ledger::stores::{Store, StoreKind};
use crate::shopify::{Credentials, Secret, redact};

/// The name a data directory's own demo store is kept under.
pub const DEMO_STORE: &str = "demo";
/// The service that our entries carry in the keyring.
const SERVICE: &str = "evenshelf";
/// How long the keyring may take: it may be asking its owner for a password.
const KEYRING_TIMEOUT: Duration = Duration::from_secs(120);

/// Credentials, and where they came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub credentials: Credentials,
    pub origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Keyring,
    /// For this process only.
    Environment,
    /// The demo store's own state file.
    DemoStore,
}

/// Why there are no credentials, or they could not be kept. `Display` says what happened, `hint` what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialError {
    /// Neither the keyring nor the environment has any for this store.
    NoneSaved { store: String },
    /// No keyring runs here, and the environment has none either.
    NoKeyring { cause: String },
    /// A keyring runs, but reads or writes fail: locked, without a collection, or refused.
    KeyringRefused { cause: String },
    /// It did not answer in two minutes.
    KeyringSilent,
    /// The entry is not one of ours.
    Unreadable { store: String },
}

impl CredentialError {
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoneSaved { .. } => {
                "add the store again with its token, or set EVENSHELF_TOKEN (or EVENSHELF_CLIENT_ID and \
                 EVENSHELF_CLIENT_SECRET)"
            }
            Self::NoKeyring { .. } => {
                "start a keyring such as GNOME Keyring, KWallet or KeePassXC, or set EVENSHELF_TOKEN (or \
                 EVENSHELF_CLIENT_ID and EVENSHELF_CLIENT_SECRET)"
            }
            Self::KeyringRefused { .. } => {
                "unlock the keyring; if it is new, open its own program once and create a keyring named Login"
            }
            Self::KeyringSilent => "look for a window that asks for the keyring's password, then try again",
            Self::Unreadable { .. } => "remove the store and add it again",
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoneSaved { store } => write!(f, "no credentials are saved for {store}"),
            Self::NoKeyring { cause } => write!(f, "no keyring answers: {cause}"),
            Self::KeyringRefused { cause } => write!(f, "the keyring refused: {cause}"),
            Self::KeyringSilent => f.write_str("the keyring does not answer"),
            Self::Unreadable { store } => write!(f, "the keyring's entry for {store} cannot be read"),
        }
    }
}

impl std::error::Error for CredentialError {}

/// Returns the store's credentials: from the keyring, else from the environment; for a demo store else from its state
/// in the data directory. For [`DEMO_STORE`] that state goes before both.
pub async fn load(store: &Store, data_dir: &Path) -> Result<Found, CredentialError> {
    if let Some(own) = of_own_demo_store(store, data_dir) {
        return Ok(own);
    }
    let kept = on_keyring(&store.name, Ask::Load).await;
    choose(&store.name, kept, from_environment(), of_demo_store(store, data_dir))
}

/// Keeps the store's credentials. Where no keyring works and they are found again without one, in the environment or in the
/// demo store's own state, they are not kept, and the origin says so.
pub async fn save(
    store: &Store,
    data_dir: &Path,
    credentials: &Credentials,
) -> Result<Origin, CredentialError> {
    let text = serde_json::to_string(credentials)
        .map_err(|_| CredentialError::Unreadable { store: store.name.clone() })?;
    match on_keyring(&store.name, Ask::Save(Secret::new(text))).await {
        Ok(_) => Ok(Origin::Keyring),
        Err(_) if from_environment().as_ref() == Some(credentials) => Ok(Origin::Environment),
        Err(_) if of_demo_store(store, data_dir).as_ref() == Some(credentials) => Ok(Origin::DemoStore),
        Err(error) => Err(error),
    }
}

/// A live store never has credentials in a file.
fn of_demo_store(store: &Store, data_dir: &Path) -> Option<Credentials> {
    (store.kind == StoreKind::Demo).then(|| demo_state::token(data_dir)).flatten().map(Credentials::Token)
}

/// The demo store that the data directory itself holds: whatever a keyring has under its name may be another directory's.
fn of_own_demo_store(store: &Store, data_dir: &Path) -> Option<Found> {
    let credentials = of_demo_store(store, data_dir).filter(|_| store.name == DEMO_STORE)?;
    Some(Found { credentials, origin: Origin::DemoStore })
}

/// Forgets the store's credentials. What is not there, or has no keyring to be in, is forgotten already.
pub async fn delete(store: &str) -> Result<(), CredentialError> {
    match on_keyring(store, Ask::Delete).await {
        Ok(_) | Err(CredentialError::NoneSaved { .. } | CredentialError::NoKeyring { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Returns whether a keyring runs here. It may block while it looks. That it also takes a secret shows only when it is
/// given one.
pub fn keyring_answers() -> bool {
    keyring::Entry::store_status().is_ok()
}

/// Returns the credentials of this process's environment.
pub fn from_environment() -> Option<Credentials> {
    from_variables(|name| std::env::var(name).ok())
}

fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Option<Credentials> {
    let set = |name: &str| variable(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(token) = set("EVENSHELF_TOKEN") {
        return Some(Credentials::Token(Secret::new(token)));
    }
    let (id, secret) = (set("EVENSHELF_CLIENT_ID")?, set("EVENSHELF_CLIENT_SECRET")?);
    Some(Credentials::Client { id, secret: Secret::new(secret) })
}

/// A read that finds nothing does not prove that the keyring works: without a collection it looks the same.
fn choose(
    store: &str,
    kept: Result<Option<Secret>, CredentialError>,
    environment: Option<Credentials>,
    demo_store: Option<Credentials>,
) -> Result<Found, CredentialError> {
    let failure = match kept {
        Ok(Some(text)) => {
            let credentials = serde_json::from_str(text.expose());
            return match credentials {
                Ok(credentials) => Ok(Found { credentials, origin: Origin::Keyring }),
                Err(_) => Err(CredentialError::Unreadable { store: store.to_owned() }),
            };
        }
        Ok(None) => CredentialError::NoneSaved { store: store.to_owned() },
        Err(error) => error,
    };
    match (environment, demo_store) {
        (Some(credentials), _) => Ok(Found { credentials, origin: Origin::Environment }),
        (None, Some(credentials)) => Ok(Found { credentials, origin: Origin::DemoStore }),
        (None, None) => Err(failure),
    }
}

enum Ask {
    Load,
    Save(Secret),
    Delete,
}

/// Asks the keyring on a thread of its own: its calls block, and may wait for its owner.
async fn on_keyring(store: &str, ask: Ask) -> Result<Option<Secret>, CredentialError> {
    let owned = store.to_owned();
    let asked = tokio::task::spawn_blocking(move || ask_keyring(&owned, &ask));
    match tokio::time::timeout(KEYRING_TIMEOUT, asked).await {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => Err(CredentialError::NoKeyring { cause: redact(&panic.to_string()) }),
        Err(_) => Err(CredentialError::KeyringSilent),
    }
}

fn ask_keyring(store: &str, ask: &Ask) -> Result<Option<Secret>, CredentialError> {
    // Whether a keyring runs at all shows here, and only here.
    if let Err(error) = keyring::Entry::store_status() {
        return Err(CredentialError::NoKeyring { cause: redact(&error.to_string()) });
    }
    let told = |error: keyring::Error| of_keyring(store, &error);
    let entry = keyring::Entry::new(SERVICE, store).map_err(told)?;
    let result = match ask {
        Ask::Load => entry.get_password().map(|text| Some(Secret::new(text))),
        Ask::Save(text) => entry.set_password(text.expose()).map(|()| None),
        Ask::Delete => entry.delete_credential().map(|()| None),
    };
    match result {
        Err(keyring::Error::NoEntry) => Ok(None),
        other => other.map_err(told),
    }
}

fn of_keyring(store: &str, error: &keyring::Error) -> CredentialError {
    match error {
        keyring::Error::NoEntry => CredentialError::NoneSaved { store: store.to_owned() },
        keyring::Error::NoDefaultStore => {
            CredentialError::NoKeyring { cause: "no keyring is set up".to_owned() }
        }
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) | keyring::Error::Ambiguous(_) => {
            CredentialError::Unreadable { store: store.to_owned() }
        }
        other => CredentialError::KeyringRefused { cause: redact(&other.to_string()) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::stores::CredentialKind;

    fn token(text: &str) -> Credentials {
        Credentials::Token(Secret::new(text))
    }

    #[test]
    fn the_environment_serves_in_the_contracts_order() {
        let client = Credentials::Client { id: "i".into(), secret: Secret::new("s") };
        for (set, expected) in [
            (vec![], None),
            (vec![("EVENSHELF_TOKEN", " t ")], Some(token("t"))),
            (vec![("EVENSHELF_TOKEN", " ")], None),
            (vec![("EVENSHELF_CLIENT_ID", "i")], None),
            (vec![("EVENSHELF_CLIENT_ID", "i"), ("EVENSHELF_CLIENT_SECRET", "s")], Some(client)),
            (vec![("EVENSHELF_TOKEN", "t"), ("EVENSHELF_CLIENT_ID", "i")], Some(token("t"))),
        ] {
            let of =
                |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(from_variables(of), expected, "{set:?}");
        }
    }

    #[test]
    fn an_entry_wins_and_the_environment_fills_in() {
        let entry = || Ok(Some(Secret::new(r#"{"token":"kept"}"#)));
        let none = || Err(CredentialError::NoKeyring { cause: "no bus".into() });
        let chosen = |kept, environment| {
            choose("shop", kept, environment, None).map(|found| (found.credentials, found.origin))
        };
        let demo = |kept, environment| {
            choose("demo", kept, environment, Some(token("open"))).map(|found| found.origin)
        };
        assert_eq!(demo(entry(), None), Ok(Origin::Keyring));
        assert_eq!(demo(none(), Some(token("env"))), Ok(Origin::Environment));
        assert_eq!(demo(none(), None), Ok(Origin::DemoStore));
        assert_eq!(chosen(entry(), Some(token("env"))), Ok((token("kept"), Origin::Keyring)));
        assert_eq!(chosen(Ok(None), Some(token("env"))), Ok((token("env"), Origin::Environment)));
        assert_eq!(chosen(none(), Some(token("env"))), Ok((token("env"), Origin::Environment)));
        assert_eq!(chosen(none(), None), Err(CredentialError::NoKeyring { cause: "no bus".into() }));
        assert_eq!(chosen(Ok(None), None), Err(CredentialError::NoneSaved { store: "shop".into() }));
        let odd = Ok(Some(Secret::new("not ours")));
        assert_eq!(
            chosen(odd, Some(token("env"))),
            Err(CredentialError::Unreadable { store: "shop".into() })
        );
    }

    #[test]
    fn a_data_directory_opens_its_own_demo_store_with_its_own_token() {
        let directory = tempfile::tempdir().unwrap();
        let found = |name: &str, kind| {
            let store = Store::new(name, "http://127.0.0.1:1", kind, "2026-10", CredentialKind::Token);
            of_own_demo_store(&store, directory.path())
        };
        assert_eq!(found(DEMO_STORE, StoreKind::Demo), None, "there is no demo store yet");
        std::fs::create_dir(directory.path().join("demo-store")).unwrap();
        let state = "{\"evenshelf_demo_store\":1}\n[[\"meta\",0,{\"apps\":[{\"token\":\"own\"}]}]]\n";
        std::fs::write(directory.path().join("demo-store/state.jsonl"), state).unwrap();
        let own = Found { credentials: token("own"), origin: Origin::DemoStore };
        assert_eq!(found(DEMO_STORE, StoreKind::Demo), Some(own));
        // A demo store of another state, and a shop that only has the name.
        assert_eq!(found("other", StoreKind::Demo), None);
        assert_eq!(found(DEMO_STORE, StoreKind::Live), None);
    }

    #[test]
    fn credentials_survive_the_keyring_and_do_not_print() {
        for credentials in
            [token("shpat_1"), Credentials::Client { id: "i".into(), secret: Secret::new("shpss_1") }]
        {
            let text = serde_json::to_string(&credentials).unwrap();
            assert_eq!(serde_json::from_str::<Credentials>(&text).unwrap(), credentials);
            assert!(!format!("{credentials:?}").contains("shp"));
        }
    }
}
