import { Copy, ExternalLink, X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";

import type { Cell, ChangeDetail, Mark, Refusal, ReviewOrigin, ReviewRow, Selection } from "../bindings/api";
import { caught } from "../asking/caught";
import { Button, Choice, Disclosure, Sign, Was, Will } from "../parts";
import type { Shell } from "../shell";
import { words, type WordKey } from "../words/words";
import styles from "./Inspector.module.css";
import { Looks } from "./Looks";
import { Shelf } from "./Shelf";
import { ShelfOfCollection } from "./ShelfOfCollection";
import { Parts, Value } from "./Values";
import { comparesByWord, percentText, plainText, subjectText } from "./cells";
import { fieldName, rowSign, stateName } from "./fields";
import { included } from "./query";
import { reasonText } from "./sentences";
import { onlyBlanksDiffer, wordDiff } from "./wordDiff";

export interface InspectorProps {
  readonly shell: Shell;
  readonly review: number;
  readonly origin: ReviewOrigin;
  readonly currency: string | null;
  /** As the grid has it; the details are read again when it is another object. */
  readonly row: ReviewRow | null;
  readonly busy: boolean;
  readonly onMark: (selection: Selection, mark: Mark) => void;
  readonly onCopy: (row: ReviewRow) => void;
  readonly onAdmin: (url: string) => void;
  readonly onClose: () => void;
}

type Reading =
  | { readonly at: "reading" }
  | { readonly at: "read"; readonly detail: ChangeDetail }
  | { readonly at: "refused"; readonly refusal: Refusal };

/** One change in full, beside the grid. */
export function Inspector(props: InspectorProps) {
  const { shell, review, row, onClose } = props;
  const reading = useDetail(shell, review, row);
  return (
    <aside aria-label={words("review_inspector")} className={styles.inspector}>
      <header className={styles.head}>
        <h2 className={styles.title}>{words("review_inspector")}</h2>
        <Button kind="quiet" small icon={X} label={words("review_inspect_close")} onPress={onClose} />
      </header>
      <div className={styles.body}>
        {row === null ? (
          <p className={styles.quiet}>{words("review_inspector_none")}</p>
        ) : (
          <>
            <Head row={row} />
            {reading.at === "reading" && <p className={styles.quiet}>{words("review_inspector_reading")}</p>}
            {reading.at === "refused" && <p className={styles.stop}>! {reading.refusal.detail}</p>}
            {reading.at === "read" && <Detail {...props} row={row} detail={reading.detail} />}
          </>
        )}
      </div>
    </aside>
  );
}

/** Reads the change behind the cursor; while it moves on, only the newest answer counts. */
function useDetail(shell: Shell, review: number, row: ReviewRow | null): Reading {
  const [held, setHeld] = useState<{ row: number; reading: Reading } | null>(null);
  useEffect(() => {
    if (row === null) return;
    let gone = false;
    shell.reviewChange(review, row.row).then(
      (detail) => !gone && setHeld({ row: row.row, reading: { at: "read", detail } }),
      (thrown: unknown) => !gone && setHeld({ row: row.row, reading: { at: "refused", refusal: caught(thrown) } }),
    );
    return () => {
      gone = true;
    };
  }, [shell, review, row]);
  return held !== null && held.row === row?.row ? held.reading : { at: "reading" };
}

function Head({ row }: { readonly row: ReviewRow }) {
  const subject = subjectText(row.subject);
  const reason = reasonText(row);
  return (
    <div className={styles.what}>
      <p className={styles.product}>
        <bdi>{row.title === "" ? row.product : row.title}</bdi>
      </p>
      <p className={styles.quiet}>
        <bdi className={styles.mono}>{row.sku ?? row.product}</bdi>
        {subject !== "" && <bdi> · {subject}</bdi>}
        {row.place !== null && <span> · {words("review_place_spoken", { row: row.place.row })}</span>}
      </p>
      <p className={styles.state}>
        <Sign of={rowSign(row.sign, row.state)}>{stateName(row.state)}</Sign>
        {reason !== "" && reason !== stateName(row.state) && <bdi>{reason}</bdi>}
      </p>
      {row.detail !== null && row.detail !== reason && (
        <p className={styles.quiet}>
          <bdi>{row.detail}</bdi>
        </p>
      )}
    </div>
  );
}

function Detail(props: InspectorProps & { readonly row: ReviewRow; readonly detail: ChangeDetail }) {
  const { row, detail, currency, origin, busy, onMark, onAdmin } = props;
  const goes = origin.kind === "files" ? null : included(row.state);
  const rows: Selection = { kind: "rows", rows: [row.row] };
  const others = detail.together.filter((other) => other.row !== row.row);
  const { admin_url } = detail;
  const done = row.state === "applied" || row.state === "unchanged";
  return (
    <>
      <section className={styles.section}>
        <h3 className={styles.field}>
          {fieldName(row.field)}
          {row.percent !== null && <span className={styles.quiet}>{percentText(row.percent)}</span>}
        </h3>
        {/* Keyed by the row, so that every change opens as its own kind opens. */}
        <BothSides key={row.row} row={detail.row} html={detail.html} origin={origin} currency={currency} />
      </section>
      <div className={styles.acts}>
        {goes !== null && (
          <Button small disabled={busy} onPress={() => onMark(rows, goes ? "exclude" : "include")}>
            {words(goes ? "review_exclude_row" : "review_include_this")}
          </Button>
        )}
        {goes !== null && (
          <Button
            small
            disabled={busy}
            onPress={() => onMark({ kind: "product", product: row.product }, goes ? "exclude" : "include")}
          >
            {words(wholeWord(row, goes))}
          </Button>
        )}
        {row.state === "held" && row.held_kind !== "location" && origin.kind === "store" && (
          <Button small disabled={busy} onPress={() => onMark(rows, "release")}>
            {words("review_release_row")}
          </Button>
        )}
        {row.state === "released" && (
          <Button small disabled={busy} onPress={() => onMark(rows, "hold")}>
            {words("review_hold_row")}
          </Button>
        )}
        <Button kind="quiet" small icon={Copy} onPress={() => props.onCopy(detail.row)}>
          {words("review_copy_row")}
        </Button>
        {done && admin_url !== null && (
          <Button kind="quiet" small iconAfter={ExternalLink} onPress={() => onAdmin(admin_url)}>
            {words("review_in_admin")}
          </Button>
        )}
      </div>
      {others.length > 0 && (
        <Disclosure title={words("review_together")} aside={others.length} startsOpen={others.length <= 6}>
          {others.some(({ unit }) => unit === row.unit) && (
            <p className={styles.quiet}>{words("review_together_about")}</p>
          )}
          <ul className={styles.together}>
            {others.slice(0, TOGETHER_MAX).map((other) => (
              <li key={other.row}>
                <span className={styles.quiet}>
                  <bdi>{[fieldName(other.field), subjectOf(other)].filter(Boolean).join(", ")}</bdi>
                </span>
                <Short row={other} currency={currency} />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {row.subject.kind === "collection" ? (
        <Disclosure title={words("review_shelf_collection")}>
          {detail.collection === null ? (
            <p className={styles.quiet}>{words("review_shelf_collection_new")}</p>
          ) : (
            <ShelfOfCollection held={detail.collection} currency={currency} />
          )}
        </Disclosure>
      ) : (
        <Disclosure
          title={words(origin.kind === "files" ? "review_shelf_files" : "review_shelf", {
            shelf: origin.kind === "files" ? origin.shelf_name : "",
          })}
        >
          {detail.shelf === null ? (
            <p className={styles.quiet}>{words("review_shelf_new")}</p>
          ) : (
            <Shelf shelf={detail.shelf} subject={row.subject} currency={currency} />
          )}
        </Disclosure>
      )}
    </>
  );
}

/** What the button says that leaves everything out that belongs to the row's product or collection. */
function wholeWord({ subject }: ReviewRow, goes: boolean): WordKey {
  if (subject.kind === "collection") return goes ? "review_exclude_collection" : "review_include_collection";
  return goes ? "review_exclude_product" : "review_include_product";
}

/** What of the product it is; that it is of a collection is said above. */
const subjectOf = ({ subject }: ReviewRow): string => (subject.kind === "collection" ? "" : subjectText(subject));

/** Changes of one operation that are listed; an operation that replaces all variants can have hundreds. */
const TOGETHER_MAX = 60;

function Short({ row, currency }: { readonly row: ReviewRow; readonly currency: string | null }) {
  return (
    <span className={styles.short}>
      {row.before.kind !== "blank" && (
        <Was removed={row.sign === "removed"}>
          <Value cell={row.before} row={row} currency={currency} />
        </Was>
      )}{" "}
      <Will>
        <Value cell={row.after} row={row} currency={currency} />
      </Will>
    </span>
  );
}

type Way = "words" | "sides" | "looks";

interface BothSidesProps {
  readonly row: ReviewRow;
  readonly html: boolean;
  readonly origin: ReviewOrigin;
  readonly currency: string | null;
}

function BothSides({ row, html, origin, currency }: BothSidesProps) {
  const byWord = comparesByWord(row.before, row.after, row.field);
  const ways: Way[] = [...(byWord ? (["words"] as const) : []), "sides", ...(html ? (["looks"] as const) : [])];
  const [way, setWay] = useState<Way>(ways[0] ?? "sides");
  return (
    <div className={styles.sides}>
      {ways.length > 1 && (
        <Choice
          look="segments"
          label={words("review_view")}
          labelHidden
          value={way}
          options={ways.map((id) => ({ id, label: words(`review_view_${id}`) }))}
          onChange={setWay}
        />
      )}
      {way === "words" ? (
        <ByWord before={plainText(row.before)} after={plainText(row.after)} />
      ) : (
        <>
          <Side label={sideLabel(origin, "before")}>
            <Whole cell={row.before} way={way} row={row} currency={currency} />
          </Side>
          <Side label={sideLabel(origin, "after")} will>
            <Whole cell={row.after} way={way} row={row} currency={currency} />
          </Side>
          {way === "looks" && <p className={styles.quiet}>{words("review_looks_note")}</p>}
        </>
      )}
      {row.field === "handle" && <p className={styles.quiet}>{words("review_handle_note")}</p>}
    </div>
  );
}

function sideLabel(origin: ReviewOrigin, side: "before" | "after"): string {
  if (origin.kind === "store") return words(side === "before" ? "review_before" : "review_after");
  return side === "before"
    ? words("review_before_files", { shelf: origin.shelf_name })
    : words("review_after_files", { sheet: origin.sheet_name });
}

function Side(props: { readonly label: string; readonly will?: boolean; readonly children: React.ReactNode }) {
  return (
    <figure className={`${styles.side} ${props.will === true ? styles.will : ""}`}>
      <figcaption>{props.label}</figcaption>
      {props.children}
    </figure>
  );
}

interface WholeProps {
  readonly cell: Cell;
  readonly way: Way;
  readonly row: ReviewRow;
  readonly currency: string | null;
}

function Whole({ cell, way, row, currency }: WholeProps) {
  if (way === "looks" && cell.kind === "text") return <Looks html={cell.text} />;
  if (cell.kind === "blank") return <p className={styles.blank}>{words("review_blank")}</p>;
  return (
    <p className={styles.text} dir="auto">
      <Value cell={cell} row={row} currency={currency} />
    </p>
  );
}

function ByWord({ before, after }: { readonly before: string; readonly after: string }) {
  const parts = useMemo(() => wordDiff(before, after), [before, after]);
  if (parts === null) return <p className={styles.quiet}>{words("review_words_long")}</p>;
  return (
    <>
      {onlyBlanksDiffer(parts) && <p className={styles.quiet}>{words("review_words_same")}</p>}
      <p className={styles.text} dir="auto">
        <Parts parts={parts} />
      </p>
    </>
  );
}
