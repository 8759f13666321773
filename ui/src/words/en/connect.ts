// Connecting a store.
export const connect = {} as const;
