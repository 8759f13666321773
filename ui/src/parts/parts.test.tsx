import { expect, test, vi } from "vitest";

import { Banner } from "./Banner";
import { Button } from "./Button";
import { Chip } from "./Chip";
import { Checkbox } from "./Checkbox";
import { Choice } from "./Choice";
import { Field, NumberField } from "./Field";
import { Menu } from "./Menu";
import { Meter } from "./Meter";
import { Switch } from "./Switch";
import { Tabs } from "./Tabs";
import { byRole, click, draw, focus, press, type } from "./testing";

const nothing = () => undefined;

test("a busy button says why and does nothing", async () => {
  const onPress = vi.fn<() => void>();
  const { place, draw: again } = await draw(<Button onPress={onPress}>Apply</Button>);
  await click(byRole("button", "Apply"));
  await again(
    <Button onPress={onPress} busy="Writing the backup …">
      Apply
    </Button>,
  );
  expect(place.textContent).toContain("Writing the backup …");
  await click(place.querySelector("button"));
  expect(onPress).toHaveBeenCalledOnce();
});

test("a field is told by its label, its hint and what is wrong with it", async () => {
  const { place } = await draw(<Field label="Shop" value="a b" onChange={nothing} hint="As in the admin." error="No spaces." />);
  const input = place.querySelector("input");
  expect(place.querySelector("label")?.htmlFor).toBe(input?.id);
  const described = input?.getAttribute("aria-describedby")?.split(" ").map((id) => document.getElementById(id)?.textContent);
  expect(described).toEqual(["As in the admin.", "! No spaces."]);
  expect(input?.getAttribute("aria-invalid")).toBe("true");
});

test("a secret is hidden until it is asked for", async () => {
  const { place } = await draw(<Field label="Key" kind="secret" value="shpat_1" onChange={nothing} />);
  expect(place.querySelector("input")?.type).toBe("password");
  await click(byRole("button", "Show"));
  expect(place.querySelector("input")?.type).toBe("text");
  await click(byRole("button", "Hide"));
  expect(place.querySelector("input")?.type).toBe("password");
});

test("a search is emptied by Escape or the cross", async () => {
  const onChange = vi.fn<(text: string) => void>();
  const { place } = await draw(<Field label="Search" kind="search" value="bowl" onChange={onChange} />);
  await focus(place.querySelector("input"));
  await press("Escape");
  await click(byRole("button", "Clear"));
  expect(onChange.mock.calls).toEqual([[""], [""]]);
});

test.each([
  ["ArrowUp", 8, 9],
  ["ArrowDown", 8, 7],
  ["ArrowUp", 32, 32],
  ["ArrowDown", 1, 1],
  ["ArrowUp", null, 1],
] as const)("a number moves by %s from %s", async (key, from, to) => {
  const onChange = vi.fn<(value: number | null) => void>();
  const { place } = await draw(<NumberField label="Connections" value={from} min={1} max={32} onChange={onChange} />);
  await focus(place.querySelector("input"));
  await press(key);
  expect(onChange).toHaveBeenCalledExactlyOnceWith(to);
});

test("a number takes digits only, and nothing for nothing", async () => {
  const onChange = vi.fn<(value: number | null) => void>();
  const { place } = await draw(<NumberField label="Connections" value={8} onChange={onChange} />);
  await type(place.querySelector("input"), "1x2");
  await type(place.querySelector("input"), "x");
  expect(onChange.mock.calls).toEqual([[12], [null]]);
});

test("a choice is moved by arrows and skips what is not offered", async () => {
  const onChange = vi.fn<(id: string) => void>();
  await draw(
    <Choice
      label="Missing"
      value="leave"
      onChange={onChange}
      options={[
        { id: "leave", label: "Leave" },
        { id: "draft", label: "Draft", disabled: true },
        { id: "archive", label: "Archive" },
      ]}
    />,
  );
  expect(byRole("radiogroup", "Missing")).toBeTruthy();
  await focus(document.querySelector("input[value=leave]"));
  await press("ArrowDown");
  expect(onChange).toHaveBeenCalledExactlyOnceWith("archive");
});

test("switch, checkbox and chip tell their state", async () => {
  await draw(
    <>
      <Switch label="Writing" on onChange={nothing} />
      <Checkbox label="All" checked="mixed" onChange={nothing} />
      <Chip label="Price" count={1284} pressed onChange={nothing} />
    </>,
  );
  expect(document.querySelector<HTMLInputElement>("[role=switch]")?.checked).toBe(true);
  expect(document.querySelector<HTMLInputElement>("input[type=checkbox]:not([role])")?.indeterminate).toBe(true);
  expect(byRole("button", "Price1,284").getAttribute("aria-pressed")).toBe("true");
});

test("a meter that does not know the whole gives no share", async () => {
  const { place, draw: again } = await draw(<Meter label="Applying" value={321} max={1284} figure="321 of 1,284" />);
  const bar = () => place.querySelector("[role=progressbar]");
  expect(bar()?.getAttribute("aria-valuenow")).toBe("321");
  expect(bar()?.getAttribute("aria-valuetext")).toBe("321 of 1,284");
  await again(<Meter label="Reading" value={null} reason="Not yet known." />);
  expect(bar()?.getAttribute("aria-valuenow")).toBeNull();
});

test("only what came up by itself is read aloud", async () => {
  const { place, draw: again } = await draw(<Banner tone="stop" title="Refused." />);
  expect(place.querySelector("[role=alert]")).toBeNull();
  expect(place.textContent).toContain("Problem:");
  await again(<Banner tone="stop" live title="Refused." />);
  expect(place.querySelector("[role=alert]")).not.toBeNull();
});

test("a menu opens, moves and acts by keyboard", async () => {
  const onPress = vi.fn<() => void>();
  await draw(
    <Menu
      label="More"
      entries={[
        { id: "no", label: "Not now", disabled: true, onPress: nothing },
        { id: "save", label: "Save", onPress: nothing },
        { id: "away", label: "Discard", danger: true, ruled: true, onPress },
      ]}
    />,
  );
  await focus(byRole("button", "More"));
  await press("ArrowDown");
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Save"));
  await press("ArrowDown");
  await press("Enter");
  expect(onPress).toHaveBeenCalledOnce();
  expect(document.querySelector("[role=menu]")).toBeNull();
});

test("tabs are moved by arrows", async () => {
  const onChange = vi.fn<(id: string) => void>();
  await draw(
    <Tabs
      label="Details"
      value="one"
      onChange={onChange}
      tabs={[
        { id: "one", label: "One", content: "first" },
        { id: "two", label: "Two", content: "second" },
      ]}
    />,
  );
  await focus(byRole("tab", "One"));
  await press("ArrowRight");
  expect(onChange).toHaveBeenCalledWith("two");
});
