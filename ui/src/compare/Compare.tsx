import { ArrowLeftRight } from "lucide-react";
import { useEffect, useReducer, useRef, useState } from "react";

import type { MatchBy, Missing } from "../bindings/api";
import { JobProgress } from "../asking/JobProgress";
import { Refused } from "../asking/Refused";
import { caught } from "../asking/caught";
import { fileName, useRecent } from "../asking/files";
import { useAct } from "../asking/useAct";
import { usePlanning } from "../asking/usePlanning";
import { useCommand } from "../keys/useCommand";
import { Button, Page, Section, Select } from "../parts";
import type { Shell } from "../shell";
import type { PlaceProps } from "../state";
import { words } from "../words/words";
import styles from "./Compare.module.css";
import { Well } from "./Well";
import { blankComparison, nextComparison, notYet, pathOf, sideForDrop, type Comparison, type Side } from "./state";

const matches: readonly MatchBy[] = ["auto", "handle", "sku", "barcode", "id"];
const missings: readonly Missing[] = ["leave", "draft", "archive", "delete"];

/** Two files face each other: what the shop has, and what it should have. Needs no store. */
export function Compare({ shell, snapshot }: PlaceProps) {
  const [now, send] = useReducer(nextComparison, blankComparison);
  const recent = useRecent(shell);
  const picking = useAct();
  const planning = usePlanning(shell, snapshot.jobs);

  const choose = (side: Side, path: string) => {
    send({ type: "chosen", side, path });
    shell.fileReport(path).then(
      (report) => send({ type: "read", path, report }),
      (thrown: unknown) => send({ type: "refused", path, refusal: caught(thrown) }),
    );
  };
  const pick = (side: Side) =>
    picking.start(async () => {
      const path = await shell.pickSheet();
      if (path !== null) choose(side, path);
    });

  const target = sideForDrop(now);
  const dragging = useDropped(shell, (path) => choose(target, path));
  const why = notYet(now);
  const compare = () => {
    if (now.shelf.at !== "read" || now.sheet.at !== "read") return;
    const [shelf, sheet] = [now.shelf.path, now.sheet.path];
    planning.start(() => shell.compare({ shelf, sheet, match_by: now.matchBy, missing: now.missing }));
  };
  const swap = () => send({ type: "swapped" });

  const ready = why === null && !planning.busy;
  useCommand({ id: "compare_act", word: "compare_act", scope: "compare", keys: "Mod+Enter", when: ready, run: compare });
  useCommand({ id: "compare_swap", word: "compare_swap", scope: "compare", keys: "Mod+Shift+X", run: swap });
  useCommand({ id: "compare_shelf", word: "compare_choose_shelf", scope: "compare", keys: "1", run: () => pick("shelf") });
  useCommand({ id: "compare_sheet", word: "compare_choose_sheet", scope: "compare", keys: "2", run: () => pick("sheet") });

  const refusal = planning.refusal ?? picking.refusal;
  return (
    <Page
      title={words("compare_title")}
      about={words("compare_about")}
      foot={
        planning.busy ? (
          <div className={styles.progress}>
            <JobProgress shell={shell} job={planning.job} title={goingTitle(now)} />
          </div>
        ) : (
          <>
            <span role="status">{words(why === null ? "compare_ready" : `compare_not_yet_${why}`)}</span>
            <Button kind="will" disabled={why !== null} onPress={compare}>
              {words("compare_act")}
            </Button>
          </>
        )
      }
    >
      {refusal !== null && (
        <Refused
          refusal={refusal}
          title={words(planning.refusal === null ? "compare_pick_failed" : "compare_failed")}
          onClose={() => {
            planning.putAway();
            picking.putAway();
          }}
        />
      )}
      <div className={styles.wells}>
        {(["shelf", "sheet"] as const).map((side) => (
          <Well
            key={side}
            side={side}
            well={now[side]}
            recent={(recent.files ?? []).filter(({ path }) => path !== pathOf(now[side === "shelf" ? "sheet" : "shelf"]))}
            waits={dragging && target === side}
            onPick={() => pick(side)}
            onChoose={(path) => choose(side, path)}
            onClear={() => send({ type: "cleared", side })}
          />
        ))}
        <div className={styles.swap}>
          <Button icon={ArrowLeftRight} label={words("compare_swap")} onPress={swap} />
        </div>
      </div>
      <p className={styles.hint}>{words("compare_drop")}</p>
      <Section title={words("compare_options")}>
        <div className={styles.options}>
          <Select
            label={words("compare_match")}
            hint={words("compare_match_hint")}
            value={now.matchBy}
            onChange={(matchBy) => send({ type: "match_by", matchBy })}
            options={matches.map((id) => ({ id, label: words(`compare_match_${id}`) }))}
          />
          <Select
            label={words("compare_missing")}
            hint={words("compare_missing_hint")}
            value={now.missing}
            onChange={(missing) => send({ type: "missing", missing })}
            options={missings.map((id) => ({ id, label: words(`compare_missing_${id}`) }))}
          />
        </div>
      </Section>
    </Page>
  );
}

function goingTitle({ shelf, sheet }: Comparison): string {
  return words("compare_going", { shelf: fileName(pathOf(shelf) ?? ""), sheet: fileName(pathOf(sheet) ?? "") });
}

/** Takes files dropped on the window. Answers whether one is held over it. */
function useDropped(shell: Shell, dropped: (path: string) => void): boolean {
  const [dragging, setDragging] = useState(false);
  const newest = useRef(dropped);
  useEffect(() => {
    newest.current = dropped;
  });
  useEffect(() => {
    const stops = [
      shell.on("opened_file", (path) => {
        setDragging(false);
        newest.current(path);
      }),
      shell.on("dragging", setDragging),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [shell]);
  return dragging;
}
