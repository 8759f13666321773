//! This program as the demo store: serves until its standard input closes.

use std::io::Write;
use std::process::ExitCode;

use evenshelf_demo_store::{Options, StartError, start};
use tokio::sync::oneshot;

use crate::demo::{Introduction, VERB};

/// Returns how the program ends, where it was started as the demo store; `None` where it was not.
pub fn asked(arguments: &[String]) -> Option<ExitCode> {
    let [verb, rest @ ..] = arguments else { return None };
    if verb != VERB {
        return None;
    }
    let served = options(rest).and_then(|options| {
        let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
        runtime.block_on(serve(options))
    });
    Some(match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("demo store: {what}");
            ExitCode::from(2)
        }
    })
}

fn options(words: &[String]) -> Result<Options, String> {
    let mut options = Options::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number = || value.parse().map_err(|_| format!("{word} takes a number, not {value:?}"));
        match word.as_str() {
            "--port" => options.port = value.parse().map_err(|_| format!("{value:?} is no port"))?,
            "--state" => options.state = value.into(),
            "--products" => options.products = number()?,
            "--locations" => options.locations = number()?,
            _ => return Err(format!("there is no {word}")),
        }
    }
    Ok(options)
}

async fn serve(options: Options) -> Result<(), String> {
    let store = match start(options.clone()).await {
        // The port of the last time is somebody else's now.
        Err(StartError::Listen { .. }) if options.port != 0 => start(Options { port: 0, ..options }).await,
        started => started,
    }
    .map_err(|error| error.to_string())?;
    let introduction = Introduction { url: store.url(), token: store.token() };
    let line = serde_json::to_string(&introduction).map_err(|error| error.to_string())?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| error.to_string())?;
    drop(out);

    let (sender, closed) = oneshot::channel();
    std::thread::spawn(move || {
        // Nothing is said to it: the end of the pipe is the end of the program that started it.
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        let _ = sender.send(());
    });
    tokio::select! {
        _ = closed => {}
        // A terminal interrupts both programs at once; the other one still needs this one for what is under way.
        () = ignore_ctrl_c() => {}
    }
    store.shutdown().await;
    Ok(())
}

async fn ignore_ctrl_c() {
    while tokio::signal::ctrl_c().await.is_ok() {}
    std::future::pending::<()>().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_verb_are_read() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let read = options(&words("--port 4460 --state s.jsonl --products 7 --locations 1")).unwrap();
        assert_eq!(
            (read.port, read.products, read.locations, read.state.to_str()),
            (4460, 7, 1, Some("s.jsonl"))
        );
        for wrong in ["--port", "--port many", "--products -1", "--colour red"] {
            assert!(options(&words(wrong)).is_err(), "{wrong}");
        }
        assert!(asked(&words("sheet.csv")).is_none());
        assert!(asked(&[]).is_none());
    }
}
