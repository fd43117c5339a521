import { Clock, DAY } from '../lib/clock';
import { ConflictError, NotFoundError, ValidationError } from '../lib/errors';
import { clampLimit } from '../lib/pagination';
import { PlatformRole } from '../lib/tokens';
import { Database } from '../db/client';

const RESERVED = new Set(['admin', 'root', 'support', 'system', 'me', 'settings', 'api', 'null']);
const HANDLE = /^[a-z][a-z0-9_]{2,23}$/;

export interface UserRow {
  id: string;
  email: string;
  handle: string;
  display_name: string;
  role: PlatformRole;
  bio: string;
  time_zone: string;
  created_at: Date;
  updated_at: Date;
  deactivated_at: Date | null;
}

export interface UserProfile {
  id: string;
  handle: string;
  displayName: string;
  bio: string;
  initials: string;
  memberSince: string;
  isNew: boolean;
}

export interface OwnProfile extends UserProfile {
  email: string;
  role: PlatformRole;
  timeZone: string;
}

export interface ProfileChanges {
  handle?: string;
  displayName?: string;
  bio?: string;
  timeZone?: string;
}

const COLUMNS =
  'id, email, handle, display_name, role, bio, time_zone, created_at, updated_at, deactivated_at';

export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async getProfile(idOrHandle: string): Promise<UserProfile> {
    return this.toProfile(await this.find(idOrHandle));
  }

  async getOwn(userId: string): Promise<OwnProfile> {
    const row = await this.find(userId);
    return {
      ...this.toProfile(row),
      email: row.email,
      role: row.role,
      timeZone: row.time_zone,
    };
  }

  /** In the order of the ids; null where there is nobody. */
  async getMany(ids: readonly string[]): Promise<(UserProfile | null)[]> {
    if (ids.length === 0) return [];
    const rows = await this.db.query<UserRow>(
      `select ${COLUMNS} from users where id = any($1) and deactivated_at is null`,
      [ids],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const row = byId.get(id);
      return row ? this.toProfile(row) : null;
    });
  }

  async updateProfile(userId: string, changes: ProfileChanges): Promise<OwnProfile> {
    const row = await this.find(userId);
    const fields = validateProfile(changes);
    if (Object.keys(fields).length > 0) {
      throw new ValidationError('The profile has mistakes', fields);
    }
    const handle = changes.handle?.toLowerCase() ?? row.handle;
    if (handle !== row.handle) {
      const taken = await this.db.one('select id from users where handle = $1', [handle]);
      if (taken) throw new ConflictError('This handle is taken', { handle });
    }
    await this.db.execute(
      `update users
          set handle = $2, display_name = $3, bio = $4, time_zone = $5, updated_at = $6
        where id = $1`,
      [
        userId,
        handle,
        changes.displayName?.trim() ?? row.display_name,
        changes.bio ?? row.bio,
        changes.timeZone ?? row.time_zone,
        this.clock.now(),
      ],
    );
    return this.getOwn(userId);
  }

  async search(text: string, limit?: number): Promise<UserProfile[]> {
    const term = text.trim().toLowerCase();
    if (term.length < 2) return [];
    const rows = await this.db.query<UserRow>(
      `select ${COLUMNS} from users
        where deactivated_at is null
          and (handle like $1 or lower(display_name) like $2)
        order by (handle = $3) desc, handle
        limit $4`,
      [`${escapeLike(term)}%`, `%${escapeLike(term)}%`, term, clampLimit(limit)],
    );
    return rows.map((row) => this.toProfile(row));
  }

  /** What other people wrote about keeps a name; what says who it was goes. */
  async deactivate(userId: string): Promise<void> {
    await this.find(userId);
    const owned = await this.db.one<{ count: number }>(
      `select count(*)::int as count from communities
        where owner_id = $1 and archived_at is null`,
      [userId],
    );
    if (owned && owned.count > 0) {
      throw new ConflictError('Hand over your communities first', { communities: owned.count });
    }
    const now = this.clock.now();
    await this.db.transaction(async (tx) => {
      await tx.execute(
        `update users
            set email = id || '@deleted.invalid', handle = 'gone_' || right(id, 12),
                display_name = 'Former member', bio = '', password_hash = '',
                deactivated_at = $2, updated_at = $2
          where id = $1`,
        [userId, now],
      );
      await tx.execute('update sessions set revoked_at = $2 where user_id = $1', [userId, now]);
      await tx.execute('delete from memberships where user_id = $1', [userId]);
    });
  }

  private async find(idOrHandle: string): Promise<UserRow> {
    const row = await this.db.one<UserRow>(
      `select ${COLUMNS} from users where (id = $1 or handle = $1) and deactivated_at is null`,
      [idOrHandle],
    );
    if (!row) throw new NotFoundError('user', idOrHandle);
    return row;
  }

  private toProfile(row: UserRow): UserProfile {
    return {
      id: row.id,
      handle: row.handle,
      displayName: row.display_name,
      bio: row.bio,
      initials: initials(row.display_name),
      memberSince: row.created_at.toISOString().slice(0, 10),
      isNew: this.clock.now().getTime() - row.created_at.getTime() < 14 * DAY,
    };
  }
}

export function validateProfile(changes: ProfileChanges): Record<string, string> {
  const problems: Record<string, string> = {};
  if (changes.handle !== undefined) {
    const handle = changes.handle.toLowerCase();
    if (!HANDLE.test(handle)) {
      problems.handle = 'needs 3 to 24 letters, digits or underscores, a letter first';
    } else if (RESERVED.has(handle)) {
      problems.handle = 'is reserved';
    }
  }
  if (changes.displayName !== undefined) {
    const length = changes.displayName.trim().length;
    if (length === 0) problems.displayName = 'must not be empty';
    if (length > 60) problems.displayName = 'must have at most 60 characters';
  }
  if (changes.bio !== undefined && changes.bio.length > 500) {
    problems.bio = 'must have at most 500 characters';
  }
  if (changes.timeZone !== undefined && !isTimeZone(changes.timeZone)) {
    problems.timeZone = 'is not a time zone';
  }
  return problems;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return '?';
  const first = [...words[0]][0];
  const last = words.length > 1 ? [...words[words.length - 1]][0] : '';
  return (first + last).toUpperCase();
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (c) => `\\${c}`);
}
