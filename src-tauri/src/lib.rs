//! The shell: one window over the engine. It knows Tauri, and nothing of SQL or GraphQL.
//!
//! `api` is the contract with the page and `commands` answers it. `desk` is what the process holds: `jobs` is the list
//! of what is under way as a plain value, `jobs_run` its tasks, `events` when the page hears of it. `closing`,
//! `notify`, `tray`, `window`, `single`, `files` and `demo` each speak to one thing of the desktop. `error` says what
//! went wrong in codes. The page owns the words, but for the few in `words`.

mod address;
pub mod api;
mod closing;
mod commands;
mod convert;
mod demo;
mod demo_serve;
mod desk;
mod error;
mod events;
mod files;
mod jobs;
mod jobs_run;
mod notify;
mod overview;
mod report;
mod settings;
mod sheets;
mod single;
mod storage;
mod tray;
mod window;
mod words;

use std::process::ExitCode;

use desk::Desk;
pub use desk::Place;
use tauri::plugin::TauriPlugin;
use tauri::{Manager, RunEvent, Runtime, async_runtime};
use tauri_plugin_window_state::StateFlags;

/// Adds everything the page relies on to a builder: one list for the real runtime and for the tests' mock.
pub fn shell<R: Runtime>(builder: tauri::Builder<R>, place: Place) -> tauri::Builder<R> {
    builder
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_dialog::init())
        // The page opens nothing by itself: links are asked of `open_admin`.
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .manage(Desk::new(place))
        .manage(tray::Tray::default())
        .plugin(telling())
        .on_window_event(window::on_event)
        .invoke_handler(tauri::generate_handler![
            commands::compare::compare,
            commands::files::file_findings,
            commands::files::file_progress,
            commands::files::file_report,
            commands::files::file_stop,
            commands::files::pick_sheet,
            commands::files::recent_files,
            commands::files::recent_forget,
            commands::history::history,
            commands::history::run_changes,
            commands::history::run_curves,
            commands::history::run_detail,
            commands::history::run_findings,
            commands::history::run_operations,
            commands::jobs::job_put_away,
            commands::jobs::job_steer,
            commands::jobs::job_stop,
            commands::jobs::jobs,
            commands::planning::demo_sample,
            commands::planning::plan,
            commands::restoring::pick_backup,
            commands::restoring::restore,
            commands::restoring::restore_look,
            commands::review::review,
            commands::review::review_change,
            commands::review::review_discard,
            commands::review::review_facets,
            commands::review::review_findings,
            commands::review::review_mark,
            commands::review::review_page,
            commands::review::review_save,
            commands::runs::apply,
            commands::runs::run_give_up,
            commands::runs::run_resume,
            commands::settings::open_data_dir,
            commands::settings::settings,
            commands::settings::settings_set,
            commands::settings::storage,
            commands::stores::backup_now,
            commands::stores::connect,
            commands::stores::connect_try,
            commands::stores::copy,
            commands::stores::demo_open,
            commands::stores::store_check,
            commands::stores::store_forget,
            commands::stores::store_set,
            commands::window::closing,
            commands::window::notify,
            commands::window::open_admin,
            commands::window::opened_with,
            commands::window::overview,
            commands::window::problem_report,
            commands::window::problem_report_save,
            commands::window::quit,
            commands::window::system_facts,
        ])
}

/// Starts what tells the page of its own accord. A plug-in, since those are set up where the tests' mock is as well.
fn telling<R: Runtime>() -> TauriPlugin<R> {
    tauri::plugin::Builder::new("telling")
        .setup(|app, _| {
            events::tell_from_now_on(app.clone());
            Ok(())
        })
        .build()
}

/// Opens the window and returns when the program ends. Started with the words of the demo store it serves that instead.
pub fn run() -> ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    if let Some(ended) = demo_serve::asked(arguments.get(1..).unwrap_or_default()) {
        return ended;
    }
    let place = match place() {
        Ok(place) => place,
        Err(what) => {
            eprintln!("{what}\nhint: name a directory in EVENSHELF_DATA_DIR");
            return ExitCode::from(3);
        }
    };
    let context = tauri::generate_context!();
    // First of all: a second start must not get as far as anything else.
    let builder = tauri::Builder::default()
        .plugin(single::plugin(&place.data_dir, &context.config().identifier))
        .plugin(remembered_place());
    let opened_with = std::env::current_dir().ok().and_then(|here| single::opened_with(&arguments, &here));
    let built = shell(builder, place)
        .setup(move |app| {
            if let Some(what) = opened_with {
                app.state::<Desk>().set_opened_with(what);
            }
            begin(app.handle());
            Ok(())
        })
        .build(context);
    match built {
        Ok(app) => {
            let code = app.run_return(|app, event| {
                // Without a code it is the last window that is gone, and the way out was not through `closing`.
                if let RunEvent::ExitRequested { code: None, api, .. } = event {
                    api.prevent_exit();
                    closing::quit(app.clone());
                }
            });
            ExitCode::from(u8::try_from(code).unwrap_or(1))
        }
        Err(error) => {
            eprintln!("the window could not be opened: {error}\nhint: is there a display?");
            ExitCode::from(3)
        }
    }
}

/// Where this process keeps its things. Fixed now, since the directory of a relative path may change.
fn place() -> Result<Place, String> {
    let data_dir = evenshelf_engine::data_dir::default().ok_or("no home directory to keep the ledger in")?;
    let data_dir = std::path::absolute(data_dir).map_err(|error| error.to_string())?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    Ok(Place { data_dir, program })
}

/// The window's size and place from last time. Not whether it was shown: a program that ended while it was hidden
/// must not start unseen.
fn remembered_place<R: Runtime>() -> TauriPlugin<R> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// What begins with the window. Neither the ledger nor the keyring is opened here: the window comes first.
fn begin<R: Runtime>(app: &tauri::AppHandle<R>) {
    window::keep_on_screen(app);
    notify::follow_clicks(app);
    tray::start(app);
    closing::on_signals(app.clone());
    let app = app.clone();
    async_runtime::spawn(async move {
        let desk = app.state::<Desk>();
        if let Ok(settings) = settings::read(&desk).await {
            window::zoom(&app, settings.zoom);
        }
        // Searching finds the same without it, only slower.
        if let Ok(session) = desk.session_there().await
            && let Err(error) = session.index_history().await
        {
            eprintln!("past runs could not be made quick to search: {error}");
        }
    });
}
