import { expect, test } from 'vitest'
import { csvText } from './csv-text.ts'

test('UTF-8 and GB 18030 read alike', () => {
  expect(csvText(new TextEncoder().encode('单元,氨'))).toBe('单元,氨')
  // 氨 is B0 B1 in GB 18030.
  expect(csvText(Uint8Array.of(0xb0, 0xb1, 0x2c, 0x35))).toBe('氨,5')
})
