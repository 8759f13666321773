//! The owner's hand on what is under way: pause, go on, interrupt, cancel, another number of connections.
//!
//! What is wanted is a state, not a queue of messages: a wish made while the store is still being read holds when the
//! first call would be sent, and one made twice is one wish.

use std::sync::Arc;

use evenshelf_core::pool::WorkerRange;
use tokio::sync::watch;

use crate::error::EngineError;

/// How the owner wants it to end before its end. An interruption outranks a cancellation: it is the quicker way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Lets calls under way end, finds out what became of what is in doubt, and gives the rest up.
    Cancel,
    /// Lets calls under way end, then stops; the run can be resumed.
    Interrupt,
}

/// How many calls may be under way at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connections {
    /// As the run was started.
    #[default]
    AsStarted,
    /// Finds out what the store bears.
    Auto,
    Fixed(u32),
}

/// All that is wanted at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Wanted {
    pub paused: bool,
    pub end: Option<End>,
    pub connections: Connections,
}

/// Passes wishes to what is under way. Cloning shares it.
#[derive(Debug, Clone)]
pub struct RunControl {
    wanted: Arc<watch::Sender<Wanted>>,
}

impl Default for RunControl {
    fn default() -> Self {
        Self::new()
    }
}

impl RunControl {
    pub fn new() -> Self {
        Self { wanted: Arc::new(watch::Sender::new(Wanted::default())) }
    }

    /// Sends nothing more until [`Self::resume`]; what is under way goes on.
    pub fn pause(&self) {
        self.wanted.send_modify(|wanted| wanted.paused = true);
    }

    pub fn resume(&self) {
        self.wanted.send_modify(|wanted| wanted.paused = false);
    }

    /// Before the first call is sent this stops at once, and nothing of it is left; later see [`End::Interrupt`].
    pub fn interrupt(&self) {
        self.wish_end(End::Interrupt);
    }

    /// Before the first call is sent this stops at once, and nothing of it is left; later see [`End::Cancel`].
    pub fn cancel(&self) {
        self.wish_end(End::Cancel);
    }

    /// Allows so many calls at once; `None` finds out what the store bears.
    pub fn connections(&self, workers: Option<u32>) {
        let wish = workers.map_or(Connections::Auto, Connections::Fixed);
        self.wanted.send_modify(|wanted| wanted.connections = wish);
    }

    fn wish_end(&self, end: End) {
        self.wanted.send_modify(|wanted| wanted.end = wanted.end.max(Some(end)));
    }

    pub(crate) fn wanted(&self) -> Wanted {
        *self.wanted.borrow()
    }

    /// Returns what hears of every change of what is wanted.
    pub(crate) fn listen(&self) -> watch::Receiver<Wanted> {
        self.wanted.subscribe()
    }

    /// Returns once an end is wanted that outranks `heard`: at least this one where nothing was heard.
    pub(crate) async fn end_beyond(&self, heard: Option<End>) -> End {
        let mut listener = self.listen();
        loop {
            let end = listener.borrow_and_update().end;
            if let Some(end) = end.filter(|_| end > heard) {
                return end;
            }
            // The sender lives as long as this value does.
            let _ = listener.changed().await;
        }
    }

    /// Passes as long as no end is wanted. For work that has sent nothing.
    pub(crate) fn check(&self) -> Result<(), EngineError> {
        if self.wanted().end.is_some() { Err(EngineError::stopped()) } else { Ok(()) }
    }

    /// Waits for work that has sent nothing, or lets go of it as soon as an end is wanted.
    pub(crate) async fn unless_stopped<T, E: Into<EngineError>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, EngineError> {
        tokio::select! {
            biased;
            _ = self.end_beyond(None) => Err(EngineError::stopped()),
            done = work => done.map_err(Into::into),
        }
    }
}

impl Connections {
    /// Returns the range that is wanted; `None` where it stays as it is.
    pub(crate) fn range(self) -> Option<WorkerRange> {
        match self {
            Self::AsStarted => None,
            Self::Auto => Some(WorkerRange::auto()),
            Self::Fixed(workers) => Some(WorkerRange::fixed(workers.max(1))),
        }
    }

    /// Returns the number that is wanted, as a run keeps it.
    pub(crate) fn workers(self) -> Option<u32> {
        match self {
            Self::AsStarted | Self::Auto => None,
            Self::Fixed(workers) => Some(workers.max(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_end_is_heard_whenever_it_was_wished_and_the_quicker_one_wins() {
        let control = RunControl::new();
        assert!(control.check().is_ok());
        control.cancel();
        assert_eq!(control.end_beyond(None).await, End::Cancel);
        assert!(matches!(control.check(), Err(EngineError::Stopped(_))));
        control.interrupt();
        control.cancel();
        assert_eq!(control.end_beyond(Some(End::Cancel)).await, End::Interrupt);
        let never = std::future::pending::<Result<(), EngineError>>();
        assert!(matches!(control.unless_stopped(never).await, Err(EngineError::Stopped(_))));
    }

    #[test]
    fn a_pause_that_was_taken_back_is_none() {
        let control = RunControl::new();
        control.pause();
        control.resume();
        control.connections(Some(0));
        let wanted = control.wanted();
        assert_eq!((wanted.paused, wanted.connections.workers()), (false, Some(1)));
        control.connections(None);
        assert_eq!(control.wanted().connections.range(), Some(WorkerRange::auto()));
    }
}
