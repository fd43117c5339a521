import { TtlCache } from '../lib/cache';
import { Clock, HOUR, systemClock } from '../lib/clock';
import { Queryable } from '../db/client';
import { Actor } from './permissions.service';
import { Post, PostRow, toPost } from './posts.service';

const HALF_LIFE_HOURS = 18;
const CANDIDATES = 200;
const MAX_IN_A_ROW = 2;

export interface FeedItem extends Post {
  rank: number;
  score: number;
}

interface Signals {
  reactions: number;
  comments: number;
  createdAt: Date;
  tagMatches: number;
  held?: boolean;
}

export class FeedService {
  private readonly cache: TtlCache<FeedItem[]>;

  constructor(
    private readonly db: Queryable,
    ttlMs: number,
    private readonly clock: Clock = systemClock,
  ) {
    this.cache = new TtlCache(ttlMs, 1000, clock);
  }

  async home(actor: Actor, limit = 20): Promise<FeedItem[]> {
    const items = await this.cache.wrap(`home:${actor.userId}`, () => this.build(actor.userId));
    return items.slice(0, Math.min(limit, 100));
  }

  /** The most used tags of the last days, over everything public. */
  async trendingTags(days = 7, limit = 10): Promise<{ tag: string; posts: number }[]> {
    const since = new Date(Date.now() - days * 24 * HOUR);
    return this.db.query(
      `select tag, count(*)::int as posts
         from posts p
         join communities c on c.id = p.community_id and c.visibility = 'public'
         cross join unnest(p.tags) as tag
        where p.status = 'visible' and p.created_at >= $1
        group by tag order by posts desc, tag limit $2`,
      [since, limit],
    );
  }

  invalidate(userId?: string): void {
    if (userId) this.cache.delete(`home:${userId}`);
    else this.cache.deletePrefix('home:');
  }

  stats() {
    return this.cache.stats();
  }

  private async build(userId: string): Promise<FeedItem[]> {
    const [rows, interests] = await Promise.all([
      this.db.query<PostRow>(
        `select p.* from posts p
           join memberships m on m.community_id = p.community_id
                             and m.user_id = $1 and m.banned_at is null
          where p.status = 'visible'
          order by p.created_at desc limit $2`,
        [userId, CANDIDATES],
      ),
      this.db.query<{ tag: string }>(
        `select tag from posts p cross join unnest(p.tags) as tag
          where p.author_id = $1 group by tag order by count(*) desc limit 10`,
        [userId],
      ),
    ]);
    const liked = new Set(interests.map((row) => row.tag));
    const now = this.clock.now();
    const scored = rows.map((row) => ({
      ...toPost(row),
      rank: 0,
      score: scorePost(
        {
          reactions: row.reaction_count,
          comments: row.comment_count,
          createdAt: row.created_at,
          tagMatches: row.tags.filter((tag) => liked.has(tag)).length,
        },
        now,
      ),
    }));
    scored.sort((a, b) => b.score - a.score || a.id.localeCompare(b.id));
    return spread(scored).map((item, index) => ({ ...item, rank: index + 1 }));
  }
}

export function scorePost(signals: Signals, now: Date): number {
  const ageHours = Math.max(0, (now.getTime() - signals.createdAt.getTime()) / HOUR);
  const engagement = 1 + Math.log2(1 + signals.reactions + signals.comments * 2);
  const interest = 1 + Math.min(3, signals.tagMatches) * 0.25;
  const decay = 0.5 ** (ageHours / HALF_LIFE_HOURS);
  return Math.round(engagement * interest * decay * 10_000) / 10_000;
}

/** Keeps one author from filling the screen: the third post in a row waits for somebody else. */
export function spread<T extends { authorId: string }>(items: readonly T[]): T[] {
  const rest = [...items];
  const out: T[] = [];
  while (rest.length > 0) {
    const tail = out.slice(-MAX_IN_A_ROW);
    const crowded =
      tail.length === MAX_IN_A_ROW && tail.every((t) => t.authorId === tail[0].authorId);
    let index = 0;
    if (crowded) {
      index = rest.findIndex((item) => item.authorId !== tail[0].authorId);
      if (index === -1) index = 0;
    }
    out.push(...rest.splice(index, 1));
  }
  return out;
}
