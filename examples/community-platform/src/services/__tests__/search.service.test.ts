import { parseQuery, scoreHit } from '../search.service';

test('parseQuery', () => {
  expect(parseQuery('the "early frost" #spring -snow tomatoes')).toEqual({
    terms: ['tomatoes'],
    phrases: ['early frost'],
    tags: ['spring'],
    excluded: ['snow'],
  });
});

test('the title counts more than the body', () => {
  const query = parseQuery('tomatoes');
  const inTitle = scoreHit(query, { title: 'Tomatoes', body: '', tags: [] });
  const inBody = scoreHit(query, { title: 'Frost', body: 'my tomatoes', tags: [] });
  expect(inTitle).toBeGreaterThan(inBody);
});
