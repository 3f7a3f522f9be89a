import { styleText } from 'node:util';

/** Colours or emphasises text, or leaves it as it is. */
export type Style = (format: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', text: string) => string;

export const plain: Style = (_format, text) => text;

const coloured: Style = (format, text) => styleText(format, text, { validateStream: false });

/** Colours for a terminal, unless the `NO_COLOR` variable is set to anything but nothing (no-color.org). */
export const chooseStyle = (
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Style => (isTerminal && !environment['NO_COLOR'] ? coloured : plain);
