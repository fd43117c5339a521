/** Paths of routes, in one spelling. */

/** With `:name` for what varies, whatever the framework calls it. */
export function joined(prefix: string, path: string): string {
  const whole = `/${prefix}/${path}`
    .replace(/\/{2,}/g, '/')
    .replace(/\{(\w+)[^}]*\}|<(?:\w+:)?(\w+)>/g, ':$1$2')
  return whole.length > 1 ? whole.replace(/\/$/, '') : whole
}
