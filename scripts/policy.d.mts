export const contentSecurityPolicy: string;
export const isolation: Record<string, string>;
export const headers: Record<string, string>;
