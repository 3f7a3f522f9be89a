/** Text of any length at one that fits a sentence; in characters, of which none is cut in half. */
export function shorten(text: string, longest = 60): string {
  if (text.length <= longest) return text;
  const end = /[\uD800-\uDBFF]/.test(text[longest - 1] ?? '') ? longest - 1 : longest;
  return `${text.slice(0, end)}…`;
}
