/** A round length of 1, 2 or 5 times a power of ten that is drawn no wider than asked. */
export function scaleBar(metersPerPixel: number, maxPixels: number): { meters: number; pixels: number } {
  const most = metersPerPixel * maxPixels
  const power = 10 ** Math.floor(Math.log10(most))
  const meters = ([5, 2].find(step => step * power <= most) ?? 1) * power
  return { meters, pixels: meters / metersPerPixel }
}
