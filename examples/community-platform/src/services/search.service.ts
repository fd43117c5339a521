import { Queryable } from '../db/client';
import { Actor } from './permissions.service';
import { escapeLike } from './users.service';

const STOP_WORDS = new Set(['a', 'an', 'and', 'are', 'for', 'in', 'is', 'of', 'on', 'the', 'to']);
const MAX_TERMS = 6;

export interface SearchHit {
  postId: string;
  communityId: string;
  title: string;
  snippet: string;
  score: number;
}

interface CandidateRow {
  id: string;
  community_id: string;
  title: string;
  body: string;
  tags: string[];
}

export interface ParsedQuery {
  terms: string[];
  phrases: string[];
  tags: string[];
  excluded: string[];
}

/** `"exact words" #tag -without plain` */
export function parseQuery(text: string): ParsedQuery {
  const parsed: ParsedQuery = { terms: [], phrases: [], tags: [], excluded: [] };
  const rest = text.replace(/"([^"]+)"/g, (_all, phrase: string) => {
    parsed.phrases.push(phrase.trim().toLowerCase());
    return ' ';
  });
  for (const word of rest.toLowerCase().split(/\s+/)) {
    const bare = word.replace(/^[#-]+/, '').replace(/[^\p{L}\p{N}_-]/gu, '');
    if (bare === '') continue;
    if (word.startsWith('#')) parsed.tags.push(bare);
    else if (word.startsWith('-')) parsed.excluded.push(bare);
    else if (!STOP_WORDS.has(bare) && parsed.terms.length < MAX_TERMS) parsed.terms.push(bare);
  }
  return parsed;
}

export function scoreHit(query: ParsedQuery, row: Pick<CandidateRow, 'title' | 'body' | 'tags'>) {
  const title = row.title.toLowerCase();
  const body = row.body.toLowerCase();
  if (query.excluded.some((word) => title.includes(word) || body.includes(word))) return 0;
  if (query.tags.some((tag) => !row.tags.includes(tag))) return 0;
  let score = query.tags.length;
  for (const phrase of query.phrases) {
    if (title.includes(phrase)) score += 6;
    else if (body.includes(phrase)) score += 3;
    else return 0;
  }
  for (const term of query.terms) {
    if (title.includes(term)) score += title.split(/\W+/).includes(term) ? 4 : 2;
    if (body.includes(term)) score += 1 + Math.min(3, body.split(term).length - 2) * 0.25;
    if (row.tags.includes(term)) score += 2;
  }
  return score;
}

export function snippet(body: string, words: string[], radius = 60): string {
  const lower = body.toLowerCase();
  const positions = words.map((word) => lower.indexOf(word)).filter((index) => index >= 0);
  const at = positions.length > 0 ? Math.min(...positions) : 0;
  const from = Math.max(0, at - radius);
  const to = Math.min(body.length, at + radius);
  const text = body.slice(from, to).replace(/\s+/g, ' ').trim();
  return `${from > 0 ? '…' : ''}${text}${to < body.length ? '…' : ''}`;
}

export async function searchPosts(
  db: Queryable,
  actor: Actor | null,
  text: string,
  limit = 20,
): Promise<SearchHit[]> {
  const query = parseQuery(text);
  const words = [...query.terms, ...query.phrases];
  if (words.length === 0 && query.tags.length === 0) return [];
  const rows = await db.query<CandidateRow>(
    `select p.id, p.community_id, p.title, p.body, p.tags
       from posts p
       join communities c on c.id = p.community_id and c.archived_at is null
       left join memberships m on m.community_id = c.id and m.user_id = $1
      where p.status = 'visible'
        and m.banned_at is null
        and (c.visibility = 'public' or m.user_id is not null)
        and (p.tags && $2::text[] or lower(p.title || ' ' || p.body) like any($3::text[]))
      order by p.created_at desc limit 500`,
    [actor?.userId ?? '', query.tags, words.map((word) => `%${escapeLike(word)}%`)],
  );
  return rows
    .map((row) => ({ row, score: scoreHit(query, row) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || a.row.id.localeCompare(b.row.id))
    .slice(0, limit)
    .map(({ row, score }) => ({
      postId: row.id,
      communityId: row.community_id,
      title: row.title,
      snippet: snippet(row.body, words),
      score,
    }));
}
