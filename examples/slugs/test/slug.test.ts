import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slugify } from '../src/index.js'

const slugs = {
  'Hello, World': 'hello-world',
  'Crème Brûlée': 'creme-brulee',
  'Straße & Æther': 'strasse-and-aether',
  'Ελληνικά νησιά': 'ellinika-nisia',
  'Щука и хлеб': 'shchuka-i-khleb',
  "Don't panic": 'dont-panic',
  '100 % wool, 20 €': '100-percent-wool-20-euro',
}

for (const [title, slug] of Object.entries(slugs))
  test(`${title} is ${slug}`, () => {
    assert.equal(slugify(title), slug)
  })

test('a slug of a slug is the same slug', () => {
  for (const slug of Object.values(slugs)) assert.equal(slugify(slug), slug)
})

test('capital letters can be kept, and words joined otherwise', () => {
  assert.equal(slugify('Ångström Units', { keepCase: true, separator: '_' }), 'Angstrom_Units')
})

test('a long title is cut between words, a long word inside', () => {
  assert.equal(slugify('one two three four', { maxLength: 10 }), 'one-two')
  assert.equal(slugify('internationalisation', { maxLength: 13 }), 'international')
})

test('replacements come first', () => {
  assert.equal(slugify('C++ by example', { replacements: { 'C++': 'cpp' } }), 'cpp-by-example')
})
