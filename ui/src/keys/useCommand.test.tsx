import { act } from "react";
import { expect, test, vi } from "vitest";

import { draw, press } from "../parts/testing";
import { useCommand, useKeyboard } from "./useCommand";

function Keyed({ run, when = true }: { readonly run: () => void; readonly when?: boolean }) {
  useKeyboard();
  useCommand({ id: "search", word: "frame_search", scope: "home", keys: ["/", "Mod+F"], when, run });
  return (
    <>
      <input aria-label="text" />
      <button type="button">beside</button>
      <div role="dialog">
        <button type="button">within</button>
      </div>
    </>
  );
}

const focus = (selector: string) => act(async () => document.querySelector<HTMLElement>(selector)?.focus());

test("keys work wherever the focus is", async () => {
  const run = vi.fn<() => void>();
  await draw(<Keyed run={run} />);
  await press("/");
  await focus("button");
  await press("/");
  expect(run).toHaveBeenCalledTimes(2);
});

test("while somebody types only those with a modifier do", async () => {
  const run = vi.fn<() => void>();
  await draw(<Keyed run={run} />);
  await focus("input");
  expect(await press("/")).toBe(false);
  expect(run).not.toHaveBeenCalled();
  expect(await press("f", { ctrl: true })).toBe(true);
  expect(run).toHaveBeenCalledOnce();
});

test("keys with a modifier are heard before a button takes them for its own", async () => {
  const run = vi.fn<() => void>();
  const own = vi.fn<() => void>();
  await draw(<Keyed run={run} />);
  document.querySelector("button")?.addEventListener("keydown", own);
  await focus("button");
  await press("f", { ctrl: true });
  expect(run).toHaveBeenCalledOnce();
  expect(own).not.toHaveBeenCalled();
});

test("a dialog keeps the page's keys to itself", async () => {
  const run = vi.fn<() => void>();
  await draw(<Keyed run={run} />);
  await focus("[role=dialog] button");
  await press("f", { ctrl: true });
  expect(run).not.toHaveBeenCalled();
});

test("the newest drawing is run, and nothing after it went", async () => {
  const first = vi.fn<() => void>();
  const second = vi.fn<() => void>();
  const { draw: again } = await draw(<Keyed run={first} />);
  await again(<Keyed run={second} />);
  await press("/");
  expect(first).not.toHaveBeenCalled();
  expect(second).toHaveBeenCalledOnce();
  await again(<Keyed run={second} when={false} />);
  await press("/");
  await again(null);
  await press("/");
  expect(second).toHaveBeenCalledOnce();
});
