import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from './errors';

export type PlatformRole = 'member' | 'moderator' | 'admin';

export interface AccessClaims {
  sub: string;
  role: PlatformRole;
  sid: string;
  iat: number;
  exp: number;
}

const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');
const LEEWAY_SECONDS = 5;

function sign(data: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(data).digest();
}

export function issueAccessToken(
  claims: Omit<AccessClaims, 'iat' | 'exp'>,
  secret: string,
  ttlSeconds: number,
  now: Date,
): string {
  const iat = Math.floor(now.getTime() / 1000);
  const payload: AccessClaims = { ...claims, iat, exp: iat + ttlSeconds };
  const body = `${HEADER}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return `${body}.${sign(body, secret).toString('base64url')}`;
}

export function readAccessToken(token: string, secret: string, now: Date): AccessClaims {
  const parts = token.split('.');
  if (parts.length !== 3) throw unauthenticated('malformed token');
  const [header, payload, signature] = parts;
  if (header !== HEADER) throw unauthenticated('unsupported token');
  const expected = sign(`${header}.${payload}`, secret);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw unauthenticated('bad signature');
  }
  let claims: AccessClaims;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as AccessClaims;
  } catch {
    throw unauthenticated('malformed token');
  }
  if (claims.exp + LEEWAY_SECONDS < now.getTime() / 1000) throw unauthenticated('token expired');
  return claims;
}

export function bearerToken(header: string | undefined): string | null {
  if (!header) return null;
  const match = /^Bearer\s+(\S+)$/i.exec(header.trim());
  return match ? match[1] : null;
}

export function createRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function unauthenticated(reason: string): AppError {
  return new AppError('UNAUTHENTICATED', 'Please sign in again', { reason });
}
