// The current run, Shopify bulk jobs, real time and performance.
export const activity = {} as const;
