import type { RunProgress, Steer } from "../bindings/api";
import { NumberField, Select } from "../parts";
import { words } from "../words/words";
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
  return (
    <NumberField
      label={words("activity_connections_more", { max: CONNECTIONS_MAX })}
      hint={words("activity_connections_hint")}
      min={1}
      max={CONNECTIONS_MAX}
      value={chosen}
      placeholder={words("activity_connections_auto")}
      onChange={(workers) => {
        if (workers === null || (workers >= 1 && workers <= CONNECTIONS_MAX)) onSteer({ kind: "connections", workers });
      }}
    />
  );
}
