/** The bundler cannot follow the UMD build of `jsonc-parser`, which is all that node finds: this gives it the module build. */
import * as all from '../node_modules/jsonc-parser/lib/esm/main.js'

export * from '../node_modules/jsonc-parser/lib/esm/main.js'
export default all
