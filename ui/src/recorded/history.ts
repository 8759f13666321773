// Recorded answers: past runs.
import type { Shell } from "../shell";

export const history: Partial<Shell> = {};
