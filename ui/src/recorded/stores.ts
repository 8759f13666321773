// Recorded answers: connecting, checking, copying a store.
import type { Shell } from "../shell";

export const stores: Partial<Shell> = {};
