import { limitsFor } from '../config/limits';
import { Clock, DAY, addMs } from '../lib/clock';
import {
  AppError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  ValidationError,
} from '../lib/errors';
import { createId, inviteCode, normaliseInviteCode, slugify } from '../lib/ids';
import { Page, PageRequest, clampLimit, decodeCursor, toPage } from '../lib/pagination';
import { Database, Queryable } from '../db/client';
import { Actor, CommunityRole, PermissionsService, outranks } from './permissions.service';

export interface CommunityRow {
  id: string;
  slug: string;
  name: string;
  description: string;
  visibility: 'public' | 'private';
  owner_id: string;
  member_count: number;
  created_at: Date;
  archived_at: Date | null;
}

export interface Community {
  id: string;
  slug: string;
  name: string;
  description: string;
  visibility: 'public' | 'private';
  ownerId: string;
  memberCount: number;
  createdAt: string;
}

export interface Member {
  userId: string;
  role: CommunityRole;
  joinedAt: string;
}

export interface CreateCommunity {
  name: string;
  description?: string;
  visibility?: 'public' | 'private';
}

interface InviteRow {
  code: string;
  community_id: string;
  max_uses: number;
  uses: number;
  expires_at: Date;
}

export class CommunitiesService {
  constructor(
    private readonly db: Database,
    private readonly permissions: PermissionsService,
    private readonly clock: Clock,
  ) {}

  async create(actor: Actor, input: CreateCommunity): Promise<Community> {
    const name = input.name.trim();
    if (name.length < 3 || name.length > 80) {
      throw new ValidationError('The name does not fit', { name: 'needs 3 to 80 characters' });
    }
    const owned = await this.db.one<{ count: number }>(
      'select count(*)::int as count from communities where owner_id = $1 and archived_at is null',
      [actor.userId],
    );
    const limit = limitsFor('free', actor.role).communitiesPerOwner;
    if ((owned?.count ?? 0) >= limit) {
      throw new AppError('PAYMENT_REQUIRED', `The free plan has room for ${limit} communities`);
    }
    const id = createId('com');
    const slug = await this.freeSlug(name);
    const now = this.clock.now();
    await this.db.transaction(async (tx) => {
      await tx.execute(
        `insert into communities
           (id, slug, name, description, visibility, owner_id, member_count, created_at)
         values ($1, $2, $3, $4, $5, $6, 1, $7)`,
        [id, slug, name, input.description ?? '', input.visibility ?? 'public', actor.userId, now],
      );
      await tx.execute(
        `insert into memberships (community_id, user_id, role, joined_at)
         values ($1, $2, 'owner', $3)`,
        [id, actor.userId, now],
      );
    });
    return this.get(actor, id);
  }

  async get(actor: Actor | null, idOrSlug: string): Promise<Community> {
    const row = await this.db.one<CommunityRow>(
      'select * from communities where id = $1 or slug = $1',
      [idOrSlug],
    );
    // a private community looks like one that is not there
    if (!row || !(await this.permissions.can(actor, 'community:read', row.id))) {
      throw new NotFoundError('community', idOrSlug);
    }
    return toCommunity(row);
  }

  async list(actor: Actor | null, page: PageRequest): Promise<Page<Community>> {
    const limit = clampLimit(page.limit);
    const params: unknown[] = [actor?.userId ?? '', limit + 1];
    let after = '';
    if (page.cursor) {
      const cursor = decodeCursor(page.cursor);
      params.push(cursor.at, cursor.id);
      after = 'and (c.created_at, c.id) < ($3::timestamptz, $4)';
    }
    const rows = await this.db.query<CommunityRow>(
      `select c.* from communities c
         left join memberships m on m.community_id = c.id and m.user_id = $1
        where c.archived_at is null
          and (c.visibility = 'public' or (m.user_id is not null and m.banned_at is null))
          ${after}
        order by c.created_at desc, c.id desc
        limit $2`,
      params,
    );
    const result = toPage(rows, limit, (row) => ({
      at: row.created_at.toISOString(),
      id: row.id,
    }));
    return { items: result.items.map(toCommunity), nextCursor: result.nextCursor };
  }

  async members(actor: Actor | null, communityId: string): Promise<Member[]> {
    await this.permissions.assert(actor, 'community:read', communityId);
    const rows = await this.db.query<{ user_id: string; role: CommunityRole; joined_at: Date }>(
      `select user_id, role, joined_at from memberships
        where community_id = $1 and banned_at is null
        order by joined_at, user_id`,
      [communityId],
    );
    return rows.map((row) => ({
      userId: row.user_id,
      role: row.role,
      joinedAt: row.joined_at.toISOString(),
    }));
  }

  async join(actor: Actor, communityId: string): Promise<void> {
    const community = await this.get(actor, communityId);
    if (community.visibility === 'private') {
      throw new ForbiddenError('This community needs an invitation');
    }
    await this.db.transaction((tx) => this.addMember(tx, community.id, actor.userId));
  }

  async leave(actor: Actor, communityId: string): Promise<void> {
    const role = await this.roleOf(communityId, actor.userId);
    if (role === null) throw new NotFoundError('membership');
    if (role === 'owner') {
      throw new ConflictError('An owner hands the community over before leaving');
    }
    await this.db.transaction(async (tx) => {
      await tx.execute('delete from memberships where community_id = $1 and user_id = $2', [
        communityId,
        actor.userId,
      ]);
      await recount(tx, communityId);
    });
  }

  async invite(
    actor: Actor,
    communityId: string,
    options: { maxUses?: number; days?: number } = {},
  ): Promise<{ code: string; expiresAt: string }> {
    await this.permissions.assert(actor, 'member:invite', communityId);
    const maxUses = options.maxUses ?? 1;
    const days = options.days ?? 7;
    if (maxUses < 1 || maxUses > 500) {
      throw new ValidationError('The invitation does not fit', { maxUses: 'must be 1 to 500' });
    }
    if (days < 1 || days > 90) {
      throw new ValidationError('The invitation does not fit', { days: 'must be 1 to 90' });
    }
    const now = this.clock.now();
    const code = inviteCode();
    const expiresAt = addMs(now, days * DAY);
    await this.db.execute(
      `insert into invites (code, community_id, created_by, max_uses, expires_at, created_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [code, communityId, actor.userId, maxUses, expiresAt, now],
    );
    return { code, expiresAt: expiresAt.toISOString() };
  }

  async acceptInvite(actor: Actor, input: string): Promise<Community> {
    const code = normaliseInviteCode(input);
    const invite = await this.db.one<InviteRow>('select * from invites where code = $1', [code]);
    if (!invite) throw new NotFoundError('invitation');
    if (invite.expires_at.getTime() <= this.clock.now().getTime()) {
      throw new AppError('GONE', 'This invitation has expired');
    }
    if (invite.uses >= invite.max_uses) {
      throw new AppError('GONE', 'This invitation has been used up');
    }
    await this.db.transaction(async (tx) => {
      await this.addMember(tx, invite.community_id, actor.userId);
      await tx.execute('update invites set uses = uses + 1 where code = $1', [code]);
    });
    return this.get(actor, invite.community_id);
  }

  async changeRole(
    actor: Actor,
    communityId: string,
    userId: string,
    role: CommunityRole,
  ): Promise<void> {
    await this.permissions.assert(actor, 'member:promote', communityId);
    const current = await this.roleOf(communityId, userId);
    if (current === null) throw new NotFoundError('membership');
    if (current === role) return;
    await this.db.transaction(async (tx) => {
      if (role === 'owner') {
        await tx.execute(
          `update memberships set role = 'moderator' where community_id = $1 and role = 'owner'`,
          [communityId],
        );
        await tx.execute('update communities set owner_id = $2 where id = $1', [
          communityId,
          userId,
        ]);
      } else if (current === 'owner') {
        throw new ConflictError('Name another owner first');
      }
      await tx.execute(
        'update memberships set role = $3 where community_id = $1 and user_id = $2',
        [communityId, userId, role],
      );
    });
  }

  async ban(actor: Actor, communityId: string, userId: string): Promise<void> {
    await this.permissions.assert(actor, 'member:ban', communityId);
    const theirs = await this.roleOf(communityId, userId);
    if (theirs === null) throw new NotFoundError('membership');
    const mine = await this.roleOf(communityId, actor.userId);
    if (actor.role === 'member' && (mine === null || !outranks(mine, theirs))) {
      throw new ForbiddenError('You can only ban people below your own role');
    }
    if (theirs === 'owner') throw new ForbiddenError('The owner cannot be banned');
    await this.db.transaction(async (tx) => {
      await tx.execute(
        'update memberships set banned_at = $3 where community_id = $1 and user_id = $2',
        [communityId, userId, this.clock.now()],
      );
      await recount(tx, communityId);
    });
  }

  private async addMember(tx: Queryable, communityId: string, userId: string): Promise<void> {
    const existing = await tx.one<{ banned_at: Date | null }>(
      'select banned_at from memberships where community_id = $1 and user_id = $2',
      [communityId, userId],
    );
    if (existing?.banned_at) throw new ForbiddenError('You have been banned from this community');
    if (existing) throw new ConflictError('You are a member already');
    const row = await tx.one<{ member_count: number; plan: string | null }>(
      `select c.member_count, s.plan from communities c
         left join subscriptions s on s.community_id = c.id and s.status <> 'cancelled'
        where c.id = $1`,
      [communityId],
    );
    if (row && row.member_count >= limitsFor(row.plan ?? 'free').membersPerCommunity) {
      throw new AppError('PAYMENT_REQUIRED', 'This community is full');
    }
    await tx.execute(
      `insert into memberships (community_id, user_id, role, joined_at)
       values ($1, $2, 'member', $3)`,
      [communityId, userId, this.clock.now()],
    );
    await recount(tx, communityId);
  }

  private async roleOf(communityId: string, userId: string): Promise<CommunityRole | null> {
    const row = await this.db.one<{ role: CommunityRole }>(
      'select role from memberships where community_id = $1 and user_id = $2',
      [communityId, userId],
    );
    return row?.role ?? null;
  }

  private async freeSlug(name: string): Promise<string> {
    const base = slugify(name) || 'community';
    const rows = await this.db.query<{ slug: string }>(
      `select slug from communities where slug = $1 or slug like $1 || '-%'`,
      [base],
    );
    const taken = new Set(rows.map((row) => row.slug));
    if (!taken.has(base)) return base;
    let n = 2;
    while (taken.has(`${base}-${n}`)) n++;
    return `${base}-${n}`;
  }
}

async function recount(tx: Queryable, communityId: string): Promise<void> {
  await tx.execute(
    `update communities
        set member_count = (select count(*) from memberships
                             where community_id = $1 and banned_at is null)
      where id = $1`,
    [communityId],
  );
}

function toCommunity(row: CommunityRow): Community {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    visibility: row.visibility,
    ownerId: row.owner_id,
    memberCount: row.member_count,
    createdAt: row.created_at.toISOString(),
  };
}
