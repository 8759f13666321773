//! The owner's hand on a run: pause, go on, interrupt, cancel, another number of connections.

use evenshelf_core::pool::WorkerRange;
use tokio::sync::mpsc;

/// Something the owner wants of the run that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Pause,
    Resume,
    /// Lets calls under way end, then stops; the run can be resumed.
    Interrupt,
    /// Lets calls under way end and gives the rest up.
    Cancel,
    Workers(WorkerRange),
}

/// Passes wishes to a run. Cloning shares it; a run takes the wishes from the moment it starts.
#[derive(Debug, Clone)]
pub struct RunControl {
    sender: mpsc::UnboundedSender<Wish>,
    receiver: std::sync::Arc<tokio::sync::Mutex<mpsc::UnboundedReceiver<Wish>>>,
}

impl Default for RunControl {
    fn default() -> Self {
        Self::new()
    }
}

impl RunControl {
    pub fn new() -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        Self { sender, receiver: std::sync::Arc::new(tokio::sync::Mutex::new(receiver)) }
    }

    pub fn wish(&self, wish: Wish) {
        // The receiver lives as long as this value does, so the wish always arrives.
        let _ = self.sender.send(wish);
    }

    pub fn pause(&self) {
        self.wish(Wish::Pause);
    }

    pub fn resume(&self) {
        self.wish(Wish::Resume);
    }

    pub fn interrupt(&self) {
        self.wish(Wish::Interrupt);
    }

    pub fn cancel(&self) {
        self.wish(Wish::Cancel);
    }

    /// Returns once the run is to be interrupted. Other wishes come too late where nothing is left to send.
    pub(super) async fn interrupted(&self) {
        while self.next().await != Wish::Interrupt {}
    }

    /// Returns a wish that waits already.
    pub(super) fn pending(&self) -> Option<Wish> {
        self.receiver.try_lock().ok()?.try_recv().ok()
    }

    /// Returns the next wish; waits for ever where none comes.
    pub(super) async fn next(&self) -> Wish {
        match self.receiver.lock().await.recv().await {
            Some(wish) => wish,
            None => std::future::pending().await,
        }
    }
}
