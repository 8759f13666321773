// Which page stands at which place. A page is drawn by its own folder; this is the one list of them.
import { lazy, type ComponentType } from "react";

import { ActivityPage } from "./activity/ActivityPage";
import { Compare } from "./compare/Compare";
import { Connect } from "./connect/Connect";
import { SheetPage } from "./file/SheetPage";
import type { Place } from "./frame/place";
import { HistoryPage } from "./history/HistoryPage";
import { Home } from "./home/Home";
import { Changes } from "./review/Changes";
import { Settings } from "./settings/Settings";
import type { PlaceProps } from "./state";
import { StorePage } from "./store/StorePage";
import type { WordKey } from "./words/words";

export interface Entry {
  /** The name of the window while it stands there. */
  readonly word: WordKey;
  readonly page: ComponentType<PlaceProps>;
}

/** Not part of what an owner needs: read only when it is looked at. */
const Gallery = lazy(() => import("./gallery/Gallery").then(({ Gallery: page }) => ({ default: page })));

export const places: Record<Place["at"], Entry> = {
  home: { word: "frame_home", page: Home },
  connect: { word: "frame_store_connect", page: Connect },
  store: { word: "frame_store", page: StorePage },
  compare: { word: "frame_compare", page: Compare },
  file: { word: "frame_sheet", page: SheetPage },
  changes: { word: "frame_changes", page: Changes },
  activity: { word: "frame_activity", page: ActivityPage },
  history: { word: "frame_history", page: HistoryPage },
  settings: { word: "frame_settings", page: Settings },
  gallery: { word: "frame_gallery", page: Gallery },
};
