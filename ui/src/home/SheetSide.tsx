import type { OpenReview } from "../bindings/api";
import { go } from "../frame/place";
import { Button, EmptyState, Facts } from "../parts";
import type { Shell } from "../shell";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./Facing.module.css";
import { FileRows } from "../asking/FileRows";
import { JobProgress } from "../asking/JobProgress";
import { Refused } from "../asking/Refused";
import type { Recent } from "../asking/files";
import type { FacingSheet } from "./next";
import { useAct } from "../asking/useAct";
import type { Planning } from "../asking/usePlanning";

/** Sheets used before that are offered again; more are found with the dialog. */
const RECENT_SHOWN_MAX = 4;

export interface SheetSideProps {
  readonly shell: Shell;
  readonly sheet: FacingSheet | null;
  /** What waits for review, if something does. */
  readonly review: OpenReview | null;
  readonly recent: Recent;
  readonly onChoose: (path: string) => void;
  readonly demo: Planning;
  /** Compares the sample sheet; `null` where the store is not the demo. */
  readonly onSample: (() => void) | null;
}

/** What the shop should have. */
export function SheetSide(props: SheetSideProps) {
  const { shell, sheet, recent, onChoose, demo, onSample } = props;
  const act = useAct();
  const choose = () =>
    act.start(async () => {
      const path = await shell.pickSheet();
      if (path !== null) onChoose(path);
    });
  const others = (recent.files ?? []).filter((file) => file.path !== sheet?.path).slice(0, RECENT_SHOWN_MAX);
  const refusal = act.refusal ?? demo.refusal;
  return (
    <section className={styles.face} aria-labelledby="sheet">
      <p className={styles.side}>
        <strong>{words("home_sheet")}</strong> · {words("home_sheet_about")}
      </p>
      {sheet === null ? (
        <>
          <h2 id="sheet" className={styles.name}>
            {words("home_sheet_blank")}
          </h2>
          <EmptyState
            sentence={words("home_sheet_none")}
            act={
              onSample === null ? undefined : { label: words("home_sheet_sample"), onPress: onSample, disabled: demo.busy }
            }
          />
        </>
      ) : (
        <Chosen {...props} sheet={sheet} />
      )}
      {refusal !== null && (
        <Refused
          refusal={refusal}
          title={words(act.refusal === null ? "home_demo_failed" : "home_sheet_pick_failed")}
          onClose={() => {
            act.putAway();
            demo.putAway();
          }}
        />
      )}
      {demo.busy && demo.job === null && <JobProgress shell={shell} job={null} title={words("home_demo_starting")} />}
      {others.length > 0 && (
        <div>
          <h3 className={styles.side}>{words("home_sheet_recent")}</h3>
          <FileRows files={others} onChoose={onChoose} onForget={recent.forget} />
        </div>
      )}
      {sheet !== null && (
        <div className={styles.acts}>
          <Button small busy={act.busy ? words("home_job_starting") : null} onPress={choose}>
            {words("home_sheet_other")}
          </Button>
          {sheet.exists && (
            <Button small kind="quiet" onPress={() => go({ at: "file", path: sheet.path })}>
              {words("home_sheet_look")}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Chosen({ sheet, review, recent }: SheetSideProps & { readonly sheet: FacingSheet }) {
  const used = recent.files?.find((file) => file.path === sheet.path)?.used_at_ms;
  return (
    <>
      <h2 id="sheet" className={styles.name}>
        <bdi title={sheet.path}>{sheet.name}</bdi>
      </h2>
      {sheet.exists ? (
        <Facts
          facts={[
            ...(used === undefined ? [] : [{ label: words("home_sheet_used"), value: moment(used) }]),
            {
              label: words("home_sheet_waiting"),
              value: words("home_sheet_waiting_figure", {
                changes: review?.counts.to_apply ?? 0,
                held: review?.counts.held ?? 0,
              }),
            },
          ]}
        />
      ) : (
        <p className={styles.why}>! {words("home_sheet_gone", { name: sheet.name })}</p>
      )}
      <p className={styles.quiet}>{words("home_sheet_drop")}</p>
    </>
  );
}
