/** Letters that Unicode does not take apart, written in Latin ones. */
const TABLES = [
  // Latin
  'ß ss, æ ae, œ oe, ø o, ð d, þ th, ł l, đ d, ħ h, ı i',
  // Greek
  'α a, β v, γ g, δ d, ε e, ζ z, η i, θ th, ι i, κ k, λ l, μ m, ν n, ξ x, ο o, π p, ρ r, σ s, ς s, τ t, υ y, φ f, χ ch, ψ ps, ω o',
  // Cyrillic
  'а a, б b, в v, г g, д d, е e, ж zh, з z, и i, к k, л l, м m, н n, о o, п p, р r, с s, т t, у u, ф f, х kh, ц ts, ч ch, ш sh',
  'щ shch, ъ _, ы y, ь _, э e, ю yu, я ya, є ye, і i, ґ g',
  // Signs that are read as words
  '& and, @ at, % percent, € euro, £ pound',
]

const LETTERS = new Map(
  TABLES.join(', ')
    .split(', ')
    .map((entry): [string, string] => {
      const [letter = '', latin = ''] = entry.split(' ')
      return [letter, latin === '_' ? '' : latin]
    }),
)

const isSign = (character: string): boolean => '&@%€£'.includes(character)

/** The text in Latin letters, as far as the table goes; marks above and below letters are taken away. */
export function latin(text: string): string {
  return [...text.normalize('NFD').replace(/\p{Mark}+/gu, '')].map(spelled).join('')
}

function spelled(character: string): string {
  const lower = character.toLowerCase()
  const found = LETTERS.get(lower)
  if (found === undefined) return character
  if (isSign(character)) return ` ${found} `
  return character === lower ? found : found.charAt(0).toUpperCase() + found.slice(1)
}
