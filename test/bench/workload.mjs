/** Writes a project of many small tasks in six phases, twice told: as a roadmap and for ninja. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PHASES = 6
const GROUP = 50

/** `size` tasks, each with one file that it reads and one that it writes: two files a task. */
export function writeWorkload(folder, size, { command = (src, out) => `cat ${src} > ${out}` } = {}) {
  const tasks = Array.from({ length: size }, (_, i) => taskOf(i, size, command))
  for (const { folder: inner } of tasks) mkdirSync(join(folder, inner), { recursive: true })
  for (const { id, src } of tasks) writeFileSync(join(folder, src), `source of ${id}\n`.repeat(16))
  writeFileSync(join(folder, 'roadmap.yaml'), roadmapOf(tasks))
  writeFileSync(join(folder, 'build.ninja'), ninjaOf(tasks))
}

function taskOf(i, size, command) {
  const groups = size < 100 ? 14 : Math.ceil(size / GROUP)
  const group = Math.floor((i * groups) / size)
  const phase = Math.floor((group * PHASES) / groups) + 1
  const folder = `groups/g${group + 1}`
  const id = `t${i + 1}`
  const [src, out] = [`${folder}/${id}.txt`, `${folder}/${id}.out`]
  return { id, group: `g${group + 1}`, phase: `phase-${phase}`, folder, src, out, run: command(src, out) }
}

function roadmapOf(tasks) {
  const lines = ['version: 1', 'name: Bench', 'phases:']
  let [phase, group] = ['', '']
  for (const task of tasks) {
    if (task.phase !== phase) lines.push(`  - id: ${task.phase}`, `    name: ${task.phase}`, '    groups:')
    if (task.group !== group)
      lines.push(`      - id: ${task.group}`, `        name: ${task.group}`, '        tasks:')
    phase = task.phase
    group = task.group
    lines.push(
      `          - id: ${task.id}`,
      `            name: Make ${task.out}`,
      '            type: command',
      `            run: ${JSON.stringify(task.run)}`,
      `            inputs: [ ${task.src} ]`,
      `            outputs: [ ${task.out} ]`,
    )
  }
  return `${lines.join('\n')}\n`
}

/** Phases order and nothing else, as in the roadmap. */
function ninjaOf(tasks) {
  const lines = ['rule run', '  command = $run']
  const phases = [...new Set(tasks.map(({ phase }) => phase))]
  for (const [i, phase] of phases.entries()) {
    const own = tasks.filter((task) => task.phase === phase)
    const after = i === 0 ? '' : ` || ${phases[i - 1]}`
    for (const { src, out, run } of own) lines.push(`build ${out}: run ${src}${after}`, `  run = ${run}`)
    lines.push(
      `build ${phase}: phony ${own.map(({ out }) => out).join(' ')}${i === 0 ? '' : ` ${phases[i - 1]}`}`,
    )
  }
  lines.push(`default ${phases.at(-1)}`)
  return `${lines.join('\n')}\n`
}
