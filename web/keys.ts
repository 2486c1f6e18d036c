import { createContext } from 'svelte'
import type { Words } from './language/words.ts'

/** A key and what it does. The `?` sheet and the handler read this same row. */
export interface Key {
  /** `Ctrl+Enter`, `Shift+Z`, `Escape`, `/`, or a sequence of plain keys: `g r`. */
  chord: string
  /** What the pointer does instead, `Shift+drag`: a row of the sheet alone, its chord empty. */
  gesture?: (words: Words) => string
  word: (words: Words) => string
  run: () => void
  /** Answers whether the key does anything now; always when absent. */
  when?: () => boolean
}

export interface Binding {
  group: (words: Words) => string
  keys: Key[]
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>
type Press = Pressed &
  Pick<KeyboardEvent, 'defaultPrevented' | 'isComposing' | 'target' | 'preventDefault'> & {
    timeStamp?: number
  }

const sequenceMs = 1200

/** The pressed key in the words of a chord; Command counts as Ctrl. */
export function chordOf(event: Pressed): string {
  const letter = event.key.length === 1
  const key =
    letter && /[a-z]/i.test(event.key) ? event.key.toUpperCase() : event.key === ' ' ? 'Space' : event.key
  const shifted = event.shiftKey && (!letter || /[A-Z]/.test(key))
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    shifted ? 'Shift' : '',
    key,
  ]
    .filter(Boolean)
    .join('+')
}

const normal = (chord: string) =>
  /(^|\+)[a-z]$/.test(chord) ? chord.replace(/[a-z]$/, last => last.toUpperCase()) : chord

/** The keys of a chord as they are printed on caps: `Ctrl+Enter` gives Ctrl, ↵; `g r` gives G, R. */
export function keyCaps(chord: string): string[] {
  const caps: Record<string, string> = {
    Enter: '↵',
    Escape: 'Esc',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Shift: '⇧',
    Delete: 'Del',
  }
  return chord
    .split(' ')
    .flatMap(part => (part === '+' ? ['+'] : normal(part).split('+')))
    .map(cap => caps[cap] ?? cap)
}

const isEditable = (target: EventTarget | null) =>
  target !== null &&
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[data-keys]') !== null)

/** Every key that works now. Later bindings win over earlier ones. */
export class Keys {
  #bindings: Binding[] = []
  #first = ''
  #firstAt = 0

  get bindings(): readonly Binding[] {
    return this.#bindings
  }

  /** Binds keys under a heading of the sheet; answers how to unbind. */
  bind(group: Binding['group'], keys: Key[]): () => void {
    const binding = { group, keys }
    this.#bindings = [...this.#bindings, binding]
    return () => {
      this.#bindings = this.#bindings.filter(each => each !== binding)
    }
  }

  /** The rows of the `?` sheet: what is bound and does something now, the same headings together. */
  sheet(words: Words): { title: string; rows: { chord: string; text: string }[] }[] {
    const groups = new Map<string, Map<string, string>>()
    for (const { group, keys } of this.#bindings) {
      const rows = groups.get(group(words)) ?? new Map<string, string>()
      groups.set(group(words), rows)
      for (const key of keys) {
        if (key.when?.() ?? true) rows.set(key.gesture?.(words) ?? key.chord, key.word(words))
      }
    }
    return [...groups]
      .filter(([, rows]) => rows.size > 0)
      .map(([title, rows]) => ({ title, rows: [...rows].map(([chord, text]) => ({ chord, text })) }))
  }

  listen(): () => void {
    const press = (event: KeyboardEvent) => this.press(event)
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }

  /** Runs what the pressed key is bound to. While typing, only chords with Ctrl or Alt count. */
  press(event: Press) {
    if (event.defaultPrevented || event.isComposing) return
    const chord = chordOf(event)
    if (isEditable(event.target) && !/^(Ctrl|Alt)\+/.test(chord)) return
    // When the key went down, not when a busy page came round to it.
    const now = event.timeStamp ?? performance.now()
    const sequence = now - this.#firstAt < sequenceMs ? `${this.#first} ${chord}` : ''
    const key = this.#find(sequence) ?? this.#find(chord)
    this.#first = key ? '' : chord
    this.#firstAt = now
    if (!key) return
    event.preventDefault()
    key.run()
  }

  #find(chord: string): Key | undefined {
    if (chord === '') return undefined
    for (const binding of [...this.#bindings].reverse()) {
      const found = binding.keys.find(key => wanted(key.chord) === chord && (key.when?.() ?? true))
      if (found) return found
    }
    return undefined
  }
}

const wanted = (chord: string) => chord.split(' ').map(normal).join(' ')

export const [useKeys, provideKeys] = createContext<Keys>()
