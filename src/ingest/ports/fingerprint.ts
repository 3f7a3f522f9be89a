/** The fingerprint of several contents, one after the other. Where one ends and the next begins counts. */
export type Fingerprint = {
  /** Adds a piece of the present content. How a content is cut into pieces does not count. */
  add: (piece: Uint8Array) => void;
  endContent: () => void;
  value: () => string;
};
