//! Ctrl-C, and on Unix the polite request to end (SIGTERM).

use std::future::Future;

use evenshelf_engine::RunControl;

use crate::exit::Failure;
use crate::output::progress::Shown;

/// Runs work that changes nothing in the store; an interruption lets it go at once.
pub async fn or_interrupted<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::select! {
        result = work => result,
        () = asked_to_stop() => Err(Failure::interrupted()),
    }
}

/// Runs work that changes nothing in the store and tidies up when it is told to end; who asks twice is let go at once.
pub async fn or_let_go<T>(
    control: &RunControl,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::pin!(work);
    let mut asked = 0;
    loop {
        tokio::select! {
            result = &mut work => return result,
            () = asked_to_stop() => {
                asked += 1;
                if asked > 1 {
                    return Err(Failure::interrupted());
                }
                control.interrupt();
            }
        }
    }
}

/// Runs work that writes. The first interruption lets what is under way end and stops there; further ones are
/// told that it is already stopping.
pub async fn or_stopping<T>(
    control: &RunControl,
    shown: &Shown,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::pin!(work);
    let mut asked = 0;
    loop {
        tokio::select! {
            result = &mut work => return result,
            () = asked_to_stop() => {
                asked += 1;
                if asked == 1 {
                    control.interrupt();
                    shown.say("Stopping: what is under way is finished first, nothing new is sent.");
                } else {
                    shown.say("Already stopping; this takes a few seconds at most.");
                }
            }
        }
    }
}

/// Returns when somebody wants the program to end.
pub async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    () = ctrl_c() => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => ctrl_c().await,
        }
    }
    #[cfg(not(unix))]
    ctrl_c().await;
}

/// Where the signal cannot be listened for, the system ends the program as it always did.
async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
