import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonLine, jsonRenderer } from '../../lib/render/json.js'
import { AT, at, id, kept, smallRun } from './rig.js'

test('an event is one line with its type, its task and its time', () => {
  const event = at({ type: 'output', task: id('1.1'), text: 'a\nb\u2028' })
  assert.equal(jsonLine(event), `{"type":"output","task":"1.1","text":"a\\nb\u2028","at":"${AT}"}\n`)
})

test('a run read back line by line is the run', () => {
  const written = kept()
  const renderer = jsonRenderer(written.options)
  for (const event of smallRun) renderer.take(event)
  const lines = written.out.trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line): unknown => JSON.parse(line)),
    smallRun,
  )
})
