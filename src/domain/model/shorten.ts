/**
 * Shortens a text to fit into a sentence, without cutting a surrogate pair in half.
 *
 * @param longest in UTF-16 units, without the ellipsis
 */
export function shorten(text: string, longest = 60): string {
  if (text.length <= longest) return text;
  const end = /[\uD800-\uDBFF]/.test(text[longest - 1] ?? '') ? longest - 1 : longest;
  return `${text.slice(0, end)}…`;
}
