import { Suspense, useCallback, useEffect, useMemo, useReducer, useState, useSyncExternalStore } from "react";

import { I18nProvider } from "react-aria-components/I18nProvider";

import styles from "./App.module.css";
import type { OpenedWith } from "./bindings/api";
import { Closing } from "./frame/Closing";
import { Fault } from "./frame/Fault";
import { Help } from "./frame/Help";
import { Mark } from "./frame/Mark";
import { Palette } from "./frame/Palette";
import { Rail } from "./frame/Rail";
import { Status } from "./frame/Status";
import { go, placeOf, usePlace, type Place } from "./frame/place";
import { useTheme } from "./frame/theme";
import { useFrameCommands } from "./frame/useFrameCommands";
import { useKeyboard } from "./keys/useCommand";
import { Button, Disclosure, LiveRegion } from "./parts";
import { places } from "./places";
import { refusalOf, type Shell } from "./shell";
import { next, opening, type PlaceProps, type View, type ViewEvent } from "./state";
import { listenToLanguage, locale, words, wordsOr } from "./words/words";

/** How often "as of" is looked at again: it turns from a time into a date at midnight. */
const CLOCK_MS = 60_000;

export function App({ shell: outer }: { readonly shell: Shell }) {
  const [view, send] = useReducer(next, opening);
  const shell = useMemo(() => tellingSettings(outer, send), [outer]);
  const again = useReading(outer, send);
  useKeyboard();
  const language = useSyncExternalStore(listenToLanguage, locale);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    // Another language is another window: everything is said again.
    <I18nProvider key={language} locale={language}>
      {view.at === "ready" ? (
        <Window shell={shell} snapshot={view.snapshot} />
      ) : (
        <Before view={view} onAgain={again} />
      )}
      <LiveRegion />
    </I18nProvider>
  );
}

/** Reads what the window shows, at the start and whenever the shell says that it changed. Answers with how to do it again. */
function useReading(shell: Shell, send: (event: ViewEvent) => void): () => void {
  const read = useCallback(() => readAll(shell).then(send), [shell, send]);
  useEffect(() => {
    // Listening begins first, so that nothing is missed between the answer and the first event.
    const stops = [
      shell.on("activity", (jobs) => send({ type: "jobs", jobs })),
      shell.on("ledger", () => void readOverview(shell).then(send)),
    ];
    void read();
    return () => {
      for (const stop of stops) stop();
    };
  }, [shell, send, read]);
  return () => void read();
}

async function readAll(shell: Shell): Promise<ViewEvent> {
  try {
    const [overview, jobs, settings] = await Promise.all([shell.overview(), shell.jobs(), shell.settings()]);
    return { type: "read", snapshot: { overview, jobs, settings } };
  } catch (thrown) {
    return refusedEvent(thrown);
  }
}

async function readOverview(shell: Shell): Promise<ViewEvent> {
  try {
    return { type: "overview", overview: await shell.overview() };
  } catch (thrown) {
    return refusedEvent(thrown);
  }
}

const refusedEvent = (thrown: unknown): ViewEvent => {
  const { code, detail } = refusalOf(thrown) ?? { code: "unknown" as const, detail: String(thrown) };
  return { type: "refused", code, detail };
};

/** A setting that was kept is in force in the whole window at once. */
function tellingSettings(shell: Shell, send: (event: ViewEvent) => void): Shell {
  return Object.create(shell, {
    settingsSet: {
      value: async (wanted: Parameters<Shell["settingsSet"]>[0]) => {
        const settings = await shell.settingsSet(wanted);
        send({ type: "settings", settings });
        return settings;
      },
    },
  }) as Shell;
}

function Window({ shell, snapshot }: PlaceProps) {
  const place = usePlace();
  const [over, setOver] = useState<"palette" | "help" | "closing" | null>(null);
  const ask = useCallback(() => setOver("closing"), []);
  const dragging = useShellEvents(shell, takesFiles(place), ask);
  const nowMs = useNow();
  const close = () => setOver(null);
  useTheme(snapshot.settings.theme);
  useFrameCommands({ shell, snapshot, onPalette: () => setOver("palette"), onHelp: () => setOver("help") });
  const title = words(places[place.at].word);
  useEffect(() => {
    document.title = place.at === "home" ? words("frame_name") : `${title} · ${words("frame_name")}`;
  }, [place.at, title]);
  return (
    <div className={styles.window}>
      <a className={styles.skip} href="#page" onClick={skip}>
        {words("frame_skip")}
      </a>
      {!shell.live && <aside className={styles.recorded}>{words("recorded")}</aside>}
      <div className={styles.middle}>
        <Rail place={place} shell={shell} snapshot={snapshot} onPalette={() => setOver("palette")} />
        <main id="page" tabIndex={-1} className={styles.page}>
          <Fault key={place.at}>
            <At place={place} shell={shell} snapshot={snapshot} />
          </Fault>
        </main>
      </div>
      <Status snapshot={snapshot} nowMs={nowMs} />
      <Palette open={over === "palette"} onClose={close} />
      <Help open={over === "help"} onClose={close} />
      <Closing
        open={over === "closing"}
        onChoice={(choice) => {
          close();
          void shell.closing(choice);
        }}
      />
      {dragging && !takesFiles(place) && <div className={styles.drop}>{words("frame_drop")}</div>}
    </div>
  );
}

/** The fragment of the address is the place, so the skip link moves the focus and nothing else. */
function skip(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("page")?.focus();
}

function At({ place, shell, snapshot }: PlaceProps & { readonly place: Place }) {
  const { page: PageOf } = places[place.at];
  return (
    <Suspense fallback={null}>
      <PageOf shell={shell} snapshot={snapshot} />
    </Suspense>
  );
}

const placeOpened = (what: OpenedWith): Place =>
  what.kind === "file" ? { at: "file", path: what.path } : { at: "home", demo: true };

/** A place that has sides of its own for files that are dropped. */
const takesFiles = (place: Place) => place.at === "compare";

/** What the shell asks of the window; a file is `taken` by the page where it has a side for it. Answers whether a file is held over it. */
function useShellEvents(shell: Shell, taken: boolean, onClosing: () => void): boolean {
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const stops = [
      shell.on("closing", onClosing),
      shell.on("opened_file", (path) => {
        setDragging(false);
        if (!taken) go({ at: "file", path });
      }),
      shell.on("dragging", setDragging),
      shell.on("goto", (where) => go(placeOf(where))),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [shell, taken, onClosing]);
  useEffect(() => {
    // Where nobody answers, nothing was opened.
    shell.openedWith().then((what) => what !== null && go(placeOpened(what)), () => undefined);
  }, [shell]);
  return dragging;
}

function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

/** Before anything is known, or when it could not be read. */
function Before({ view, onAgain }: { readonly view: Exclude<View, { at: "ready" }>; readonly onAgain: () => void }) {
  return (
    <main className={styles.before} aria-busy={view.at === "opening"}>
      <div className={styles.brand}>
        <Mark size={40} />
        <div>
          <h1>{words("frame_name")}</h1>
          <p>{words("tagline")}</p>
        </div>
      </div>
      {view.at === "opening" ? (
        <p className={styles.quiet}>{words("opening")}</p>
      ) : (
        <section role="alert" className={styles.refused}>
          <p className={styles.sentence}>! {wordsOr(`refused_${view.code}`, "refused_unknown")}</p>
          <Button onPress={onAgain}>{words("parts_again")}</Button>
          <Disclosure title={words("refused_detail")}>
            <code>{view.detail}</code>
          </Disclosure>
        </section>
      )}
    </main>
  );
}
