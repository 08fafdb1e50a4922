export const shortestPassword = 10;

/** Without the letters and digits that look like others. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A password of 20 signs that can be read out: about 115 bits. */
export function makePassword(length = 20): string {
  let made = '';
  while (made.length < length) {
    // Bytes past the largest multiple would make some signs likelier.
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 256 - (256 % letters.length) && made.length < length) made += letters[byte % letters.length];
    }
  }
  return made;
}
