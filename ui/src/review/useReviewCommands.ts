// What can be done with a review by key, from the palette, and in the help.
import type { ReviewRow } from "../bindings/api";
import { useCommand } from "../keys/useCommand";
import { included } from "./query";

export interface ReviewCommands {
  readonly canApply: boolean;
  readonly canTry: boolean;
  readonly canSave: boolean;
  readonly chosen: ReviewRow | null;
  readonly onApply: () => void;
  readonly onTry: () => void;
  readonly onSave: () => void;
  readonly onSearch: () => void;
  readonly inspecting: boolean;
  readonly onInspect: () => void;
  readonly onCloseInspector: () => void;
  readonly onToggle: (row: ReviewRow) => void;
  readonly onProduct: (row: ReviewRow) => void;
  readonly onCopy: (row: ReviewRow) => void;
}

export function useReviewCommands(can: ReviewCommands): void {
  const { chosen } = can;
  const here = { scope: "changes" } as const;
  const choosable = chosen !== null && included(chosen.state) !== null;
  useCommand({ ...here, id: "review_apply", word: "review_command_apply", keys: "Mod+Enter", when: can.canApply, run: can.onApply });
  useCommand({ ...here, id: "review_try", word: "review_command_try", keys: "Mod+Shift+Enter", when: can.canTry, run: can.onTry });
  useCommand({ ...here, id: "review_save", word: "review_command_save", keys: "Mod+S", when: can.canSave, run: can.onSave });
  useCommand({ ...here, id: "review_search", word: "review_command_search", keys: "/", run: can.onSearch });
  useCommand({ ...here, id: "review_inspect", word: "review_command_inspect", keys: "Mod+I", run: can.onInspect });
  useCommand({
    ...here,
    id: "review_close_inspector",
    word: "review_inspect_close",
    keys: "Escape",
    when: can.inspecting,
    hidden: true,
    run: can.onCloseInspector,
  });
  useCommand({
    ...here,
    id: "review_toggle",
    word: "review_command_toggle",
    keys: "X",
    when: choosable,
    run: () => chosen !== null && can.onToggle(chosen),
  });
  useCommand({
    ...here,
    id: "review_product",
    word: "review_command_toggle_product",
    keys: "P",
    when: choosable,
    run: () => chosen !== null && can.onProduct(chosen),
  });
  useCommand({
    ...here,
    id: "review_copy",
    word: "review_command_copy",
    keys: "C",
    when: chosen !== null,
    run: () => chosen !== null && can.onCopy(chosen),
  });
}
