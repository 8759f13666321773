//! A Shopify store of our own: a real HTTP server on loopback with its state on disk.
//!
//! It answers a true part of Shopify's Admin GraphQL API as a live shop would: costs, throttling, list semantics,
//! idempotency, bulk operations, faults. It is what the first run shows, what tests work against, and what
//! benchmarks measure. What it does and does not do is listed in `README.md` beside this file.

mod background;
mod bucket;
mod bulk;
mod cost;
mod faults;
mod gid;
mod graphql;
mod http;
mod mutate;
mod options;
mod query;
mod seed;
mod state;
mod stats;
mod store;
mod wire;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use options::{Faults, Options, Plan, UnknownPlan};
pub use state::log::LogError;

use store::Store;

/// The schema the store answers, a part of Shopify's of 2026-10.
pub use graphql::schema::SDL as SCHEMA;

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("cannot listen on port {port}: {cause}")]
    Listen { port: u16, cause: io::Error },
    #[error(transparent)]
    State(#[from] LogError),
}

/// A store that is answering. Dropping it stops it as a killed process would; [`Running::shutdown`] also tidies its
/// file.
pub struct Running {
    store: Store,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

/// Opens the state file and starts to answer. Call inside a tokio runtime.
pub async fn start(options: Options) -> Result<Running, StartError> {
    let port = options.port;
    let listen = |cause| StartError::Listen { port, cause };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let store = Store::open(options, format!("http://{address}"))?;
    background::resume(&store);
    let (stop, stopped) = oneshot::channel::<()>();
    let service = http::router(store.clone()).into_make_service_with_connect_info::<wire::Cut>();
    let server = tokio::spawn(async move {
        let serving = axum::serve(wire::Wires(listener), service);
        tokio::select! {
            result = serving => {
                if let Err(error) = result {
                    eprintln!("demo store: stopped answering: {error}");
                }
            }
            // Also when the handle was dropped.
            _ = stopped => {}
        }
    });
    Ok(Running { store, address, stop: Some(stop), server })
}

impl Running {
    /// Returns the address the store answers at, such as `http://127.0.0.1:49152`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn app(&self, index: usize) -> state::AppRow {
        self.store.read().meta.apps.get(index).cloned().unwrap_or_default()
    }

    /// Returns a token without an end. It stays the same for a state file.
    pub fn token(&self) -> String {
        self.app(0).token
    }

    pub fn client_id(&self) -> String {
        self.app(0).client_id
    }

    pub fn client_secret(&self) -> String {
        self.app(0).client_secret
    }

    /// Returns the token of a second app with a bucket of its own: somebody else who works on the same store.
    pub fn other_token(&self) -> String {
        self.app(1).token
    }

    /// Stops answering and writes the state file anew, as small as it can be. Losing the process instead
    /// loses nothing either.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            // The server may have ended already.
            let _ = stop.send(());
        }
        let _ = (&mut self.server).await;
        if let Err(error) = self.store.compact() {
            eprintln!("demo store: the state file could not be written anew: {error}");
        }
        self.store.close();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.server.abort();
        self.store.close();
    }
}
