import { FeedService, scorePost, spread } from '../feed.service';

const now = new Date('2024-05-06T10:00:00Z');

const post = {
  id: 'pst_1',
  community_id: 'com_1',
  author_id: 'usr_2',
  title: 'Tomatoes',
  body: 'before May?',
  tags: ['spring'],
  status: 'visible',
  reaction_count: 3,
  comment_count: 0,
  created_at: new Date('2024-05-05T16:00:00Z'),
  edited_at: null,
};

// the posts service wants the limits of the plans, the feed does not
jest.mock('../../config/limits', () => ({}));

test('a post loses half of its score in 18 hours', () => {
  const signals = { reactions: 0, comments: 0, tagMatches: 0 };
  expect(scorePost({ ...signals, createdAt: now }, now)).toBe(1);
  expect(scorePost({ ...signals, createdAt: post.created_at }, now)).toBe(0.5);
});

test('spread', () => {
  const items = ['a', 'a', 'a', 'b'].map((authorId) => ({ authorId }));
  expect(spread(items).map((item) => item.authorId)).toEqual(['a', 'a', 'b', 'a']);
});

test('the feed is cached', async () => {
  const query = jest.fn().mockResolvedValueOnce([post]).mockResolvedValueOnce([]);
  const feed = new FeedService({ query } as never, 30_000, { now: () => now });
  const first = await feed.home({ userId: 'usr_1', role: 'member' });
  const second = await feed.home({ userId: 'usr_1', role: 'member' });
  expect(first).toEqual(second);
  expect(first[0]).toMatchObject({ id: 'pst_1', rank: 1, score: 1.5 });
  expect(query).toHaveBeenCalledTimes(2);
});
