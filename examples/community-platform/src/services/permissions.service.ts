import { ForbiddenError } from '../lib/errors';
import { PlatformRole } from '../lib/tokens';
import { Queryable } from '../db/client';

export type CommunityRole = 'member' | 'moderator' | 'owner';

export interface Actor {
  userId: string;
  role: PlatformRole;
}

export type Action =
  | 'community:read'
  | 'community:update'
  | 'community:archive'
  | 'member:invite'
  | 'member:ban'
  | 'member:promote'
  | 'post:create'
  | 'post:moderate'
  | 'assessment:take'
  | 'assessment:manage'
  | 'billing:manage';

const BY_ROLE: Record<CommunityRole, Action[]> = {
  member: ['community:read', 'post:create', 'assessment:take'],
  moderator: ['member:invite', 'member:ban', 'post:moderate', 'assessment:manage'],
  owner: ['community:update', 'community:archive', 'member:promote', 'billing:manage'],
};

const ORDER: CommunityRole[] = ['member', 'moderator', 'owner'];

// a platform moderator looks after content everywhere, but does not run communities
const PLATFORM_MODERATOR: Action[] = ['community:read', 'post:moderate', 'member:ban'];

export interface Standing {
  role: CommunityRole | null;
  banned: boolean;
  visibility: 'public' | 'private';
  archived: boolean;
}

export function actionsOf(role: CommunityRole): Set<Action> {
  const actions = new Set<Action>();
  for (const step of ORDER) {
    for (const action of BY_ROLE[step]) actions.add(action);
    if (step === role) break;
  }
  return actions;
}

export function outranks(a: CommunityRole, b: CommunityRole): boolean {
  return ORDER.indexOf(a) > ORDER.indexOf(b);
}

export function isAllowed(actor: Actor | null, action: Action, standing: Standing): boolean {
  if (actor?.role === 'admin') return true;
  if (actor?.role === 'moderator' && PLATFORM_MODERATOR.includes(action)) return true;
  if (standing.banned) return false;
  if (standing.archived && action !== 'community:read') return false;
  if (action === 'community:read' && standing.visibility === 'public') return true;
  if (!actor || standing.role === null) return false;
  return actionsOf(standing.role).has(action);
}

export class PermissionsService {
  constructor(private readonly db: Queryable) {}

  async standing(userId: string | null, communityId: string): Promise<Standing | null> {
    const row = await this.db.one<{
      visibility: 'public' | 'private';
      archived_at: Date | null;
      role: CommunityRole | null;
      banned_at: Date | null;
    }>(
      `select c.visibility, c.archived_at, m.role, m.banned_at
         from communities c
         left join memberships m on m.community_id = c.id and m.user_id = $2
        where c.id = $1`,
      [communityId, userId],
    );
    if (!row) return null;
    return {
      role: row.role,
      banned: row.banned_at !== null,
      visibility: row.visibility,
      archived: row.archived_at !== null,
    };
  }

  async can(actor: Actor | null, action: Action, communityId: string): Promise<boolean> {
    const standing = await this.standing(actor?.userId ?? null, communityId);
    return standing !== null && isAllowed(actor, action, standing);
  }

  async assert(actor: Actor | null, action: Action, communityId: string): Promise<void> {
    if (await this.can(actor, action, communityId)) return;
    throw new ForbiddenError(undefined, { action, communityId });
  }
}
