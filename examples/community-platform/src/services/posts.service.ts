import { limitsFor } from '../config/limits';
import { ModerationClient, ModerationResult } from '../clients/moderation.client';
import { Clock, HOUR, MINUTE, addMs } from '../lib/clock';
import { AppError, ForbiddenError, NotFoundError, ValidationError } from '../lib/errors';
import { createId } from '../lib/ids';
import { Page, PageRequest, clampLimit, decodeCursor, toPage } from '../lib/pagination';
import { Database } from '../db/client';
import { Actor, PermissionsService } from './permissions.service';

const EDIT_WINDOW_MS = 15 * MINUTE;
const REACTIONS = ['like', 'thanks', 'insightful', 'funny'];
const MAX_TAGS = 5;

export interface PostRow {
  id: string;
  community_id: string;
  author_id: string;
  title: string;
  body: string;
  tags: string[];
  status: 'visible' | 'held' | 'removed';
  reaction_count: number;
  comment_count: number;
  created_at: Date;
  edited_at: Date | null;
}

export interface Post {
  id: string;
  communityId: string;
  authorId: string;
  title: string;
  body: string;
  tags: string[];
  status: PostRow['status'];
  reactions: number;
  comments: number;
  createdAt: string;
  edited: boolean;
}

export interface Comment {
  id: string;
  authorId: string;
  body: string;
  createdAt: string;
}

export interface NewPost {
  title: string;
  body: string;
  tags?: string[];
}

export class PostsService {
  constructor(
    private readonly db: Database,
    private readonly permissions: PermissionsService,
    private readonly moderation: ModerationClient,
    private readonly clock: Clock,
    private readonly onPublished: (post: Post) => void = () => {},
  ) {}

  async create(actor: Actor, communityId: string, input: NewPost): Promise<Post> {
    await this.permissions.assert(actor, 'post:create', communityId);
    const { title, body, tags } = checkPost(input);
    await this.checkPace(actor);
    const verdict = await this.moderate(`${title}\n\n${body}`, actor.userId);
    if (verdict.verdict === 'block') {
      throw new ValidationError('This post breaks the house rules', {
        body: verdict.reasons.join(', '),
      });
    }
    const row = await this.db.one<PostRow>(
      `insert into posts (id, community_id, author_id, title, body, tags, status, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       returning *`,
      [
        createId('pst'),
        communityId,
        actor.userId,
        title,
        body,
        tags,
        verdict.verdict === 'review' ? 'held' : 'visible',
        this.clock.now(),
      ],
    );
    const post = toPost(row as PostRow);
    if (post.status === 'visible') this.onPublished(post);
    return post;
  }

  async get(actor: Actor | null, postId: string): Promise<Post> {
    const row = await this.find(postId);
    await this.permissions.assert(actor, 'community:read', row.community_id);
    if (row.status !== 'visible' && row.author_id !== actor?.userId) {
      const moderator = await this.permissions.can(actor, 'post:moderate', row.community_id);
      if (!moderator) throw new NotFoundError('post', postId);
    }
    return toPost(row);
  }

  async list(
    actor: Actor | null,
    communityId: string,
    request: PageRequest & { tag?: string },
  ): Promise<Page<Post>> {
    await this.permissions.assert(actor, 'community:read', communityId);
    const limit = clampLimit(request.limit);
    const params: unknown[] = [communityId, limit + 1];
    const where = [`community_id = $1`, `status = 'visible'`];
    if (request.tag) {
      params.push(request.tag.toLowerCase());
      where.push(`$${params.length} = any(tags)`);
    }
    if (request.cursor) {
      const cursor = decodeCursor(request.cursor);
      params.push(cursor.at, cursor.id);
      where.push(`(created_at, id) < ($${params.length - 1}::timestamptz, $${params.length})`);
    }
    const rows = await this.db.query<PostRow>(
      `select * from posts where ${where.join(' and ')}
        order by created_at desc, id desc limit $2`,
      params,
    );
    const page = toPage(rows, limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    return { items: page.items.map(toPost), nextCursor: page.nextCursor };
  }

  async edit(actor: Actor, postId: string, changes: Partial<NewPost>): Promise<Post> {
    const row = await this.find(postId);
    if (row.author_id !== actor.userId) throw new ForbiddenError('Only the author edits a post');
    const age = this.clock.now().getTime() - row.created_at.getTime();
    if (age > EDIT_WINDOW_MS) {
      throw new ForbiddenError('A post can be edited for 15 minutes', { ageMs: age });
    }
    const next = checkPost({
      title: changes.title ?? row.title,
      body: changes.body ?? row.body,
      tags: changes.tags ?? row.tags,
    });
    const verdict = await this.moderate(`${next.title}\n\n${next.body}`, actor.userId);
    if (verdict.verdict === 'block') {
      throw new ValidationError('This post breaks the house rules', {
        body: verdict.reasons.join(', '),
      });
    }
    const updated = await this.db.one<PostRow>(
      `update posts set title = $2, body = $3, tags = $4, edited_at = $5, status = $6
        where id = $1 returning *`,
      [
        postId,
        next.title,
        next.body,
        next.tags,
        this.clock.now(),
        verdict.verdict === 'review' ? 'held' : row.status,
      ],
    );
    return toPost(updated as PostRow);
  }

  async remove(actor: Actor, postId: string): Promise<void> {
    const row = await this.find(postId);
    if (row.author_id !== actor.userId) {
      await this.permissions.assert(actor, 'post:moderate', row.community_id);
    }
    await this.db.execute(`update posts set status = 'removed' where id = $1`, [postId]);
  }

  async release(actor: Actor, postId: string): Promise<Post> {
    const row = await this.find(postId);
    await this.permissions.assert(actor, 'post:moderate', row.community_id);
    if (row.status !== 'held') return toPost(row);
    await this.db.execute(`update posts set status = 'visible' where id = $1`, [postId]);
    const post = toPost({ ...row, status: 'visible' });
    this.onPublished(post);
    return post;
  }

  async comment(actor: Actor, postId: string, text: string): Promise<Comment> {
    const row = await this.find(postId);
    await this.permissions.assert(actor, 'post:create', row.community_id);
    const body = text.trim();
    if (body === '' || body.length > 2000) {
      throw new ValidationError('The comment does not fit', { body: 'needs 1 to 2000 characters' });
    }
    const id = createId('cmt');
    const now = this.clock.now();
    await this.db.transaction(async (tx) => {
      await tx.execute(
        `insert into comments (id, post_id, author_id, body, created_at)
         values ($1, $2, $3, $4, $5)`,
        [id, postId, actor.userId, body, now],
      );
      await tx.execute('update posts set comment_count = comment_count + 1 where id = $1', [
        postId,
      ]);
    });
    return { id, authorId: actor.userId, body, createdAt: now.toISOString() };
  }

  /** One reaction a person; the same one again takes it back. */
  async react(actor: Actor, postId: string, kind: string): Promise<{ reactions: number }> {
    if (!REACTIONS.includes(kind)) {
      throw new ValidationError('No such reaction', { kind: `one of ${REACTIONS.join(', ')}` });
    }
    const row = await this.find(postId);
    await this.permissions.assert(actor, 'community:read', row.community_id);
    return this.db.transaction(async (tx) => {
      const existing = await tx.one<{ kind: string }>(
        'select kind from reactions where post_id = $1 and user_id = $2',
        [postId, actor.userId],
      );
      if (existing?.kind === kind) {
        await tx.execute('delete from reactions where post_id = $1 and user_id = $2', [
          postId,
          actor.userId,
        ]);
      } else {
        await tx.execute(
          `insert into reactions (post_id, user_id, kind, created_at) values ($1, $2, $3, $4)
           on conflict (post_id, user_id) do update set kind = excluded.kind`,
          [postId, actor.userId, kind, this.clock.now()],
        );
      }
      const counted = await tx.one<{ reaction_count: number }>(
        `update posts
            set reaction_count = (select count(*) from reactions where post_id = $1)
          where id = $1 returning reaction_count`,
        [postId],
      );
      return { reactions: counted?.reaction_count ?? 0 };
    });
  }

  private async moderate(text: string, authorId: string): Promise<ModerationResult> {
    try {
      return await this.moderation.check(text, authorId);
    } catch {
      // better held than lost
      return { verdict: 'review', score: 0, reasons: ['moderation was not available'] };
    }
  }

  private async checkPace(actor: Actor): Promise<void> {
    const limit = limitsFor('free', actor.role).postsPerHour;
    const since = addMs(this.clock.now(), -HOUR);
    const row = await this.db.one<{ count: number }>(
      'select count(*)::int as count from posts where author_id = $1 and created_at > $2',
      [actor.userId, since],
    );
    if ((row?.count ?? 0) >= limit) {
      throw new AppError('RATE_LIMITED', `No more than ${limit} posts an hour`);
    }
  }

  private async find(postId: string): Promise<PostRow> {
    const row = await this.db.one<PostRow>(
      `select * from posts where id = $1 and status <> 'removed'`,
      [postId],
    );
    if (!row) throw new NotFoundError('post', postId);
    return row;
  }
}

export function checkPost(input: NewPost): Required<NewPost> {
  const title = input.title.trim();
  const body = input.body.trim();
  const fields: Record<string, string> = {};
  if (title.length < 3 || title.length > 140) fields.title = 'needs 3 to 140 characters';
  if (body.length === 0) fields.body = 'must not be empty';
  if (body.length > 10_000) fields.body = 'must have at most 10000 characters';
  const tags = [...new Set((input.tags ?? []).map((tag) => tag.trim().toLowerCase()))].filter(
    (tag) => tag !== '',
  );
  if (tags.length > MAX_TAGS) fields.tags = `at most ${MAX_TAGS}`;
  const odd = tags.find((tag) => !/^[a-z0-9][a-z0-9-]{0,29}$/.test(tag));
  if (odd !== undefined) fields.tags = `${odd} is not a tag`;
  if (Object.keys(fields).length > 0) throw new ValidationError('The post has mistakes', fields);
  return { title, body, tags };
}

export function toPost(row: PostRow): Post {
  return {
    id: row.id,
    communityId: row.community_id,
    authorId: row.author_id,
    title: row.title,
    body: row.body,
    tags: row.tags,
    status: row.status,
    reactions: row.reaction_count,
    comments: row.comment_count,
    createdAt: row.created_at.toISOString(),
    edited: row.edited_at !== null,
  };
}
