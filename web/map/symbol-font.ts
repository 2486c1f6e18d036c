/** The family of every text we draw on a canvas; the same as the interface's. */
export const SYMBOL_FONT = "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

/** The characters on discs; a new one goes here, so that its font is there before it is drawn. */
export const DISC_CHARACTERS =
  '消医警救水化工电疏测民专避库源重事桥路卡车物点校养观众指队志防台险雨震火气泵人幼院馆政站标汛!1234'

const WAIT_MS = 1500

/** Waits a little for the fonts of the symbols; a slow font is replaced by the system's, never waited for. */
export async function warmFonts(): Promise<void> {
  const loads = ['600 15px', '400 12px'].map(font =>
    document.fonts.load(`${font} 'Noto Sans SC'`, `${DISC_CHARACTERS}0123456789 分秒米`),
  )
  const late = new Promise(done => setTimeout(done, WAIT_MS))
  await Promise.race([Promise.allSettled(loads), late])
}
