import { randomBytes, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const scrypt = promisify(scryptCallback) as (
  password: string,
  salt: Buffer,
  length: number,
) => Promise<Buffer>;

const KEY_LENGTH = 32;

const TOO_COMMON = new Set([
  'password',
  'password1',
  'passw0rd',
  '1234567890',
  'qwertyuiop',
  'letmein123',
  'community1',
]);

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await scrypt(password.normalize('NFKC'), salt, KEY_LENGTH);
  return `scrypt$${salt.toString('hex')}$${key.toString('hex')}`;
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, salt, key] = stored.split('$');
  if (scheme !== 'scrypt' || !salt || !key) return false;
  const expected = Buffer.from(key, 'hex');
  const actual = await scrypt(password.normalize('NFKC'), Buffer.from(salt, 'hex'), KEY_LENGTH);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** Returns what is wrong with the password, or null. */
export function passwordProblem(password: string, email: string): string | null {
  if (password.length < 10) return 'must have at least 10 characters';
  if (password.length > 200) return 'must have at most 200 characters';
  if (TOO_COMMON.has(password.toLowerCase())) return 'is one of the most common passwords';
  const name = email.split('@')[0].toLowerCase();
  if (name.length >= 4 && password.toLowerCase().includes(name)) {
    return 'must not contain the email address';
  }
  if (new Set(password).size < 5) return 'must not repeat the same few characters';
  return null;
}
