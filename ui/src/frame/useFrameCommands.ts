import { useCommand } from "../keys/useCommand";
import { currentJob, type PlaceProps } from "../state";
import { go } from "./place";

/** Steps of the size, as browsers have them. */
export const ZOOMS = [0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

export interface FrameCommands extends PlaceProps {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/** What can be done wherever the window stands. */
export function useFrameCommands({ shell, snapshot, onPalette, onHelp }: FrameCommands): void {
  const everywhere = { scope: "everywhere" } as const;
  useCommand({ ...everywhere, id: "frame_home", word: "frame_go_home", keys: "Mod+1", run: () => go({ at: "home" }) });
  useCommand({ ...everywhere, id: "frame_changes", word: "frame_go_changes", keys: "Mod+2", run: () => go({ at: "changes" }) });
  useCommand({ ...everywhere, id: "frame_activity", word: "frame_go_activity", keys: "Mod+3", run: () => go({ at: "activity" }) });
  useCommand({ ...everywhere, id: "frame_history", word: "frame_go_history", keys: "Mod+4", run: () => go({ at: "history" }) });
  useCommand({ ...everywhere, id: "frame_settings", word: "frame_go_settings", keys: "Mod+,", run: () => go({ at: "settings" }) });
  useCommand({ ...everywhere, id: "frame_palette", word: "frame_palette", keys: "Mod+K", run: onPalette });
  useCommand({ ...everywhere, id: "frame_help", word: "frame_help", keys: "?", run: onHelp });

  useCommand({
    ...everywhere,
    id: "frame_open_sheet",
    word: "frame_open_sheet",
    keys: "Mod+O",
    run: () => void shell.pickSheet().then((path) => path !== null && go({ at: "file", path })),
  });

  useCommand({ ...everywhere, id: "frame_connect", word: "frame_store_connect", run: () => go({ at: "connect" }) });

  const job = currentJob(snapshot);
  const run = job?.step.at === "running" ? job.step.run : null;
  const steer = (kind: "pause" | "resume") => () => {
    if (job !== null) void shell.jobSteer(job.id, { kind });
  };
  // One key for both; only one of the two is ever offered.
  const paused = run?.paused === true;
  useCommand({
    ...everywhere,
    id: paused ? "frame_resume" : "frame_pause",
    word: paused ? "frame_resume" : "frame_pause",
    keys: "Mod+.",
    when: run !== null,
    run: steer(paused ? "resume" : "pause"),
  });

  const { settings } = snapshot;
  const zoom = (to: number) => () => void shell.settingsSet({ ...settings, zoom: to });
  const larger = ZOOMS.find((step) => step > settings.zoom + 0.01);
  const smaller = ZOOMS.findLast((step) => step < settings.zoom - 0.01);
  useCommand({
    ...everywhere,
    id: "frame_zoom_in",
    word: "frame_zoom_in",
    keys: ["Mod++", "Mod+="],
    when: larger !== undefined,
    run: zoom(larger ?? 2),
  });
  useCommand({
    ...everywhere,
    id: "frame_zoom_out",
    word: "frame_zoom_out",
    keys: "Mod+-",
    when: smaller !== undefined,
    run: zoom(smaller ?? 0.75),
  });
  useCommand({ ...everywhere, id: "frame_zoom_reset", word: "frame_zoom_reset", keys: "Mod+0", run: zoom(1) });
  useCommand({ ...everywhere, id: "frame_quit", word: "frame_quit", keys: "Mod+Q", run: () => void shell.quit() });
}

