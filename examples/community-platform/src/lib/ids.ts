import { randomBytes, randomInt } from 'node:crypto';

const ID_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
// no 0/O, 1/I/L: people read these out on the phone
const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

export function createId(prefix: string): string {
  const bytes = randomBytes(15);
  let out = '';
  for (const byte of bytes) {
    out += ID_ALPHABET[byte % ID_ALPHABET.length];
  }
  return `${prefix}_${out}`;
}

export function inviteCode(groups = 2, size = 4): string {
  const parts: string[] = [];
  for (let g = 0; g < groups; g++) {
    let part = '';
    for (let i = 0; i < size; i++) {
      part += CODE_ALPHABET[randomInt(CODE_ALPHABET.length)];
    }
    parts.push(part);
  }
  return parts.join('-');
}

export function normaliseInviteCode(input: string): string {
  const compact = input
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/0/g, 'O')
    .replace(/[1L]/g, 'I');
  return compact.replace(/(.{4})(?=.)/g, '$1-');
}

export function slugify(input: string, maxLength = 48): string {
  const slug = input
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug.slice(0, maxLength).replace(/-+$/, '');
}
