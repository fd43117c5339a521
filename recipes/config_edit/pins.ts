/** The pinned actions, where the actions of `config_edit` look for them; templates write the very same ones. */
export { pinned, remarkFor } from '../../lib/survey/pins.js'
export type { Pinned } from '../../lib/survey/pins.js'
