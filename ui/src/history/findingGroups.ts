// The findings of a run by their cause, the grave ones first, as the review shows those of a sheet.
import type { Finding, FindingGroup, Severity } from "../bindings/api";
import type { Shell } from "../shell";

/** Read at once to learn which causes there are. */
const READ_MAX = 500;

const order: readonly Severity[] = ["refused", "warning", "note"];

export async function readFindingGroups(shell: Shell, run: number): Promise<FindingGroup[]> {
  const page = await shell.runFindings(run, null, 0, READ_MAX);
  const groups = grouped(page.findings);
  if (page.total <= page.findings.length) return groups;
  // Not all of them came: each cause is counted by the history itself.
  return Promise.all(
    groups.map(async (group) => {
      const { total } = await shell.runFindings(run, group.code, 0, 1);
      return Object.assign({}, group, { count: total });
    }),
  );
}

export function grouped(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const { code, severity } = finding;
    const group = groups.get(code) ?? { code, severity, side: "sheet" as const, count: 0, first: finding };
    groups.set(code, { ...group, count: group.count + 1 });
  }
  return [...groups.values()].toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count,
  );
}
