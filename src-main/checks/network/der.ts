/** One element of DER, the binary form of certificates and key stores: its tag, and what is in it. */
export type Der = { readonly tag: number; readonly value: Buffer };

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const OBJECT_ID = 0x06;
export const OCTETS = 0x04;
/** `[0]`, as an explicit wrapping. */
export const WRAPPED_0 = 0xa0;

/** The elements that follow one another in `bytes`. Null where that is no DER: cut off, or of a length not said in front. */
export const readAll = (bytes: Buffer): readonly Der[] | null => {
  const found: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at];
    const first = bytes[at + 1];
    // Tags of several bytes and lengths of more than four do not occur in what is read here.
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
    const more = first < 0x80 ? 0 : first - 0x80;
    if (first === 0x80 || more > 4 || at + 2 + more > bytes.length) return null;
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const start = at + 2 + more;
    if (start + length > bytes.length) return null;
    found.push({ tag, value: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
};

/** What is in an element of that tag; null where it is another one, or not made of elements. */
export const inside = (element: Der | undefined, tag: number): readonly Der[] | null =>
  element?.tag === tag ? readAll(element.value) : null;

/** True where the element is that object identifier, given as the hexadecimal of its content. */
export const isObjectId = (element: Der | undefined, hex: string): boolean =>
  element?.tag === OBJECT_ID && element.value.toString('hex') === hex;
