// Recorded answers: jobs under way.
import type { Shell } from "../shell";

export const activity: Partial<Shell> = {};
