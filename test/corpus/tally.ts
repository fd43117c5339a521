/** What became of all trials: counted by what was tried, with the reasons, as a table. */
import type { Trial } from './trial.js'

interface Row {
  readonly counts: Record<Trial['outcome'], number>
  /** Not given back byte for byte by its regions alone. */
  lost: number
  /** Of those that prettier had nothing to say of before: of how many it has nothing now, and of which it has. */
  tidy: number
  readonly untidy: string[]
  readonly refusals: Map<string, number>
  readonly failures: string[]
}

export class Tally {
  private readonly rows = new Map<string, Row>()
  readonly violations: string[] = []

  add(
    name: string,
    file: string,
    trial: Pick<Trial, 'outcome' | 'reason' | 'isLost' | 'broken' | 'staysTidy'>,
  ): void {
    const row = this.row(name)
    row.counts[trial.outcome]++
    if (trial.isLost) row.lost++
    if (trial.staysTidy === true) row.tidy++
    if (trial.staysTidy === false) row.untidy.push(file)
    const reason = trial.reason.replaceAll(/`[^`]*`/g, '`…`')
    if (trial.outcome === 'refused') row.refusals.set(reason, (row.refusals.get(reason) ?? 0) + 1)
    if (trial.outcome === 'failed') row.failures.push(`${file}: ${trial.reason}`)
    this.violations.push(...trial.broken.map((law) => `${name}: ${file}: ${law}`))
  }

  private row(name: string): Row {
    const row = this.rows.get(name) ?? {
      counts: { applied: 0, nothing: 0, refused: 0, failed: 0 },
      lost: 0,
      tidy: 0,
      untidy: [],
      refusals: new Map<string, number>(),
      failures: [],
    }
    this.rows.set(name, row)
    return row
  }

  /** `reasons`: with why it does not apply, by how often. */
  print(title: string, say: (line: string) => void): void {
    const head = [
      'applied',
      'nothing to do',
      'not applicable',
      'failed',
      'not given back',
      'stays tidy',
      'untidy',
    ]
    say('')
    say([title.padEnd(LEFT), ...head.map((word) => word.padStart(RIGHT))].join(''))
    for (const [name, { counts, lost, tidy, untidy }] of this.rows) {
      const { applied, nothing, refused, failed } = counts
      const figures = [applied, nothing, refused, failed, lost, tidy, untidy.length]
      say([name.padEnd(LEFT), ...figures.map((figure) => String(figure).padStart(RIGHT))].join(''))
    }
    for (const [name, { refusals, failures, untidy }] of this.rows) {
      if (refusals.size + failures.length + untidy.length > 0) say(`\n${name}`)
      for (const [reason, count] of [...refusals].sort(([, a], [, b]) => b - a))
        say(`  not applicable ${String(count).padStart(3)}  ${reason}`)
      if (untidy.length > 0) say(`  prettier would lay out otherwise: ${untidy.join(', ')}`)
      for (const failure of failures) say(`  failed: ${failure}`)
    }
  }
}

const LEFT = 46
const RIGHT = 16
