import { expect, test } from 'vitest'
import { fontsFor } from '../../../src/render/raster/fonts.ts'

const asksSystem = (text: string): boolean | undefined => fontsFor(`<svg><text>${text}</text></svg>`).loadSystemFonts

test.each(['loss', 'é µ → α −1 × ▲ ▼ ∞ 10⁻³ …', 'Ошибка', 'שלום', 'نقص', '§ ✓ ★ ─', 'a\u00a0b\u200d\ufe0f', '&#233; &#xB5;'])(
  '%s needs no font of the system',
  (text) => {
    expect(asksSystem(text)).toBe(false)
  },
)

test.each(['损失', 'ロス', '손실', 'ไทย', 'नमस्ते', 'done 🚀', '30 ㎡', '１', '「」', '&#x4E2D;', '&#20013;'])(
  '%s is looked for in fonts of the system',
  (text) => {
    expect(asksSystem(text)).toBe(true)
  },
)
