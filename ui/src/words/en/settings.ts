// The place Settings.
export const settings = {} as const;
