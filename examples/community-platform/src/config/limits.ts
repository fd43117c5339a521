import { PlatformRole } from '../lib/tokens';

export interface Limits {
  communitiesPerOwner: number;
  membersPerCommunity: number;
  postsPerHour: number;
  assessmentsPerCommunity: number;
}

export const FREE_LIMITS: Limits = {
  communitiesPerOwner: 3,
  membersPerCommunity: 100,
  postsPerHour: 20,
  assessmentsPerCommunity: 2,
};

const PLAN_LIMITS: Record<string, Partial<Limits>> = {
  free: {},
  team: { communitiesPerOwner: 10, membersPerCommunity: 1000, assessmentsPerCommunity: 25 },
  organisation: {
    communitiesPerOwner: 100,
    membersPerCommunity: 25_000,
    postsPerHour: 60,
    assessmentsPerCommunity: 500,
  },
};

export function limitsFor(plan: string, role: PlatformRole = 'member'): Limits {
  if (role === 'admin') {
    return {
      communitiesPerOwner: Number.POSITIVE_INFINITY,
      membersPerCommunity: Number.POSITIVE_INFINITY,
      postsPerHour: Number.POSITIVE_INFINITY,
      assessmentsPerCommunity: Number.POSITIVE_INFINITY,
    };
  }
  return { ...FREE_LIMITS, ...(PLAN_LIMITS[plan] ?? {}) };
}
