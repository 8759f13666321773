//! `backup`: all that is known of a store in one file.

use evenshelf_engine::RunControl;
use serde_json::json;

use crate::args::BackupArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json::SCHEMA;
use crate::output::words;
use crate::signals::or_let_go;

pub async fn run(context: &Context, args: BackupArgs) -> Result<Exit, Failure> {
    let session = context.session()?;
    // The data directory remembers where the file is, from wherever it is asked.
    let to = args.to.map(std::path::absolute).transpose()?;
    let shown = context.progress();
    let control = RunControl::new();
    let work = async { Ok(session.backup_now(&args.name, to.as_deref(), &control, shown.observer()).await?) };
    let result = or_let_go(&control, work).await;
    shown.finish();
    let backup = result?;
    if context.json {
        context.document(&json!({
            "schema": SCHEMA,
            "backup": {
                "store": args.name,
                "to": backup.path,
                "products": backup.products,
                "written_at": backup.at,
            },
        }))?;
    } else if !context.quiet {
        let products = words::count(backup.products, "product", "products");
        context.result(&format!("{}: {products}.", backup.path.display()));
    }
    Ok(Exit::Done)
}
