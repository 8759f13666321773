// The only file that talks to the shell. Everything else takes a `Shell`, so the page also opens in a plain
// browser, on recorded answers.
import { invoke, isTauri } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type * as api from "./bindings/api";
import { recordedShell } from "./recorded";

/** What the shell tells of its own accord. */
export interface ShellEvents {
  /** The whole list of jobs, at most four times a second. */
  activity: api.Job[];
  /** Stores, runs or reviews changed: read the overview again. */
  ledger: null;
  /** The owner wants to close the window while something is under way: ask, then `closing(choice)`. */
  closing: null;
  /** A file was dropped on the window, or opened with the program. */
  opened_file: string;
  /** A file is being dragged over the window (true), or no longer (false). */
  dragging: boolean;
  /** A notification or the tray asks for a place: "activity", "history:12", "changes:3". */
  goto: string;
}

export interface Shell {
  /** False in a plain browser: the page then says that what it shows is recorded. */
  readonly live: boolean;
  on<Name extends keyof ShellEvents>(name: Name, handler: (payload: ShellEvents[Name]) => void): () => void;

  overview(): Promise<api.Overview>;
  jobs(): Promise<api.Job[]>;
  settings(): Promise<api.Settings>;
  settingsSet(settings: api.Settings): Promise<api.Settings>;
  systemFacts(): Promise<api.SystemFacts>;
  storage(): Promise<api.StorageReport>;
  openDataDir(): Promise<void>;
  /** The whole text of a problem report, secrets out. Saved only by `problemReportSave`. */
  problemReport(): Promise<string>;
  problemReportSave(): Promise<string | null>;
  notify(title: string, body: string): Promise<void>;
  closing(choice: api.ClosingChoice): Promise<void>;
  quit(): Promise<void>;
  /** The file the program was opened with, once. Ask it when `opened_file` is listened to, which tells of later ones. */
  openedWith(): Promise<api.OpenedWith | null>;

  /** Starts the demo store (or finds it), connects it with writing on, and copies it; answers with its name. */
  demoOpen(): Promise<string>;
  /** Opens the demo as above and plans the sample sheet against it; answers with the job, as `plan` does. */
  demoSample(): Promise<number>;
  /** A look at the store without saving anything. */
  connectTry(connect: api.Connect): Promise<api.StoreReport>;
  connect(connect: api.Connect): Promise<api.StoreReport>;
  storeCheck(store: string): Promise<api.StoreReport>;
  storeSet(store: string, edit: api.StoreEdit): Promise<void>;
  /** Removes every trace of it from this computer; nothing in the store itself. */
  storeForget(store: string): Promise<void>;
  /** Writes the copy on this computer to a file and answers with its path. */
  backupNow(store: string): Promise<string>;
  /** Asks the owner for a backup; null when the dialog was closed. */
  pickBackup(): Promise<string | null>;
  /** Reads a backup from end to end and says what a restore into the store would bring. */
  restoreLook(store: string, path: string): Promise<api.BackupLook>;
  /** Makes the backup's definitions of metafields and plans the rest; answers with the job, as `plan` does. */
  restore(store: string, path: string): Promise<number>;
  /** Brings the copy up to date; answers with the job. */
  copy(store: string): Promise<number>;

  /** Asks the owner for a file; null when the dialog was closed. */
  pickSheet(): Promise<string | null>;
  recentFiles(): Promise<api.RecentFile[]>;
  recentForget(path: string): Promise<void>;
  fileReport(path: string): Promise<api.FileReport>;
  /** How many products of a sheet were read so far; null where it is not being read. */
  fileProgress(path: string): Promise<number | null>;
  /** Lets go of a sheet that is being read: `fileReport` is then refused as `stopped`. */
  fileStop(path: string): Promise<void>;
  fileFindings(path: string, code: string | null, offset: number, limit: number): Promise<api.FindingPage>;

  /** Each answers with the job. */
  plan(request: api.PlanRequest): Promise<number>;
  compare(request: api.CompareRequest): Promise<number>;
  jobStop(job: number): Promise<void>;
  jobSteer(job: number, steer: api.Steer): Promise<void>;
  jobPutAway(job: number): Promise<void>;

  review(id: number): Promise<api.Review>;
  reviewPage(id: number, query: api.ReviewQuery, offset: number, limit: number): Promise<api.ReviewPage>;
  reviewFacets(id: number, query: api.ReviewQuery): Promise<api.ReviewFacets>;
  reviewMark(id: number, selection: api.Selection, mark: api.Mark): Promise<api.Review>;
  reviewChange(id: number, row: number): Promise<api.ChangeDetail>;
  reviewFindings(
    id: number,
    code: string | null,
    side: api.FindingSide | null,
    offset: number,
    limit: number,
  ): Promise<api.FindingPage>;
  /** Asks where, writes the plan as it stands after the marks; null when the dialog was closed. */
  reviewSave(id: number): Promise<string | null>;
  reviewDiscard(id: number): Promise<void>;
  apply(request: api.ApplyRequest): Promise<number>;

  runResume(run: number): Promise<number>;
  /** Gives up what an interrupted run has left, after what it had sent was looked up. */
  runGiveUp(run: number): Promise<number>;
  history(query: api.HistoryQuery, offset: number, limit: number): Promise<api.HistoryPage>;
  runDetail(run: number): Promise<api.RunDetail>;
  runOperations(run: number, query: api.OperationQuery, offset: number, limit: number): Promise<api.OperationPage>;
  runChanges(run: number, operation: number): Promise<api.ReviewRow[]>;
  runFindings(run: number, code: string | null, offset: number, limit: number): Promise<api.FindingPage>;
  runCurves(run: number): Promise<api.Curve[]>;
  /** Opens an address of the store's admin, and no other, in the browser. */
  openAdmin(url: string): Promise<void>;
}

const tauriShell: Shell = {
  live: true,
  on: (name, handler) => {
    const stop = listen(name, (event) => handler(event.payload as never));
    return () => void stop.then((done) => done());
  },

  overview: () => invoke("overview"),
  jobs: () => invoke("jobs"),
  settings: () => invoke("settings"),
  settingsSet: (settings) => invoke("settings_set", { settings }),
  systemFacts: () => invoke("system_facts"),
  storage: () => invoke("storage"),
  openDataDir: () => invoke("open_data_dir"),
  problemReport: () => invoke("problem_report"),
  problemReportSave: () => invoke("problem_report_save"),
  notify: (title, body) => invoke("notify", { title, body }),
  closing: (choice) => invoke("closing", { choice }),
  quit: () => invoke("quit"),
  openedWith: () => invoke("opened_with"),

  demoOpen: () => invoke("demo_open"),
  demoSample: () => invoke("demo_sample"),
  connectTry: (connect) => invoke("connect_try", { connect }),
  connect: (connect) => invoke("connect", { connect }),
  storeCheck: (store) => invoke("store_check", { store }),
  storeSet: (store, edit) => invoke("store_set", { store, edit }),
  storeForget: (store) => invoke("store_forget", { store }),
  backupNow: (store) => invoke("backup_now", { store }),
  pickBackup: () => invoke("pick_backup"),
  restoreLook: (store, path) => invoke("restore_look", { store, path }),
  restore: (store, path) => invoke("restore", { store, path }),
  copy: (store) => invoke("copy", { store }),

  pickSheet: () => invoke("pick_sheet"),
  recentFiles: () => invoke("recent_files"),
  recentForget: (path) => invoke("recent_forget", { path }),
  fileReport: (path) => invoke("file_report", { path }),
  fileProgress: (path) => invoke("file_progress", { path }),
  fileStop: (path) => invoke("file_stop", { path }),
  fileFindings: (path, code, offset, limit) => invoke("file_findings", { path, code, offset, limit }),

  plan: (request) => invoke("plan", { request }),
  compare: (request) => invoke("compare", { request }),
  jobStop: (job) => invoke("job_stop", { job }),
  jobSteer: (job, steer) => invoke("job_steer", { job, steer }),
  jobPutAway: (job) => invoke("job_put_away", { job }),

  review: (id) => invoke("review", { id }),
  reviewPage: (id, query, offset, limit) => invoke("review_page", { id, query, offset, limit }),
  reviewFacets: (id, query) => invoke("review_facets", { id, query }),
  reviewMark: (id, selection, mark) => invoke("review_mark", { id, selection, mark }),
  reviewChange: (id, row) => invoke("review_change", { id, row }),
  reviewFindings: (id, code, side, offset, limit) => invoke("review_findings", { id, code, side, offset, limit }),
  reviewSave: (id) => invoke("review_save", { id }),
  reviewDiscard: (id) => invoke("review_discard", { id }),
  apply: (request) => invoke("apply", { request }),

  runResume: (run) => invoke("run_resume", { run }),
  runGiveUp: (run) => invoke("run_give_up", { run }),
  history: (query, offset, limit) => invoke("history", { query, offset, limit }),
  runDetail: (run) => invoke("run_detail", { run }),
  runOperations: (run, query, offset, limit) => invoke("run_operations", { run, query, offset, limit }),
  runChanges: (run, operation) => invoke("run_changes", { run, operation }),
  runFindings: (run, code, offset, limit) => invoke("run_findings", { run, code, offset, limit }),
  runCurves: (run) => invoke("run_curves", { run }),
  openAdmin: (url) => invoke("open_admin", { url }),
};

export function openShell(): Shell {
  return isTauri() ? tauriShell : recordedShell;
}

/** Reads what a refused command threw. Anything of another shape is a fault of the shell itself. */
export function refusalOf(thrown: unknown): api.Refusal | null {
  if (typeof thrown !== "object" || thrown === null) return null;
  if (!("code" in thrown) || !("detail" in thrown)) return null;
  return thrown as api.Refusal;
}
