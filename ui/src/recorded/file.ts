// Recorded answers: sheets and their findings.
import type { Shell } from "../shell";

export const file: Partial<Shell> = {};
