import { Activity, History, House, ListChecks, Search, Settings } from "lucide-react";

import { Button, Icon, Keys, Menu, type LucideIcon } from "../parts";
import { useCommands } from "../keys/useCommand";
import { chordsOf } from "../keys/registry";
import { currentJob, type PlaceProps } from "../state";
import { count } from "../words/figures";
import { words, type WordKey } from "../words/words";
import { Mark } from "./Mark";
import styles from "./Rail.module.css";
import { StoreSwitcher } from "./StoreSwitcher";
import { hashOf, type Place } from "./place";

interface Entry {
  readonly at: "home" | "changes" | "activity" | "history" | "settings";
  readonly word: WordKey;
  readonly icon: LucideIcon;
}

/** In the order of their keys. Products joins them when it can be entered. */
export const entries: readonly Entry[] = [
  { at: "home", word: "frame_home", icon: House },
  { at: "changes", word: "frame_changes", icon: ListChecks },
  { at: "activity", word: "frame_activity", icon: Activity },
  { at: "history", word: "frame_history", icon: History },
];

const foot: Entry = { at: "settings", word: "frame_settings", icon: Settings };

/** Places that are part of another: which entry is marked while the window stands on them. */
const within: Partial<Record<Place["at"], Entry["at"]>> = {
  connect: "home",
  store: "home",
  file: "changes",
  compare: "changes",
};

export interface RailProps extends PlaceProps {
  readonly place: Place;
  readonly onPalette: () => void;
}

export function Rail({ place, shell, snapshot, onPalette }: RailProps) {
  const here = within[place.at] ?? place.at;
  return (
    <div className={styles.rail}>
      <AppMenu />
      <StoreSwitcher shell={shell} snapshot={snapshot} />
      <nav aria-label={words("frame_places")} className={styles.places}>
        {entries.map((entry) => (
          <Line key={entry.at} entry={entry} here={here === entry.at} note={noteOf(entry, snapshot)} />
        ))}
        <span className={styles.gap} />
        <Line entry={foot} here={here === foot.at} note={null} />
      </nav>
      <div className={styles.palette}>
        <button type="button" className={styles.find} onClick={onPalette}>
          <Icon of={Search} />
          <span className={styles.word}>{words("frame_palette")}</span>
          <span className={styles.note}>
            <Keys of="Mod+K" />
          </span>
        </button>
      </div>
    </div>
  );
}

interface Note {
  readonly figure: string;
  readonly meaning: string;
}

function noteOf(entry: Entry, snapshot: RailProps["snapshot"]): Note | null {
  const { ledger } = snapshot.overview;
  if (entry.at === "changes" && ledger.state === "open" && ledger.reviews.length > 0) {
    const open = ledger.reviews.length;
    return { figure: count(open), meaning: words("frame_changes_open", { count: open }) };
  }
  if (entry.at === "activity" && currentJob(snapshot) !== null) {
    const open = snapshot.jobs.filter(({ outcome }) => outcome === null).length;
    return { figure: count(open), meaning: words("frame_activity_open", { count: open }) };
  }
  return null;
}

function Line({ entry, here, note }: { readonly entry: Entry; readonly here: boolean; readonly note: Note | null }) {
  const word = words(entry.word);
  return (
    <a
      href={hashOf({ at: entry.at })}
      className={styles.line}
      aria-current={here ? "page" : undefined}
      title={word}
      draggable={false}
    >
      <Icon of={entry.icon} />
      <span className={styles.word}>{word}</span>
      {note !== null && (
        <span className={styles.figure} title={note.meaning}>
          <span aria-hidden="true">{note.figure}</span>
          <span className={styles.heard}>{note.meaning}</span>
        </span>
      )}
    </a>
  );
}

/** Everything the registry offers everywhere, behind the mark. */
function AppMenu() {
  const offered = useCommands().filter(({ id }) => menuIds.includes(id));
  const ordered = menuIds.flatMap((id) => offered.filter((command) => command.id === id));
  return (
    <Menu
      label={words("frame_menu")}
      entries={ordered.map((command) => ({
        id: command.id,
        label: words(command.word, command.figures),
        keys: chordsOf(command)[0],
        disabled: command.when === false,
        ruled: command.id === "frame_settings" || command.id === "frame_quit",
        onPress: command.run,
      }))}
      button={
        <Button kind="quiet" label={words("frame_menu")}>
          <span className={styles.brand}>
            <Mark size={20} />
            <span className={styles.word}>{words("frame_name")}</span>
          </span>
        </Button>
      }
    />
  );
}

const menuIds = [
  "frame_open_sheet",
  "frame_connect",
  "frame_pause",
  "frame_resume",
  "frame_palette",
  "frame_help",
  "frame_settings",
  "frame_zoom_in",
  "frame_zoom_out",
  "frame_zoom_reset",
  "frame_quit",
];
