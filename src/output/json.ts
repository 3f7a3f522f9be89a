/** JSON for people and programs: two spaces, a newline at the end. */
export const renderJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
