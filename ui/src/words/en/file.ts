// Opening a file and matching its columns.
export const file = {} as const;
