import type { Community } from '../services/communities.service';
import type { Post } from '../services/posts.service';
import type { GraphQLContext } from './context';

interface Query<T> {
  obj: T;
}

/** One query for all authors of a page instead of one each. */
export const loaders = {
  Post: {
    async author(queries: Query<Post>[], { services }: GraphQLContext) {
      const ids = [...new Set(queries.map(({ obj }) => obj.authorId))];
      const users = await services.users.getMany(ids);
      const byId = new Map(ids.map((id, index) => [id, users[index]]));
      return queries.map(({ obj }) => byId.get(obj.authorId) ?? null);
    },
    async community(queries: Query<Post>[], { actor, services }: GraphQLContext) {
      const ids = [...new Set(queries.map(({ obj }) => obj.communityId))];
      const found = new Map<string, Community>();
      await Promise.all(
        ids.map(async (id) => {
          const community = await services.communities.get(actor, id).catch(() => null);
          if (community) found.set(id, community);
        }),
      );
      return queries.map(({ obj }) => found.get(obj.communityId) ?? null);
    },
  },
  Community: {
    async owner(queries: Query<Community>[], { services }: GraphQLContext) {
      return services.users.getMany(queries.map(({ obj }) => obj.ownerId));
    },
  },
};
