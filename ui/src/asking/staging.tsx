// What the tests of these pages share: a page on a recorded shell, in a window whose knowledge can be changed.
import type { ComponentType } from "react";

import type { Job, Overview } from "../bindings/api";
import { draw } from "../parts/testing";
import { afterTwoRuns, recordedWith } from "../recorded";
import type { Shell, ShellEvents } from "../shell";
import type { PlaceProps, Snapshot } from "../state";

export interface Stage {
  readonly change: (part: Partial<Snapshot>) => Promise<void>;
  /** The shell tells something of its own accord. */
  readonly tell: <Name extends keyof ShellEvents>(name: Name, payload: ShellEvents[Name]) => void;
}

export interface Staging {
  readonly shell?: Partial<Shell>;
  readonly overview?: Overview;
  readonly jobs?: readonly Job[];
  readonly store?: string;
}

export async function stage(PageOf: ComponentType<PlaceProps>, staging: Staging = {}): Promise<Stage> {
  const handlers = new Map<string, Set<(payload: never) => void>>();
  const shell = recordedWith({
    on(name, handler) {
      const listening = handlers.get(name) ?? new Set();
      handlers.set(name, listening.add(handler));
      return () => listening.delete(handler);
    },
    ...staging.shell,
  });
  let snapshot: Snapshot = {
    overview: staging.overview ?? afterTwoRuns,
    jobs: staging.jobs ?? [],
    settings: { ...(await shell.settings()), store: staging.store ?? "demo" },
  };
  const drawn = await draw(<PageOf shell={shell} snapshot={snapshot} />);
  return {
    change(part) {
      snapshot = { ...snapshot, ...part };
      return drawn.draw(<PageOf shell={shell} snapshot={snapshot} />);
    },
    tell(name, payload) {
      for (const handler of handlers.get(name) ?? []) handler(payload as never);
    },
  };
}

/** A job as it begins. */
export function jobOf(more: Partial<Job> = {}): Job {
  return {
    id: 1,
    kind: "plan",
    store: "demo",
    source: "supplier.csv",
    started_at_ms: 0,
    step: { at: "starting" },
    warnings: [],
    outcome: null,
    ...more,
  };
}

export const text = () => document.body.textContent ?? "";

export const texts = (selector: string) =>
  [...document.querySelectorAll(selector)].map((element) => (element.textContent ?? "").trim());

/** A promise that the test itself keeps. */
export function later<Value>(): { readonly promise: Promise<Value>; readonly keep: (value: Value) => void } {
  const resolvers: ((value: Value) => void)[] = [];
  const promise = new Promise<Value>((resolve) => {
    resolvers.push(resolve);
  });
  return { promise, keep: (value) => resolvers[0]?.(value) };
}
