import { MAX_LIMIT } from '../lib/pagination';
import { isAppError } from '../lib/errors';
import { excerpt } from '../services/notifications.service';
import type { Community } from '../services/communities.service';
import type { NewPost, Post } from '../services/posts.service';
import { GraphQLContext, viewer } from './context';

interface Page {
  first: number;
  after?: string | null;
}

export const resolvers = {
  Query: {
    async me(_root: unknown, _args: unknown, context: GraphQLContext) {
      if (!context.actor) return null;
      const own = await context.services.users.getOwn(context.actor.userId);
      return { id: own.id, email: own.email, profile: own };
    },
    user: (_root: unknown, { id }: { id: string }, { services }: GraphQLContext) =>
      orNull(services.users.getProfile(id)),
    community: (_root: unknown, { id }: { id: string }, { actor, services }: GraphQLContext) =>
      orNull(services.communities.get(actor, id)),
    communities: (_root: unknown, { first, after }: Page, { actor, services }: GraphQLContext) =>
      services.communities.list(actor, {
        limit: Math.min(first, MAX_LIMIT),
        cursor: after ?? undefined,
      }),
    feed: (_root: unknown, { first }: Page, context: GraphQLContext) =>
      context.services.feed.home(viewer(context), first),
  },

  Mutation: {
    async joinCommunity(_root: unknown, { id }: { id: string }, context: GraphQLContext) {
      const actor = viewer(context);
      await context.services.communities.join(actor, id);
      context.services.feed.invalidate(actor.userId);
      return context.services.communities.get(actor, id);
    },
    async leaveCommunity(_root: unknown, { id }: { id: string }, context: GraphQLContext) {
      const actor = viewer(context);
      await context.services.communities.leave(actor, id);
      context.services.feed.invalidate(actor.userId);
      return true;
    },
    createPost: (
      _root: unknown,
      args: { communityId: string; input: NewPost },
      context: GraphQLContext,
    ) => context.services.posts.create(viewer(context), args.communityId, args.input),
    async react(
      _root: unknown,
      { postId, kind }: { postId: string; kind: string },
      context: GraphQLContext,
    ) {
      const result = await context.services.posts.react(viewer(context), postId, kind);
      return result.reactions;
    },
  },

  Viewer: {
    unreadNotifications: (root: { id: string }, _args: unknown, { services }: GraphQLContext) =>
      services.notifications.unreadCount(root.id),
  },

  Community: {
    async posts(
      community: Community,
      { first, tag }: { first: number; tag?: string | null },
      { actor, services }: GraphQLContext,
    ) {
      const page = await services.posts.list(actor, community.id, {
        limit: first,
        tag: tag ?? undefined,
      });
      return page.items;
    },
    assessments: (community: Community, _args: unknown, { actor, services }: GraphQLContext) =>
      services.assessments.list(actor, community.id),
  },

  Post: {
    excerpt: (post: Post, { length }: { length: number }) =>
      excerpt(post.body, Math.max(10, Math.min(500, length))),
  },
};

async function orNull<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
