/** Required before a program that is measured: writes its peak memory in MB when it ends. */
const { writeFileSync } = require('node:fs')

process.on('exit', () => {
  writeFileSync(process.env.PEAK_FILE, `${process.resourceUsage().maxRSS / 1024}`)
})
