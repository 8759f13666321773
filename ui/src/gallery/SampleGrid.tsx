import { useMemo, useState } from "react";

import { Grid, type GridColumn } from "../parts";
import { mark } from "../parts/grid/drawn";
import { boxMark, changeMark, signMark, signWord } from "../parts/grid/marks";
import styles from "./Gallery.module.css";
import { SAMPLE_ROWS, sampleRow, type SampleRow } from "./samples";

export function SampleGrid() {
  const [out, setOut] = useState<ReadonlySet<number>>(new Set());
  const [selected, setSelected] = useState<number | null>(null);
  const [opened, setOpened] = useState("");
  const columns = useMemo(() => columnsWith(out), [out]);
  return (
    <>
      <div className={styles.grid}>
        <Grid
          label="Sample changes"
          rowCount={SAMPLE_ROWS}
          columns={columns}
          fetch={read}
          selected={selected}
          onSelect={setSelected}
          onOpen={(row) => setOpened(row.product)}
          onToggle={({ index }) => setOut(toggled(out, index))}
          groupOf={groupOf}
          toneOf={toneOf}
        />
      </div>
      <p className={styles.line}>
        {SAMPLE_ROWS.toLocaleString("en")} rows, {out.size} left out. {opened}
      </p>
    </>
  );
}

const read = (offset: number, limit: number) =>
  Promise.resolve(Array.from({ length: limit }, (_, at) => sampleRow(offset + at)));

const groupOf = ({ product }: SampleRow) => ({ key: product, label: product });
const toneOf = ({ held }: SampleRow) => (held ? ("held" as const) : null);

function toggled(before: ReadonlySet<number>, index: number): ReadonlySet<number> {
  const after = new Set(before);
  if (!after.delete(index)) after.add(index);
  return after;
}

const columnsWith = (out: ReadonlySet<number>): readonly GridColumn<SampleRow>[] => [
  {
    key: "sign",
    label: "Kind",
    labelHidden: true,
    width: 32,
    align: "center",
    heard: ({ sign, held }) => signWord(held ? "held" : sign),
    draw: ({ sign, held }) => signMark(held ? "held" : sign, null),
  },
  {
    key: "in",
    label: "Included",
    labelHidden: true,
    width: 32,
    align: "center",
    toggles: true,
    draw: ({ index }) => boxMark(!out.has(index)),
  },
  { key: "sku", label: "SKU", width: 130, draw: ({ sku }) => mark("span", styles.sku, sku) },
  { key: "product", label: "Product", width: { share: 2, min: 180 }, draw: ({ product }) => product },
  { key: "field", label: "Field", width: 96, draw: ({ field }) => field },
  {
    key: "change",
    label: "Change",
    width: { share: 1, min: 190 },
    align: "end",
    draw: ({ before, after }) => changeMark(before, after),
  },
  { key: "percent", label: "By", width: 76, align: "end", draw: ({ percent }) => percent },
];
