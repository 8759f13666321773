import { act, useState } from "react";
import { expect, test, vi } from "vitest";

import { Button } from "./Button";
import { Confirm, Dialog } from "./Dialog";
import { byRole, click, draw, press, pressAll, type } from "./testing";

function Opening() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Open</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="About" actions={<Button onPress={() => setOpen(false)}>Done</Button>}>
        <Button>First</Button>
      </Dialog>
    </>
  );
}

const dialog = () => document.querySelector("[role=dialog],[role=alertdialog]");
const inside = () => dialog()?.contains(document.activeElement) === true;

test("the keyboard stays within, and comes back to where it was", async () => {
  await draw(<Opening />);
  const opener = byRole("button", "Open");
  await act(async () => opener.focus());
  await click(opener);
  expect(dialog()?.getAttribute("aria-labelledby")).not.toBeNull();
  expect(inside()).toBe(true);
  const seen: (string | null | undefined)[] = [];
  // The cross, First, Done, and round again.
  document.addEventListener("focusin", () => seen.push(inside() ? document.activeElement?.textContent : "outside"));
  await pressAll(["Tab", "Tab", "Tab", "Tab"]);
  expect(seen).toEqual(["", "First", "Done", ""]);
  await press("Escape");
  expect(dialog()).toBeNull();
  // Back a frame later, when the rest of the page can be reached again.
  await vi.waitFor(() => expect(document.activeElement).toBe(opener));
});

const asked = { title: "Delete 12 products?", act: "Delete 12 products" } as const;

test("a dangerous act begins on Cancel, another on the act", async () => {
  const { draw: again } = await draw(<Confirm open danger {...asked} onAct={() => undefined} onCancel={() => undefined} />);
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Cancel"));
  await again(null);
  await again(<Confirm open {...asked} onAct={() => undefined} onCancel={() => undefined} />);
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Delete 12 products"));
});

test("what cannot come back waits for the name to be typed", async () => {
  const onAct = vi.fn<() => void>();
  await draw(<Confirm open danger {...asked} typed="ada" onAct={onAct} onCancel={() => undefined} />);
  await click(byRole("button", "Delete 12 products"));
  await type(document.querySelector("input"), "adam");
  await click(byRole("button", "Delete 12 products"));
  expect(onAct).not.toHaveBeenCalled();
  await type(document.querySelector("input"), "ada");
  await click(byRole("button", "Delete 12 products"));
  expect(onAct).toHaveBeenCalledOnce();
});

test("Escape cancels and does not act", async () => {
  const onAct = vi.fn<() => void>();
  const onCancel = vi.fn<() => void>();
  await draw(<Confirm open danger {...asked} onAct={onAct} onCancel={onCancel} />);
  await press("Escape");
  expect(onCancel).toHaveBeenCalledOnce();
  expect(onAct).not.toHaveBeenCalled();
});
