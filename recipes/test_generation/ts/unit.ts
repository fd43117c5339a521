/** What is known of a source file that is to be tested: plain data, so that a process of its own can read it. */
import type { Anatomy } from './anatomy.js'

/** A file of TypeScript or JavaScript, as the compiler understands it. */
export interface Unit {
  readonly path: string
  /** Files of the project that the reading depended on, the unit among them. */
  readonly reads: readonly string[]
  readonly subjects: readonly Subject[]
  /** Names of what it asks values for: only these are worth varying. */
  readonly uses: readonly string[]
  readonly literals: Literals
  /** What leads into its branches. */
  readonly goals: readonly Goal[]
  /** It asks what time it is. */
  readonly usesClock: boolean
  /** It remembers something between calls. */
  readonly isStateful: boolean
  /** Names of the environment variables that it reads. */
  readonly env: readonly string[]
  /** Packages that it imports. */
  readonly packages: readonly string[]
  /** Packages that the project has. */
  readonly installed: readonly string[]
  readonly entry?: Entry
  /** Modules that reach beyond the process: tests put stubs in their place. */
  readonly clients: readonly Client[]
  /** Taken apart, so that what tests reach of it and notice in it can be measured. */
  readonly anatomy?: Anatomy
  /** What it takes the bodies of answers to be that it fetches. */
  readonly fetched: Shape
}

/** A file that is there for what it does when it is loaded. */
export interface Entry {
  /** All of it, as if it were a function. */
  readonly call: Callable
  /** What it asks of the process, the console and a server: `process.exit`. */
  readonly asks: readonly string[]
}

export interface Client {
  /** As it is imported: `mongodb`, `../db`. */
  readonly from: string
  /** The file, where it is one of the project. */
  readonly path?: string
  readonly outlets: readonly Outlet[]
  /** Something else of the module is used, and stays as it is. */
  readonly isShared: boolean
}

/** What is imported of a client. */
export interface Outlet {
  /** The export; 'default'; '*' for all of them; '=' for what `module.exports` is. */
  readonly name: string
  readonly local: string
  /** Where it is called. */
  readonly call?: Shape & { readonly is: 'function' }
  /** What `new` gives. */
  readonly makes?: Shape
  /** What is asked of it. */
  readonly members: readonly Field[]
  /** Calls that are made when the unit is loaded: the way to what is called, and the name that the answer is kept under. */
  readonly kept: readonly { readonly path: string; readonly as: string }[]
}

/** A choice at a place: this expression instead of the usual one. */
export interface Want {
  /** `m0.order.items[0].price`, `c0.db.one()`, `c0.db.one!`. */
  readonly at: string
  readonly code: string
  readonly label: string
}

/** What leads into one branch. */
export interface Goal {
  /** `subject.method`. */
  readonly of: string
  readonly wants: readonly Want[]
  readonly needs: readonly Need[]
}

/** A name that an expression speaks of, and the file of the project that exports it. */
export interface Need {
  readonly name: string
  readonly from: string
}

export interface Literals {
  readonly strings: readonly string[]
  readonly numbers: readonly number[]
}

/** One export. `from`: the name that it is imported by; undefined for the default export. */
export type Subject = { readonly name: string; readonly export: 'named' | 'default' } & (
  | { readonly kind: 'function'; readonly call: Callable }
  | {
      readonly kind: 'class'
      /** 'call': no class, but a function that gives an object of functions. */
      readonly made: 'new' | 'call'
      readonly construct: Callable
      readonly methods: readonly Callable[]
      readonly statics: readonly Callable[]
    }
  | { readonly kind: 'object'; readonly methods: readonly Callable[] }
  | {
      readonly kind: 'plugin'
      readonly framework: 'fastify'
      readonly call: Callable
      /** What the project has put on the application, and the plugin may ask for. */
      readonly decorations: readonly Field[]
    }
  | { readonly kind: 'value' }
  | { readonly kind: 'closed'; readonly why: string }
)

export interface Callable {
  /** With dots for what lies deeper: `Query.user`. */
  readonly name: string
  readonly params: readonly Param[]
  readonly isAsync: boolean
  /** What it gives back is called in turn: a factory, a middleware. */
  readonly returns?: Callable
  /** A generator: what it yields is what counts. */
  readonly yields?: 'now' | 'later'
  /** What it uses of clients, by local name. */
  readonly outlets?: readonly string[]
  /** It calls the `fetch` of the platform. */
  readonly fetches?: boolean
  /** Names of what it asks values for, where that is known of it alone. */
  readonly uses?: readonly string[]
}

export interface Param {
  readonly name: string
  readonly isOptional: boolean
  readonly isRest: boolean
  readonly shape: Shape
}

/** A type, as far as values of it can be written down. */
export type Shape =
  /** One expression and no other. */
  | { readonly is: 'code'; readonly code: string; readonly label?: string }
  | { readonly is: 'string' | 'number' | 'bigint' | 'boolean' | 'unknown' }
  | { readonly is: 'either'; readonly of: readonly Shape[] }
  | {
      readonly is: 'list'
      readonly item: Shape
      readonly wrap?: 'Set' | 'Promise' | 'iterator' | 'generator'
    }
  | { readonly is: 'tuple'; readonly items: readonly Shape[] }
  /** `isPartial`: a type of a library, of which what the unit uses is enough. */
  | {
      readonly is: 'object'
      readonly fields: readonly Field[]
      readonly isPartial: boolean
      /** What it is called: `Collection`. */
      readonly name?: string
      /** It can be called, too. */
      readonly call?: Shape & { readonly is: 'function' }
    }
  | { readonly is: 'record'; readonly item: Shape; readonly wrap?: 'Map' }
  | {
      readonly is: 'function'
      readonly isAsync: boolean
      readonly returns: Shape
      readonly isThis: boolean
      /** It fails with this. */
      readonly fails?: string
      /** What it gives from the second call on, each once. */
      readonly later?: readonly Shape[]
      /** What it hands to the function that it is given; 'itself': what it belongs to. */
      readonly runs?: readonly (Shape | 'itself')[]
    }
  /** An object of a class of the project that holds data: made by its constructor. */
  | { readonly is: 'nothing' }

export interface Field {
  readonly name: string
  readonly isOptional: boolean
  readonly shape: Shape
}
