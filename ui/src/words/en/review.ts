// Reviewing changes before they are applied.
export const review = {} as const;
