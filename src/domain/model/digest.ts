/** A short, collision-resistant digest of a text, safe in URLs. The domain has no cryptography of its own. */
export type Digest = (text: string) => string;
