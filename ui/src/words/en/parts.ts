// What the parts say of themselves.
export const parts = {} as const;
