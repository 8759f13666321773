import { useState } from "react";

import type { RunProgress, Steer } from "../bindings/api";
import { Button, NumberField, Select } from "../parts";
import { words } from "../words/words";
import styles from "./Connections.module.css";
import { chosenOf, CONNECTIONS_MAX, connectionOptions, optionOf } from "./connectionChoice";

export interface ConnectionsProps {
  readonly run: RunProgress;
  /** What the owner asked for; `null` is Auto. */
  readonly chosen: number | null;
  readonly onSteer: (steer: Steer) => void;
}

/** How many calls may be under way at once; it holds from the next call on. */
export function Connections({ run, chosen, onSteer }: ConnectionsProps) {
  return (
    <Select
      label={words("activity_connections")}
      options={connectionOptions(chosen)}
      value={optionOf(chosen)}
      onChange={(option) => onSteer({ kind: "connections", workers: chosenOf(option) })}
      hint={words("activity_connections_now", { count: run.workers })}
    />
  );
}

/** Any number, for those who know their store. */
export function MoreConnections({ chosen, onSteer }: Omit<ConnectionsProps, "run">) {
  const [typed, setTyped] = useState(chosen);
  return (
    <div className={styles.more}>
      <NumberField
        label={words("activity_connections_more")}
        min={1}
        max={CONNECTIONS_MAX}
        value={typed}
        placeholder={words("activity_connections_auto")}
        onChange={setTyped}
      />
      <Button
        disabled={typed === chosen || (typed ?? 1) > CONNECTIONS_MAX || (typed ?? 1) < 1}
        onPress={() => onSteer({ kind: "connections", workers: typed })}
      >
        {words("activity_connections_set")}
      </Button>
      <p className={styles.hint}>{words("activity_connections_hint", { max: CONNECTIONS_MAX })}</p>
    </div>
  );
}
