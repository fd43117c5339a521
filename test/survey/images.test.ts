import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imagesOf } from '../../lib/survey/images.js'
import { readerOf } from '../recipes/reader.js'

const images = (files: Readonly<Record<string, string>>) => imagesOf(readerOf(files))

test('the Dockerfile of the project is one image without a name of its own', () => {
  assert.deepEqual(images({ Dockerfile: 'FROM node:22\nCOPY . .\n' }), [
    { file: 'Dockerfile', context: '.', name: '' },
  ])
})

test('each service has an image named for its folder, and is built from there', () => {
  assert.deepEqual(
    images({
      'services/api/Dockerfile': 'FROM node:22\nCOPY package.json ./\n',
      'services/api/package.json': '{}',
      'services/scoring/Dockerfile':
        'FROM python:3.12\nCOPY --chown=app requirements.txt /app/\nCOPY src/ /app/src\n',
      'services/scoring/requirements.txt': '',
      'services/scoring/src/main.py': '',
    }),
    [
      { file: 'services/api/Dockerfile', context: 'services/api', name: 'api' },
      { file: 'services/scoring/Dockerfile', context: 'services/scoring', name: 'scoring' },
    ],
  )
})

test('a Dockerfile that copies by paths of the project is built from the project', () => {
  assert.deepEqual(
    images({
      'docker/Dockerfile':
        'FROM node:22 AS build\nCOPY package.json package-lock.json ./\nCOPY --from=build /app/dist /dist\n',
      'package.json': '{}',
      'package-lock.json': '{}',
    }),
    [{ file: 'docker/Dockerfile', context: '.', name: '' }],
  )
})

test('a suffix names an image of its own, and one for production stands for the image', () => {
  assert.deepEqual(
    images({
      Dockerfile: 'FROM a',
      'Dockerfile.prod': 'FROM b',
      'Dockerfile.worker': 'FROM c',
      'release.dockerfile': 'FROM d',
    }).map(({ file, name }) => [file, name]),
    [
      ['Dockerfile.prod', ''],
      ['Dockerfile.worker', 'worker'],
      ['release.dockerfile', 'release'],
    ],
  )
})

test('images for tests, developing and examples are not shipped', () => {
  assert.deepEqual(
    images({
      'Dockerfile.dev': 'FROM a',
      'Dockerfile.dockerignore': 'x',
      '.devcontainer/Dockerfile': 'FROM b',
      'test/fixtures/Dockerfile': 'FROM c',
      'examples/shop/Dockerfile': 'FROM d',
    }),
    [],
  )
})
