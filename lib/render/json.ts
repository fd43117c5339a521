/** The face for programs: one event a line, the very lines that are kept of a run. */
import type { Renderer, Stamped } from '../core/event.js'

export const jsonLine = (event: Stamped): string => `${JSON.stringify(event)}\n`

export function jsonRenderer({ out }: { readonly out: (text: string) => void }): Renderer {
  return {
    take: (event) => out(jsonLine(event)),
    close: () => undefined,
  }
}
