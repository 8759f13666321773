// Generated from src-tauri/src/api by its test. Edit there, not here.

export type Overview = { product_version: string, 
/**
 * The directory with the ledger, as the owner can type it into a file manager.
 */
data_dir: string, ledger: Ledger, };

export type Ledger = { "state": "absent" } | { "state": "open", stores: Array<Store>, 
/**
 * The newest first, at most [`RUNS_SHOWN_MAX`].
 */
runs: Array<Run>, 
/**
 * Plans that were made and neither applied whole nor put away; the newest first.
 */
reviews: Array<OpenReview>, };

export type Store = { name: string, url: string, 
/**
 * What the shop calls itself.
 */
shop_name: string | null, currency: string | null, 
/**
 * Served by the demo store that comes with the program: nobody's shop.
 */
demo: boolean, writes_allowed: boolean, 
/**
 * Where quantities of single-location files go.
 */
location: string | null, products: number, 
/**
 * When the copy on this computer was last brought up to date.
 */
copied_at_ms: number | null, 
/**
 * When the whole catalogue was last kept in a file; always before the first write.
 */
backup_at_ms: number | null, };

export type Run = { id: number, store: string, source: string, state: RunState, created_at_ms: number, started_at_ms: number | null, ended_at_ms: number | null, counts: Counts, };

export type RunState = "planned" | "running" | "paused" | "interrupted" | "completed" | "completed_with_failures" | "failed" | "cancelled" | "superseded";

export type Counts = { planned: number, applied: number, unchanged: number, rejected: number, failed: number, skipped: number, held: number, };

export type OpenReview = { id: number, origin: ReviewOrigin, counts: ReviewCounts, created_at_ms: number, };

export type Connect = { 
/**
 * The owner's name for it; empty: made from the address.
 */
name: string, 
/**
 * `my-shop`, `my-shop.myshopify.com` or a whole address.
 */
url: string, key: Key, };

export type Key = { "kind": "client", id: string, secret: string, } | { "kind": "token", token: string, };

export type StoreReport = { 
/**
 * The name it is, or would be, kept under.
 */
name: string, url: string, shop_name: string, plan: string, currency: string, demo: boolean, api_version_asked: string, api_version_used: string, scopes: Array<ScopeState>, locations: Array<StoreLocation>, 
/**
 * `keyring` or `environment`; `None` while it is only tried.
 */
key_kept_in: string | null, };

export type ScopeState = { scope: string, granted: boolean, 
/**
 * Needed only once writing is switched on.
 */
for_writing: boolean, };

export type StoreLocation = { name: string, active: boolean, };

export type StoreEdit = { writes_allowed: boolean | null, location: string | null, };

export type BackupLook = { path: string, name: string, 
/**
 * The shop it was made of, as far as it says so.
 */
shop: string | null, written_at_ms: number | null, products: number, collections: number, 
/**
 * Of metafields. A restore makes them before anything is planned.
 */
definitions: number, 
/**
 * Made with the definitions.
 */
redirects: number, 
/**
 * Products that the copy of the store has: with any, nothing is restored.
 */
in_store: number, 
/**
 * What will not be as it was, what costs most first.
 */
differences: Array<Finding>, };

export type FileReport = { path: string, name: string, bytes: number, rows: number, products: number, 
/**
 * As sniffed: `utf-8`, `windows-1252`, `utf-16le` …
 */
encoding: string, 
/**
 * `None` for a file that has no columns of its own (JSONL).
 */
delimiter: string | null, 
/**
 * `products` or `inventory`.
 */
shape: string, columns: Array<Column>, findings: number, 
/**
 * The grave ones first, then by count.
 */
groups: Array<FindingGroup>, };

export type Column = { header: string, 
/**
 * The code of the field it fills, `None` where it is not used.
 */
field: string | null, 
/**
 * Values met first, at most three, shortened.
 */
samples: Array<string>, };

export type FindingSide = "sheet" | "shelf";

export type FindingGroup = { 
/**
 * The engine's code, such as `not_a_number`.
 */
code: string, severity: Severity, side: FindingSide, count: number, first: Finding, };

export type Finding = { code: string, severity: Severity, place: Place | null, column: string | null, product: string | null, value: string | null, 
/**
 * What happened and what to do, in plain words.
 */
advice: string, };

export type FindingPage = { total: number, findings: Array<Finding>, };

export type Severity = "note" | "warning" | "refused";

export type RecentFile = { path: string, name: string, used_at_ms: number, exists: boolean, };

export type OpenedWith = { "kind": "file", path: string, } | { "kind": "demo" };

export type Place = { 
/**
 * The row as a spreadsheet numbers it, the header being row 1.
 */
row: number, 
/**
 * The line of the file, for a text editor.
 */
line: number, };

export type PlanRequest = { store: string, path: string, match_by: MatchBy, missing: Missing, };

export type CompareRequest = { 
/**
 * The file that stands for the store, such as an export.
 */
shelf: string, sheet: string, match_by: MatchBy, missing: Missing, };

export type MatchBy = "auto" | "handle" | "sku" | "barcode" | "id";

export type Missing = "leave" | "draft" | "archive" | "delete";

export type Review = { id: number, 
/**
 * Grows with every mark; pages read before belong to an older one.
 */
version: number, origin: ReviewOrigin, created_at_ms: number, 
/**
 * When the copy of the store was taken that it was planned against.
 */
copied_at_ms: number | null, currency: string | null, match_by: MatchBy, missing: Missing, counts: ReviewCounts, forecast: Forecast, held: Array<HeldGroup>, findings: number, finding_groups: Array<FindingGroup>, 
/**
 * The run that tried the first few products, when there was one.
 */
trial_run: number | null, 
/**
 * The run that applied the rest.
 */
run: number | null, };

export type ReviewOrigin = { "kind": "store", store: string, demo: boolean, path: string, source: string, } | { "kind": "files", shelf: string, shelf_name: string, sheet: string, sheet_name: string, };

export type Forecast = { calls: number, points: number, seconds_low: number, seconds_high: number, strategy: string, 
/**
 * Why this strategy, in the engine's words.
 */
reason: string, };

export type HeldChange = { field: string, before: Cell, after: Cell, };

export type HeldGroup = { 
/**
 * `price_factor`, `mass_deletion` … as the command line names them.
 */
kind: string, 
/**
 * Still held.
 */
changes: number, products: number, 
/**
 * Released by the owner in this review.
 */
released: number, 
/**
 * The first one; `None` in a review that an older version made.
 */
first: HeldChange | null, 
/**
 * The title of its product.
 */
example_product: string, 
/**
 * Whether the owner may release it here; a change without a location to go to cannot be sent.
 */
releasable: boolean, };

export type ReviewCounts = { changes: number, 
/**
 * What Apply would send: neither held nor left out nor already applied.
 */
to_apply: number, operations_to_apply: number, products_to_apply: number, held: number, excluded: number, 
/**
 * Sent by a trial or a run of this review, however it ended.
 */
done: number, 
/**
 * Products that need nothing.
 */
products_even: number, products: number, products_created: number, products_changed: number, products_removed: number, 
/**
 * Of the created, changed and removed ones: collections, which are counted as products are.
 */
collections: number, 
/**
 * Of `products_to_apply`.
 */
collections_to_apply: number, };

export type Facet = { key: string, rows: number, };

export type ReviewFacets = { total: number, signs: Array<Facet>, fields: Array<Facet>, states: Array<Facet>, };

export type ReviewQuery = { 
/**
 * Found in handle, title, SKU or either value, in any case.
 */
text: string, signs: Array<Sign>, fields: Array<string>, states: Array<RowState>, held_kinds: Array<string>, group: GroupBy, };

export type GroupBy = "product" | "field" | "sign";

export type RowState = "included" | "excluded" | "held" | "released" | "applied" | "unchanged" | "rejected" | "failed" | "skipped";

export type Sign = "added" | "changed" | "removed";

export type ReviewPage = { version: number, 
/**
 * Rows that fit the filter.
 */
total: number, rows: Array<ReviewRow>, };

export type ReviewRow = { 
/**
 * Its number in the review, counted from 0; stays the same under every filter.
 */
row: number, operation: number, 
/**
 * Rows with the same unit are included and left out together.
 */
unit: number, 
/**
 * `create_product`, `update_variants` … as plans name them.
 */
work: string, 
/**
 * The product's handle.
 */
product: string, product_id: string | null, title: string, sku: string | null, subject: Subject, sign: Sign, 
/**
 * The code of the field: `title`, `price`, `quantity` …
 */
field: string, before: Cell, after: Cell, 
/**
 * Of a figure whose both sides are known: by how much it moves, +12.5 or −60.
 */
percent: number | null, state: RowState, 
/**
 * The brake that held it, also when it was released since.
 */
held_kind: string | null, 
/**
 * What the store said to it. In a review a change that is held says so by `held_kind` and its two sides alone.
 */
detail: string | null, place: Place | null, };

export type Subject = { "kind": "product" } | { "kind": "collection" } | { "kind": "variant", label: string, } | { "kind": "image", position: number, } | { "kind": "level", variant: string, location: string, };

export type Cell = { "kind": "blank" } | { "kind": "text", text: string, cut: boolean, } | { "kind": "flag", on: boolean, } | { "kind": "number", digits: string, } | { "kind": "tags", tags: Array<string>, cut: boolean, };

export type Selection = { "kind": "rows", rows: Array<number>, } | { "kind": "fitting", query: ReviewQuery, } | { "kind": "product", product: string, } | { "kind": "held_kind", held_kind: string, };

export type Mark = "include" | "exclude" | "release" | "hold";

export type ChangeDetail = { 
/**
 * With texts whole.
 */
row: ReviewRow, 
/**
 * What is asked of the store is HTML: show it as text and rendered safely.
 */
html: boolean, 
/**
 * The other changes that ride in the same operation, the row's own included.
 */
together: Array<ReviewRow>, 
/**
 * The product as the store has it; `None` for a new product, and for a collection.
 */
shelf: ShelfProduct | null, 
/**
 * The collection as the store has it; `None` for a new one, and for a product.
 */
collection: ShelfCollection | null, 
/**
 * Where it stands in the Shopify admin; `None` for a demo store or what is new.
 */
admin_url: string | null, };

export type ShelfProduct = { 
/**
 * What it holds, metafields behind the rest.
 */
fields: Array<SideField>, 
/**
 * In the store's order, at most 250.
 */
variants: Array<ShelfVariant>, variants_total: number, pictures: Array<ShelfPicture>, collections: ShelfCollections, 
/**
 * All sales channels of the store; none where it does not show them.
 */
channels: Array<ShelfChannel>, };

export type SideField = { 
/**
 * As a change names it; a metafield as `metafields.namespace.key`.
 */
field: string, value: Cell, };

export type ShelfVariant = { 
/**
 * The option values, joined by ` / `; empty for a single variant.
 */
label: string, fields: Array<SideField>, 
/**
 * By location, where it is stocked.
 */
stock: Array<ShelfStock>, 
/**
 * In every market that sells by a price list.
 */
markets: Array<ShelfMarketPrice>, };

export type ShelfStock = { location: string, available: number, on_hand: number, };

export type ShelfPicture = { url: string, alt: string, };

export type ShelfMarketPrice = { market: string, 
/**
 * ISO 4217: that of the market, not the shop's.
 */
currency: string, 
/**
 * In digits with a point; `None` where the price follows the variant's own, or is not known.
 */
price: string | null, compare_at: string | null, 
/**
 * Whether the fixed prices of the market were read.
 */
known: boolean, };

export type ShelfChannel = { title: string, 
/**
 * Whether it is published there.
 */
on: boolean, };

export type ShelfCollections = { 
/**
 * At most 100.
 */
titles: Array<string>, total: number, 
/**
 * Collections of which the copy does not say whether the product is in them.
 */
unknown: number, };

export type ShelfCollection = { 
/**
 * What it holds, its conditions behind the rest.
 */
fields: Array<SideField>, 
/**
 * Handles, in the collection's order where it is made by hand; at most 100.
 */
products: Array<string>, products_total: number, 
/**
 * Whether these are all its products; those that conditions take in may not be known.
 */
is_whole: boolean, 
/**
 * What it has that is left as it is, in the owner's words.
 */
beyond: Array<string>, channels: Array<ShelfChannel>, };

export type ApplyRequest = { review: number, scope: ApplyScope, 
/**
 * Parallel connections; `None` finds out what the store bears.
 */
workers: number | null, verify: boolean, };

export type ApplyScope = { "kind": "all" } | { "kind": "trial", products: number, };

export type Job = { id: number, kind: JobKind, store: string | null, 
/**
 * The sheet's name.
 */
source: string | null, started_at_ms: number, step: JobStep, 
/**
 * Things the owner should know, in the order they came.
 */
warnings: Array<string>, 
/**
 * `None` while it goes on.
 */
outcome: JobOutcome | null, };

export type JobKind = "copy" | "plan" | "compare" | "run";

export type JobStep = { "at": "starting" } | { "at": "waiting_for_other", who: string, } | { "at": "copying", products: number, waiting: string | null, } | { "at": "planning", products: number, } | { "at": "backing_up", products: number, } | { "at": "checking", operations: number, } | { "at": "running", run: RunProgress, } | { "at": "reading_back", run: number, products: number, of: number, };

export type JobOutcome = { "kind": "copied", products: number, } | { "kind": "planned", review: number, } | { "kind": "run", run: number, state: RunState, counts: Counts, } | { "kind": "refused", refusal: Refusal, };

export type RunProgress = { run: number, counts: Counts, 
/**
 * Operations that have an outcome, held ones not counted.
 */
done: number, total: number, 
/**
 * Operations a second, over the last seconds.
 */
rate: number, calls: number, eta_seconds_low: number | null, eta_seconds_high: number | null, in_flight: number, workers: number, paused: boolean, 
/**
 * Why nothing moves, if nothing moves.
 */
waiting: Wait | null, elapsed_ms: number, budget: BudgetLevel | null, };

export type Wait = { kind: WaitKind, 
/**
 * When it goes on, as far as that is known.
 */
until_ms: number | null, 
/**
 * Tasks, failures or calls, as the kind has it.
 */
count: number, };

export type WaitKind = "rate_limit" | "throttled" | "retrying" | "being_checked" | "store_down" | "probing" | "connections" | "answers" | "paused" | "stopping";

export type BudgetLevel = { available: number, maximum: number, restore_rate: number, };

export type Steer = { "kind": "pause" } | { "kind": "resume" } | { "kind": "cancel" } | { "kind": "interrupt" } | { "kind": "connections", workers: number | null, };

export type HistoryQuery = { 
/**
 * Found in the sheet's name, the note, or a product, value or reason of one of the run's changes.
 */
text: string, store: string | null, states: Array<RunState>, };

export type HistoryPage = { total: number, entries: Array<HistoryEntry>, };

export type HistoryEntry = { run: Run, strategy: string, 
/**
 * How many of its changes the search text was found in.
 */
hits: number, };

export type RunDetail = { run: Run, demo: boolean, strategy: string, workers: number | null, 
/**
 * Why it is green, amber or red, in the engine's words.
 */
note: string | null, end: RunEnd, trial: boolean, review: number | null, 
/**
 * What did not go through, by cause; the most frequent first.
 */
troubles: Array<TroubleGroup>, findings: number, 
/**
 * HTTP requests that wrote.
 */
calls: number, 
/**
 * What sending one change after another would have taken at this run's usual answer time.
 */
one_by_one_seconds: number | null, 
/**
 * Whether it can go on.
 */
resumable: boolean, };

export type RunEnd = "open" | "green" | "amber" | "red";

export type TroubleGroup = { state: OperationState, 
/**
 * The cause as the store or the program put it, with names and figures taken out so that equal causes meet.
 */
cause: string, count: number, 
/**
 * The first few products.
 */
products: Array<string>, };

export type OperationQuery = { text: string, states: Array<OperationState>, 
/**
 * Of this cause only, as a [`TroubleGroup`] names it.
 */
cause: string | null, };

export type OperationPage = { total: number, rows: Array<OperationRow>, };

export type OperationRow = { operation: number, work: string, 
/**
 * The handle.
 */
product: string, product_id: string | null, 
/**
 * What it is called now, or will be; its handle where neither is known.
 */
title: string, state: OperationState, attempts: number, at_ms: number, detail: string | null, place: Place | null, changes: number, sign: Sign, subject: Subject | null, field: string | null, before: Cell | null, after: Cell | null, admin_url: string | null, };

export type OperationState = "planned" | "sent" | "applied" | "unchanged" | "rejected" | "failed" | "skipped" | "held";

export type Curve = { 
/**
 * `rate` (changes a second), `budget` (points available), `workers`, `in_flight`.
 */
name: string, points: Array<CurvePoint>, };

export type CurvePoint = { at_ms: number, value: number, };

export type Settings = { theme: Theme, 
/**
 * 1 is 100 %.
 */
zoom: number, 
/**
 * Native notifications at the end of a run and when something needs the owner.
 */
notifications: boolean, 
/**
 * Closing the window while something is under way leaves the program running.
 */
keep_running_hidden: boolean, 
/**
 * The store the window stands on.
 */
store: string | null, 
/**
 * `None`: finds out what the store bears.
 */
workers: number | null, 
/**
 * Reads back what was applied.
 */
verify: boolean, };

export type Theme = "system" | "light" | "dark";

export type ClosingChoice = "keep_running" | "stop_and_quit" | "stay";

export type StorageReport = { data_dir: string, ledger_bytes: number, backups_bytes: number, backups: number, other_bytes: number, };

export type SystemFacts = { product_version: string, sqlite_version: string, system: string, keyring: boolean, tray: boolean, };

export type Refusal = { code: RefusalCode, detail: string, hint: string | null, };

export type RefusalCode = "bad_request" | "stopped" | "ledger_busy" | "ledger_newer" | "ledger_unreadable" | "notification_failed" | "file" | "store_address" | "store_unreachable" | "authentication" | "scopes" | "read_only" | "keyring" | "unknown_store" | "unknown_run" | "unknown_review" | "store_busy" | "internal";
