import { styleText } from 'node:util';

/** Colours or emphasises text, or returns it unchanged. */
export type Style = (format: Format, text: string) => string;

type Format = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

/** Text without colours. */
export function plain(_format: Format, text: string): string {
  return text;
}

function coloured(format: Format, text: string): string {
  return styleText(format, text, { validateStream: false });
}

/** Colours on a terminal, unless the variable `NO_COLOR` is set and not empty (no-color.org). */
export function chooseStyle(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  return isTerminal && !environment['NO_COLOR'] ? coloured : plain;
}
