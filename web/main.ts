import './old-browsers.ts'
import './look/tokens.css'
import './look/base.css'
import { mount } from 'svelte'
import App from './App.svelte'

// The map is the largest part of the app and is on nearly every screen: it comes while the session is asked for.
if (!location.pathname.startsWith('/field')) void import('./map/MapCanvas.svelte')
// The list of 300 font faces is large: it comes beside the first picture, not before it.
void import('./look/fonts.ts')

const target = document.getElementById('app')
if (target) mount(App, { target })
