import { createContext } from 'svelte'

export type ThemeName = 'dark' | 'light'
const key = 'sisetu.theme'

/** Dark for command and walls, light for planning and print. */
export class Theme {
  name = $state<ThemeName>('dark')

  constructor(stored: string | null = localStorage.getItem(key)) {
    if (stored === 'light') this.name = 'light'
  }

  choose(name: ThemeName) {
    this.name = name
    localStorage.setItem(key, name)
  }

  toggle = () => this.choose(this.name === 'dark' ? 'light' : 'dark')
}

export const [useTheme, provideTheme] = createContext<Theme>()
