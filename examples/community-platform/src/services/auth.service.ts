import { Clock, DAY, MINUTE, addMs } from '../lib/clock';
import { AppError, ConflictError, ValidationError } from '../lib/errors';
import { createId } from '../lib/ids';
import { hashPassword, passwordProblem, verifyPassword } from '../lib/password';
import {
  AccessClaims,
  PlatformRole,
  createRefreshToken,
  hashToken,
  issueAccessToken,
  readAccessToken,
} from '../lib/tokens';
import { Database, Queryable } from '../db/client';

const MAX_FAILURES = 5;
const LOCK_MS = 15 * MINUTE;

export interface RegisterInput {
  email: string;
  handle: string;
  displayName: string;
  password: string;
}

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

interface UserCredentials {
  id: string;
  role: PlatformRole;
  password_hash: string;
  deactivated_at: Date | null;
}

interface SessionRow {
  id: string;
  user_id: string;
  expires_at: Date;
  revoked_at: Date | null;
  replaced_by: string | null;
}

export interface AuthOptions {
  secret: string;
  accessTtlSeconds: number;
  refreshTtlDays: number;
}

export class AuthService {
  private readonly failures = new Map<string, { count: number; lockedUntil: number }>();

  constructor(
    private readonly db: Database,
    private readonly options: AuthOptions,
    private readonly clock: Clock,
  ) {}

  async register(input: RegisterInput): Promise<{ userId: string }> {
    const email = normaliseEmail(input.email);
    const problem = passwordProblem(input.password, email);
    if (problem)
      throw new ValidationError('The password is not good enough', { password: problem });

    const existing = await this.db.one<{ email: string }>(
      'select email from users where email = $1 or handle = $2',
      [email, input.handle.toLowerCase()],
    );
    if (existing) {
      throw new ConflictError(
        existing.email === email ? 'This address is registered already' : 'This handle is taken',
      );
    }
    const id = createId('usr');
    const now = this.clock.now();
    await this.db.execute(
      `insert into users (id, email, handle, display_name, password_hash, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $6)`,
      [
        id,
        email,
        input.handle.toLowerCase(),
        input.displayName.trim(),
        await hashPassword(input.password),
        now,
      ],
    );
    return { userId: id };
  }

  async login(email: string, password: string, userAgent = ''): Promise<TokenPair> {
    const key = normaliseEmail(email);
    this.checkLock(key);
    const user = await this.db.one<UserCredentials>(
      'select id, role, password_hash, deactivated_at from users where email = $1',
      [key],
    );
    const matches = user !== undefined && (await verifyPassword(password, user.password_hash));
    if (!user || !matches || user.deactivated_at !== null) {
      this.recordFailure(key);
      throw new AppError('UNAUTHENTICATED', 'The address or the password is wrong');
    }
    this.failures.delete(key);
    return this.startSession(this.db, user.id, user.role, userAgent);
  }

  /** Each refresh token is good for one use. Seeing one again means that somebody copied it. */
  async refresh(refreshToken: string, userAgent = ''): Promise<TokenPair> {
    const now = this.clock.now();
    const session = await this.db.one<SessionRow>(
      'select id, user_id, expires_at, revoked_at, replaced_by from sessions where token_hash = $1',
      [hashToken(refreshToken)],
    );
    if (!session) throw new AppError('UNAUTHENTICATED', 'Please sign in again');
    if (session.replaced_by !== null) {
      await this.revokeAll(session.user_id);
      throw new AppError('UNAUTHENTICATED', 'Please sign in again', { reason: 'token reuse' });
    }
    if (session.revoked_at !== null || session.expires_at.getTime() <= now.getTime()) {
      throw new AppError('UNAUTHENTICATED', 'Please sign in again', { reason: 'session ended' });
    }
    const user = await this.db.one<{ role: PlatformRole }>(
      'select role from users where id = $1 and deactivated_at is null',
      [session.user_id],
    );
    if (!user) throw new AppError('UNAUTHENTICATED', 'This account is no longer active');

    return this.db.transaction(async (tx) => {
      const pair = await this.startSession(tx, session.user_id, user.role, userAgent);
      await tx.execute('update sessions set revoked_at = $2, replaced_by = $3 where id = $1', [
        session.id,
        now,
        hashToken(pair.refreshToken),
      ]);
      return pair;
    });
  }

  async logout(sessionId: string): Promise<void> {
    await this.db.execute(
      'update sessions set revoked_at = $2 where id = $1 and revoked_at is null',
      [sessionId, this.clock.now()],
    );
  }

  async revokeAll(userId: string): Promise<number> {
    return this.db.execute(
      'update sessions set revoked_at = $2 where user_id = $1 and revoked_at is null',
      [userId, this.clock.now()],
    );
  }

  verify(accessToken: string): AccessClaims {
    return readAccessToken(accessToken, this.options.secret, this.clock.now());
  }

  async changePassword(userId: string, current: string, next: string): Promise<void> {
    const user = await this.db.one<{ email: string; password_hash: string }>(
      'select email, password_hash from users where id = $1',
      [userId],
    );
    if (!user || !(await verifyPassword(current, user.password_hash))) {
      throw new ValidationError('The current password is wrong', { current: 'does not match' });
    }
    const problem = passwordProblem(next, user.email);
    if (problem) throw new ValidationError('The password is not good enough', { next: problem });
    if (current === next) {
      throw new ValidationError('Choose a different password', { next: 'is the same as before' });
    }
    await this.db.execute('update users set password_hash = $2, updated_at = $3 where id = $1', [
      userId,
      await hashPassword(next),
      this.clock.now(),
    ]);
    await this.revokeAll(userId);
  }

  private async startSession(
    db: Queryable,
    userId: string,
    role: PlatformRole,
    userAgent: string,
  ): Promise<TokenPair> {
    const now = this.clock.now();
    const sid = createId('ses');
    const refreshToken = createRefreshToken();
    await db.execute(
      `insert into sessions (id, user_id, token_hash, user_agent, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        sid,
        userId,
        hashToken(refreshToken),
        userAgent.slice(0, 200),
        now,
        addMs(now, this.options.refreshTtlDays * DAY),
      ],
    );
    const { secret, accessTtlSeconds } = this.options;
    return {
      accessToken: issueAccessToken({ sub: userId, role, sid }, secret, accessTtlSeconds, now),
      refreshToken,
      expiresIn: accessTtlSeconds,
    };
  }

  private checkLock(key: string): void {
    const entry = this.failures.get(key);
    if (!entry || entry.count < MAX_FAILURES) return;
    const left = entry.lockedUntil - this.clock.now().getTime();
    if (left <= 0) {
      this.failures.delete(key);
      return;
    }
    throw new AppError('RATE_LIMITED', 'Too many attempts', {
      retryAfterSeconds: Math.ceil(left / 1000),
    });
  }

  private recordFailure(key: string): void {
    const entry = this.failures.get(key) ?? { count: 0, lockedUntil: 0 };
    entry.count++;
    if (entry.count >= MAX_FAILURES) entry.lockedUntil = this.clock.now().getTime() + LOCK_MS;
    this.failures.set(key, entry);
  }
}

export function normaliseEmail(email: string): string {
  const trimmed = email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(trimmed)) {
    throw new ValidationError('This is not a mail address', { email: 'malformed' });
  }
  return trimmed;
}
