// Recorded answers: a plan under review.
import type { Shell } from "../shell";

export const review: Partial<Shell> = {};
