import { useMemo, useState } from "react";

import { Box, Change, Grid, Sign, type GridColumn } from "../parts";
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
    render: ({ sign, held }) => <Sign of={held ? "held" : sign} short />,
  },
  {
    key: "in",
    label: "Included",
    labelHidden: true,
    width: 32,
    align: "center",
    toggles: true,
    render: ({ index }) => <Box checked={!out.has(index)} />,
  },
  { key: "sku", label: "SKU", width: 130, render: ({ sku }) => <span className={styles.sku}>{sku}</span> },
  { key: "product", label: "Product", width: { share: 2, min: 180 }, render: ({ product }) => product },
  { key: "field", label: "Field", width: 96, render: ({ field }) => field },
  {
    key: "change",
    label: "Change",
    width: { share: 1, min: 190 },
    align: "end",
    render: ({ before, after }) => <Change before={before} after={after} />,
  },
  { key: "percent", label: "By", width: 76, align: "end", render: ({ percent }) => percent },
];
