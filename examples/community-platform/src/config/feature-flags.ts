export const KNOWN_FLAGS = {
  graphql: { default: true, description: 'GraphQL endpoint at /graphql' },
  moderation: { default: true, description: 'Ask the moderation service before a post is shown' },
  digests: { default: false, description: 'Daily digest mails instead of single ones' },
  'billing-v2': { default: false, description: 'Proration by the second' },
  recommendations: { default: false, description: 'Suggested communities in the feed' },
} as const;

export type FlagName = keyof typeof KNOWN_FLAGS;

export class FeatureFlags {
  private readonly overrides = new Map<string, boolean>();
  readonly unknown: string[] = [];

  constructor(spec = '') {
    for (const part of spec.split(',')) {
      const word = part.trim();
      if (word === '') continue;
      const off = word.startsWith('-');
      const name = off ? word.slice(1) : word;
      if (!(name in KNOWN_FLAGS)) {
        this.unknown.push(name);
        continue;
      }
      this.overrides.set(name, !off);
    }
  }

  isEnabled(name: FlagName): boolean {
    return this.overrides.get(name) ?? KNOWN_FLAGS[name].default;
  }

  /** The same user always falls on the same side of a gradual rollout. */
  isEnabledFor(name: FlagName, userId: string, percentage: number): boolean {
    if (this.overrides.has(name)) return this.isEnabled(name);
    if (percentage <= 0) return false;
    if (percentage >= 100) return true;
    return bucket(`${name}:${userId}`) < percentage;
  }

  all(): Record<FlagName, boolean> {
    const out = {} as Record<FlagName, boolean>;
    for (const name of Object.keys(KNOWN_FLAGS) as FlagName[]) {
      out[name] = this.isEnabled(name);
    }
    return out;
  }
}

function bucket(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 16777619);
  }
  return (hash >>> 0) % 100;
}
